"""Which columns each head of one level spans, told by where it is printed: over their middle, or flush with them.

All heads of a level are looked at together: of the ways to give each its columns, in their order, the one in which they
stand best over theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extractor.model.page import Word
from extractor.tables.pieces import Piece

# A column beside a head that stands free belongs to it unless that moves the head off its place by this share of the
# column: a head set in the middle moves by half of it.
_FREE = 0.25

Range = tuple[int, int]
"""Columns from the first to before the second, counted from 0."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where columns end (one boundary more than columns), and for each from where to where its body is printed."""

    edges: Sequence[float]
    print_of: Sequence[tuple[float, float]]

    def column_of(self, piece: Piece) -> int:
        """The column in which the middle of a piece stands, counted from 0."""
        middle = (piece.x0 + piece.x1) / 2
        return min(max(sum(middle >= x for x in self.edges) - 1, 0), len(self.edges) - 2)

    def with_print(self, column: int, x0: float, x1: float) -> Columns:
        """The columns with what is printed in a head counted as well: heads above it may be flush with it."""
        print_of = list(self.print_of)
        print_of[column] = min(print_of[column][0], x0), max(print_of[column][1], x1)
        return Columns(self.edges, print_of)


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one cell."""

    x0: float
    x1: float
    lines: tuple[Piece, ...]

    @property
    def words(self) -> list[Word]:
        return [word for line in self.lines for word in line.words]


def runs_of(flags: Iterable[bool]) -> Iterator[Range]:
    """The stretches of columns that are marked."""
    for is_marked, run in groupby(enumerate(flags), lambda entry: entry[1]):
        if is_marked:
            numbers = [number for number, _ in run]
            yield numbers[0], numbers[-1] + 1


def share_out(
    pieces: Sequence[Piece], within: Range, columns: Columns, shown: Sequence[Range], spreads: bool
) -> list[tuple[Range, list[Word]]]:
    """The columns of a level shared out among its heads; those that no head takes are cells of their own.

    ``shown`` are the columns that rules show to be spanned. With ``spreads`` heads may span free columns beside them,
    otherwise only those that they reach.
    """
    first, behind = within
    blocks = _no_more_than(behind - first, _blocks(pieces))
    # The cost and the ranges so far, by where the last one ends.
    best: dict[int, tuple[float, tuple[Range, ...]]] = {first: (0.0, ())}
    for number, block in enumerate(blocks):
        room = behind - (len(blocks) - number - 1)
        found: dict[int, tuple[float, tuple[Range, ...]]] = {}
        for position, (cost, ranges) in best.items():
            for left, right in _ranges(block, (position, room), columns, shown, spreads):
                total = cost + _misfit(block, left, right, columns)
                total += _cost_of_free(position, left, columns, spreads)
                if right not in found or total < found[right][0]:
                    found[right] = total, (*ranges, (left, right))
        best = found
    _, ranges = min(
        (cost + _cost_of_free(end, behind, columns, spreads), ranges) for end, (cost, ranges) in best.items()
    )
    cells: list[tuple[Range, list[Word]]] = []
    position = first
    for (left, right), block in zip(ranges, blocks, strict=True):
        cells.extend(((column, column + 1), []) for column in range(position, left))
        cells.append(((left, right), block.words))
        position = right
    cells.extend(((column, column + 1), []) for column in range(position, behind))
    return cells


def _blocks(pieces: Sequence[Piece]) -> list[_Block]:
    """Pieces that stand above each other together, from left to right."""
    blocks: list[_Block] = []
    for piece in sorted(pieces, key=lambda piece: piece.words[0].y1):
        over = [block for block in blocks if block.x0 < piece.x1 and piece.x0 < block.x1]
        blocks = [block for block in blocks if block not in over]
        lines = (*(line for block in over for line in block.lines), piece)
        blocks.append(_Block(min(line.x0 for line in lines), max(line.x1 for line in lines), lines))
    return sorted(blocks, key=lambda block: block.x0)


def _no_more_than(number: int, blocks: list[_Block]) -> list[_Block]:
    """The blocks with the nearest ones joined until there are no more than columns."""
    while len(blocks) > number:
        nearest = min(range(len(blocks) - 1), key=lambda index: blocks[index + 1].x0 - blocks[index].x1)
        one, other = blocks[nearest : nearest + 2]
        blocks[nearest : nearest + 2] = [_Block(one.x0, max(one.x1, other.x1), one.lines + other.lines)]
    return blocks


def _ranges(block: _Block, free: Range, columns: Columns, shown: Sequence[Range], spreads: bool) -> Iterator[Range]:
    """The columns that a head may span among the free ones: those that a rule shows, the one below it, or several."""
    edges, (start, room) = columns.edges, free
    middle = (block.x0 + block.x1) / 2
    for left, right in shown:
        if edges[left] < middle < edges[right] and start <= left and right <= room:
            yield left, right
            return
    # What begins to the right of all labels heads figures.
    leftmost = min(max(start, 1), room - 1) if block.x0 > columns.print_of[0][1] else start
    for left in range(leftmost, room):
        yield left, left + 1
        for right in range(left + 2, room + 1):
            if spreads or (block.x0 < edges[left + 1] and block.x1 > edges[right - 1]):
                yield left, right


def _cost_of_free(first: int, behind: int, columns: Columns, spreads: bool) -> float:
    """What it costs that columns have no head, in points; nothing where heads do not spread."""
    return _FREE * (columns.edges[behind] - columns.edges[first]) if spreads else 0.0


def _misfit(block: _Block, first: int, behind: int, columns: Columns) -> float:
    """How far a head is from being set in the middle of its columns or flush with their print, in points.

    How far it stands outside of them counts as well.
    """
    left, right = columns.edges[first], columns.edges[behind]
    x0, x1 = columns.print_of[first][0], columns.print_of[behind - 1][1]
    middle = (block.x0 + block.x1) / 2
    return max(0.0, left - middle, middle - right) + min(
        abs(middle - (left + right) / 2), abs(middle - (x0 + x1) / 2), abs(block.x0 - x0), abs(block.x1 - x1)
    )
