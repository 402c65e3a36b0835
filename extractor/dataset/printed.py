"""One printed table: where it stands, what is known of it, and its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.dataset.frames import grid_frame
from extractor.resources import column_types

if TYPE_CHECKING:
    import pandas as pd

# What is needed of the document to find the page again, or to cite it.
_SOURCE = ("file", "pdf_sha256", "number", "date", "title", "url")


@dataclass(frozen=True)
class DatasetTable:
    """A table: its row in ``tables.csv``, its cells (rows of ``cells.csv``), the row of its document."""

    facts: Mapping[str, str]
    cells: tuple[Mapping[str, str], ...]
    document: Mapping[str, str] = field(default_factory=dict)

    @property
    def doc_id(self) -> str:
        """``bt-19-8701``."""
        return self.facts["doc_id"]

    @property
    def table_id(self) -> str:
        """``p010t1``: the first table that starts on page 10."""
        return self.facts["table_id"]

    @property
    def question_id(self) -> str:
        """The question it answers; empty where it belongs to none."""
        return self.facts["question_id"]

    @property
    def status(self) -> str:
        """What the checks say of it: ``verified``, ``consistent``, ``unverified`` or ``contradicted``."""
        return self.facts["status"]

    def __repr__(self) -> str:
        return f"<Table {self.doc_id} {self.table_id}: {self.facts['rows']} x {self.facts['cols']}, {self.status}>"

    def grid(self) -> list[list[str]]:
        """Rows x columns of texts, the text of a cell that spans several places in each of them."""
        filled = [[""] * int(self.facts["cols"]) for _ in range(int(self.facts["rows"]))]
        for cell in self.cells:
            row, col = int(cell["row"]) - 1, int(cell["col"]) - 1
            for line in filled[row : row + int(cell["row_span"])]:
                line[col : col + int(cell["col_span"])] = [cell["text"]] * int(cell["col_span"])
        return filled

    def to_pandas(self) -> pd.DataFrame:
        """The grid as printed, all texts verbatim: rows x columns without the head rows, which become the columns.

        Several head rows give a MultiIndex. ``attrs`` says where the table comes from: all fields of ``tables.csv``
        (``doc_id``, ``table_id``, ``first_page``, ``caption``, ``status``, …; pages and places are numbers), and of its
        document ``file``, ``pdf_sha256``, ``number``, ``date``, ``title`` and ``url``.
        """
        attributes = {name: _typed(self.facts[name], kind) for name, kind in column_types("tables").items()}
        source = {name: self.document[name] for name in _SOURCE if name in self.document}
        return grid_frame(self.grid(), int(self.facts["head_rows"]), {**attributes, **source})


def _typed(text: str, kind: str) -> str | int | float:
    if not text or kind == "string":
        return text
    return int(text) if kind == "integer" else float(text)
