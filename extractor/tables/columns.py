"""Columns that are not ruled apart: told by the white space between figures, or by the rules of the other rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.grammar.labels import is_year
from extractor.model.page import Word
from extractor.tables.bodies import column_edges
from extractor.tables.lattice import Band, Lattice, Place
from extractor.tables.pieces import TextRow, may_have_columns, text_rows

# Fewer rows with two columns of print come about by chance.
_FEWEST_ROWS = 3
# The narrowest column of figures in the corpus is 8 points broad.
_NARROWEST = 8.0


def part_columns(lattice: Lattice, words: Sequence[Word]) -> Lattice:
    """The lattice with ruled columns parted where their body holds several columns of figures.

    Only places of a single column and band are parted; a place whose words stand across the new boundary stays whole.
    """
    for column in range(len(lattice.columns) - 2, -1, -1):
        left, right = lattice.columns[column], lattice.columns[column + 1]
        inside = [word for word in words if word.angle == 0 and left <= (word.x0 + word.x1) / 2 <= right]
        if not may_have_columns(inside):
            continue
        rows = _body_rows(lattice, column, inside)
        if len(rows) < _FEWEST_ROWS:
            continue
        for x in reversed(column_edges(rows)[1:-1]):
            lattice = _insert(lattice, column, x, inside)
    return lattice


def without_gaps(lattice: Lattice, words: Sequence[Word]) -> Lattice:
    """The lattice without columns that are mere gaps: too narrow for a cell and without print."""
    for column in range(len(lattice.columns) - 2, -1, -1):
        left, right = lattice.columns[column], lattice.columns[column + 1]
        if right - left >= _NARROWEST or len(lattice.columns) <= 3:
            continue
        if any(left <= (word.x0 + word.x1) / 2 <= right for word in words):
            continue
        places = [
            replace(
                place,
                column=place.column - (place.column > column),
                column_end=place.column_end - (place.column_end > column),
            )
            for place in lattice.places
            if (place.column, place.column_end) != (column, column + 1)
        ]
        lattice = with_places(lattice, lattice.columns[:column] + lattice.columns[column + 1 :], places)
    return lattice


def part_spans(lattice: Lattice, words: Sequence[Word]) -> Lattice:
    """The lattice with places over several columns parted where figures stand in those columns.

    A row may lack its vertical rules; its figures still stand in the columns of the rows above and below.
    """
    if all(place.column_end == place.column + 1 for place in lattice.places):
        return lattice
    places: list[Place] = []
    for place in lattice.places:
        edges = lattice.columns[place.column : place.column_end + 1]
        if len(edges) > 2 and place.band_end == place.band + 1 and _fills_columns(place, edges, words):
            bounds = [place.x0, *edges[1:-1], place.x1]
            places.extend(
                replace(place, column=column, column_end=column + 1, x0=left, x1=right)
                for column, (left, right) in enumerate(pairwise(bounds), place.column)
            )
        else:
            places.append(place)
    return with_places(lattice, lattice.columns, places) if len(places) > len(lattice.places) else lattice


def part_tall(lattice: Lattice, words: Sequence[Word]) -> Lattice:
    """The lattice with places over several rows parted where they hold a list of figures of their own.

    Beside rows that are ruled apart a part of the table may be not: its lines then belong to the rows at their height.
    So does the first row of figures where no rule is drawn between it and a head.
    """
    cuts: dict[tuple[int, int], set[int]] = {}
    for place in lattice.places:
        bands = place.band, place.band_end
        if bands[1] == bands[0] + 1:
            continue
        rows = text_rows(words_in(place, words))
        if sum(row.begins_with_figure for row in rows) >= 2:
            cuts.setdefault(bands, set()).update(range(bands[0] + 1, bands[1]))
        elif place.column and (first := _first_band_of_figures(rows, place, lattice, words)):
            cuts.setdefault(bands, set()).update(range(first, bands[1]))
    if not cuts:
        return lattice
    places: list[Place] = []
    for place in lattice.places:
        inner = sorted(cuts.get((place.band, place.band_end), ()))
        for band, band_end in pairwise([place.band, *inner, place.band_end]):
            top, bottom = lattice.bands[band].top, lattice.bands[band_end - 1].bottom
            places.append(replace(place, band=band, band_end=band_end, y0=top, y1=bottom))
    return with_places(lattice, lattice.columns, places)


def _first_band_of_figures(
    rows: Sequence[TextRow], place: Place, lattice: Lattice, words: Sequence[Word]
) -> int | None:
    """The band in which a row of figures begins below the words of a head, to the left and right of it as well."""
    figures = next((number for number, row in enumerate(rows) if row.begins_with_figure), 0)
    heads = [piece for row in rows[:figures] for piece in row.pieces]
    if not heads or any(piece.is_figure and not is_year(piece.text) for piece in heads):
        return None
    middle = (rows[figures].top + rows[figures].bottom) / 2
    band = next((number for number in range(place.band + 1, place.band_end) if lattice.bands[number].top < middle), 0)
    if not band or lattice.bands[band].bottom < middle or rows[figures - 1].bottom > lattice.bands[band].top + 1:
        return None
    beside = [word for word in words if lattice.bands[place.band].top < (word.y0 + word.y1) / 2]
    heights = [(row.top + row.bottom) / 2 for row in text_rows(beside) if row.begins_body]
    return band if heights and lattice.bands[band].top < heights[0] < lattice.bands[band].bottom else None


def words_in(place: Place, words: Sequence[Word]) -> list[Word]:
    """The level words whose middle stands in a place."""
    return [
        word
        for word in words
        if word.angle == 0
        and place.x0 <= (word.x0 + word.x1) / 2 <= place.x1
        and place.y0 <= (word.y0 + word.y1) / 2 <= place.y1
    ]


def _fills_columns(place: Place, edges: Sequence[float], words: Sequence[Word]) -> bool:
    """Whether the print of a place is figures (and perhaps a label) that stand in columns of their own."""
    inside = [
        word
        for word in words
        if place.x0 <= (word.x0 + word.x1) / 2 <= place.x1 and place.y0 <= (word.y0 + word.y1) / 2 <= place.y1
    ]
    if len(inside) < 2 or any(word.angle for word in inside):
        return False
    pieces = [piece for row in text_rows(inside) for piece in row.pieces]
    if sum(piece.is_figure for piece in pieces) < max(1, len(pieces) - 1):
        return False
    columns = [bisect_right(edges, (piece.x0 + piece.x1) / 2) for piece in pieces]
    crossed = any(piece.x0 < x - 1 and piece.x1 > x + 1 for piece in pieces for x in edges[1:-1])
    return len(set(columns)) >= 2 and not crossed


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
    columns = (*lattice.columns[: column + 1], x, *lattice.columns[column + 1 :])
    return with_places(lattice, columns, places)


def with_places(lattice: Lattice, columns: tuple[float, ...], places: list[Place]) -> Lattice:
    """The lattice with other columns and places, its bands cut accordingly."""
    from_left = sorted(places, key=lambda place: place.column)
    bands = tuple(
        Band(
            band.top,
            band.bottom,
            tuple(
                (place.column, place.column_end, place.x0, place.x1)
                for place in from_left
                if place.band <= number < place.band_end
            ),
        )
        for number, band in enumerate(lattice.bands)
    )
    return Lattice(columns, bands, tuple(sorted(places, key=lambda place: (place.band, place.column))))
