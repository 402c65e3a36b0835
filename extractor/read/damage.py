"""Damage that PDFium passes over: it puts a broken file together again, and shows of a broken stream what it can.

A download that was cut off or a byte that was changed so becomes a page where a row is missing or a digit is another.
Nothing is repaired here, and nothing left out: it is said which pages are not to be trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pypdfium2.raw as pdfium

from extractor.model.issue import Issue, Severity
from extractor.model.page import PdfSource
from extractor.read.pdfium import Handle, open_page
from extractor.read.references import References
from extractor.read.streams import Stream, find_streams, is_broken, unpack

# Operators that leave something on a page: text, paths that are drawn, shadings, pictures and forms.
_SHOWS = re.compile(rb"(?:^|[\s\])>])(?:Tj|TJ|'|\"|[sSfFbB]\*?|sh|Do|EI)(?=$|[\s\[(</%])")
# Twenty times what a full page of the corpus takes.
_MOST_CONTENT = 1 << 22


def find_damage(source: PdfSource, document: Handle, page_count: int, empty: Sequence[int]) -> list[Issue]:
    """``read.content_damaged`` for each page of which a part is broken, ``read.repaired`` for the whole file.

    ``empty`` are the pages (from 1) on which nothing was found. Of an encrypted file only the whole is looked at.
    """
    repaired = not pdfium.FPDF_DocumentHasValidCrossReferenceTable(document)
    pages: frozenset[int] = frozenset()
    if pdfium.FPDF_GetSecurityHandlerRevision(document) < 0:
        streams = tuple(find_streams(source.data))
        broken = [stream for stream in streams if is_broken(stream)]
        blank = [number for number in empty if _is_blank(document, number)]
        if broken or blank:
            references = References(source.data, streams)
            if len(references.pages) == page_count:
                pages = references.pages_with(stream.number for stream in broken)
                pages |= _ought_to_show(blank, references, streams)
                # What other objects are packed in has no page of its own.
                broken = [stream for stream in broken if b"/ObjStm" in stream.entries]
            repaired = repaired or bool(broken)
    issues = [Issue("read.repaired", Severity.WARNING)] if repaired else []
    return issues + [Issue("read.content_damaged", Severity.WARNING, number) for number in sorted(pages)]


def _is_blank(document: Handle, number: int) -> bool:
    with open_page(document, number) as page:
        return page is not None and pdfium.FPDFPage_CountObjects(page) == 0


def _ought_to_show(blank: Iterable[int], references: References, streams: Iterable[Stream]) -> frozenset[int]:
    """Those of the blank pages whose content is missing, or would show something if PDFium found the way to it."""
    by_number = {stream.number: stream for stream in streams}
    return frozenset(
        number
        for number in blank
        if any(
            stream is None or _SHOWS.search(unpack(stream, _MOST_CONTENT))
            for stream in map(by_number.get, references.contents(number))
        )
    )
