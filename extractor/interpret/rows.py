"""How the rows of a table hang together: their label paths, totals, parts of a whole, levels."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from extractor.grammar.labels import is_total_label, opens_parts
from extractor.interpret.layout import Layout, counts_up, rows_of
from extractor.model.table import Cell, Table

# A label that begins with one of these goes on the one above it: it names the basis, not what is counted.
_GOES_ON = re.compile(r"(?:nach|gem\.|gemäß|aus|wegen|zum|zur|zu|aufgrund)\s")
# Indented labels stand at least half an em to the right of those they belong to.
_INDENT = 4.0

# Two equal or following numbers may be anything.
_FEWEST_RANKS = 3


@dataclass(frozen=True, slots=True)
class RowLabel:
    """The label of one data row for one group of columns.

    ``path`` goes from the outermost level to the row's own label; ``section`` is the row of its own above it that
    changes what the rows are; ``under`` is the row above it that it goes on ("nach § 26 Abs. 3" below
    "Niederlassungserlaubnis"), whose meaning it shares; ``role`` and ``level`` as in the model.
    """

    path: tuple[str, ...]
    section: str
    role: str
    level: int
    under: tuple[str, ...] = ()

    @property
    def own(self) -> str:
        return self.path[-1] if self.path else ""


def read_row_labels(table: Table, layout: Layout, stub: tuple[int, ...]) -> dict[int, RowLabel]:
    """The label of each data row in the given label columns (from left to right), by row number."""
    rows = rows_of(table)
    stub = _without_numbering(layout, rows, stub)
    reader = _RowReader(stub, _spanned(table, stub))
    labels: dict[int, RowLabel] = {}
    sections = set(layout.section_rows)
    heads = {row for _, block in layout.heads[1:] for row in block}
    for number in sorted({*layout.data_rows, *sections, *heads}):
        if number in heads:
            reader.start_block()
        elif number in sections:
            reader.take_section(rows[number])
        else:
            labels[number] = reader.read(number, rows[number])
    return _mark_wholes(labels, layout, rows, stub)


def _without_numbering(layout: Layout, rows: dict[int, list[Cell]], stub: tuple[int, ...]) -> tuple[int, ...]:
    """The label columns without a first one of running numbers or ranks: the labels of the rows stand beside it."""
    numbering = [cell.text for row in layout.data_rows for cell in rows[row] if cell.col == stub[0]] if stub else []
    filled = [text for text in numbering if text]
    return stub[1:] if len(stub) > 1 and (counts_up(filled) or _are_ranks(filled)) else stub


def _are_ranks(texts: list[str]) -> bool:
    """Whether texts are places from the first on; equals share one ("1.", "2.", "2.", "4.")."""
    numbers = [text.rstrip(".") for text in texts]
    if len(numbers) < _FEWEST_RANKS or numbers[0] != "1" or not all(number.isdigit() for number in numbers):
        return False
    steps = pairwise(int(number) for number in numbers)
    return all(after in (before, place) for place, (before, after) in enumerate(steps, 2))


def _spanned(table: Table, stub: tuple[int, ...]) -> dict[tuple[int, int], Cell]:
    """Stub cells that span several rows, by each row and column they cover."""
    return {
        (row, cell.col): cell
        for cell in table.cells
        if cell.col in stub and cell.row_span > 1 and cell.text
        for row in range(cell.row + 1, cell.row + cell.row_span)
    }


@dataclass(slots=True)
class _Parts:
    """An open list of parts: its word, how far the row that opens it and its parts are indented, and of what."""

    word: str
    opened_at: float
    indent: float | None
    whole: tuple[str, ...]


class _RowReader:
    """Goes down the rows and remembers what the labels above say."""

    def __init__(self, stub: tuple[int, ...], spanned: dict[tuple[int, int], Cell]) -> None:
        self._stub = stub
        self._spanned = spanned
        self.start_block()

    def start_block(self) -> None:
        """Forget everything above: a new head begins."""
        self._held: dict[int, str] = {}
        self._section = ""
        self._parts: list[_Parts] = []
        self._last: tuple[str, ...] = ()
        self._last_indent = 0.0
        self._heading: tuple[str, ...] = ()

    def take_section(self, row: list[Cell]) -> None:
        """A row without figures: it opens parts of the row above, or says what the rows below are."""
        cell = next(cell for cell in row if cell.text)
        if not opens_parts(cell.text):
            self._section = cell.text
            self._parts = []
            self._last = self._heading = ()
            return
        indent = _indent(cell)
        while self._parts and self._parts[-1].opened_at >= indent - _INDENT:
            self._parts.pop()
        whole = () if is_total_label(" ".join(self._last)) else self._last
        self._parts.append(_Parts(_word_of(cell.text), indent, None, whole))

    def read(self, number: int, row: list[Cell]) -> RowLabel:
        """The label of a data row."""
        cells = {cell.col: cell for cell in row if cell.col in self._stub and cell.text}
        for column in self._stub:
            if (number, column) in self._spanned and column not in cells:
                cells[column] = self._spanned[number, column]
        own = max(cells, default=0)
        if cells:
            first = min(cells)
            self._held = {column: text for column, text in self._held.items() if column < first}
            self._held.update({column: cell.text for column, cell in sorted(cells.items())})
        path = tuple(self._held[column] for column in sorted(self._held))
        return self._place(path, _indent(cells[own]) if own else 0.0, len(path) - 1 if len(path) > 1 else 0)

    def _place(self, path: tuple[str, ...], indent: float, depth: int) -> RowLabel:
        label = path[-1] if path else ""
        self._end_parts(label, indent)
        if opens_parts(label):
            whole = (*self._last, *path) if len(path) == 1 else path
            return RowLabel(whole, self._section, _word_of(label), depth + len(self._parts) + 1)
        level = depth + len(self._parts)
        if self._parts:
            parts = self._parts[-1]
            parts.indent = indent if parts.indent is None else parts.indent
            self._last, self._last_indent = (*parts.whole, *path), indent
            return RowLabel(self._last, self._section, parts.word, level)
        role = "total" if is_total_label(label) else "detail"
        if role == "detail" and self._heading and _GOES_ON.match(label):
            return RowLabel(path, self._section, role, level + 1, self._heading)
        self._last, self._last_indent = path, indent
        self._heading = () if _GOES_ON.match(label) else path
        return RowLabel(path, self._section, role, level)

    def _end_parts(self, label: str, indent: float) -> None:
        """Close the lists that a row is no part of: it is a total, or less indented than their parts."""
        if is_total_label(label):
            self._parts = []
        while self._parts and self._parts[-1].indent is not None and indent < self._parts[-1].indent - _INDENT:
            self._parts.pop()


def _word_of(label: str) -> str:
    return "darunter" if label.strip().casefold().startswith("darunter") else "davon"


def _indent(cell: Cell) -> float:
    return cell.text_box.x0 - cell.box.x0 if cell.text_box else 0.0


def _mark_wholes(
    labels: dict[int, RowLabel], layout: Layout, rows: dict[int, list[Cell]], stub: tuple[int, ...]
) -> dict[int, RowLabel]:
    """A row whose parts follow is their total, also where its label has no word for it."""
    numbers = sorted(labels)
    marked = dict(labels)
    for number, following in pairwise(numbers):
        here, below = labels[number], labels[following]
        opens = any(number < row < following and _is_parts_row(rows[row]) for row in layout.section_rows)
        if here.role == "detail" and below.role in ("davon", "darunter") and below.level > here.level and opens:
            marked[number] = RowLabel(here.path, here.section, "total", here.level)
    headed = {label.under for label in labels.values() if label.under}
    for number, label in marked.items():
        if label.path in headed and not label.under:
            others = any(other.role == "total" and other.path != label.path for other in marked.values())
            role = "subtotal" if others or len(headed) > 1 else "total"
            marked[number] = RowLabel(label.path, label.section, role, label.level)
    totals = Counter(label.section for label in marked.values() if label.role == "total" and label.level == 0)
    first_total: dict[str, int] = {}
    # Beside a bare "Gesamt" every total that names what it sums is an inner one, also before it.
    plain = {
        label.section
        for label in marked.values()
        if label.role == "total" and label.level == 0 and is_total_label(label.own) and not opens_inner_total(label.own)
    }
    for number in numbers:
        label = marked[number]
        if label.role == "total" and label.level == 0 and totals[label.section] > 1:
            others = label.section in first_total or label.section in plain
            if others and opens_inner_total(label.own):
                marked[number] = RowLabel(label.path, label.section, "subtotal", label.level)
            first_total.setdefault(label.section, number)
    return marked


def opens_inner_total(label: str) -> bool:
    """Whether a total names what it sums ("Summe Top 10"), or that it is an inner one, so that it is one of several."""
    return len(label.split()) > 1 or label.casefold().startswith("zwischen")


def _is_parts_row(row: list[Cell]) -> bool:
    return any(opens_parts(cell.text) for cell in row if cell.text)
