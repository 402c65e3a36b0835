"""Words put into the places of a lattice, rows told apart that are not ruled apart, and the grid that comes of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.grammar.labels import is_year
from extractor.model.geometry import Box
from extractor.model.page import Word
from extractor.model.table import Cell, Grid
from extractor.tables.lattice import Lattice, Place
from extractor.tables.print import PrintLine, put_into_lines, text_of
from extractor.tables.wraps import SAME_HEIGHT, LooseLine, RowLines, place_loose_lines

# Words of one phrase are a blank apart (0.25 em, up to 0.5 em in justified text).
_BLANK = 0.5
# Lines of one label are 1.0 to 1.3 em apart, rows are farther.
_ROWS_APART = 1.35
# A figure and its label differ in height by a footnote mark or another size of type.
_AT_HEIGHT = 0.25
# A rule that touches only the rim of a word does not cross it.
_RIM = 1.0


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place of the lattice with the lines in it."""

    place: Place
    lines: list[PrintLine]


def fill_lattice(lattice: Lattice, words: Sequence[Sequence[Word]], page: int, reader: str) -> Grid:
    """The grid of one page: every printed line that has numbers of its own becomes a row.

    ``words`` has an entry for each entry of ``lattice.places``.
    """
    slots = [
        _Slot(place, put_into_lines(held) if held else []) for place, held in zip(lattice.places, words, strict=True)
    ]
    ending: list[list[_Slot]] = [[] for _ in lattice.bands]
    for slot in slots:
        ending[slot.place.band_end - 1].append(slot)
    rows_of_band = [_rows_of_band(number, ending[number]) for number in range(len(lattice.bands))]
    first_row = [1]
    for rows in rows_of_band:
        first_row.append(first_row[-1] + max(1, len(rows)))
    cells: list[Cell] = []
    for slot in slots:
        place, last_band = slot.place, slot.place.band_end - 1
        rows = rows_of_band[last_band]
        row, row_end = first_row[place.band], first_row[place.band_end]
        if place.band == last_band and len(rows) > 1:
            cells.extend(_cells_of_rows(slot, rows, row, page))
        elif any(place.column in row.lines for row in rows):
            # A head over several bands, with the first row of figures below it.
            head, figures = slot.lines[:-1], slot.lines[-1:]
            cells.append(_cell(head, place, row, row_end - 1 - row, place.y0, rows[-1].top, page))
            cells.append(_cell(figures, place, row_end - 1, 1, rows[-1].top, place.y1, page))
        else:
            cells.append(_cell(slot.lines, place, row, row_end - row, place.y0, place.y1, page))
    cells.sort(key=lambda cell: (cell.row, cell.col))
    box = Box(lattice.columns[0], lattice.bands[0].top, lattice.columns[-1], lattice.bands[-1].bottom)
    return Grid(page, box, first_row[-1] - 1, len(lattice.columns) - 1, tuple(cells), reader)


def put_words(lattice: Lattice, words: Sequence[Word]) -> list[list[Word]]:
    """The words of each place of the lattice: where their middle is, but phrases stay together."""
    tops = [band.top for band in lattice.bands]
    starts = [[cell[2] for cell in band.cells] for band in lattice.bands]
    held: list[list[Word]] = [[] for _ in lattice.places]
    # A place that spans bands is found from each of them.
    by_start = {
        (band, place.column): number
        for number, place in enumerate(lattice.places)
        for band in range(place.band, place.band_end)
    }
    before: tuple[Word, int] | None = None
    for word in words:
        band = max(0, bisect_right(tops, (word.y0 + word.y1) / 2) - 1)
        index = max(0, bisect_right(starts[band], (word.x0 + word.x1) / 2) - 1)
        number = by_start[band, lattice.bands[band].cells[index][0]]
        if before is not None and number != before[1]:
            left, right = lattice.places[before[1]], lattice.places[number]
            if left.band == right.band and left.column_end == right.column and _goes_on(before[0], word, right.x0):
                number = before[1]
        held[number].append(word)
        before = (word, number)
    return held


def _goes_on(left: Word, word: Word, x: float) -> bool:
    """Whether a phrase runs over the rule at ``x``: the rule then cuts through one of its words.

    A figure that is too broad for its cell is no phrase with the figure before it.
    """
    if word.angle or left.angle or abs(left.y1 - word.y1) > SAME_HEIGHT * word.size:
        return False
    if not 0 <= word.x0 - left.x1 < _BLANK * word.size:
        return False
    cuts_left = left.x0 + _RIM < x < left.x1 - _RIM and not _has_digits(left.text)
    cuts_right = word.x0 + _RIM < x < word.x1 and not (_has_digits(left.text) and _has_digits(word.text))
    return cuts_left or cuts_right


def _has_digits(text: str) -> bool:
    return any(character.isdigit() for character in text)


@dataclass(frozen=True, slots=True)
class _Row:
    """One printed row inside a band: where it stands, and the lines of labels that belong to it, by place column."""

    top: float
    bottom: float
    lines: dict[int, list[PrintLine]]


def _rows_of_band(band: int, ending: Sequence[_Slot]) -> list[_Row]:
    """The printed rows of one ruled row; fewer than two where its lines do not stand apart.

    ``ending`` are the slots that end with it.
    """
    inside = [slot for slot in ending if slot.place.band == band and slot.lines]
    figures = [slot for slot in inside if all(line.is_number for line in slot.lines)]
    middles = _heights(line for slot in figures for line in slot.lines)
    if max((len(slot.lines) for slot in figures), default=0) < 2 and not _take_turns(middles, figures, inside):
        return _head_over_row([slot for slot in ending if slot.lines])
    rows = [RowLines(middle, {}) for middle in middles]
    loose: list[LooseLine] = []
    for slot in inside:
        for line in slot.lines:
            nearest = min(range(len(middles)), key=lambda number: abs(middles[number] - line.middle))
            if abs(middles[nearest] - line.middle) <= SAME_HEIGHT * line.words[0].size:
                rows[nearest].lines.setdefault(slot.place.column, []).append(line)
            else:
                loose.append(LooseLine(line, slot.place.column))
    return _with_edges(place_loose_lines(rows, loose), inside[0].place.y0, inside[0].place.y1)


def _take_turns(middles: Sequence[float], figures: Sequence[_Slot], inside: Sequence[_Slot]) -> bool:
    """Whether each printed row has its figure in another column: a line of the label stands beside each, well apart."""
    if len(middles) < 2 or len(inside) == len(figures):
        return False
    stub = min(inside, key=lambda slot: slot.place.column)
    apart = min(lower - upper for upper, lower in pairwise(middles))
    size = stub.lines[0].words[0].size
    return (
        stub not in figures
        and apart > _ROWS_APART * size
        and len(stub.lines) == len(middles)
        and all(
            abs(line.middle - middle) <= _AT_HEIGHT * size for line, middle in zip(stub.lines, middles, strict=True)
        )
    )


def _head_over_row(inside: Sequence[_Slot]) -> list[_Row]:
    """Two rows where nothing parts the head from the first row of figures: words above, figures on one line below.

    The head may reach over several ruled rows, of which this is the last.
    """
    if len(inside) < 3 or any(slot.place.column_end - slot.place.column > 1 for slot in inside):
        return []
    stub, *columns = sorted(inside, key=lambda slot: slot.place.column)
    last = [slot.lines[-1] for slot in columns]
    if not all(line.is_number and not is_year(line.text) for line in last):
        return []
    if any(line.is_number for slot in columns for line in slot.lines[:-1]) or len(stub.lines) < 2:
        return []
    heights = _heights([*last, stub.lines[-1]])
    if len(heights) > 1 or not any(len(slot.lines) > 1 for slot in columns):
        return []
    head = {slot.place.column: list(slot.lines[:-1]) for slot in inside if len(slot.lines) > 1}
    row = {slot.place.column: [slot.lines[-1]] for slot in inside}
    rows = [RowLines(stub.lines[0].middle, head), RowLines(heights[0], row)]
    return _with_edges(rows, max(slot.place.y0 for slot in inside), stub.place.y1)


def _heights(lines: Iterable[PrintLine]) -> list[float]:
    middles: list[float] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if not middles or line.middle - middles[-1] > SAME_HEIGHT * line.words[0].size:
            middles.append(line.middle)
    return middles


def _with_edges(rows: Sequence[RowLines], top: float, bottom: float) -> list[_Row]:
    edges = [top]
    for upper, lower in pairwise(rows):
        above = max(word.y1 for lines in upper.lines.values() for line in lines for word in line.words)
        below = min(word.y0 for lines in lower.lines.values() for line in lines for word in line.words)
        edges.append((above + below) / 2)
    edges.append(bottom)
    return [_Row(edges[number], edges[number + 1], row.lines) for number, row in enumerate(rows)]


def _cells_of_rows(slot: _Slot, rows: Sequence[_Row], first_row: int, page: int) -> list[Cell]:
    return [
        _cell(row.lines.get(slot.place.column, []), slot.place, first_row + number, 1, row.top, row.bottom, page)
        for number, row in enumerate(rows)
    ]


def _cell(
    lines: Sequence[PrintLine], place: Place, row: int, row_span: int, top: float, bottom: float, page: int
) -> Cell:
    return Cell(
        row=row,
        col=place.column + 1,
        row_span=row_span,
        col_span=place.column_end - place.column,
        text=text_of(lines) if lines else "",
        page=page,
        box=Box(place.x0, top, place.x1, bottom),
        text_box=_box_of_words([word for line in lines for word in line.words]) if lines else None,
        bold=bool(lines) and all(word.bold for line in lines for word in line.words),
    )


def _box_of_words(words: Sequence[Word]) -> Box:
    return Box(
        min([word.x0 for word in words]),
        min([word.y0 for word in words]),
        max([word.x1 for word in words]),
        max([word.y1 for word in words]),
    )
