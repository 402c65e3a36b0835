"""Print that stands on a page more than once in the same place: a page drawn over itself, bold by shifted copies.

PDFium leaves out a copy that directly follows its original, but not one that comes after the rest of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress, groupby
from typing import TypeAlias

from extractor.model.page import Line, Word
from extractor.read.text import PageText, line_of_words

Print: TypeAlias = Sequence[Word] | Sequence[Line]

# Copies that make print bold stand at most half a point beside each other; the smallest signs are a point wide.
_SAME_PLACE = 0.6
# So many copies in one square point are enough to know the others by, and searched soon.
_REMEMBERED = 8


def without_doubles(text: PageText) -> PageText:
    """The page's text with each word once; with each line once where the page was read line by line only."""
    if not _may_have_doubles(text.words or text.lines):
        return text
    kept = _first_ones(text.words or text.lines)
    if not text.words:
        return replace(text, lines=tuple(compress(text.lines, kept)))
    words: list[Word] = []
    lines: list[Line] = []
    line_of: list[int] = []
    for index, group in groupby(zip(text.words, text.line_of, kept, strict=True), key=lambda entry: entry[1]):
        entries = list(group)
        left = [word for word, _, stays in entries if stays]
        if left:
            line_of.extend([len(lines)] * len(left))
            lines.append(text.lines[index] if len(left) == len(entries) else line_of_words(left))
            words.extend(left)
    return replace(text, words=tuple(words), lines=tuple(lines), line_of=tuple(line_of))


def _may_have_doubles(pieces: Print) -> bool:
    """Whether two of them fall on one point. Copies of a whole page are not all parted by a border between points."""
    return len({(piece.text, int(piece.x0), int(piece.y0)) for piece in pieces}) < len(pieces)


def _first_ones(pieces: Print) -> list[bool]:
    """Which of them have no equal one before them in the same place."""
    seen: dict[tuple[str, int, int], list[Word | Line]] = {}
    kept = []
    for piece in pieces:
        x, y = int(piece.x0), int(piece.y0)
        near = (other for dx in (-1, 0, 1) for dy in (-1, 0, 1) for other in seen.get((piece.text, x + dx, y + dy), ()))
        kept.append(not any(_is_same_place(piece, other) for other in near))
        here = seen.setdefault((piece.text, x, y), [])
        if len(here) < _REMEMBERED:  # copies too: a third one stands beside the second
            here.append(piece)
    return kept


def _is_same_place(piece: Word | Line, other: Word | Line) -> bool:
    return abs(piece.x0 - other.x0) <= _SAME_PLACE and abs(piece.y0 - other.y0) <= _SAME_PLACE
