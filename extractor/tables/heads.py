"""Heads of unframed tables: their lines put into cells, of which some reach over several levels or columns."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.page import Word
from extractor.tables.head_levels import Level
from extractor.tables.lattice import Place
from extractor.tables.pieces import Piece, TextRow, pieces_of
from extractor.tables.spans import Columns, runs_of, share_out

Bands = tuple[int, int]
"""Bands from the first to before the second, counted from 0."""


def place_head(
    head: Sequence[TextRow], columns: Columns, levels: Sequence[Level], top: float, bottom: float
) -> list[tuple[Place, list[Word]]]:
    """The cells of a head from ``top`` to ``bottom``, with their words; every band and column is covered once."""
    heights = [top, *(level.y for level in levels), bottom]
    bands_of = [_joined_bands(column, levels) for column in range(len(columns.print_of))]
    held: dict[tuple[int, Bands], list[Piece]] = {}
    for piece, middle in pieces_of(head):
        column = columns.column_of(piece)
        band = sum(middle > level.y for level in levels)
        held.setdefault((column, bands_of[column][band]), []).append(piece)
    places = []
    for bands in sorted(
        {bands for of_column in bands_of for bands in of_column}, key=lambda bands: (-bands[1], bands[0])
    ):
        for first, behind in runs_of([bands in of_column for of_column in bands_of]):
            pieces = [piece for column in range(first, behind) for piece in held.get((column, bands), ())]
            shown = levels[bands[1] - 1].spans if bands[1] <= len(levels) else ()
            spreads = bands[1] <= len(levels) and not shown
            for (left, right), words in share_out(pieces, (first, behind), columns, shown, spreads):
                x0, x1 = columns.edges[left], columns.edges[right]
                place = Place(bands[0], bands[1], left, right, x0, heights[bands[0]], x1, heights[bands[1]])
                places.append((place, words))
                if words and right - left == 1:
                    columns = columns.with_print(left, min(w.x0 for w in words), max(w.x1 for w in words))
    return places


def _joined_bands(column: int, levels: Sequence[Level]) -> list[Bands]:
    """For each band the bands that are one cell with it in a column: those that no rule parts there."""
    starts = [0, *(number for number, level in enumerate(levels, 1) if level.covers[column])]
    ends = [*starts[1:], len(levels) + 1]
    return [(start, end) for start, end in zip(starts, ends, strict=True) for _ in range(start, end)]
