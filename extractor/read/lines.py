"""The lines of a page without its words: for pages of running text, where nobody asks for the place of a word.

PDFium's text rectangles say how many runs of one font, size and base line a line is made of. Most lines are one run
(63 % in the papers without tables): two boxes and one style are the whole line. Where there are more runs, each is
asked once. What is not that plain (raised marks, a change of type, gaps hidden in a word) is cut into words as on any
other page, so that the lines are the same: 0.8 ms a page instead of 2.5.
"""

from __future__ import annotations

import ctypes
import re
from itertools import pairwise
from typing import NamedTuple

import pypdfium2.raw as pdfium

from extractor.model.page import LINE_END_HYPHEN, Line
from extractor.read.pdfium import Handle, View
from extractor.read.text import HYPHENS, LINE, NO_BLANK, WORD, read_words
from extractor.read.words import DIGIT_GAP, MAY_HIDE_GAP, SAME_HEIGHT, WordCutter

# What `MAY_HIDE_GAP` finds in words, looked for in a whole line. Each way begins with a digit, so that a line without
# one is passed over at once.
_HIDES_GAP = re.compile(
    "[0-9](?:[^\\W\\d_]|(?<=[^\\W\\d_].)|(?<![^\\s\ufffe\u0002].)[0-9]{3}"
    "|(?<=[+-].)(?<![^\\s\ufffe\u0002][+-].)[0-9]{3})"
)
# Boxes of the font are at least as high as the type size (ascender and descender). Boxes of the ink are not, and differ
# from character to character.
_FONT_BOX = 0.9
# Raised marks stand higher by a fifth of the font's height and more (see `text`).
_LEVEL = 0.1


class _Print(NamedTuple):
    """A box in user space, and the style of the print in it."""

    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool


class LineReader:
    """Reads the lines of one page."""

    def __init__(self, text: Handle, characters: str, cutter: WordCutter, view: View) -> None:
        self._text = text
        self._characters = characters
        self._cutter = cutter
        self._view = view

    def read(self) -> tuple[list[Line], int]:
        """All lines of the page in PDFium's order, and in how many of them it glued words of different places.

        They are those of `read_text`, but that ink standing out of the font's box raises a line there (a "Ü" at the
        beginning of a word).
        """
        lines: list[Line] = []
        glued = 0
        for printed in LINE.finditer(self._characters):
            text = printed.group()
            words = text.split()
            if not words:
                continue
            start, stop = printed.span()
            line = self._plain_line(words, self._characters.index(words[0], start), start + len(text.rstrip()))
            if line is not None:
                lines.append(line)
                continue
            cut, of_print, _ = read_words(self._characters, self._cutter, self._view, start, stop)
            glued += len(cut) > len(words)
            lines.extend(of_print)
        return lines, glued

    def _plain_line(self, words: list[str], first: int, behind: int) -> Line | None:
        """The line if it is level, without raised marks and on the page; ``None`` where its words have to be read."""
        cutter = self._cutter
        left, bottom, right, top = box = cutter.loose_box(first)
        size, angle = cutter.size_and_angle(first)
        if angle or top - bottom < _FONT_BOX * size:
            return None
        bold = cutter.is_bold(first)
        runs = pdfium.FPDFText_CountRects(self._text, first, behind - first)
        if runs == 1:
            right = cutter.loose_box(behind - 1)[2]
        else:
            joined = self._join_runs(_Print(*box, size, bold), first, behind, runs)
            if joined is None:
                return None
            left, bottom, right, top, _, bold = joined
        x0, y0, x1, y1 = self._view.place(left, bottom, right, top)
        if not (0 <= x0 <= x1 <= self._view.width and y0 >= 0 and y1 <= self._view.height):
            return None
        if _HIDES_GAP.search(self._characters, first, behind) and self._may_hide_gap(first, behind, size):
            return None
        if words[-1][-1] in HYPHENS:
            words[-1] = words[-1][:-1] + LINE_END_HYPHEN
        return Line(" ".join(words), x0, y0, x1, y1, size, bold, 0)

    def _join_runs(self, start: _Print, first: int, behind: int, runs: int) -> _Print | None:
        """The print of level runs, ``None`` where marks are raised or words follow each other without white space."""
        cutter = self._cutter
        left, bottom, right, top, size, bold = start
        height = top - bottom
        found, last, before = 0, 0, first
        for match in WORD.finditer(self._characters, first, behind):
            begin, end = match.span()
            run = self._run_of(begin)
            if run != last:
                found, last = found + 1, run
                here, ended = cutter.loose_box(begin), cutter.loose_box(before)
                if begin > first and abs(here[0] - ended[2]) < NO_BLANK * size:
                    return None
                if not SAME_HEIGHT * height <= here[3] - here[1] <= height / SAME_HEIGHT:
                    height = here[3] - here[1]
                    size, angle = cutter.size_and_angle(begin)
                    if angle:
                        return None
                    bold = bold and cutter.is_bold(begin)
                left, bottom = min(left, here[0]), min(bottom, here[1])
                right, top = max(right, ended[2]), max(top, here[3])
                if found == runs:
                    break
            before = end - 1
        if found != runs and self._changes_within_word(first, behind):
            return None
        return _Print(left, bottom, max(right, cutter.loose_box(behind - 1)[2]), top, size, bold)

    def _changes_within_word(self, first: int, behind: int) -> bool:
        """Whether a word ends at another height than it begins, as before a raised mark."""
        for match in WORD.finditer(self._characters, first, behind):
            begin, last = match.start(), match.end() - 1
            if self._run_of(begin) != self._run_of(last) and match.group()[-1] not in HYPHENS:
                start, end = self._cutter.loose_box(begin), self._cutter.loose_box(last)
                if abs(start[1] - end[1]) > _LEVEL * (start[3] - start[1]):
                    return True
        return False

    def _run_of(self, index: int) -> int:
        """The identity of the run in which a character is set, 0 for one that PDFium has made up."""
        run = pdfium.FPDFText_GetTextObject(self._text, index)
        return ctypes.addressof(run.contents) if run else 0

    def _may_hide_gap(self, first: int, behind: int, size: float) -> bool:
        """Whether characters stand apart, or at another height, in a word in which PDFium may have missed a gap."""
        box_of = self._cutter.loose_box
        for match in WORD.finditer(self._characters, first, behind):
            if MAY_HIDE_GAP.search(match.group()):
                boxes = [box_of(index) for index in range(*match.span())]
                gaps = [here[0] - before[2] for before, here in pairwise(boxes)]
                feet = [box[1] for box in boxes]
                if max(gaps) > DIGIT_GAP * size or max(feet) - min(feet) > _LEVEL * size:
                    return True
        return False
