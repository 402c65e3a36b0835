"""One document for use from Python.

>>> import extractor
>>> document = extractor.read("1908701.pdf")  # doctest: +SKIP
>>> document.front_page.title  # doctest: +SKIP
'Ergänzende Informationen zur Asylstatistik für das Jahr 2018'
>>> document.table("p010t2").to_pandas()  # doctest: +SKIP
>>> document.observations.query("legal_basis.str.contains('§ 25a')")  # doctest: +SKIP
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.dataset import DatasetTable
from extractor.dataset.frames import Frames, typed_frame
from extractor.messages import environment_language
from extractor.model.result import DocumentResult
from extractor.model.structure import FrontPage, Question
from extractor.pipeline import Options, read_one
from extractor.resources import column_names
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
class Document(Frames):
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
    def tables(self) -> tuple[DatasetTable, ...]:
        """The tables in order."""
        document = next(self._entries("documents"), {})
        cells: dict[str, list[Mapping[str, str]]] = {}
        for cell in self._entries("cells"):
            cells.setdefault(cell["table_id"], []).append(cell)
        return tuple(
            DatasetTable(facts, tuple(cells.get(facts["table_id"], ())), document) for facts in self._entries("tables")
        )

    def table(self, table_id: str) -> DatasetTable:
        """The table of this name, such as ``p010t1``; ``KeyError`` where there is none."""
        for table in self.tables:
            if table.table_id == table_id:
                return table
        raise KeyError(table_id)

    def frame(self, table: str) -> pd.DataFrame:
        """What the document adds to a table of the dataset, such as ``"questions"``."""
        return typed_frame(table, self._rows[table])

    def __repr__(self) -> str:
        return f"<Document {self.doc_id}: {len(self.questions)} questions, {len(self.result.tables)} tables>"

    def _entries(self, table: str) -> Iterator[Mapping[str, str]]:
        for row in self._rows[table]:
            yield dict(zip(column_names(table), map(str, row), strict=True))

    @cached_property
    def _rows(self) -> dict[str, list[tuple[str, ...]]]:
        return rows_of(self.result, self.language)
