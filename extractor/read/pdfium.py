"""PDFium through its raw interface: documents and pages that are closed after use, and the page's own coordinates."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from extractor.errors import ExitCode, ExtractorError
from extractor.model.page import PdfSource

Handle = Any
"""A pointer that PDFium gave us."""

# Fifteen times what the densest page of the corpus has (5,700); a page with more prints nothing that one could read.
_MOST_CHARACTERS = 100_000


@contextmanager
def open_document(source: PdfSource) -> Iterator[Handle]:
    """A PDFium document handle; raises `ExtractorError` for an encrypted or damaged file.

    The password is for those that need one: it is not tried on a document that opens without.
    """
    document = pdfium.FPDF_LoadMemDocument64(source.data, len(source.data), None)
    if not document and source.password and pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
        password = source.password.encode("utf-8", "surrogateescape")
        document = pdfium.FPDF_LoadMemDocument64(source.data, len(source.data), password)
    if not document:
        raise _not_opened(source)
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _not_opened(source: PdfSource) -> ExtractorError:
    fault = pdfium.FPDF_GetLastError()
    if fault == pdfium.FPDF_ERR_PASSWORD:
        code = "read.wrong_password" if source.password else "read.encrypted"
        return ExtractorError(code, ExitCode.ENCRYPTED, file=source.name)
    if fault == pdfium.FPDF_ERR_SECURITY:
        return ExtractorError("read.unknown_encryption", ExitCode.ENCRYPTED, file=source.name)
    return ExtractorError("read.damaged", ExitCode.INPUT_UNREADABLE, file=source.name)


@contextmanager
def open_page(document: Handle, number: int) -> Iterator[Handle | None]:
    """The handle of page ``number`` (from 1), ``None`` where PDFium cannot load it."""
    page = pdfium.FPDF_LoadPage(document, number - 1)
    try:
        yield page or None
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


@contextmanager
def open_text(page: Handle) -> Iterator[Handle | None]:
    """The text of a page, ``None`` where PDFium cannot build it."""
    text = pdfium.FPDFText_LoadPage(page)
    try:
        yield text or None
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)


@dataclass(frozen=True, slots=True)
class View:
    """How the page is shown: turned by ``rotation`` degrees clockwise, cut to the box left, bottom, right, top.

    PDF user space has its origin at the bottom left; `place` turns it into points from the top left of the page as
    it is shown.
    """

    rotation: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left if self.rotation in (0, 180) else self.top - self.bottom

    @property
    def height(self) -> float:
        return self.top - self.bottom if self.rotation in (0, 180) else self.right - self.left

    def place(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """``x0, y0, x1, y1`` of a rectangle given in user space."""
        if self.rotation == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.rotation == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.rotation == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left


def view_of(page: Handle) -> View:
    """The rotation and visible box of a loaded page."""
    box = pdfium.FS_RECTF()
    rotation = (pdfium.FPDFPage_GetRotation(page) % 4) * 90
    if pdfium.FPDF_GetPageBoundingBox(page, box) and box.right > box.left and box.top > box.bottom:
        return View(rotation, box.left, box.bottom, box.right, box.top)
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if rotation in (90, 270):
        width, height = height, width
    return View(rotation, 0.0, 0.0, width, height)


def is_overfull(text: Handle) -> bool:
    """Whether `text_of` leaves something out."""
    return bool(pdfium.FPDFText_CountChars(text) > _MOST_CHARACTERS)


def text_of(text: Handle) -> str:
    """The characters of the page, so that the index in the text is PDFium's character index; not more than is sane."""
    count = min(pdfium.FPDFText_CountChars(text), _MOST_CHARACTERS)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    written = pdfium.FPDFText_GetText(text, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    characters = buffer.raw[: 2 * (written - 1)].decode("utf-16-le", "replace")
    if len(characters) == count:
        return characters
    # PDFium leaves characters without a Unicode value out of the bulk text, and then the indices no longer meet.
    codes = (pdfium.FPDFText_GetUnicode(text, index) for index in range(count))
    return "".join(chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd" for code in codes)
