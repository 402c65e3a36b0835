"""The print inside a cell: words put into lines, lines into text, in the direction in which they are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.grammar.hyphenation import join_lines
from extractor.grammar.numbers import is_number
from extractor.model.page import Word

# Letters of a letter-spaced word stand less than 0.7 em apart; four single letters in a row are no abbreviation.
_SPACED_LETTERS, _SPACED_GAP = 4, 0.7
# The narrowest blank in use, a thin space, is 0.17 em; PDFium puts blanks where a producer places letters one by one.
_NO_BLANK = 0.08
# A thin blank between groups of digits may have no width in a font that lacks it, and is meant all the same.
_GROUP = re.compile(r"\d{3}(?:\D|$)")
# Footnote marks are two thirds to three quarters of the size and stand a fifth of it above the line or more.
_SMALLER, _LIFTED = 0.85, 0.15
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class PrintLine:
    """Words on one line in reading order. ``middle`` is its y for level text, its x for rotated text, in points."""

    words: tuple[Word, ...]
    text: str
    middle: float

    @property
    def is_number(self) -> bool:
        return is_number(self.text)


def put_into_lines(words: Sequence[Word]) -> list[PrintLine]:
    """Lines in the order of reading; words of other directions follow those that are level."""
    if len(words) == 1:
        (word,) = words
        middle = (word.y0 + word.y1) / 2 if word.angle in (0, 180) else (word.x0 + word.x1) / 2
        return [PrintLine((word,), word.text, middle)]
    angles = sorted({word.angle for word in words})
    if len(angles) == 1:
        return _lines_of_direction(words, angles[0])
    return [
        line for angle in angles for line in _lines_of_direction([word for word in words if word.angle == angle], angle)
    ]


def text_of(lines: Sequence[PrintLine]) -> str:
    """The lines as one text, hyphenation undone."""
    if len(lines) == 1 and not lines[0].text.endswith("\u00ad"):
        return lines[0].text
    return join_lines(line.text for line in lines)


def _lines_of_direction(words: Sequence[Word], angle: int) -> list[PrintLine]:
    # (start and end across the lines, position along the line), both growing in the direction of reading
    if angle == 0:
        spans = [(word.y0, word.y1, word.x0, word) for word in words]
    elif angle == 90:
        spans = [(word.x0, word.x1, -word.y1, word) for word in words]
    elif angle == 180:
        spans = [(-word.y1, -word.y0, -word.x1, word) for word in words]
    else:
        spans = [(-word.x1, -word.x0, word.y0, word) for word in words]
    spans.sort(key=lambda span: span[0] + span[1])
    lines: list[list[tuple[float, float, float, Word]]] = []
    for span in spans:
        middle = (span[0] + span[1]) / 2
        if lines and lines[-1][0][0] <= middle <= lines[-1][0][1]:
            lines[-1].append(span)
        else:
            lines.append([span])
    result = []
    for line in lines:
        line.sort(key=lambda span: span[2])
        in_order = tuple(span[3] for span in line)
        first = in_order[0]
        middle = (first.y0 + first.y1) / 2 if angle in (0, 180) else (first.x0 + first.x1) / 2
        result.append(PrintLine(in_order, _text_of_line(in_order), middle))
    return result


def _text_of_line(words: Sequence[Word]) -> str:
    if len(words) == 1:
        return words[0].text
    gaps = [_gap(left, right) for left, right in pairwise(words)]
    if (
        len(words) >= _SPACED_LETTERS
        and max(gaps) <= _SPACED_GAP * words[0].size
        and all(len(word.text) == 1 and word.text.isalpha() for word in words)
    ):
        return "".join(word.text for word in words)
    joined = words[0].text
    for gap, left, right in zip(gaps, words, words[1:], strict=False):
        if abs(gap) >= _NO_BLANK * left.size or (left.angle == 0 and _GROUP.match(right.text)):
            joined += f" {right.text}"
        else:
            joined += right.text.translate(_SUPERSCRIPT) if _is_raised(right, left) else right.text
    return joined


def _is_raised(word: Word, before: Word) -> bool:
    """Whether a number that stands at a word is its footnote mark: smaller, and above the line."""
    lift = before.y1 - word.y1
    return word.text.isdigit() and word.size < _SMALLER * before.size and lift > _LIFTED * (before.y1 - before.y0)


def _gap(left: Word, right: Word) -> float:
    """The distance between two words of a line in the direction of reading, in points."""
    if left.angle == 0:
        return right.x0 - left.x1
    if left.angle == 90:
        return left.y0 - right.y1
    return right.y0 - left.y1 if left.angle == 270 else left.x0 - right.x1
