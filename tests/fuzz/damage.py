"""Which pages of a mutant are damaged, as other programs see them: what `checks` compares the issues of a run with."""

from __future__ import annotations

import io
import logging
import zlib
from pathlib import Path

import pypdf
import pypdfium2.raw as pdfium
from pypdf import generic

# Content that unfolds further is looked at no further.
_MOST_CONTENT = 1 << 26


def damaged_pages(path: Path) -> frozenset[int]:
    """The pages (from 1) that PDFium cannot load, and those of whose content it can only show a part.

    To be called in a process of its own: either library may hang or crash on a mutant.
    """
    data = path.read_bytes()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        return frozenset()
    try:
        count = pdfium.FPDF_GetPageCount(document)
        unloaded = frozenset(number for number in range(1, count + 1) if not _loads(document, number))
        encrypted = pdfium.FPDF_GetSecurityHandlerRevision(document) >= 0
    finally:
        pdfium.FPDF_CloseDocument(document)
    return unloaded if encrypted else unloaded | _pages_with_broken_content(data, count)


def _loads(document: object, number: int) -> bool:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        return False
    text = pdfium.FPDFText_LoadPage(page)
    if text:
        pdfium.FPDFText_ClosePage(text)
    pdfium.FPDF_ClosePage(page)
    return bool(text)


def _pages_with_broken_content(data: bytes, count: int) -> frozenset[int]:
    """By pypdf; none where it finds other pages than PDFium, for then they do not read the same objects."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = list(pypdf.PdfReader(io.BytesIO(data)).pages)
        broken = {number for number, page in enumerate(pages, 1) if any(map(_is_broken, _contents(page)))}
    except Exception:  # whatever pypdf makes of a mutant, it then has nothing to say of it
        return frozenset()
    return frozenset(broken) if len(pages) == count else frozenset()


def _contents(page: pypdf.PageObject) -> list[generic.StreamObject]:
    content = page.get("/Contents")
    found = content.get_object() if content is not None else None
    pieces = [piece.get_object() for piece in found] if isinstance(found, list) else [found]
    return [piece for piece in pieces if isinstance(piece, generic.StreamObject)]


def _is_broken(stream: generic.StreamObject) -> bool:
    if stream.get("/Filter") not in ("/FlateDecode", ["/FlateDecode"]):
        return False
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(stream._data, _MOST_CONTENT)
    except zlib.error:
        return True
    return not unpacker.eof and not unpacker.unconsumed_tail
