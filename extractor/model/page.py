"""What the read stage gets out of a PDF: words, lines of text and rules, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractor.model.geometry import Box, turn_box

LINE_END_HYPHEN = "\u00ad"
"""Stands for a hyphen at the end of a line, printed hard or soft: the letters around it decide whether it goes."""

UNREADABLE = "\ufffd"
"""Stands for a character of which the PDF does not say what it prints."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without white space between them, read in one direction.

    ``angle`` is the direction of reading in degrees counterclockwise: 0 left to right, 90 bottom to top,
    180 upside down, 270 top to bottom. ``size`` is the height of the font in points. A word that was divided at the
    end of a line ends in `LINE_END_HYPHEN`. The box is that of the font (ascender to descender), not of the ink.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    angle: int

    @property
    def box(self) -> Box:
        return Box(self.x0, self.y0, self.x1, self.y1)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of running text, as the PDF orders it; ``text`` may end in `LINE_END_HYPHEN`."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    angle: int

    @property
    def box(self) -> Box:
        return Box(self.x0, self.y0, self.x1, self.y1)


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line or a thin filled rectangle, horizontal or vertical.

    ``position`` is the y of a horizontal rule, the x of a vertical one; ``start`` and ``end`` run along it
    (``start < end``); ``thickness`` is its breadth. All in points.
    """

    horizontal: bool
    position: float
    start: float
    end: float
    thickness: float


def turn_rule(rule: Rule, width: float, height: float, angle: int) -> Rule:
    """A rule on a page of this size after the page was turned clockwise by ``angle`` degrees."""
    if rule.horizontal:
        box = turn_box(Box(rule.start, rule.position, rule.end, rule.position), width, height, angle)
    else:
        box = turn_box(Box(rule.position, rule.start, rule.position, rule.end), width, height, angle)
    if rule.horizontal is (angle in (0, 180)):
        return Rule(True, box.y0, box.x0, box.x1, rule.thickness)
    return Rule(False, box.x0, box.y0, box.y1, rule.thickness)


class Aside(StrEnum):
    """Why a piece of text is no content."""

    RUNNING_HEAD = "running_head"
    VORABFASSUNG_NOTE = "vorabfassung_note"
    KORREKTUR_STAMP = "korrektur_stamp"
    PRINTER_LINE = "printer_line"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A line that stands on the page but is no content."""

    kind: Aside
    line: Line


@dataclass(frozen=True, slots=True)
class Page:
    """One page: ``number`` counts from 1, ``width`` and ``height`` are those of the page as it is shown.

    ``words`` and ``lines`` hold the same print, without what is set aside; a page of running text that can hold no
    table has ``lines`` only. ``character_count`` is that of all visible characters, ``garbled_share`` the share of them
    that has no Unicode meaning, ``image_share`` the share of the page that images cover. ``recognised`` says that the
    page is a picture whose text an engine has read: signs may be wrong, and no other reader of the PDF sees them.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    shades: tuple[Box, ...]
    set_aside: tuple[SetAside, ...]
    character_count: int
    garbled_share: float
    image_share: float
    recognised: bool = False


class Version(StrEnum):
    """The state in which the parliament published a paper."""

    LEKTORIERT = "lektoriert"
    VORABFASSUNG = "vorabfassung"
    KORREKTUR = "korrektur"


@dataclass(frozen=True, slots=True)
class PdfSource:
    """The bytes of one file. ``name`` is the file's name without folders, ``sha256`` 64 hex digits."""

    name: str
    data: bytes
    sha256: str
    password: str | None = None


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """One PDF as read; ``pages`` in order, ``len(pages) == page_count`` unless pages were damaged."""

    name: str
    sha256: str
    page_count: int
    pages: tuple[Page, ...]
    version: Version
