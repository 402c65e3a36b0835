"""Readers that can vouch for each other, and their second look at single pages.

Two readers that share a parser see the same characters wrong in the same way, so they are one witness.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractor.errors import ExtractorError
from extractor.model.issue import Issue, Severity
from extractor.model.page import PdfDocument, PdfSource
from extractor.model.second_reading import SecondReadings
from extractor.tables.reader import find_reader

PARSER_FAMILIES = {"native": "PDFium", "pdfplumber": "pdfminer.six", "camelot": "playa"}
"""Who takes the PDF apart for each reader, the quickest reader first (10, 100 and 500 ms a page).

playa began as a fork of pdfminer.six. So pdfplumber and camelot never vouch for one another; a witness is only one
that agrees with PDFium, from which both are independent.
"""

# Half of the time that a document has (300 s): pdfplumber takes 0.13 ms for a character, camelot 0.4 ms, of 1,300 on a
# page. Counted in characters and not in seconds, so that the same file always gets the same witnesses.
_MOST_CHARACTERS = 280_000


def independent_readers(reader: str) -> tuple[str, ...]:
    """The readers that can vouch for what ``reader`` has read, the quickest first."""
    family = PARSER_FAMILIES[reader]
    return tuple(other for other, parser in PARSER_FAMILIES.items() if parser != family)


def affordable_pages(document: PdfDocument, pages: Iterable[int]) -> tuple[tuple[int, ...], tuple[Issue, ...]]:
    """Those of the pages that may be read again, the first ones; where some are left out, an issue says how many.

    Pages that text recognition has read have no text that another reader could see; they are not asked for.
    """
    wanted = frozenset(pages) - {page.number for page in document.pages if page.recognised}
    read: list[int] = []
    characters = 0
    for page in document.pages:
        if page.number in wanted:
            characters += page.character_count
            if characters <= _MOST_CHARACTERS:
                read.append(page.number)
    if len(read) == len(wanted):
        return tuple(read), ()
    left_out = {"count": len(wanted) - len(read), "last": read[-1] if read else 0}
    return tuple(read), (Issue("tables.not_all_read_again", Severity.INFO, data=left_out),)


def read_again(
    source: PdfSource, document: PdfDocument, reader: str, pages: tuple[int, ...]
) -> tuple[SecondReadings, tuple[Issue, ...]]:
    """What another reader sees on each of these pages (from 1), with its faults there; they cost only the witness.

    Where the reader is not installed there is nothing but an issue.
    """
    try:
        grids, faults = find_reader(reader).read_grids(source, document, pages)
    except ExtractorError as error:
        return {}, (Issue("tables.no_second_reader", Severity.WARNING, data=error.data),)
    failed = [Issue("tables.not_read_again", Severity.INFO, fault.page, data=fault.data) for fault in faults]
    found = {
        (reader, page): (
            tuple(grid for grid in grids if grid.page == page),
            tuple(issue for issue in failed if issue.page == page),
        )
        for page in pages
    }
    return found, ()
