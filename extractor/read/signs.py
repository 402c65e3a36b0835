"""The signs of a word as the ink has them, and only those that are sure.

What the engine is not sure of in a word with figures stands as `UNREADABLE`: such a figure gets no value, and a flag.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

import cv2
import numpy as np

from extractor.model.page import UNREADABLE
from extractor.read.ocr import Sign
from extractor.read.picture import Pixels

# A hyphen is a third of the size long, a dash a half of it, a long one all of it.
_HYPHEN, _DASH = 0.42, 0.8
_DASHES = frozenset("-–—")
# Of 1. Below it are most of the digits that were read wrong in bad scans (150 dots per inch, noise), and one in 100 of
# those that were read right. Points are read wrong more often, and surer.
_SURE, _SURE_POINT = 0.85, 0.98

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*%?")
# In parts of the digits' height: what is a digit is higher than this, what is a point lower than that.
_DIGIT, _POINT = 0.7, 0.42
# In scans at 150 to 300 dots per inch commas hung by 0.07 to 0.24 of it, dots by at most 0.05.
_HANGING, _STANDING = 0.07, 0.05
# A raised mark stands higher by a third of it and is smaller; digits stand on the line but for a twentieth.
_RAISED, _SMALLER = 0.2, 0.85


def text_of(signs: Sequence[Sign], ink: Pixels, size: float) -> str:
    """The text of the word with this ink; its dashes, commas and dots as printed: engines confuse them in small print.

    ``size`` is the type size in pixels, 0 where it is not known.
    """
    text = "".join(sign.text for sign in signs)
    if text in _DASHES and size:
        length = ink.shape[1] / size
        return "-" if length < _HYPHEN else "–" if length < _DASH else "—"
    if not any(sign.isdigit() for sign in text):
        return text
    if _FIGURE.fullmatch(text):
        signs = _as_printed(signs, np.ascontiguousarray(ink))
    return "".join(
        sign.text if sign.score >= (_SURE_POINT if sign.text in ".," else _SURE) else UNREADABLE for sign in signs
    )


def _as_printed(signs: Sequence[Sign], ink: Pixels) -> Sequence[Sign]:
    """The signs of a figure as their depth and height say, where each can be told from its neighbours."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    marks = sorted((left, height, top + height) for left, top, _, height, _ in stats[1:].tolist())
    # A percent sign is made of one to three marks, and its rings are as small and high as raised digits.
    figure = signs[:-1] if signs[-1].text == "%" else signs
    most = len(figure) if figure is signs else len(figure) + 3
    if not len(signs) <= len(marks) <= most:
        return signs
    marks = marks[: len(figure)]
    tallest = max(height for _, height, _ in marks)
    line = fmean(foot for _, height, foot in marks if height >= _DIGIT * tallest)
    return [
        *(
            _as_marked(sign, height / tallest, (foot - line) / tallest, may_be_raised=figure is signs)
            for sign, (_, height, foot) in zip(figure, marks, strict=True)
        ),
        *signs[len(figure) :],
    ]


def _as_marked(sign: Sign, height: float, depth: float, *, may_be_raised: bool) -> Sign:
    """The sign whose mark is so high and hangs so deep below the line, in parts of the height of digits."""
    if sign.text in ".,":
        if height <= _POINT and not _STANDING <= depth <= _HANGING:
            return replace(sign, text="," if depth > _HANGING else ".", score=1.0)
    elif may_be_raised and depth < -_RAISED and height < _SMALLER:
        # The mark of a footnote, or a digit of which a part is lost: no figure can be made of it.
        return replace(sign, score=0.0)
    return sign
