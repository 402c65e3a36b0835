"""Tables of the dataset and printed tables as pandas DataFrames."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from extractor.resources import column_names, column_types

if TYPE_CHECKING:
    import pandas as pd

# Nullable types: an empty field is no 0 and no "nan". Numbers with decimals are floats here, exact in the CSV.
_TYPES: Mapping[str, Any] = {"integer": "Int64", "number": "Float64", "string": "string"}


class Frames(ABC):
    """What a document and a dataset both have as DataFrames, each made when it is asked for."""

    @cached_property
    def cells(self) -> pd.DataFrame:
        """One row per cell of each table, as printed."""
        return self.frame("cells")

    @cached_property
    def observations(self) -> pd.DataFrame:
        """One row per printed number, with place, meaning and evidence."""
        return self.frame("observations")

    @cached_property
    def footnotes(self) -> pd.DataFrame:
        """One row per note below a table."""
        return self.frame("footnotes")

    @cached_property
    def checks(self) -> pd.DataFrame:
        """One row per comparison of figures."""
        return self.frame("checks")

    @cached_property
    def issues(self) -> pd.DataFrame:
        """What a person should know, in words."""
        return self.frame("issues")

    @abstractmethod
    def frame(self, table: str) -> pd.DataFrame:
        """A table of the dataset by name (``"questions"``), made anew at each call; columns as in docs/formats.md."""


def typed_frame(table: str, rows: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Rows of a table of the dataset, with the types of its schema; empty fields are missing values."""
    import pandas as pd

    texts = [[text or None for text in row] for row in rows]
    frame = pd.DataFrame(texts, columns=list(column_names(table)), dtype="string")
    for name, kind in column_types(table).items():
        if kind == "date":
            frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
        else:
            frame[name] = frame[name].astype(_TYPES[kind])
    return frame


def grid_frame(grid: list[list[str]], head_rows: int, attributes: Mapping[str, str | int | float]) -> pd.DataFrame:
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
