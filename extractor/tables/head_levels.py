"""The levels of the head of an unframed table.

They are parted by rules, and by more white space than lines of one cell have between them. A rule that runs under all
columns but some leaves out the cells that go on below it, as "Land" beside two levels of years; where no rule says so,
print that stands across the height at which the other columns are parted does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from extractor.model.page import Rule
from extractor.tables.lattice import SAME_LINE
from extractor.tables.pieces import STACKED, TextRow, pieces_of
from extractor.tables.spans import Columns, Range, runs_of

# A rule lies under a column when it runs along more than half of its print: where the column ends is a guess.
_COVERED = 0.5
# The middle of a line of print is a quarter of an em above and below its letters' rims.
_CROSSES = 0.25
# Lines that stand beside each other differ in height by their fonts only, in em.
_BESIDE = 0.2
# Rules of one table end at the same x but for rounding; those that show what a head spans are shorter.
_SAME_END = 1.0

_Lines = list[tuple[float, float]]
"""The heights of a column's lines, from top to bottom, with their type size."""


@dataclass(frozen=True, slots=True)
class Level:
    """The height of a rule inside a head, and for each column whether it runs under it.

    ``spans`` are the columns under each of the rules that only show what a head spans.
    """

    y: float
    covers: tuple[bool, ...]
    spans: tuple[Range, ...] = ()


def levels_of(
    head: Sequence[TextRow], columns: Columns, rules: Sequence[Rule], ends: tuple[float, float] | None
) -> list[Level]:
    """The heights inside a head at which rules run, from top to bottom.

    ``ends`` are the ends of the rules that part the rows of the body, if any do. A rule that runs to one of them parts
    the head as well, and a cell without a rule below it goes on. Other rules only show what a head spans: beside them
    only those cells go on whose print does.
    """
    if not head:
        return []
    inside = sorted(
        (
            rule
            for rule in rules
            if head[0].bottom - 1 <= rule.position <= head[-1].top + 1
            and rule.end > columns.edges[0]
            and rule.start < columns.edges[-1]
        ),
        key=lambda rule: rule.position,
    )
    heights: list[list[Rule]] = []
    for rule in inside:
        if heights and rule.position - heights[-1][0].position <= SAME_LINE:
            heights[-1].append(rule)
        else:
            heights.append([rule])
    lines = _lines_of_columns(head, columns)
    found: dict[float, list[Rule]] = {at_height[0].position: at_height for at_height in heights}
    found |= {y: [] for y in _heights_between(head, columns, lines, list(found))}
    drawn = {y: tuple(_covered(at_height, columns)) for y, at_height in found.items()}
    levels = []
    for y, at_height in sorted(found.items()):
        covers = drawn[y]
        spans: tuple[Range, ...] = ()
        if ends is None or not any(_runs_to_end(rule, ends) for rule in at_height):
            spans = tuple(run for rule in at_height for run in runs_of(_covered([rule], columns)))
            covers = tuple(
                ruled or not _goes_on(_between_rules(column, lines, y, drawn), y, max(found))
                for column, ruled in enumerate(covers)
            )
        levels.append(Level(y, covers, spans))
    return levels


def _between_rules(
    column: int, lines: Sequence[_Lines], y: float, drawn: Mapping[float, Sequence[bool]]
) -> tuple[_Lines, list[_Lines]]:
    """The lines of a column between the rules next to a height, and the lines of the other columns."""
    ruled = [height for height, covers in drawn.items() if covers[column]]
    top = max((height for height in ruled if height < y), default=-inf)
    bottom = min((height for height in ruled if height > y), default=inf)
    own = [line for line in lines[column] if top < line[0] < bottom]
    return own, [one for number, one in enumerate(lines) if number != column]


def _heights_between(
    head: Sequence[TextRow], columns: Columns, lines: Sequence[_Lines], known: Sequence[float]
) -> list[float]:
    """The fewest heights that part all lines which stand above each other without being set as lines of one cell.

    Those that are ``known`` part some already.
    """
    gaps = []
    for column, (x0, x1) in enumerate(columns.print_of):
        over = sorted(
            (
                (middle, piece.words[0])
                for piece, middle in pieces_of(head)
                if columns.column_of(piece) == column or piece.x0 < (x0 + x1) / 2 < piece.x1
            ),
            key=lambda line: line[0],
        )
        gaps += [(above, below) for above, below in pairwise(over) if below[0] - above[0] > STACKED * above[1].size]

    def cells_cut(y: float) -> int:
        return sum(_goes_on(_between_rules(column, lines, y, {}), y, y) for column in range(len(lines)))

    heights: list[float] = []
    for (upper, above), (lower, below) in sorted(gaps, key=lambda gap: gap[1][0]):
        if not any(upper < y < lower for y in (*known, *heights)):
            # Heads may be set at the top, in the middle or at the bottom of their level.
            heights.append(min(((above.y1 + below.y0) / 2, above.y1, below.y0), key=cells_cut))
    return heights


def _runs_to_end(rule: Rule, ends: tuple[float, float]) -> bool:
    return abs(rule.start - ends[0]) <= _SAME_END or abs(rule.end - ends[1]) <= _SAME_END


def _lines_of_columns(head: Sequence[TextRow], columns: Columns) -> list[_Lines]:
    lines: list[_Lines] = [[] for _ in columns.print_of]
    for piece, middle in pieces_of(head):
        lines[columns.column_of(piece)].append((middle, piece.words[0].size))
    return [sorted(of_column) for of_column in lines]


def _goes_on(column: tuple[_Lines, Sequence[_Lines]], y: float, last: float) -> bool:
    """Whether a cell goes on at a height: print crosses it, is set as one cell above and below it, or stands on one
    side of it where no other column has a line, or where the cell would leave the ``last`` level blank.

    ``column`` are the lines of the cell's column and those of the others.
    """
    own, others = column
    if _crosses(own, y):
        return True
    if not own or own[0][0] < y < own[-1][0]:
        return False
    cells = [cell for one in others if not _crosses(one, y) for cell in _cells(one)]
    tolerance = _BESIDE * own[0][1]
    is_beside = any(
        abs(cell[end][0] - other[end][0]) <= tolerance for cell in _cells(own) for other in cells for end in (0, -1)
    )
    return not is_beside or own[-1][0] < last


def _cells(lines: _Lines) -> list[_Lines]:
    """Lines put together that are set as one cell."""
    cells: list[_Lines] = []
    for line in lines:
        if cells and line[0] - cells[-1][-1][0] <= STACKED * line[1]:
            cells[-1].append(line)
        else:
            cells.append([line])
    return cells


def _crosses(lines: _Lines, y: float) -> bool:
    """Whether a line crosses a height, or lines that are set as one cell stand above and below it."""
    return any(abs(middle - y) < _CROSSES * size for middle, size in lines) or any(
        above[0] < y < below[0] and below[0] - above[0] <= STACKED * above[1] for above, below in pairwise(lines)
    )


def _covered(rules: Sequence[Rule], columns: Columns) -> Iterator[bool]:
    for x0, x1 in columns.print_of:
        yield sum(max(0.0, min(x1, rule.end) - max(x0, rule.start)) for rule in rules) > _COVERED * (x1 - x0)
