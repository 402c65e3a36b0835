"""Third stage: the pages of a document become tables of cells."""

from __future__ import annotations

from extractor.model.issue import Issue
from extractor.model.page import PdfDocument, PdfSource
from extractor.model.table import Table
from extractor.tables.reader import READER_NAMES, find_reader
from extractor.tables.stitch import stitch_grids

__all__ = ["READER_NAMES", "read_tables"]


def read_tables(
    source: PdfSource, document: PdfDocument, reader: str = "native"
) -> tuple[tuple[Table, ...], tuple[Issue, ...]]:
    """All tables of a document, joined over page breaks, by page and from top to bottom.

    ``reader`` is one of `READER_NAMES`. Raises `ExtractorError` for an unknown reader or one that is not installed.
    """
    grids, issues = find_reader(reader).read_grids(source, document)
    return stitch_grids(grids, document), issues
