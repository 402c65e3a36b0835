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


def place_loose_lines(rows: Sequence[RowLines], loose: Sequence[LooseLine]) -> list[RowLines]:
    """The rows of figures with the loose lines put to them, and rows for labels that open parts, from top to bottom."""
    stations = sorted([*rows, *_openers(loose)], key=lambda row: row.middle)
    middles = [station.middle for station in stations]
    rest = [item for item in loose if not _opens(item.line)]
    rest.sort(key=lambda item: (item.column, item.line.middle))
    for (column, number), run in groupby(rest, lambda item: (item.column, bisect_right(middles, item.line.middle))):
        above = stations[number - 1] if number else None
        below = stations[number] if number < len(stations) else None
        _share_out([item.line for item in run], column, above, below)
    return stations


def _opens(line: PrintLine) -> bool:
    return opens_parts(line.text) or line.text.endswith(":")


def _openers(loose: Sequence[LooseLine]) -> list[RowLines]:
    rows: list[RowLines] = []
    for item in sorted((item for item in loose if _opens(item.line)), key=lambda item: item.line.middle):
        if not rows or item.line.middle - rows[-1].middle > SAME_HEIGHT * item.line.words[0].size:
            rows.append(RowLines(item.line.middle, {}, has_figures=False))
        rows[-1].lines.setdefault(item.column, []).append(item.line)
    return rows


def _share_out(run: Sequence[PrintLine], column: int, above: RowLines | None, below: RowLines | None) -> None:
    """Lines between two rows put to them: the first ones to the row above, the others to the row below."""
    upper = above.lines.get(column, []) if above else []
    lower = below.lines.get(column, []) if below else []
    if upper and lower and above and below:
        number = _parting(upper[-1], run, lower[0], above.has_figures, below.has_figures)
    else:
        number = 0 if below and (above is None or lower) else len(run)
    if above:
        above.lines.setdefault(column, []).extend(run[:number])
    if below and number < len(run):
        below.lines[column] = [*run[number:], *lower]


def _parting(
    upper: PrintLine, run: Sequence[PrintLine], lower: PrintLine, above_has_figures: bool, below_has_figures: bool
) -> int:
    """How many of the lines between two labels go on with the upper one.

    The widest gap parts labels; where several are as wide the letters decide, and then the middle one.
    """
    lines = [upper, *run, lower]
    gaps = [below.middle - above.middle for above, below in pairwise(lines)]
    widest = [number for number, gap in enumerate(gaps) if gap >= _NEARER * max(gaps)]

    def unlikeliness(number: int) -> tuple[int, int, int]:
        is_at_opener = (number > 0 and not above_has_figures) or (number < len(run) and not below_has_figures)
        return _goes_on(lines[number], lines[number + 1]), is_at_opener, abs(2 * number - len(run))

    return min(widest, key=unlikeliness)


def _goes_on(line: PrintLine, following: PrintLine) -> int:
    """How surely the letters say that a label goes on with the line that follows."""
    if _NUMBERED.match(following.text):
        return -1
    if line.text.endswith((LINE_END_HYPHEN, "-")):
        return 3
    if line.text.endswith((" und", ",")) or line.text.count("(") > line.text.count(")") or following.text[:1] == "(":
        return 2
    return 1 if following.text[:1].islower() else 0
