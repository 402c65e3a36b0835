"""What a printed figure of a sample means as a number.

On purpose not the program's own grammar of numbers: an expectation must not agree with a fault of the program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_COUNT = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d+")
_FRACTION = re.compile(r"-?\d+,\d+")
_DASHES = ("-", "–")


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure: ``value`` is ``None`` for a blank cell; ``marks`` are its footnote marks."""

    value: Decimal | None
    status: str
    marks: str = ""


def figure_of(printed: str) -> Figure:
    """The number that is printed: German grouping and decimal comma, ``%``, a dash, nothing, stars behind it.

    `ValueError` for anything else: the data file must then say what it means.
    """
    text = printed.rstrip("*")
    marks = printed[len(text) :]
    text = text.removesuffix("%").strip()
    if not text and not marks:
        return Figure(None, "blank")
    if text in _DASHES:
        return Figure(Decimal(0), "nil", marks)
    if _COUNT.fullmatch(text):
        value = Decimal(text.replace(".", "").replace(" ", ""))
        is_count = "%" not in printed
        return Figure(value, "zero" if value == 0 and is_count else "exact", marks)
    if _FRACTION.fullmatch(text):
        return Figure(Decimal(text.replace(",", ".")), "exact", marks)
    raise ValueError(f"not a plain figure: {printed!r}")
