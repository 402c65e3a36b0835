"""One document for use from Python.

>>> import extractor
>>> document = extractor.read("1908701.pdf")  # doctest: +SKIP
>>> document.front_page.title  # doctest: +SKIP
'Ergänzende Informationen zur Asylstatistik für das Jahr 2018'
>>> document.tables[0].to_pandas()  # doctest: +SKIP
>>> document.observations.query("legal_basis.str.contains('§ 25a')")  # doctest: +SKIP
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.dataset.frames import grid_frame, typed_frame
from extractor.messages import environment_language
from extractor.model.result import DocumentResult
from extractor.model.structure import FrontPage, Question
from extractor.model.table import Table, TableReading, TableStatus
from extractor.pipeline import Options, read_one
from extractor.write.rows import rows_of

if TYPE_CHECKING:
    import pandas as pd


def open_document(
    path: str | os.PathLike[str], *, reader: str, password: str | None, language: str | None, ocr: str
) -> Document:
    """What `extractor.read` does."""
    result = read_one(Path(path), Options(reader=reader, password=password, ocr=ocr))
    return Document(result, language or environment_language())


@dataclass(frozen=True)
class DocumentTable:
    """A table of a document with what is understood of it; ``reading`` has all that is known."""

    reading: TableReading
    doc_id: str

    @property
    def table_id(self) -> str:
        """``p010t1``: the first table that starts on page 10."""
        return self.reading.table.table_id

    @property
    def question_id(self) -> str:
        """The question it answers; empty where it belongs to none."""
        return self.reading.place.question_id

    @property
    def status(self) -> TableStatus:
        """What the checks say of it."""
        return self.reading.status

    def to_pandas(self) -> pd.DataFrame:
        """The grid as printed, all texts verbatim: rows x columns without the head rows, which become the columns.

        Several head rows give a MultiIndex. A cell that spans several places is repeated in each. ``attrs`` says where
        the table stands: ``doc_id``, ``table_id``, ``first_page``, ``last_page``, ``question_id``, ``caption``,
        ``lead_in``, ``status``.
        """
        attributes = {
            "doc_id": self.doc_id,
            "table_id": self.table_id,
            "first_page": self.reading.table.first_page,
            "last_page": self.reading.table.last_page,
            "question_id": self.question_id,
            "caption": self.reading.caption,
            "lead_in": self.reading.place.lead_in,
            "status": self.status.value,
        }
        return grid_frame(_filled(self.reading.table), self.reading.head_rows, attributes)


@dataclass(frozen=True)
class Document:
    """A document that has gone through all stages. Columns of the frames are those of the dataset."""

    result: DocumentResult
    language: str

    @property
    def doc_id(self) -> str:
        """``bt-19-8701``."""
        return self.result.facts.doc_id if self.result.facts else ""

    @property
    def front_page(self) -> FrontPage:
        """Number, date, title, who asks and who answers."""
        return self.result.facts.front_page if self.result.facts else FrontPage()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions in order, with the status of their answers."""
        return self.result.questions

    @cached_property
    def tables(self) -> tuple[DocumentTable, ...]:
        """The tables in order."""
        return tuple(DocumentTable(reading, self.doc_id) for reading in self.result.tables)

    @cached_property
    def observations(self) -> pd.DataFrame:
        """One row per printed number, with place, meaning and evidence."""
        return self._frame("observations")

    @cached_property
    def checks(self) -> pd.DataFrame:
        """One row per comparison of figures."""
        return self._frame("checks")

    @cached_property
    def issues(self) -> pd.DataFrame:
        """What a person should know, in words."""
        return self._frame("issues")

    def __repr__(self) -> str:
        return f"<Document {self.doc_id}: {len(self.questions)} questions, {len(self.result.tables)} tables>"

    def _frame(self, table: str) -> pd.DataFrame:
        return typed_frame(table, self._rows[table])

    @cached_property
    def _rows(self) -> dict[str, list[tuple[str, ...]]]:
        return rows_of(self.result, self.language)


def _filled(table: Table) -> list[list[str]]:
    """Rows x columns of texts, the text of a spanning cell in each place that it covers."""
    grid = [[""] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for col in range(cell.col, cell.col + cell.col_span):
                grid[row - 1][col - 1] = cell.text
    return grid
