"""The grids of a sample as cells.csv has them, from data.toml alone."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.samples.layout import PlacedCell, PlacedRow, PlacedTable
from extractor.samples.meanings import Row

# What DESIGN.md leaves open is written as alternatives: the dataset has no role of its own for an empty place.
_ROLES = {
    "title": ("title // head", "title // head"),
    "head": ("head", "head"),
    "section": ("section", "section // body"),
    "open": ("stub // section", "body // section"),
    "separator": ("*", "*"),
}


def grid_cells(table: PlacedTable, doc_id: str) -> Iterator[Row]:
    """Each cell once, row by row."""
    for row in table.rows:
        for cell in row.cells:
            yield {
                "table_id": table.table_id,
                "doc_id": doc_id,
                "page": str(cell.page),
                "row": str(cell.row),
                "col": str(cell.col),
                "row_span": str(cell.row_span),
                "col_span": str(cell.col_span),
                "text": cell.text,
                "role": _role(table, row, cell),
            }


def _role(table: PlacedTable, row: PlacedRow, cell: PlacedCell) -> str:
    in_stub = cell.col <= table.stub_cols
    if row.kind == "data":
        label_column = not in_stub and table.block["columns"][cell.col - table.stub_cols - 1].get("role") == "label"
        return "stub" if in_stub or label_column else "body"
    first, others = _ROLES[row.kind]
    return first if in_stub else others
