"""How cells look in a workbook: formats, the widths of columns, the heights of rows, names of sheets."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from extractor.dataset import DatasetTable

# Type of 8 to 9 points, as the papers have it, takes 4.4 points a character.
_POINTS_PER_CHARACTER = 4.4
_NARROWEST, _WIDEST = 7.0, 60.0
_LINE_HEIGHT = 15.0
_LONGEST_NAME = 31
_NUMBER = re.compile(r"[-–—]?\s*(?P<digits>[0-9][0-9.,\s\u00a0\u202f]*)(?P<rest>.*)", re.DOTALL)

_BASE = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
_NAMED: dict[str, dict[str, Any]] = {
    "plain": {},
    "label": {"bold": True},
    "wrapped": {"text_wrap": True},
    "caption": {"bold": True, "font_size": 11},
    "head": {"bold": True, "text_wrap": True, "bg_color": "#E7ECF3", "border": 1, "align": "center"},
    "date": {"num_format": "yyyy-mm-dd"},
}
_ROLES: dict[str, dict[str, Any]] = {
    "head": _NAMED["head"],
    "title": {"bold": True, "text_wrap": True, "border": 1},
    "section": {"bold": True, "italic": True, "text_wrap": True, "border": 1, "bg_color": "#F5F5F5"},
    "stub": {"text_wrap": True, "border": 1},
    "note": {"italic": True, "text_wrap": True, "border": 1},
    "body": {"text_wrap": True, "border": 1, "align": "right"},
}
# Amber on which black print keeps a contrast of more than 12 to 1.
_DOUBTFUL = {"bg_color": "#FFE3A3"}


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[object, ...], Any] = {}

    def __getitem__(self, name: str) -> Any:
        return self.text(name)

    def text(self, name: str, *, quoted: bool = False) -> Any:
        """A named look; ``quoted`` keeps a text a text when the cell is edited."""
        return self._make((name, quoted), {**_NAMED[name], "quote_prefix": quoted})

    def cell(self, role: str, doubt: str, number: str, *, quoted: bool) -> Any:
        """The look of a cell of a printed table by its role; ``number`` is the format of a number in it."""
        properties = {**_ROLES.get(role, _ROLES["body"]), "quote_prefix": quoted}
        if doubt:
            properties |= _DOUBTFUL
        if number:
            properties["num_format"] = number
        return self._make((role, doubt, number, quoted), properties)

    def _make(self, key: tuple[object, ...], properties: dict[str, Any]) -> Any:
        if key not in self._made:
            self._made[key] = self._book.add_format({**_BASE, **properties})
        return self._made[key]


def number_format(printed: str, value: Decimal) -> str:
    """The format in which a number looks as printed: ``#,##0`` for "1.790", ``0.0"%"`` for "12,5%"."""
    found = _NUMBER.fullmatch(printed.strip())
    if found is None:
        return _quoted(printed)
    digits, rest = found["digits"].rstrip(), found["rest"]
    blank = found["digits"][len(digits) :]
    whole, _, decimals = digits.partition(",")
    grouped = bool(re.search(r"[.\s\u00a0\u202f]", whole)) or len(re.sub(r"[^0-9]", "", whole)) < 4
    if not decimals and value != value.to_integral():
        return "General"
    form = ("#,##0" if grouped else "0") + (f".{'0' * len(decimals)}" if decimals else "")
    return form + (_quoted(blank + rest) if rest else "")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "'") + '"'


def widths(table: DatasetTable) -> list[float]:
    """The widths of the columns in characters, as wide as on the page within reason."""
    points = [0.0] * int(table.facts["cols"])
    for cell in table.cells:
        if cell["col_span"] == "1":
            index = int(cell["col"]) - 1
            points[index] = max(points[index], float(cell["x1"]) - float(cell["x0"]))
    return [min(_WIDEST, max(_NARROWEST, width / _POINTS_PER_CHARACTER)) for width in points]


def row_heights(table: DatasetTable) -> Iterator[tuple[int, float]]:
    """Rows (from 0) with the height in points that their texts need; no spreadsheet finds it for merged cells."""
    columns = widths(table)
    lines = [1] * int(table.facts["rows"])
    for cell in table.cells:
        row, col, rows = int(cell["row"]) - 1, int(cell["col"]) - 1, int(cell["row_span"])
        width = sum(columns[col : col + int(cell["col_span"])])
        needed = _lines(cell["text"], width)
        for place in range(row, row + rows):
            lines[place] = max(lines[place], math.ceil(needed / rows))
    yield from ((row, _LINE_HEIGHT * count) for row, count in enumerate(lines))


def height_of(text: str, width: float) -> float:
    """The height in points of a text in a column of ``width`` characters."""
    return _LINE_HEIGHT * max(1, _lines(text, width))


def _lines(text: str, width: float) -> int:
    # Lines break at blanks and are an eighth shorter than the column on the average.
    return math.ceil(len(text) * 1.15 / width)


def sheet_names(table_ids: Sequence[str]) -> list[str]:
    """``S10 T2`` for ``p010t2``, cut to what a spreadsheet allows."""
    names = []
    for table_id in table_ids:
        found = re.fullmatch(r"p0*([0-9]+)t([0-9]+)", table_id)
        names.append((f"S{found[1]} T{found[2]}" if found else table_id)[:_LONGEST_NAME])
    return names
