"""Pages without a text layer: which they are, and what an engine reads on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from extractor.model.geometry import turn_box
from extractor.model.issue import Issue, Severity
from extractor.model.page import LINE_END_HYPHEN, Word, turn_rule
from extractor.read.pdfium import Handle, open_page, view_of
from extractor.read.rules import Drawing
from extractor.read.text import PageText, line_of_words, page_text

if TYPE_CHECKING:
    from extractor.read.ocr import RecognitionEngine
    from extractor.read.recognise import Print
    from extractor.read.typeset import PrintedLine

RawPage = tuple[int, float, float, PageText, Drawing]
"""Number, width, height, text and drawing of a page."""

# A page whose image covers more than half of it and that has less text than a running head is a scan.
_SCAN_IMAGE_SHARE, _SCAN_CHARACTERS = 0.5, 100
# A document has 300 s, and a page takes up to 10 s. Counted in pages and not in seconds, so that the same file always
# gives the same figures.
_MOST_PAGES = 25
# Lines with so many letters are measured to 1.5 %, as the scanned samples show; single figures to 15 %.
_MANY_LETTERS = 20
# Sizes in use differ by 5 % and more (9.5 and 10, 10 and 10.5 points).
_ONE_SIZE = 0.04
_NEAR, _NEAR_SHORT = 0.05, 0.2


def read_scans(document: Handle, read: list[RawPage], ocr: str) -> tuple[list[RawPage], frozenset[int], list[Issue]]:
    """The pages with what was recognised on scans, the numbers of those that were, and what is to be said of it.

    ``ocr`` is ``never``, ``auto`` (the first scans of a document) or ``always``.
    """
    scans = _find_scans(read)
    if not scans:
        return read, frozenset(), []
    if ocr == "never":
        return read, frozenset(), [_issue("read.ocr_off", scans)]
    from extractor.read.ocr import installed_engine

    engine = installed_engine()
    if engine is None:
        return read, frozenset(), [_issue("read.no_text_layer", scans)]
    wanted = scans if ocr == "always" else scans[:_MOST_PAGES]
    prints, issues = _recognise_pages(document, wanted, engine)
    if prints:
        issues.insert(0, _issue("read.recognised", list(prints), engine=engine.name))
    if len(wanted) < len(scans):
        issues.append(_issue("read.not_all_recognised", scans[len(wanted) :]))
    return _with_prints(read, prints), frozenset(prints), issues


def _find_scans(read: list[RawPage]) -> list[int]:
    scans = [
        number
        for number, width, height, text, drawing in read
        if text.character_count < _SCAN_CHARACTERS and drawing.image_area > _SCAN_IMAGE_SHARE * width * height
    ]
    # Pages whose print is drawn in outlines, or in many small images.
    return scans or [number for number, *_ in read if not any(text.character_count for *_, text, _ in read)]


def _issue(code: str, pages: list[int], **data: str) -> Issue:
    """An issue with its pages as people write them: "2–4, 7"."""
    starts = [page for before, page in pairwise([0, *pages]) if page != before + 1 or page == pages[0]]
    ends = [page for page, behind in pairwise([*pages, 0]) if behind != page + 1]
    runs = [str(start) if start == end else f"{start}–{end}" for start, end in zip(starts, ends, strict=True)]
    return Issue(code, Severity.WARNING, pages[0], data={"pages": ", ".join(runs), "count": len(pages), **data})


def _recognise_pages(
    document: Handle, numbers: list[int], engine: RecognitionEngine
) -> tuple[dict[int, Print], list[Issue]]:
    from extractor.read.ocr import RecognitionError
    from extractor.read.recognise import recognise_page

    prints: dict[int, Print] = {}
    issues = []
    for number in numbers:
        with open_page(document, number) as page:
            try:
                prints[number] = recognise_page(page, view_of(page), engine)
            except RecognitionError as error:
                issues.append(Issue("read.not_recognised", Severity.ERROR, number, data={"reason": str(error)}))
    return prints, issues


def _with_prints(read: list[RawPage], prints: dict[int, Print]) -> list[RawPage]:
    lines = [line for one in prints.values() for line in one.lines]
    long = [line for line in lines if line.letters >= _MANY_LETTERS] or lines
    sizes = _merged((line.size, line.letters) for line in long)
    printed = {number: found for number, found in prints.items() if found.lines}
    return [_with_print(page, printed[page[0]], sizes) if page[0] in printed else page for page in read]


def _merged(measured: Iterable[tuple[float, int]]) -> list[float]:
    """The sizes that lines are set in, each the mean of what was measured; ``measured`` has the letters as weight.

    The structure of a paper tells questions from answers by a tenth of the size.
    """
    groups = sorted(measured)
    while len(groups) > 1:
        gaps = [(right[0] - left[0]) / left[0] for left, right in pairwise(groups)]
        place = min(range(len(gaps)), key=gaps.__getitem__)
        if gaps[place] >= _ONE_SIZE:
            break
        (left, light), (right, heavy) = groups[place : place + 2]
        groups[place : place + 2] = [((left * light + right * heavy) / (light + heavy), light + heavy)]
    return [size for size, _ in groups]


def _with_print(page: RawPage, found: Print, sizes: list[float]) -> RawPage:
    number, width, height, _, drawing = page
    words = [_words_of(line, _size_of(line, sizes)) for line in found.lines]
    rules = list(found.rules)
    if found.angle:
        turned = (height, width) if found.angle in (90, 270) else (width, height)
        words = [[_turned_back(word, *turned, found.angle) for word in held] for held in words]
        rules = [turn_rule(rule, *turned, 360 - found.angle) for rule in rules]
    lines = [line_of_words(held) for held in words]
    line_of = [index for index, held in enumerate(words) for _ in held]
    text = page_text(" ".join(line.text for line in lines), list(chain.from_iterable(words)), lines, line_of)
    return number, width, height, text, replace(drawing, rules=rules, shades=[])


def _size_of(line: PrintedLine, sizes: list[float]) -> float:
    nearest = min(sizes, key=lambda size: abs(size - line.size))
    near = _NEAR if line.letters >= _MANY_LETTERS else _NEAR_SHORT
    return nearest if abs(nearest - line.size) <= near * nearest else line.size


def _words_of(line: PrintedLine, size: float) -> list[Word]:
    """The words as the text of a PDF would give them; the weight of print is not measured."""
    texts = [word.text for word in line.words]
    if texts[-1].endswith("-") and texts[-1][-2:-1].isalpha():
        texts[-1] = texts[-1][:-1] + LINE_END_HYPHEN
    boxes = [line.place(word, size) for word in line.words]
    return [
        Word(text, box.x0, box.y0, box.x1, box.y1, size, False, line.spot.angle)
        for text, box in zip(texts, boxes, strict=True)
    ]


def _turned_back(word: Word, width: float, height: float, angle: int) -> Word:
    """A word of the page that was turned to be read, which then had this width and height, as the page is shown."""
    box = turn_box(word.box, width, height, 360 - angle)
    return replace(word, x0=box.x0, y0=box.y0, x1=box.x1, y1=box.y1, angle=(word.angle + angle) % 360)
