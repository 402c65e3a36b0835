"""The lattice of a ruled table: which rows and columns its rules make, and which places they join to one cell.

Columns are told row by row: in real papers the vertical rules of head and body do not always meet, and a row may have
its rules displaced by half a column. The order of the rules decides then, not their x.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.model.page import Rule
from extractor.tables.frames import Frame

# Doubled frame lines are 3 points apart; the narrowest row and column in the corpus have 8.
SAME_LINE = 4.0
# A rule counts for a row (or a column) when it runs along more than half of it.
_COVERED = 0.55
# A vertical rule stays the same column boundary while it moves less than this share of the narrower column beside
# it; with the same number of rules in both rows the order decides, and it may move by a whole column.
_MOVED, _MOVED_IN_ORDER = 0.45, 1.0


@dataclass(frozen=True, slots=True)
class Band:
    """One ruled row: its top and bottom, and its cells as (first column, behind last column, left x, right x)."""

    top: float
    bottom: float
    cells: tuple[tuple[int, int, float, float], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the lattice: half-open ranges of bands and columns (from 0), and its box in points."""

    band: int
    band_end: int
    column: int
    column_end: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Lattice:
    """``columns`` has one boundary more than there are columns; every place is covered once."""

    columns: tuple[float, ...]
    bands: tuple[Band, ...]
    places: tuple[Place, ...]


def build_lattice(frame: Frame) -> Lattice | None:
    """The lattice of a frame; ``None`` where its rules do not make at least one closed row."""
    levels = row_boundaries(frame)
    if len(levels) < 2:
        return None
    left, right = _sides(frame)
    rows = list(pairwise(levels))
    patterns = [verticals_between(frame.verticals, above[0], below[0], left, right) for above, below in rows]
    columns = _reference(patterns, [below[0] - above[0] for above, below in rows])
    kinds = dict.fromkeys(patterns)
    for pattern in kinds:
        columns = sorted([*columns, *(x for index, x in _assign(columns, pattern) if index is None)])
    matched = {
        pattern: [(index, x) for index, x in _assign(columns, pattern) if index is not None] for pattern in kinds
    }
    bands = tuple(
        Band(above[0], below[0], _cells_of_band(matched[pattern]))
        for (above, below), pattern in zip(rows, patterns, strict=True)
    )
    return Lattice(tuple(columns), bands, _join_down(bands, levels))


def row_boundaries(frame: Frame) -> list[tuple[float, list[tuple[float, float]]]]:
    """The y of each row boundary with the stretches of x where a rule is drawn there, from top to bottom."""
    levels: list[tuple[float, list[Rule]]] = []
    for rule in sorted(frame.horizontals, key=lambda rule: rule.position):
        if levels and rule.position - levels[-1][1][0].position <= SAME_LINE:
            levels[-1][1].append(rule)
        else:
            levels.append((rule.position, [rule]))
    if frame.verticals and levels:
        # A frame that is open at its top or bottom ends where its vertical rules end.
        top = min(rule.start for rule in frame.verticals)
        bottom = max(rule.end for rule in frame.verticals)
        if levels[0][0] - top > 2 * SAME_LINE:
            levels.insert(0, (top, []))
        if bottom - levels[-1][0] > 2 * SAME_LINE:
            levels.append((bottom, []))
    return [
        (
            sum(rule.position for rule in rules) / len(rules) if rules else position,
            sorted((rule.start, rule.end) for rule in rules),
        )
        for position, rules in levels
    ]


def _sides(frame: Frame) -> tuple[float, float]:
    """Left and right edge: of the vertical rules, or of the horizontal ones where the frame is open at a side."""
    xs = [rule.position for rule in frame.verticals]
    starts = sorted(rule.start for rule in frame.horizontals)
    ends = sorted(rule.end for rule in frame.horizontals)
    left, right = starts[len(starts) // 2], ends[len(ends) // 2]
    if xs:
        left = min(xs) if abs(min(xs) - left) <= 2 * SAME_LINE else min(min(xs), left)
        right = max(xs) if abs(max(xs) - right) <= 2 * SAME_LINE else max(max(xs), right)
    return left, right


def verticals_between(
    verticals: Sequence[Rule], top: float, bottom: float, left: float, right: float
) -> tuple[float, ...]:
    """The x of vertical rules along one row, doubled ones once, with the edges of the frame."""
    height = bottom - top
    found: list[float] = [left]
    for rule in verticals:
        if min(rule.end, bottom) - max(rule.start, top) < _COVERED * height:
            continue
        if rule.position - found[-1] > SAME_LINE and right - rule.position > SAME_LINE:
            found.append(rule.position)
    found.append(right)
    return tuple(found)


def _reference(patterns: Sequence[tuple[float, ...]], heights: Sequence[float]) -> list[float]:
    """The boundaries of the kind of row that has most of them; of several kinds the most frequent, then tallest."""
    most = max(len(pattern) for pattern in patterns)
    kinds: Counter[tuple[int, ...]] = Counter()
    first: dict[tuple[int, ...], tuple[float, ...]] = {}
    for pattern, height in zip(patterns, heights, strict=True):
        if len(pattern) == most:
            kind = tuple(round(x / SAME_LINE) for x in pattern)
            kinds[kind] += 1000 + round(height)
            first.setdefault(kind, pattern)
    return list(first[kinds.most_common(1)[0][0]])


def _assign(columns: Sequence[float], pattern: Sequence[float]) -> list[tuple[int | None, float]]:
    """Each x of the row with the boundary it stands for, ``None`` for a boundary that is not known yet."""
    widths = [right - left for left, right in pairwise(columns)]
    room = [min(widths[max(0, index - 1)], widths[min(index, len(widths) - 1)]) for index in range(len(columns))]
    last = len(columns) - 1
    if len(pattern) == len(columns) and all(
        abs(x - columns[index]) <= _MOVED_IN_ORDER * max(room[index], 2 * SAME_LINE) for index, x in enumerate(pattern)
    ):
        return list(enumerate(pattern))
    inner = _cheapest_order(columns[1:-1], pattern[1:-1], room[1:-1])
    return [(0, pattern[0]), *((None if i is None else i + 1, x) for i, x in inner), (last, pattern[-1])]


def _cheapest_order(
    columns: Sequence[float], pattern: Sequence[float], room: Sequence[float]
) -> list[tuple[int | None, float]]:
    """The assignment in order with the least movement; a boundary left out costs nothing, a new one more than all."""
    new = 10_000.0
    # cost[i][j]: the least for the rules from i on when the boundaries before j are used up.
    cost = [[0.0] * (len(columns) + 1) for _ in range(len(pattern) + 1)]
    for i in range(len(pattern) - 1, -1, -1):
        for j in range(len(columns), -1, -1):
            cost[i][j] = new + cost[i + 1][j]
            if j < len(columns):
                cost[i][j] = min(cost[i][j], cost[i][j + 1])
                move = abs(pattern[i] - columns[j])
                if move <= max(_MOVED * room[j], SAME_LINE):
                    cost[i][j] = min(cost[i][j], move + cost[i + 1][j + 1])
    assigned: list[tuple[int | None, float]] = []
    i = j = 0
    while i < len(pattern):
        if j < len(columns) and cost[i][j] == cost[i][j + 1]:
            j += 1
        elif cost[i][j] == new + cost[i + 1][j]:
            assigned.append((None, pattern[i]))
            i += 1
        else:
            assigned.append((j, pattern[i]))
            i, j = i + 1, j + 1
    return assigned


def _cells_of_band(numbers: Sequence[tuple[int, float]]) -> tuple[tuple[int, int, float, float], ...]:
    return tuple((first, behind, x0, x1) for (first, x0), (behind, x1) in pairwise(numbers))


def _join_down(bands: Sequence[Band], levels: Sequence[tuple[float, list[tuple[float, float]]]]) -> tuple[Place, ...]:
    """Cells of the bands, joined with the cell below where no rule is drawn between them."""
    places: list[Place] = []
    open_places: dict[tuple[int, int], Place] = {}
    for number, band in enumerate(bands):
        going_on: dict[tuple[int, int], Place] = {}
        for first, behind, x0, x1 in band.cells:
            above = open_places.pop((first, behind), None)
            if above is not None and not _is_ruled(levels[number][1], x0, x1):
                place = Place(above.band, number + 1, first, behind, above.x0, above.y0, above.x1, band.bottom)
            else:
                if above is not None:
                    places.append(above)
                place = Place(number, number + 1, first, behind, x0, band.top, x1, band.bottom)
            going_on[first, behind] = place
        places.extend(open_places.values())
        open_places = going_on
    places.extend(open_places.values())
    return tuple(sorted(places, key=lambda place: (place.band, place.column)))


def _is_ruled(stretches: Sequence[tuple[float, float]], x0: float, x1: float) -> bool:
    covered = sum(max(0.0, min(end, x1) - max(start, x0)) for start, end in stretches)
    return covered >= _COVERED * (x1 - x0)
