"""Tables of the dataset and printed tables as pandas DataFrames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from extractor.resources import column_names, table_schema

if TYPE_CHECKING:
    import pandas as pd

# Nullable types: an empty field is no 0 and no "nan". Numbers with decimals are floats here, exact in the CSV.
_TYPES = {"integer": "Int64", "number": "Float64", "string": "string"}


def typed_frame(table: str, rows: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Rows of a table of the dataset, with the types of its schema; empty fields are missing values."""
    import pandas as pd

    texts = [[text or None for text in row] for row in rows]
    frame = pd.DataFrame(texts, columns=list(column_names(table)), dtype="string")
    for field in table_schema(table)["fields"]:
        name, kind = field["name"], field["type"]
        if kind == "date":
            frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
        else:
            frame[name] = frame[name].astype(_TYPES[kind])
    return frame


def grid_frame(grid: list[list[str]], head_rows: int, attributes: Mapping[str, Any]) -> pd.DataFrame:
    """A printed table without its head rows, which become the columns: several a MultiIndex, none numbers from 1."""
    import pandas as pd

    head, body = grid[:head_rows], grid[head_rows:]
    columns: pd.Index
    if len(head) > 1:
        columns = pd.MultiIndex.from_arrays([pd.Index(level) for level in head])
    elif head:
        columns = pd.Index(head[0])
    else:
        columns = pd.RangeIndex(1, (len(grid[0]) if grid else 0) + 1)
    frame = pd.DataFrame(body, columns=columns, dtype="string")
    frame.attrs.update(attributes)
    return frame
