"""The head above each column of figures: its labels from top to bottom, and whether it is a total or a part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from extractor.grammar.labels import is_total_label, opens_parts
from extractor.interpret.layout import Layout
from extractor.model.table import Cell, Table

# The heads of two columns printed in one cell, no rule between them: "Übernahmeersuchen absolut in Prozent".
_TWO_HEADS = re.compile(
    r"(?:(?P<over>.+?)\s)?(?P<count>absolut|Anzahl)\s(?P<share>(?:Anteil\s)?in\s(?:Prozent|%)|Anteil|relativ)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ColumnLabel:
    """The head path of a column from top to bottom, and its role as in the model."""

    path: tuple[str, ...]
    role: str


def read_column_labels(table: Table, layout: Layout, head: tuple[int, ...]) -> dict[int, ColumnLabel]:
    """The heads of the columns of figures for the rows below the given head rows, by column number."""
    over: dict[tuple[int, int], Cell] = {}
    last = max(head, default=0)
    for cell in table.cells:
        if cell.text and cell.row <= last and any(row in head for row in range(cell.row, cell.row + cell.row_span)):
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.col, cell.col + cell.col_span):
                    over[row, column] = cell
    labels = {}
    for column in layout.figure_columns:
        cells = [over[row, column] for row in head if (row, column) in over]
        path = tuple(text for cell in dict.fromkeys(cells) for text in _heads_in(cell, column, layout))
        labels[column] = ColumnLabel(path, _role(path))
    return _mark_wholes(labels)


def _heads_in(cell: Cell, column: int, layout: Layout) -> tuple[str, ...]:
    """The text of a head cell as it holds for one column; one over a count and its share may hold both their heads."""
    found = _TWO_HEADS.fullmatch(cell.text) if cell.col_span == 2 else None
    if not found or not {cell.col, cell.col + 1} <= set(layout.figure_columns):
        return (cell.text,)
    own = found["count"] if column == cell.col else found["share"]
    return (found["over"], own) if found["over"] else (own,)


def _mark_wholes(labels: dict[int, ColumnLabel]) -> dict[int, ColumnLabel]:
    """A column before columns of its parts is their total, also where its head has no word for it."""
    columns = sorted(labels)
    for column, following in pairwise(columns):
        here, after = labels[column], labels[following]
        if here.role == "detail" and after.role == "davon" and len(after.path) > 1 and opens_parts(after.path[0]):
            labels[column] = ColumnLabel(here.path, "total")
    return labels


def read_stub_heads(table: Table, head: tuple[int, ...], stub: tuple[int, ...]) -> tuple[str, ...]:
    """The texts in the head above label columns, from top to bottom: often the caption of the table."""
    return tuple(
        dict.fromkeys(
            cell.text for cell in table.cells if cell.text and cell.row in head and cell.col in stub and cell.text
        )
    )


def _role(path: tuple[str, ...]) -> str:
    parts = next((label for label in path if opens_parts(label)), "")
    if parts:
        return "darunter" if parts.casefold().startswith("darunter") else "davon"
    return "total" if path and (is_total_label(path[-1]) or is_total_label(path[0])) else "detail"
