"""What a reader gave back against what was typeset."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.table import Cell, Table
from tests.generator.case import Case, ExpectedCell, ExpectedTable

# The middle of a cell's print lies in the box the reader gives the cell, rules being drawn up to 3 points off.
_BOX_MARGIN = 3.0


def differences(case: Case, tables: Sequence[Table]) -> list[str]:
    """One line for each difference; none when all tables came back."""
    found = sorted(tables, key=lambda table: table.table_id)
    if len(found) != len(case.tables):
        shapes = ", ".join(f"{table.table_id} {table.rows}x{table.cols}" for table in found) or "none"
        wanted = ", ".join(f"{table.rows}x{table.cols} p{table.pages}" for table in case.tables) or "none"
        return [f"{len(case.tables)} tables expected ({wanted}), {len(found)} found ({shapes})"]
    result: list[str] = []
    for number, (expected, table) in enumerate(zip(case.tables, found, strict=True), 1):
        result.extend(f"table {number}: {line}" for line in _table_differences(expected, table))
    return result


def _table_differences(expected: ExpectedTable, table: Table) -> list[str]:
    grid = [[""] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        grid[cell.row - 1][cell.col - 1] = _squeezed(cell.text)
    wanted = [[_squeezed(text) for text in row] for row in expected.texts()]
    if (table.rows, table.cols) != (expected.rows, expected.cols):
        first = next((n for n, (a, b) in enumerate(zip(wanted, grid, strict=False)) if a != b), -1)
        lines = [f"{expected.rows}x{expected.cols} expected, {table.rows}x{table.cols} found"]
        if first >= 0:
            lines.append(f"row {first + 1}: {wanted[first]} expected, {grid[first]} found")
        return lines
    lines = [
        f"r{row}c{col}: {text!r} expected, {grid[row - 1][col - 1]!r} found"
        for row, texts in enumerate(wanted, 1)
        for col, text in enumerate(texts, 1)
        if text != grid[row - 1][col - 1]
    ]
    if lines:
        return lines
    by_place = {(cell.row, cell.col): cell for cell in table.cells}
    return [
        line
        for wish in expected.cells
        if wish.text and not wish.loose
        for line in _cell_differences(wish, by_place[wish.row, wish.col])
    ]


def _cell_differences(expected: ExpectedCell, cell: Cell) -> list[str]:
    place = f"r{expected.row}c{expected.col}"
    spans = (expected.row_span, expected.col_span)
    if (cell.row_span, cell.col_span) != spans:
        found = f"{cell.row_span}x{cell.col_span} found"
        return [f"{place} {expected.text!r}: span {spans[0]}x{spans[1]} expected, {found}"]
    if cell.page != expected.page:
        return [f"{place}: page {expected.page} expected, {cell.page} found"]
    x, y = expected.x, expected.y
    if x is not None and y is not None and not cell.box.contains(x, y, _BOX_MARGIN):
        return [f"{place}: {x:.0f},{y:.0f} expected in box {cell.box}"]
    return []


def _squeezed(text: str) -> str:
    """White space is one blank; a no-break blank is a blank."""
    return " ".join(text.split())
