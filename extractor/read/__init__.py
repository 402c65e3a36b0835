"""First stage: the bytes of a PDF become words, lines and rules, page by page."""

from __future__ import annotations

import logging
from itertools import groupby
from typing import TYPE_CHECKING

from extractor.errors import ExitCode, ExtractorError
from extractor.model.issue import Issue, Severity
from extractor.model.page import UNREADABLE, Aside, Page, PdfDocument, PdfSource, SetAside, Version
from extractor.read.source import open_source

if TYPE_CHECKING:
    from extractor.read.extras import Extras
    from extractor.read.rules import Drawing
    from extractor.read.text import PageText

__all__ = ["open_source", "read_document"]

_LOG = logging.getLogger(__name__)

# Fonts without a Unicode map give nothing else; a stray symbol font (bullets) stays below 2 % of a page.
_GARBLED_SHARE = 0.1
# One unreadable sign may be a bullet, two are a piece of a word or a number.
_GARBLED_WORD = 2 * UNREADABLE


def read_document(source: PdfSource, max_pages: int = 0, ocr: str = "auto") -> tuple[PdfDocument, tuple[Issue, ...]]:
    """All pages of a PDF and what was wrong with them.

    Pages without a text layer are read by text recognition where it is installed; ``ocr`` says how many: ``never``,
    ``auto`` (the first of a document), ``always``. Raises `ExtractorError` for an encrypted or damaged file, for one
    without pages, and for one of more than ``max_pages`` (0: no bound). Issues: ``read.page_damaged``,
    ``read.pages_damaged``, ``read.content_damaged``, ``read.repaired``, ``read.garbled_text``, ``read.overfull_page``,
    those of `Extras`, and of scans ``read.no_text_layer``, ``read.recognised``, ``read.not_recognised``,
    ``read.not_all_recognised``, ``read.ocr_off``.
    """
    import pypdfium2.raw as pdfium

    from extractor.read.damage import find_damage
    from extractor.read.extras import Extras
    from extractor.read.pdfium import open_document
    from extractor.read.scan import read_scans

    damaged = []
    read = []
    with open_document(source) as document:
        page_count = pdfium.FPDF_GetPageCount(document)
        if page_count < 1:
            raise ExtractorError("read.no_pages", ExitCode.INPUT_UNREADABLE, file=source.name)
        if max_pages and page_count > max_pages:
            data = {"file": source.name, "pages": page_count, "limit": max_pages}
            raise ExtractorError("read.too_many_pages", ExitCode.INPUT_UNREADABLE, **data)
        extras = Extras(document, source)
        for number in range(1, page_count + 1):
            _LOG.debug("page", extra={"page": number})
            raw = _read_page(document, number, extras)
            if raw is None:
                damaged.append(number)
            else:
                read.append((number, *raw))
        if not read:
            raise ExtractorError("read.damaged", ExitCode.INPUT_UNREADABLE, file=source.name)
        issues = [*_issues_of_damaged(damaged), *extras.issues()]
        broken = find_damage(source, document, page_count, _empty_pages(read))
        # A file without its end is always put together again: that it was cut off says more.
        is_cut_off = any(issue.code == "read.incomplete" for issue in issues)
        issues.extend(issue for issue in broken if not (is_cut_off and issue.code == "read.repaired"))
        read, recognised, scan_issues = read_scans(document, read, ocr)
    pages, version = _set_asides(read, recognised)
    issues.extend(scan_issues)
    issues.extend(_issues_of_pages(read, recognised))
    return PdfDocument(source.name, source.sha256, page_count, pages, version), tuple(issues)


def _read_page(document: object, number: int, extras: Extras) -> tuple[float, float, PageText, Drawing] | None:
    from extractor.read.doubles import without_doubles
    from extractor.read.pdfium import is_overfull, open_page, open_text, view_of
    from extractor.read.rules import read_drawing
    from extractor.read.triage import read_page_text

    with open_page(document, number) as page:
        if page is None:
            return None
        view = view_of(page)
        with open_text(page) as text:
            if text is None:
                return None
            extras.look_at(page)
            drawing = read_drawing(page, view)
            drawing.overfull |= is_overfull(text)
            return view.width, view.height, without_doubles(read_page_text(text, view, drawing)), drawing


def _issues_of_damaged(numbers: list[int]) -> list[Issue]:
    """One issue for each run of pages: a number of pages that is a lie may be any."""
    issues = []
    for _, run in groupby(enumerate(numbers), lambda entry: entry[1] - entry[0]):
        pages = [number for _, number in run]
        code = "read.page_damaged" if len(pages) == 1 else "read.pages_damaged"
        issues.append(Issue(code, Severity.ERROR, pages[0], data={"last": pages[-1]}))
    return issues


def _empty_pages(read: list[tuple[int, float, float, PageText, Drawing]]) -> list[int]:
    return [
        number
        for number, _, _, text, drawing in read
        if not (text.character_count or drawing.rules or drawing.shades or drawing.image_area)
    ]


def _set_asides(
    read: list[tuple[int, float, float, PageText, Drawing]], recognised: frozenset[int]
) -> tuple[tuple[Page, ...], Version]:
    from extractor.read.asides import find_asides

    asides = find_asides([(width, height, text.lines) for _, width, height, text, _ in read])
    pages = tuple(
        Page(
            number,
            width,
            height,
            tuple(line for index, line in enumerate(text.lines) if index not in aside),
            tuple(word for word, line in zip(text.words, text.line_of, strict=True) if line not in aside),
            tuple(drawing.rules),
            tuple(drawing.shades),
            tuple(SetAside(kind, text.lines[index]) for index, kind in sorted(aside.items())),
            text.character_count,
            text.garbled_share,
            min(1.0, drawing.image_area / (width * height)) if width and height else 0.0,
            number in recognised,
        )
        for (number, width, height, text, drawing), aside in zip(read, asides, strict=True)
    )
    kinds = {kind for aside in asides for kind in aside.values()}
    if Aside.VORABFASSUNG_NOTE in kinds:
        return pages, Version.VORABFASSUNG
    return pages, Version.KORREKTUR if Aside.KORREKTUR_STAMP in kinds else Version.LEKTORIERT


def _issues_of_pages(
    read: list[tuple[int, float, float, PageText, Drawing]], recognised: frozenset[int]
) -> list[Issue]:
    issues = []
    garbled = [
        number
        for number, _, _, text, _ in read
        if number not in recognised
        and (text.garbled_share > _GARBLED_SHARE or any(_GARBLED_WORD in line.text for line in text.lines))
    ]
    if garbled:
        issues.append(Issue("read.garbled_text", Severity.WARNING, garbled[0], data={"pages": len(garbled)}))
    issues.extend(
        Issue("read.overfull_page", Severity.WARNING, number) for number, *_, drawing in read if drawing.overfull
    )
    return issues
