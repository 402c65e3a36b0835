"""Columns that are not ruled apart: told by the white space between figures, or by the rules of the other rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.model.page import Word
from extractor.tables.alignment import column_edges
from extractor.tables.lattice import Band, Lattice, Place
from extractor.tables.pieces import TextRow, may_have_columns, text_rows

# Fewer rows with two columns of print come about by chance.
_FEWEST_ROWS = 3


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
    return _with_places(lattice, lattice.columns, places) if len(places) > len(lattice.places) else lattice


def part_tall(lattice: Lattice, words: Sequence[Word]) -> Lattice:
    """The lattice with places over several rows parted where they hold a list of figures of their own.

    Beside rows that are ruled apart a part of the table may be not: its lines then belong to the rows at their height.
    """
    tall = [place for place in lattice.places if place.band_end > place.band + 1]
    ranges = {
        (place.band, place.band_end)
        for place in tall
        if sum(row.begins_with_figure for row in text_rows(_words_in(place, words))) >= 2
    }
    if not ranges:
        return lattice
    places: list[Place] = []
    for place in lattice.places:
        if (place.band, place.band_end) in ranges:
            places.extend(
                replace(
                    place,
                    band=number,
                    band_end=number + 1,
                    y0=lattice.bands[number].top,
                    y1=lattice.bands[number].bottom,
                )
                for number in range(place.band, place.band_end)
            )
        else:
            places.append(place)
    return _with_places(lattice, lattice.columns, places)


def _words_in(place: Place, words: Sequence[Word]) -> list[Word]:
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
    return _with_places(lattice, columns, places)


def _with_places(lattice: Lattice, columns: tuple[float, ...], places: list[Place]) -> Lattice:
    """The lattice with other columns and places, its bands cut accordingly."""
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
    return Lattice(columns, bands, tuple(sorted(places, key=lambda place: (place.band, place.column))))
