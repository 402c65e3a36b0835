"""Words of a page out of PDFium's characters: where they stand, how large and in which direction they are printed."""

from __future__ import annotations

import ctypes
import math
import re
from functools import lru_cache
from itertools import pairwise

import pypdfium2.raw as pdfium

from extractor.model.page import LINE_END_HYPHEN, Word
from extractor.read.pdfium import Handle, View

# Where PDFium was seen to miss a gap: at a change between digits and letters, and at the thin blank between groups of
# digits, which it leaves out where the font has no such character.
MAY_HIDE_GAP = re.compile(r"[0-9][^\W\d_]|[^\W\d_][0-9]|^[+-]?[0-9]{4}")
# A gap inside a word is wider than any kerning (0.1 em) and narrower than a blank (0.25 em): half way.
_GAP = 0.18
# Digits are never kerned; a thin blank is a sixth to a fifth of an em.
DIGIT_GAP = 0.1
# Figures, points and blanks in numbers are at most 0.56 em broad, letters 1.0 em. What is broader has a gap in it;
# letters are spaced by less than half an em.
_FIGURE_WIDTH, _LETTER_WIDTH, _BROAD_GAP = 0.65, 1.1, 0.5
# Lines are 1.0 em apart and more, glyphs of one line up to 1.3 em high.
_TWO_LINES, _OTHER_LINE = 1.5, 0.8
# A superscript stands higher than the line by about a third of the font's height; hyphens and quotes move the box
# of some fonts by up to a tenth.
_RAISED = 0.2
# A smaller mark that is lifted only a little: two thirds to three quarters of the size, a twentieth above the line.
_SMALLER, _LIFTED = 0.85, 0.05
# Characters of one style are equally high in fonts whose boxes are those of the font, and nearly so in the others.
SAME_HEIGHT = 0.97

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BOLD_NAME = re.compile(rb"bold|black|heavy|semibold|-demi|,demi", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_BOLD_WEIGHT = 600


class WordCutter:
    """Boxes and styles of words by character index; keeps the structures that PDFium writes into.

    Size, direction and weight are asked for the first word of a line, and again where the height of the characters
    changes: PDFium breaks the line where the direction does.
    """

    def __init__(self, text: Handle, view: View) -> None:
        self._text = text
        self._view = view
        self._box = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._height = 0.0
        self._size = 0.0
        self._angle = 0
        self._bold = False

    def start_line(self) -> None:
        """Forget the style of the line before."""
        self._height = 0.0

    def words(self, characters: str, first: int, behind: int) -> list[Word]:
        """One word as a rule; several where PDFium missed a gap between them."""
        last = behind - 1
        divided = characters[-1] in "\ufffe\u0002"
        left, bottom, right, top = self.loose_box(first)
        height = top - bottom
        if not SAME_HEIGHT * self._height <= height <= self._height / SAME_HEIGHT or self._angle:
            self._size, self._angle = self.size_and_angle(first)
            self._bold = self.is_bold(first)
            self._height = height
        if last > first:
            last_left, last_bottom, last_right, last_top = self.loose_box(last)
            if self._angle == 0:
                raised = not divided and abs(last_bottom - bottom) > _RAISED * height
                if raised or (not characters.isalpha() and MAY_HIDE_GAP.search(characters)):
                    return self._cut(characters, first, self._size)
                if 0 < _FIGURE_WIDTH * self._size * len(characters) < last_right - left and _is_too_broad(
                    characters, (last_right - left) / self._size
                ):
                    return self._cut(characters, first, self._size, _BROAD_GAP)
                right = last_right
            else:
                left, bottom = min(left, last_left), min(bottom, last_bottom)
                right, top = max(right, last_right), max(top, last_top)
                thickness = top - bottom if self._angle == 180 else right - left
                if thickness > _TWO_LINES * self._size or MAY_HIDE_GAP.search(characters):
                    return self._cut(characters, first, self._size)
        text = characters[:-1] + LINE_END_HYPHEN if divided else characters
        return [self._word(text, left, bottom, right, top, self._size, self._bold, self._angle)]

    def _cut(self, characters: str, first: int, size: float, gap: float = 0.0) -> list[Word]:
        """A word character by character: cut at gaps and between lines, raised digits turned into superscript signs.

        Gaps of less than ``gap`` em are left.
        """
        placed = [self.loose_box(first + offset) for offset in range(len(characters))]
        boxes = [_as_level(box, self._angle) for box in placed]
        pieces: list[list[int]] = [[0]]
        for offset, (before, here) in enumerate(pairwise(boxes), 1):
            is_digits = characters[offset].isdigit() and characters[offset - 1].isdigit()
            if (
                here[0] - before[2] > max(gap, DIGIT_GAP if is_digits else _GAP) * size
                or abs(here[1] - before[1]) > _OTHER_LINE * size
            ):
                pieces.append([])
            pieces[-1].append(offset)
        words = []
        for piece in pieces:
            start = boxes[piece[0]]
            text = "".join(
                characters[offset].translate(_SUPERSCRIPT) if _is_raised(boxes[offset], start) else characters[offset]
                for offset in piece
            )
            if text[-1] in "\ufffe\u0002":
                text = text[:-1] + LINE_END_HYPHEN
            box = _as_level((start[0], start[1], boxes[piece[-1]][2], start[3]), -self._angle % 360)
            words.append(self._word(text, *box, size, self._bold, self._angle))
        return words

    def _word(
        self, text: str, left: float, bottom: float, right: float, top: float, size: float, bold: bool, angle: int
    ) -> Word:
        x0, y0, x1, y1 = self._view.place(left, bottom, right, top)
        return Word(text, x0, y0, x1, y1, size, bold, (angle - self._view.rotation) % 360)

    def loose_box(self, index: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and top in user space of a character, over its advance and as high as its font."""
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(self._text, index, box)
        return box.left, box.bottom, box.right, box.top

    def size_and_angle(self, index: int) -> tuple[float, int]:
        """Font size in points as it is seen (some producers keep it in the matrix), direction of reading."""
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._text, index, matrix)
        size = pdfium.FPDFText_GetFontSize(self._text, index)
        if matrix.b == 0.0 and matrix.a > 0.0:
            return size * matrix.d if matrix.d > 0 else size * matrix.a, 0
        turn = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 % 360
        return size * math.hypot(matrix.c, matrix.d), turn

    def parts(self, index: int, least: float) -> bool:
        """Whether a blank is printed, or what follows a blank that PDFium put there begins ``least`` em farther on.

        The ink of an italic "f" stands out of its box to the left; where the letter begins, the pen says.
        """
        if pdfium.FPDFText_IsGenerated(self._text, index) != 1:
            return True
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self._text, index + 1, x, y)
        return self._angle == 0 and x.value - self.loose_box(index - 1)[2] >= least * self._size

    def is_bold(self, index: int) -> bool:
        """Whether a character's font is bold by its weight, its flags or its name."""
        if pdfium.FPDFText_GetFontWeight(self._text, index) >= _BOLD_WEIGHT:
            return True
        # Many embedded fonts state no weight, only a name.
        pdfium.FPDFText_GetFontInfo(self._text, index, self._name, 128, self._flags)
        return bool(self._flags.value & _FORCE_BOLD) or _is_bold_name(self._name.value)


# No paper has so many fonts; a hostile one may.
@lru_cache(maxsize=256)
def _is_bold_name(name: bytes) -> bool:
    return _BOLD_NAME.search(name) is not None


def _is_too_broad(characters: str, width: float) -> bool:
    """Whether so many characters cannot take up ``width`` em without a gap between them."""
    widest = _LETTER_WIDTH if any(character.isalpha() for character in characters) else _FIGURE_WIDTH
    return width > widest * len(characters) + _BROAD_GAP


def _is_raised(box: tuple[float, float, float, float], start: tuple[float, float, float, float]) -> bool:
    """Whether a character stands above the line of the word's first one, or is smaller and does not stand below it."""
    height, own_height = start[3] - start[1], box[3] - box[1]
    lift = box[1] - start[1]
    return lift > _RAISED * height or (own_height < _SMALLER * height and lift > _LIFTED * height)


def _as_level(box: tuple[float, float, float, float], angle: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a box in the direction in which its print is read."""
    left, bottom, right, top = box
    if angle == 90:
        return bottom, -right, top, -left
    if angle == 180:
        return -right, -top, -left, -bottom
    return (-top, left, -bottom, right) if angle == 270 else box
