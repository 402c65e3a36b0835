"""What other readers found on the pages of a document, as bytes for the state.

Asking them takes ten times as long as all the rest (183 ms a page against 20 on the four answers), and what they find
depends on fewer things: a new alias in a code list makes the observations stale, but not this.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from extractor.model.geometry import Box
from extractor.model.issue import Issue, Severity
from extractor.model.second_reading import SecondReadings
from extractor.model.table import Cell, Grid


def pack_readings(readings: SecondReadings) -> bytes:
    """All readings, compressed; equal ones give equal bytes."""
    entries = [
        [reader, page, [_grid_entry(grid) for grid in grids], [_issue_entry(issue) for issue in issues]]
        for (reader, page), (grids, issues) in sorted(readings.items())
    ]
    return zlib.compress(json.dumps(entries, separators=(",", ":")).encode())


def unpack_readings(packed: bytes) -> SecondReadings:
    """The readings that were packed."""
    return {
        (reader, page): (tuple(map(_grid, grids)), tuple(map(_issue, issues)))
        for reader, page, grids, issues in json.loads(zlib.decompress(packed))
    }


def _grid_entry(grid: Grid) -> list[Any]:
    return [grid.page, _box_entry(grid.box), grid.rows, grid.cols, grid.reader, [_cell_entry(c) for c in grid.cells]]


def _grid(entry: list[Any]) -> Grid:
    page, box, rows, cols, reader, cells = entry
    return Grid(page, Box(*box), rows, cols, tuple(map(_cell, cells)), reader)


def _cell_entry(cell: Cell) -> list[Any]:
    box, print_box = _box_entry(cell.box), _box_entry(cell.text_box) if cell.text_box else None
    return [cell.row, cell.col, cell.row_span, cell.col_span, cell.text, cell.page, box, print_box, cell.bold]


def _cell(entry: list[Any]) -> Cell:
    row, col, row_span, col_span, text, page, box, print_box, bold = entry
    placed = Box(*print_box) if print_box else None
    return Cell(row, col, row_span, col_span, text, page, Box(*box), placed, bold)


def _box_entry(box: Box) -> list[float]:
    return [box.x0, box.y0, box.x1, box.y1]


def _issue_entry(issue: Issue) -> list[Any]:
    return [issue.code, issue.severity, issue.page, issue.table_id, dict(issue.data)]


def _issue(entry: list[Any]) -> Issue:
    code, severity, page, table_id, data = entry
    return Issue(code, Severity(severity), page, table_id, data)
