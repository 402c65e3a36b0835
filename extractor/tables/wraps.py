"""Lines of labels that have no figures beside them: the rest of the label above or below, or rows of their own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from extractor.grammar.labels import opens_parts
from extractor.model.page import LINE_END_HYPHEN
from extractor.tables.print import PrintLine

# Numbers of one printed line differ in height by less than half a line; lines are 1.1 em and more apart.
SAME_HEIGHT = 0.5
# Lines of one label stand closer than rows do; a tenth is more than rounding moves them.
_NEARER = 0.9
# "2.3 Arbeitgeberanteile", "a) Erstanträge"; not "2. Februar".
_NUMBERED = re.compile(r"(?:\d+(?:\.\d+)+\.?|\w\)|\d+\)) ")
# Words behind which no label ends.
_OPEN = re.compile(r",$| (?:und|oder|für|von|vom|mit|nach|durch|im|in|zur?|zum|bei|auf|aus|de[rsmn]|die|das)$")


@dataclass(frozen=True, slots=True)
class LooseLine:
    """A line without a figure at its height, and the column of the place in which it stands."""

    line: PrintLine
    column: int


@dataclass(slots=True)
class RowLines:
    """The lines of one printed row by place column; ``has_figures`` is false where a label opens a list of parts."""

    middle: float
    lines: dict[int, list[PrintLine]]
    has_figures: bool = True


_Lines = tuple[float, dict[int, list[PrintLine]]]
"""The height of lines that stand beside each other, and the lines by place column."""


def place_loose_lines(rows: Sequence[RowLines], loose: Sequence[LooseLine]) -> list[RowLines]:
    """The rows of figures with the loose lines put to them, and rows for labels that open parts, from top to bottom."""
    openers = _at_one_height([item for item in loose if _opens(item.line)])
    stations = [*rows, *(RowLines(middle, lines, has_figures=False) for middle, lines in openers)]
    stations.sort(key=lambda row: row.middle)
    middles = [station.middle for station in stations]
    rest = _at_one_height([item for item in loose if not _opens(item.line)])
    for number, run in groupby(rest, lambda row: bisect_right(middles, row[0])):
        above = stations[number - 1] if number else None
        below = stations[number] if number < len(stations) else None
        _share_out(list(run), above, below)
    return stations


def _opens(line: PrintLine) -> bool:
    return opens_parts(line.text) or line.text.endswith(":")


def _at_one_height(loose: Sequence[LooseLine]) -> list[_Lines]:
    """Lines that stand beside each other together, from top to bottom."""
    rows: list[_Lines] = []
    for item in sorted(loose, key=lambda item: item.line.middle):
        if not rows or item.line.middle - rows[-1][0] > SAME_HEIGHT * item.line.words[0].size:
            rows.append((item.line.middle, {}))
        rows[-1][1].setdefault(item.column, []).append(item.line)
    return rows


def _share_out(run: Sequence[_Lines], above: RowLines | None, below: RowLines | None) -> None:
    """Lines between two rows put to them: the first ones to the row above, the others to the row below."""
    number = len(run) if above else 0
    if above and below:
        number = _parting(above, run, below)
    if above:
        for _, lines in run[:number]:
            for column, held in lines.items():
                above.lines.setdefault(column, []).extend(held)
    if below:
        for _, lines in reversed(run[number:]):
            for column, held in lines.items():
                below.lines[column] = [*held, *below.lines.get(column, [])]


def _parting(above: RowLines, run: Sequence[_Lines], below: RowLines) -> int:
    """How many of the lines between two rows go on with the upper one.

    The widest gap parts rows; where several are as wide the letters decide, and then the middle one.
    """
    rows = [(above.middle, above.lines), *run, (below.middle, below.lines)]
    gaps = [lower[0] - upper[0] for upper, lower in pairwise(rows)]
    widest = [number for number, gap in enumerate(gaps) if gap >= _NEARER * max(gaps)]

    def unlikeliness(number: int) -> tuple[int, int, int]:
        upper, lower = rows[number][1], rows[number + 1][1]
        goes_on = sum(_goes_on(upper[column][-1], lower[column][0]) for column in upper if column in lower)
        is_at_opener = (number > 0 and not above.has_figures) or (number < len(run) and not below.has_figures)
        return goes_on, is_at_opener, abs(2 * number - len(run))

    return min(widest, key=unlikeliness)


def _goes_on(line: PrintLine, following: PrintLine) -> int:
    """How surely the letters say that a label goes on with the line that follows."""
    if _NUMBERED.match(following.text):
        return -1
    if line.text.endswith((LINE_END_HYPHEN, "-")):
        return 3
    if _OPEN.search(line.text) or line.text.count("(") > line.text.count(")") or following.text[:1] == "(":
        return 2
    return 1 if following.text[:1].islower() else 0
