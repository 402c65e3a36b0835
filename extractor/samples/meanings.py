"""What the figures of a sample mean: its observations, from data.toml alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from extractor.samples.figures import Figure, figure_of
from extractor.samples.layout import Entry, PlacedCell, PlacedRow, PlacedTable

Row = dict[str, str]

LABEL_JOINT = " › "
# Keys of the data file that say how something looks or hangs together, not what it means.
_NOT_MEANING = frozenset(
    {"cells", "kind", "page", "role", "level", "label", "parents", "text", "rows", "cols", "turn", "align", "bold"}
) | {"name", "raw", "head", "repeated", "rule", "italic", "indent", "valign", "size", "shade"}
UNDECIDED = "*"
_LABELS = {"nationality_label": ("nationality",), "region_label": ("region",), "age_label": ("age_min", "age_max")}
_WHOLE = ("XTO", "DE")


def observation(doc_id: str, place: Mapping[str, Any], figure: Figure, meaning: Mapping[str, Any]) -> Row:
    """One row of the expectation: where it stands, what is printed, what it means."""
    row: Row = {name: "" if value is None else str(value) for name, value in place.items()}
    row["obs_id"] = f"{doc_id}:{row.pop('obs')}"
    row["doc_id"] = doc_id
    row["value"] = "" if figure.value is None else str(figure.value)
    row["value_status"] = figure.status
    for name, value in meaning.items():
        row[name] = ";".join(map(str, value)) if isinstance(value, list) else str(value)
    return row


def meaning(*sources: Entry) -> dict[str, Any]:
    """The meaning of a cell: what a later source says holds instead of what an earlier one says."""
    joined: dict[str, Any] = {}
    for source in sources:
        joined.update({name: value for name, value in source.items() if name not in _NOT_MEANING})
    return joined


def table_observations(table: PlacedTable, doc_id: str, general: Entry) -> Iterator[tuple[tuple[int, int], Row]]:
    """The observations of a table by row and column of the grid, for the rows that hold figures."""
    columns = table.block["columns"]
    for row in table.rows:
        if row.kind != "data":
            continue
        for cell in row.cells:
            if cell.col <= table.stub_cols:
                continue
            column: Entry = columns[cell.col - table.stub_cols - 1]
            if column.get("role") == "label":
                continue
            yield (cell.row, cell.col), _cell_observation(table, row, cell, column, doc_id, general)


def _cell_observation(
    table: PlacedTable, row: PlacedRow, cell: PlacedCell, column: Entry, doc_id: str, general: Entry
) -> Row:
    place = {
        "obs": f"{table.table_id}:r{cell.row}c{cell.col}",
        "question_id": table.question_id,
        "table_id": table.table_id,
        "row": cell.row,
        "col": cell.col,
        "page": cell.page,
        "value_raw": cell.text,
        "row_label": row_label(table, row),
        "col_label": column.get("label", head_path(table, cell.col)),
        "row_role": row.source.get("role", "detail"),
        "col_role": column.get("role", "detail"),
        "row_level": row.source.get("level", UNDECIDED),
        "reader": "native",
    }
    joined = meaning(general, table.block.get("meaning", {}), column, row.source, cell.source)
    joined = {**_printed_labels(row, table.stub_cols, joined), **joined}
    # Where print alone does not say it ("<3", "k. A.", a corrected number), the cell itself says value and status.
    figure = Figure(None, "") if "value_status" in cell.source else figure_of(cell.text)
    return observation(doc_id, place, figure, joined)


def _printed_labels(row: PlacedRow, stub_cols: int, joined: Mapping[str, Any]) -> dict[str, str]:
    """The labels in their own words: the stub text where the row itself says the code; elsewhere they are undecided.

    A total ("Gesamt") is no Land and no state, so its label may stay empty.
    """
    stub = " ".join(cell.text for cell in row.cells if cell.col <= stub_cols and cell.text)
    labels = {}
    for name, codes in _LABELS.items():
        if any(code in row.source for code in codes):
            is_whole = str(row.source.get(codes[0])).split(" // ")[0] in _WHOLE
            labels[name] = f"{stub} // ~" if is_whole else stub
        elif any(joined.get(code, "") for code in codes):
            labels[name] = UNDECIDED
    return labels


def row_label(table: PlacedTable, row: PlacedRow) -> str:
    """The stub texts of a row, its parents first where the data name them; ``label`` in the data overrules."""
    if "label" in row.source:
        return str(row.source["label"])
    own = [cell.text for cell in row.cells if cell.col <= table.stub_cols and cell.text]
    return LABEL_JOINT.join([*row.source.get("parents", ()), *own])


def head_path(table: PlacedTable, col: int) -> str:
    """The texts of the head above a column from top to bottom, without titles of the whole table."""
    path = [
        cell.text
        for row in table.rows[: table.head_rows]
        if row.kind == "head"
        for cell in row.cells
        if cell.col <= col < cell.col + cell.col_span and cell.text
    ]
    return LABEL_JOINT.join(path)
