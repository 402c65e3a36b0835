"""The protocol that every table reader obeys, and where they are found by name."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol

from extractor.errors import ExitCode, ExtractorError
from extractor.model.issue import Issue
from extractor.model.page import PdfDocument, PdfSource
from extractor.model.table import Grid


class TableReader(Protocol):
    """Finds the grids on the pages of one document."""

    @property
    def name(self) -> str:
        """How the reader is called on the command line and in the ``reader`` column."""
        ...

    def read_grids(
        self, source: PdfSource, document: PdfDocument, pages: tuple[int, ...] | None = None
    ) -> tuple[tuple[Grid, ...], tuple[Issue, ...]]:
        """The grids of the given pages (from 1; ``None``: all), by page and from top to bottom.

        A fault inside the reader costs the page (issue ``tables.page_failed``), never the document.
        """
        ...


_READERS = {
    "native": "extractor.tables.native:NativeReader",
    "pdfplumber": "extractor.tables.pdfplumber_reader:PdfplumberReader",
    "camelot": "extractor.tables.camelot_reader:CamelotReader",
}
READER_NAMES = tuple(_READERS)


def find_reader(name: str) -> TableReader:
    """The reader of this name; raises `ExtractorError` (usage) where there is none."""
    if name not in _READERS:
        raise ExtractorError("tables.unknown_reader", ExitCode.USAGE, reader=name, readers=", ".join(READER_NAMES))
    module, _, attribute = _READERS[name].partition(":")
    reader: TableReader = getattr(import_module(module), attribute)()
    return reader
