"""Heads of unframed tables: their levels, and which cells reach over several of them.

Levels are parted by rules, and by more white space than lines of one cell have between them. A rule that runs under all
columns but some leaves out the cells that go on below it, as "Land" beside two levels of years; where no rule says so,
print that stands across the height at which the other columns are parted does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from extractor.model.page import Rule, Word
from extractor.tables.lattice import SAME_LINE, Place
from extractor.tables.pieces import STACKED, Piece, TextRow
from extractor.tables.spans import Columns, Range, share_out

# A rule lies under a column when it runs along more than half of its print: where the column ends is a guess.
_COVERED = 0.5

# The middle of a line of print is a quarter of an em above and below its letters' rims.
_CROSSES = 0.25
# Lines that stand beside each other differ in height by rounding only.
_SAME_LINE = 1.0
# Rules of one table end at the same x but for rounding; those that show what a head spans are shorter.
_SAME_END = 1.0

Bands = tuple[int, int]
"""Bands from the first to before the second, counted from 0."""


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
    lines = _lines_of_columns(head, columns.edges)
    levels = []
    for at_height in heights:
        y, covers = at_height[0].position, tuple(_covered(at_height, columns))
        if ends is not None and any(_runs_to_end(rule, ends) for rule in at_height):
            levels.append(Level(y, covers))
        else:
            spans = tuple(run for rule in at_height for run in _runs(_covered([rule], columns)))
            covers = tuple(ruled or not _goes_on(column, lines, y) for column, ruled in enumerate(covers))
            levels.append(Level(y, covers, spans))
    levels += [
        Level(y, tuple(not _goes_on(column, lines, y) for column in range(len(lines))))
        for y in _heights_between(head, columns, [level.y for level in levels])
    ]
    return sorted(levels, key=lambda level: level.y)


def _heights_between(head: Sequence[TextRow], columns: Columns, known: Sequence[float]) -> list[float]:
    """The fewest heights that part all lines which stand above each other without being set as lines of one cell.

    Those that are ``known`` part some already.
    """
    gaps = []
    for column, (x0, x1) in enumerate(columns.print_of):
        over = [
            piece
            for piece, _ in _pieces(head)
            if _column_of(piece, columns.edges) == column or piece.x0 < (x0 + x1) / 2 < piece.x1
        ]
        extents = sorted((min(word.y0 for word in piece.words), max(word.y1 for word in piece.words)) for piece in over)
        gaps += [
            (above[1], below[0])
            for above, below in pairwise(extents)
            if below[0] - above[0] > STACKED * over[0].words[0].size
        ]
    heights: list[float] = []
    for top, bottom in sorted(gaps, key=lambda gap: gap[1]):
        if not any(top - 1 <= y <= bottom + 1 for y in (*known, *heights)):
            heights.append((top + bottom) / 2)
    return heights


def _runs_to_end(rule: Rule, ends: tuple[float, float]) -> bool:
    return abs(rule.start - ends[0]) <= _SAME_END or abs(rule.end - ends[1]) <= _SAME_END


def _lines_of_columns(head: Sequence[TextRow], edges: Sequence[float]) -> list[list[tuple[float, float]]]:
    """For each column the heights of its lines, from top to bottom, with their type size."""
    lines: list[list[tuple[float, float]]] = [[] for _ in range(len(edges) - 1)]
    for piece, middle in _pieces(head):
        lines[_column_of(piece, edges)].append((middle, piece.words[0].size))
    return [sorted(of_column) for of_column in lines]


def _goes_on(column: int, lines: Sequence[Sequence[tuple[float, float]]], y: float) -> bool:
    """Whether a cell goes on at a height: print crosses it, or is set closely above and below, in lines of its own."""
    if any(abs(middle - y) < _CROSSES * size for middle, size in lines[column]):
        return True
    above = max((line for line in lines[column] if line[0] < y), default=None)
    below = min((line for line in lines[column] if line[0] > y), default=None)
    if above is None or below is None or below[0] - above[0] > STACKED * above[1]:
        return False
    others = [middle for number, of_column in enumerate(lines) if number != column for middle, _ in of_column]
    return not any(abs(line[0] - other) <= _SAME_LINE for line in (above, below) for other in others)


def _covered(rules: Sequence[Rule], columns: Columns) -> Iterator[bool]:
    for x0, x1 in columns.print_of:
        yield sum(max(0.0, min(x1, rule.end) - max(x0, rule.start)) for rule in rules) > _COVERED * (x1 - x0)


def place_head(
    head: Sequence[TextRow], columns: Columns, levels: Sequence[Level], top: float, bottom: float
) -> list[tuple[Place, list[Word]]]:
    """The cells of a head from ``top`` to ``bottom``, with their words; every band and column is covered once."""
    heights = [top, *(level.y for level in levels), bottom]
    bands_of = [_joined_bands(column, levels) for column in range(len(columns.print_of))]
    held: dict[tuple[int, Bands], list[Piece]] = {}
    for piece, middle in _pieces(head):
        column = _column_of(piece, columns.edges)
        band = sum(middle > level.y for level in levels)
        held.setdefault((column, bands_of[column][band]), []).append(piece)
    places = []
    for bands in sorted({bands for of_column in bands_of for bands in of_column}):
        for first, behind in _runs([bands in of_column for of_column in bands_of]):
            pieces = [piece for column in range(first, behind) for piece in held.get((column, bands), ())]
            shown = levels[bands[1] - 1].spans if bands[1] <= len(levels) else ()
            spreads = bands[1] <= len(levels) and not shown
            for (left, right), words in share_out(pieces, (first, behind), columns, shown, spreads):
                x0, x1 = columns.edges[left], columns.edges[right]
                place = Place(bands[0], bands[1], left, right, x0, heights[bands[0]], x1, heights[bands[1]])
                places.append((place, words))
    return places


def _joined_bands(column: int, levels: Sequence[Level]) -> list[Bands]:
    """For each band the bands that are one cell with it in a column: those that no rule parts there."""
    starts = [0, *(number for number, level in enumerate(levels, 1) if level.covers[column])]
    ends = [*starts[1:], len(levels) + 1]
    return [(start, end) for start, end in zip(starts, ends, strict=True) for _ in range(start, end)]


def _pieces(head: Sequence[TextRow]) -> Iterator[tuple[Piece, float]]:
    """The pieces of all lines, with the height of their middle."""
    for row in head:
        for piece in row.pieces:
            yield piece, sum(word.y0 + word.y1 for word in piece.words) / (2 * len(piece.words))


def _column_of(piece: Piece, edges: Sequence[float]) -> int:
    middle = (piece.x0 + piece.x1) / 2
    return min(max(sum(middle >= x for x in edges) - 1, 0), len(edges) - 2)


def _runs(flags: Iterable[bool]) -> Iterator[Range]:
    """The stretches of columns that are marked."""
    for is_marked, run in groupby(enumerate(flags), lambda entry: entry[1]):
        if is_marked:
            numbers = [number for number, _ in run]
            yield numbers[0], numbers[-1] + 1
