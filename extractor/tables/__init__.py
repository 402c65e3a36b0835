"""Third stage: the pages of a document become tables of cells."""

from __future__ import annotations

from dataclasses import replace

from extractor.model.issue import Issue
from extractor.model.page import PdfDocument, PdfSource
from extractor.model.table import RECOGNISED, Table
from extractor.tables.native import NativeReader
from extractor.tables.reader import READER_NAMES, find_reader
from extractor.tables.stitch import stitch_grids

__all__ = ["READER_NAMES", "read_tables"]


def read_tables(
    source: PdfSource, document: PdfDocument, reader: str = "native"
) -> tuple[tuple[Table, ...], tuple[Issue, ...]]:
    """All tables of a document, joined over page breaks, by page and from top to bottom.

    ``reader`` is one of `READER_NAMES`; tables on pages that text recognition has read are always put together by our
    own, since the others take the PDF apart themselves and find no text there. Raises `ExtractorError` for an unknown
    reader or one that is not installed.
    """
    scans = tuple(page.number for page in document.pages if page.recognised)
    others = tuple(page.number for page in document.pages if not page.recognised) if scans else None
    grids, issues = find_reader(reader).read_grids(source, document, others)
    if scans:
        found, faults = NativeReader().read_grids(source, document, scans)
        recognised = [replace(grid, reader=RECOGNISED) for grid in found]
        grids, issues = tuple(sorted((*grids, *recognised), key=lambda grid: grid.page)), (*issues, *faults)
    return stitch_grids(grids, document), issues
