"""Rows and columns that were left outside the frame: a total below it, labels to the left of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from extractor.grammar.numbers import is_number
from extractor.model.page import Word
from extractor.tables.lattice import Band, Lattice, Place
from extractor.tables.pieces import TextRow, text_rows

# A row below the frame belongs to it when it follows at the distance of a row: its middle within 0.8 rows, where half
# a row would be exact.
_NEXT_ROW = 0.8
# Labels stand at most this far to the left of the frame, in em.
_BESIDE = 4.0
# So many rows of figures must have a label beside them; a lone word in the margin is no column.
_LABELLED = 0.7


def take_in_row_below(lattice: Lattice, words: Sequence[Word]) -> Lattice:
    """The lattice with one more band where a row of figures stands directly below it, each figure in its column.

    ``words`` are those of the page that stand in no frame.
    """
    bottom, left, right = lattice.bands[-1].bottom, lattice.columns[0], lattice.columns[-1]
    below = [word for word in words if word.angle == 0 and 0 <= word.y0 - bottom + 2 < 3 * word.size]
    rows = text_rows(below)
    if not rows:
        return lattice
    row = rows[0]
    pitch = median(band.bottom - band.top for band in lattice.bands)
    if (row.top + row.bottom) / 2 - bottom > _NEXT_ROW * max(pitch, row.bottom - row.top) or len(row.pieces) < 2:
        return lattice
    if row.pieces[0].x0 < left - 2 or row.pieces[-1].x1 > right + 2 or not _stands_in_columns(row, lattice):
        return lattice
    number = len(lattice.bands)
    band = Band(
        bottom,
        row.bottom + 1,
        tuple(
            (column, column + 1, lattice.columns[column], lattice.columns[column + 1])
            for column in range(len(lattice.columns) - 1)
        ),
    )
    places = tuple(
        Place(number, number + 1, first, behind, x0, band.top, x1, band.bottom) for first, behind, x0, x1 in band.cells
    )
    return replace(lattice, bands=(*lattice.bands, band), places=(*lattice.places, *places))


def _stands_in_columns(row: TextRow, lattice: Lattice) -> bool:
    columns = [bisect_right(lattice.columns, (piece.x0 + piece.x1) / 2) for piece in row.pieces]
    crossed = any(piece.x0 < x - 1 and piece.x1 > x + 1 for piece in row.pieces for x in lattice.columns[1:-1])
    are_figures = all(piece.is_figure for piece in row.pieces[1:]) and row.begins_body
    return not crossed and len(set(columns)) == len(columns) and are_figures


def take_in_labels_beside(lattice: Lattice, words: Sequence[Word], inside: Sequence[Word]) -> Lattice:
    """The lattice with a column of labels in front where they stand to the left of the frame, beside its rows.

    ``words`` are those of the page that stand in no frame, ``inside`` those in the frame: without rows of figures
    it is a drawing, and what stands beside it the scale of an axis.
    """
    left, top, bottom = lattice.columns[0], lattice.bands[0].top - 1, lattice.bands[-1].bottom + 1
    beside = [
        word for word in words if word.x1 <= left + 2 and top <= (word.y0 + word.y1) / 2 <= bottom and word.angle == 0
    ]
    enough = max(2, _LABELLED * (len(lattice.bands) - 1))
    if len(beside) < enough:
        return lattice
    rows = [
        row
        for row in text_rows(beside)
        if left - row.pieces[-1].x1 < _BESIDE * row.size and not row.pieces[-1].is_figure
    ]
    labelled = sum(any(band.top <= (row.top + row.bottom) / 2 <= band.bottom for row in rows) for band in lattice.bands)
    figures = [word for word in inside if is_number(word.text)]
    with_figures = sum(any(_is_in(word, band) for word in figures) for band in lattice.bands)
    if labelled < enough or with_figures < len(lattice.bands) / 2:
        return lattice
    edge = min(row.pieces[-1].x0 for row in rows) - 1
    bands = tuple(
        Band(
            band.top,
            band.bottom,
            ((0, 1, edge, left), *((first + 1, behind + 1, x0, x1) for first, behind, x0, x1 in band.cells)),
        )
        for band in lattice.bands
    )
    places = [replace(place, column=place.column + 1, column_end=place.column_end + 1) for place in lattice.places] + [
        Place(number, number + 1, 0, 1, edge, band.top, left, band.bottom) for number, band in enumerate(bands)
    ]
    places.sort(key=lambda place: (place.band, place.column))
    return Lattice((edge, *lattice.columns), bands, tuple(places))


def _is_in(word: Word, band: Band) -> bool:
    return band.top <= (word.y0 + word.y1) / 2 <= band.bottom
