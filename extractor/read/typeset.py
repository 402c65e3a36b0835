"""Words with their places and type size out of a line that an engine has read.

The engine says where its signs stand by a fifth of the type size only, so words end at the white in the line's ink.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

import numpy as np

from extractor.model.geometry import Box
from extractor.read.ocr import Reading, Sign
from extractor.read.picture import Pixels, Spot
from extractor.read.signs import text_of

# All in type sizes. The white between two words; what the ink of a word is narrower than its letters.
_BLANK, _BEARINGS = 0.25, 0.07
# A blank that is read counts from this breadth on, and between letters where it is so much broader than usual gaps.
_SLIT, _BROADER = 0.12, 1.5
# Where none was read, white is one from this breadth on. Blanks go missing beside figures above all, where a 1 and
# points stand further apart anyway; digits go on as another figure, and not as the next thousand, only where a column
# ends.
_OF_LETTERS, _OF_FIGURES, _OF_COLUMNS = 0.4, 0.2, 0.6
_BESIDE_ONE, _BESIDE_POINT = 0.05, 0.06
_CLOSING = frozenset(".,:;)!?%")
_POINTS = frozenset(".,:;'’‘()/")
_THOUSANDS = re.compile(r"\d{3}(?:\D.*)?")
# Depth of letters and commas, height of the middle of a dash; ascent and descent of a font's box.
_DEPTH, _DEPTH_OF_COMMA, _MIDDLE = 0.22, 0.14, 0.25
_DESCENDING, _COMMAS = frozenset("gjpqyßQÇç()[]{}|/§$@_Jµ"), frozenset(",;„‚")
_FLOATING = frozenset("-–—*'\"“”‘’°²³¹=+~")
_ASCENT, _DESCENT = 0.89, 0.22
# Height of digits, capitals and high letters; heights are measured to a pixel only.
_CAPITAL, _TOLERANCE, _ASCENDING = 0.665, 1.08, frozenset("bdfhklß")
# Print of unknown breadth is as broad as a digit.
_USUAL = 0.5

Gap = tuple[float, float]
"""Where white begins and ends along the line."""


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """``start`` and ``end`` along the line, from the beginning of its spot."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line in points of the picture: where it stands, how far its foot is from the top of the spot as it is read, and
    the type size that the widths of its letters come to."""

    spot: Spot
    words: tuple[PrintedWord, ...]
    baseline: float
    size: float

    @property
    def letters(self) -> int:
        """How much there was to measure."""
        return sum(len(word.text) for word in self.words)

    def place(self, word: PrintedWord, size: float) -> Box:
        """The box of a word on the picture, as high as a font of this size."""
        box, start, end = self.spot.box, word.start, word.end
        top, bottom = self.baseline - _ASCENT * size, self.baseline + _DESCENT * size
        if self.spot.angle == 90:
            return Box(box.x0 + top, box.y1 - end, box.x0 + bottom, box.y1 - start)
        if self.spot.angle == 270:
            return Box(box.x1 - bottom, box.y0 + start, box.x1 - top, box.y0 + end)
        return Box(box.x0 + start, box.y0 + top, box.x0 + end, box.y0 + bottom)


def measure_line(ink: Pixels, spot: Spot, reading: Reading, scale: float) -> PrintedLine:
    """The line that has this ink (turned to be read) and reads so; ``spot`` in pixels, ``scale`` of them to a point."""
    columns = np.flatnonzero(ink.any(axis=0))
    first, last = (float(columns[0]), float(columns[-1] + 1)) if len(columns) else (0.0, float(ink.shape[1]))
    text = "".join(" " * sign.parted + sign.text for sign in reading)
    size = min(_highest(text, ink), (last - first) / max(_BLANK, _advance(text) - _BEARINGS))
    steps = np.flatnonzero(np.diff(columns) > 1)
    gaps = [(float(columns[step] + 1), float(columns[step + 1])) for step in steps]
    parts = _part(reading, gaps, (first, last), size, ink.shape[1])
    # Alone in its cell a dash says nothing of the size that it is measured by.
    known = size if len(parts) > 1 else 0.0
    words = [
        PrintedWord(text_of(signs, ink[:, int(start) : int(end) + 1], known), start, end) for signs, start, end in parts
    ]
    width = sum(word.end - word.start for word in words)
    size = min(_highest(text, ink), width / max(_BLANK, sum(_advance(word.text) - _BEARINGS for word in words)))
    box = spot.box
    return PrintedLine(
        Spot(Box(box.x0 / scale, box.y0 / scale, box.x1 / scale, box.y1 / scale), spot.angle),
        tuple(PrintedWord(word.text, word.start / scale, word.end / scale) for word in words),
        _baseline(words, ink, size) / scale,
        size / scale,
    )


def _highest(text: str, ink: Pixels) -> float:
    """What the size can be at most, after the height of the ink: letters that are set apart say too much."""
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows) or not any(sign.isdigit() or sign.isupper() or sign in _ASCENDING for sign in text):
        return float(ink.shape[0])
    return _TOLERANCE * float(rows[-1] + 1 - rows[0]) / _CAPITAL


def _advance(text: str) -> float:
    """The breadth of a text in type sizes, in a face with serifs; others differ from it by a tenth."""
    widths = _letter_widths()
    return sum(widths.get(sign, _USUAL) for sign in text)


@cache
def _letter_widths() -> dict[str, float]:
    from pdfminer.fontmetrics import FONT_METRICS

    return {sign: width / 1000 for sign, width in FONT_METRICS["Times-Roman"][1].items()}


def _part(
    reading: Reading, gaps: Sequence[Gap], ends: Gap, size: float, breadth: int
) -> list[tuple[Sequence[Sign], float, float]]:
    """The signs of each word, where it begins and where it ends: where the ink of the line does, or at a gap."""
    usual = median(right - left for left, right in gaps) if gaps else 0.0
    joints = _joints(reading, gaps, size, breadth)
    words: list[tuple[Sequence[Sign], float, float]] = []
    start, signs = ends[0], [reading[0]]
    for number, (right, gap) in enumerate(zip(reading[1:], joints, strict=True), 1):
        pair = reading[number - 1].text + right.text
        if right.parted:
            least = max(_SLIT * size, _BROADER * usual if pair.isalpha() else 0.0)
        else:
            least = _parting_width(pair, "".join(sign.text for sign in reading[number:])) * size
        if gap[1] - gap[0] >= least:
            words.append((signs, start, max(start + 1, gap[0])))
            start, signs = gap[1], []
        signs.append(right)
    return [*words, (signs, start, max(start + 1, ends[1]))]


def _joints(reading: Reading, gaps: Sequence[Gap], size: float, breadth: int) -> list[Gap]:
    """The broadest gap between each two signs; where the engine sees a blank, the broad one closest to it.

    The engine misplaces the middles of signs by up to a blank.
    """
    middles = [(left.place * breadth, right.place * breadth) for left, right in pairwise(reading)]
    found = [((left + right) / 2, (left + right) / 2) for left, right in middles]
    free = list(gaps)
    for number in sorted(range(len(middles)), key=lambda number: not reading[number + 1].parted):
        first, last = middles[number]
        parted = reading[number + 1].parted
        slack, least = (_BLANK * size, _SLIT * size) if parted else (0.0, 0.0)
        between = [gap for gap in free if first - slack <= (gap[0] + gap[1]) / 2 <= last + slack]
        between = [gap for gap in between if gap[1] - gap[0] >= least]
        if between:
            middle = (first + last) / 2
            found[number] = min(
                between, key=lambda gap: abs((gap[0] + gap[1]) / 2 - middle) if parted else gap[0] - gap[1]
            )
            free.remove(found[number])
    return found


def _parting_width(pair: str, behind: str) -> float:
    """The gap beyond which two signs that were read together belong to two words, the second of them ``behind``."""
    if pair.isalpha() or pair[1] in _CLOSING:
        return _OF_LETTERS
    if pair.isdigit() and not _THOUSANDS.fullmatch(behind):
        return _OF_COLUMNS
    return _OF_FIGURES + _BESIDE_ONE * pair.count("1") + _BESIDE_POINT * (not _POINTS.isdisjoint(pair))


def _baseline(words: Sequence[PrintedWord], ink: Pixels, size: float) -> float:
    feet = []
    for word in words:
        rows = np.flatnonzero(ink[:, int(word.start) : int(word.end) + 1].any(axis=1))
        if len(rows):
            if _FLOATING.issuperset(word.text):
                feet.append(float(rows.mean()) + _MIDDLE * size)
            else:
                feet.append(rows[-1] + 1 - _depth(word.text) * size)
    return float(median(feet)) if feet else 0.8 * ink.shape[0]


def _depth(text: str) -> float:
    if not _DESCENDING.isdisjoint(text):
        return _DEPTH
    return 0.0 if _COMMAS.isdisjoint(text) else _DEPTH_OF_COMMA
