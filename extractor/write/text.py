"""Values as the text that stands in a CSV field, and rows as lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TextIO

Value = str | int | float | Decimal | date | Sequence[str] | None

# What no text file should hold: control characters other than tab and line feed, and halves of surrogate pairs, which
# have no form in UTF-8. PDFs with broken font maps give both. A lone carriage return is a line end to some readers of
# CSV and none to others.
_CARRIAGE_RETURN = re.compile(r"\r\n?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def field_text(value: Value) -> str:
    """One field: nothing for ``None``, dates in ISO 8601, numbers without exponent, several words joined by ``;``.

    A ``float`` is a length in points and has two decimals, a hundredth of a point being finer than any PDF is drawn.
    """
    # The common types first: a paper has a hundred thousand fields.
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, int):
        return str(int(value))
    match value:
        case None:
            return ""
        case float():
            return f"{value:.2f}" if abs(value) >= 0.005 else "0.00"
        case Decimal():
            return format(abs(value) if value == 0 else value, "f")
        case date():
            return value.isoformat()
        case _:
            return ";".join(clean(word) for word in value)


def clean(text: str) -> str:
    """The text without characters that no text file may hold; surrogate halves become U+FFFD, line ends LF."""
    if text.isprintable():
        return text
    return _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub("", _CARRIAGE_RETURN.sub("\n", text)))


def write_rows(stream: TextIO, rows: Iterable[Sequence[str]]) -> None:
    """Rows as lines of RFC 4180 with comma and LF; the stream must have been opened with ``newline=""``."""
    csv.writer(stream, lineterminator="\n").writerows(rows)
