"""Columns that stand in one ruled column: told apart by the white space that runs down between their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model.page import Word
from extractor.tables.alignment import TextRow, column_edges, text_rows
from extractor.tables.lattice import Band, Lattice, Place

# Fewer rows with two columns of print come about by chance.
_FEWEST_ROWS = 3


def part_columns(lattice: Lattice, words: Sequence[Word]) -> Lattice:
    """The lattice with ruled columns parted where their body holds several columns of figures.

    Only places of a single column and band are parted; a place whose words stand across the new boundary stays whole.
    """
    for column in range(len(lattice.columns) - 2, -1, -1):
        left, right = lattice.columns[column], lattice.columns[column + 1]
        inside = [word for word in words if word.angle == 0 and left <= (word.x0 + word.x1) / 2 <= right]
        if len(inside) < 2 * _FEWEST_ROWS:
            continue
        rows = _body_rows(lattice, column, inside)
        if len(rows) < _FEWEST_ROWS:
            continue
        for x in reversed(column_edges(rows)[1:-1]):
            lattice = _insert(lattice, column, x, inside)
    return lattice


def _body_rows(lattice: Lattice, column: int, words: Sequence[Word]) -> list[TextRow]:
    """The printed rows of one column whose figures stand beside other print, where nearly all rows are so."""
    single = [
        (place.y0, place.y1) for place in lattice.places if (place.column, place.column_end) == (column, column + 1)
    ]
    rows = [
        row for row in text_rows(words) if any(top <= (row.top + row.bottom) / 2 <= bottom for top, bottom in single)
    ]
    parted = [row for row in rows if row.has_figures and row.pieces[-1].is_figure]
    return parted if len(parted) >= 0.6 * len(rows) else []


def _insert(lattice: Lattice, column: int, x: float, words: Sequence[Word]) -> Lattice:
    """The lattice with one more boundary at ``x`` inside ``column``."""

    def shifted(index: int) -> int:
        return index + 1 if index > column else index

    def is_crossed(top: float, bottom: float) -> bool:
        return any(word.x0 < x - 1 and word.x1 > x + 1 and top <= (word.y0 + word.y1) / 2 <= bottom for word in words)

    places: list[Place] = []
    for place in lattice.places:
        first, behind = shifted(place.column), shifted(place.column_end)
        if (place.column, place.column_end) == (column, column + 1) and not is_crossed(place.y0, place.y1):
            places.append(replace(place, column=column, column_end=column + 1, x1=x))
            places.append(replace(place, column=column + 1, column_end=column + 2, x0=x))
        else:
            places.append(replace(place, column=first, column_end=behind))
    bands = tuple(
        Band(
            band.top,
            band.bottom,
            tuple(
                (place.column, place.column_end, place.x0, place.x1)
                for place in places
                if place.band <= number < place.band_end
            ),
        )
        for number, band in enumerate(lattice.bands)
    )
    columns = (*lattice.columns[: column + 1], x, *lattice.columns[column + 1 :])
    return Lattice(columns, bands, tuple(sorted(places, key=lambda place: (place.band, place.column))))
