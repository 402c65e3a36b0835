"""Grids of single pages joined to tables that go on over page breaks.

A table goes on where nothing but its own notes stands between its last row and the top of the next page's table, and
that one has the same columns and either the same head or none. A head that differs in one row makes a new table, and
so does a table that begins again with the first row ("Gesamt") of the one before it, unless that row is printed
again with the same figures at the very foot of a full page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from extractor.grammar.labels import is_total_label, is_year, opens_parts
from extractor.grammar.numbers import is_number
from extractor.model.page import Page, PdfDocument
from extractor.model.table import RECOGNISED, Cell, Grid, Table, TablePart

# Left and right edges of the parts of one table differ by up to 3 points in the corpus; indented tables by 14.
_SAME_SIDE = 8.0
# A page is full when the next rows would not have fitted: this many rows of the table's usual height.
_FULL_PAGE_ROWS = 3.0
# Below this share of a page's height stand page numbers and stamps, no body.
_FOOT_ZONE = 0.94
# Footnotes and notes below a part do not part the table.
_NOTE = re.compile(r"[*†¹²³⁴⁵⁶⁷⁸⁹]|\d{1,2}\)|(?:Quelle|Stand|Hinweis|Anmerkung)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Joint:
    """Why a grid goes on with a table, and how many of its rows are printed again."""

    reason: str
    dropped_rows: int


def stitch_grids(grids: Sequence[Grid], document: PdfDocument) -> tuple[Table, ...]:
    """All grids of a document (by page, from top to bottom) as tables; each grid becomes a part of exactly one."""
    pages = {page.number: page for page in document.pages}
    foot = _foot_of_body(document)
    by_page: dict[int, list[Grid]] = {}
    for grid in grids:
        by_page.setdefault(grid.page, []).append(grid)
    chains: list[list[tuple[Grid, _Joint | None]]] = []
    last_of_page: dict[int, list[tuple[Grid, _Joint | None]]] = {}
    for number in sorted(by_page):
        page_grids = by_page[number]
        for position, grid in enumerate(page_grids):
            joint = None
            chain = last_of_page.get(number - 1)
            if position == 0 and chain is not None and _stands_first(grid, pages[number]):
                joint = _find_joint(chain, grid, pages[number - 1], foot)
            if chain is not None and joint is not None:
                chain.append((grid, joint))
            else:
                chain = [(grid, None)]
                chains.append(chain)
            if position == len(page_grids) - 1:
                last_of_page[number] = chain
    return _number_tables(chains)


def _foot_of_body(document: PdfDocument) -> float:
    """The y down to which pages of the document are printed, in points."""
    # The notice at the foot of a first page stands lower than any body.
    pages = document.pages[1:] or document.pages
    printed = [
        [line.y1 for line in page.lines if line.y1 < _FOOT_ZONE * page.height and line.angle == 0] for page in pages
    ]
    feet = sorted(max(ends) for ends in printed if ends)
    # One page in ten may run over (a footnote, a note of the printer).
    return feet[-1 - len(feet) // 10] if feet else 0.0


def _stands_first(grid: Grid, page: Page) -> bool:
    return not any(line.y1 <= grid.box.y0 + 1 for line in page.lines)


def _only_notes_below(grid: Grid, page: Page) -> bool:
    below = [line for line in page.lines if line.y0 >= grid.box.y1 - 1]
    return not below or bool(_NOTE.match(min(below, key=lambda line: line.y0).text))


def _find_joint(
    chain: Sequence[tuple[Grid, _Joint | None]], grid: Grid, page_before: Page, foot: float
) -> _Joint | None:
    first, last = chain[0][0], chain[-1][0]
    if not _only_notes_below(last, page_before) or last.cols != grid.cols:
        return None
    if abs(last.box.x0 - grid.box.x0) > _SAME_SIDE or abs(last.box.x1 - grid.box.x1) > _SAME_SIDE:
        return None
    head = _rows_of(first)
    rows = _rows_of(grid)
    repeated = 0
    while (
        repeated < min(len(head), len(rows)) and head[repeated] == rows[repeated] and not _has_figures(rows[repeated])
    ):
        repeated += 1
    rest = rows[repeated:]
    lead = _rows_before_figures(rest)
    if not rest or any(col > 1 for row in lead for col in row):
        return None
    if lead and not repeated and not opens_parts(lead[0].get(1, "")) and _has_label_head(head):
        return None
    data, data_before = rest[len(lead) :], head[len(_rows_before_figures(head)) :]
    if not data or not data_before or not _begins_again(data, data_before):
        return _Joint("repeated_head" if repeated else "same_columns", repeated)
    # The same figures again at the foot of a full page are a subtotal carried over, else it is another table.
    is_full = foot - last.box.y1 <= _FULL_PAGE_ROWS * _row_height(last)
    if repeated and is_full and data[0] == data_before[0]:
        return _Joint("repeated_head_and_subtotal", repeated + 1)
    return None


def _rows_before_figures(rows: Sequence[dict[int, str]]) -> Sequence[dict[int, str]]:
    return rows[: next((number for number, row in enumerate(rows) if _has_figures(row)), len(rows))]


def _has_label_head(rows: Sequence[dict[int, str]]) -> bool:
    """Whether a table is headed by words in its first column alone ("4. Quartal 2018")."""
    lead = _rows_before_figures(rows)
    return bool(lead) and all(set(row) <= {1} for row in lead[:1])


def _begins_again(data: Sequence[dict[int, str]], data_before: Sequence[dict[int, str]]) -> bool:
    """Whether both begin with the same row, or both with a total and go on behind it."""
    label, label_before = data[0].get(1, ""), data_before[0].get(1, "")
    if label and label == label_before:
        return True
    return len(data) > 1 and is_total_label(label) and is_total_label(label_before)


def _rows_of(grid: Grid) -> list[dict[int, str]]:
    """The texts of each row by column (from 1); blank cells are left out."""
    rows: list[dict[int, str]] = [{} for _ in range(grid.rows)]
    for cell in grid.cells:
        if cell.text:
            rows[cell.row - 1][cell.col] = cell.text
    return rows


def _has_figures(row: dict[int, str]) -> bool:
    """Whether a row has figures beside its label; years are heads."""
    return any(col > 1 and is_number(text) and not is_year(text) for col, text in row.items())


def _row_height(grid: Grid) -> float:
    return median(cell.box.height / cell.row_span for cell in grid.cells)


def _number_tables(chains: Sequence[Sequence[tuple[Grid, _Joint | None]]]) -> tuple[Table, ...]:
    counts: dict[int, int] = {}
    tables = []
    for chain in chains:
        page = chain[0][0].page
        counts[page] = counts.get(page, 0) + 1
        tables.append(_table_of_chain(f"p{page:03}t{counts[page]}", chain))
    return tuple(tables)


def _table_of_chain(table_id: str, chain: Sequence[tuple[Grid, _Joint | None]]) -> Table:
    cells: list[Cell] = []
    parts: list[TablePart] = []
    rows = 0
    for grid, joint in chain:
        dropped = joint.dropped_rows if joint else 0
        shift = rows - dropped
        if shift:
            cells.extend(replace(cell, row=cell.row + shift) for cell in grid.cells if cell.row > dropped)
        else:
            cells.extend(cell for cell in grid.cells if cell.row > dropped)
        parts.append(TablePart(grid.page, grid.box, rows + 1, rows + grid.rows - dropped, dropped))
        rows += grid.rows - dropped
    reasons = dict.fromkeys(joint.reason for _, joint in chain if joint)
    first = chain[0][0]
    # A table that goes on on a scanned page is no surer than what stands there.
    reader = RECOGNISED if any(grid.reader == RECOGNISED for grid, _ in chain) else first.reader
    return Table(table_id, tuple(parts), rows, first.cols, tuple(cells), reader, ";".join(reasons))
