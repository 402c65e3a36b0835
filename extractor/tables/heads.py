"""Heads of unframed tables: their lines put into levels, and each piece over the columns that it heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.model.page import Rule, Word
from extractor.tables.pieces import Piece, TextRow, is_stacked

# Words of one phrase are 0.25 to 0.28 em apart; heads of neighbouring narrow columns come as close as this.
_HEAD_GAP = 0.32
# A piece heads a column of which it covers this share of itself.
_HEADS = 0.25
# The middle of a spanning head is the middle of its columns, give or take half a character.
_CENTRED = 4.0

Range = tuple[int, int]
"""Columns from the first to before the second, counted from 0."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Printed rows that make one band: (first column, behind last column, words) from left to right, all columns."""

    top: float
    bottom: float
    cells: tuple[tuple[int, int, tuple[Word, ...]], ...]


def runs_across(rule: Rule, columns: Sequence[float]) -> bool:
    """Whether a horizontal rule runs from the first to the last column, and not only under some heads."""
    return rule.start < (columns[0] + columns[1]) / 2 and rule.end > (columns[-2] + columns[-1]) / 2


def part_levels(head: Sequence[TextRow], columns: Sequence[float], rules: Sequence[Rule]) -> list[list[TextRow]]:
    """The lines of a head put into levels, from top to bottom.

    A rule between two lines parts levels, and so does the change from pieces that span columns to pieces that do not.
    """
    levels: list[list[TextRow]] = []
    for row in (_cut_at_columns(row, columns) for row in head):
        if levels and not _begins_level(levels[-1][-1], row, columns, rules):
            levels[-1].append(row)
        else:
            levels.append([row])
    return levels


def _begins_level(upper: TextRow, lower: TextRow, columns: Sequence[float], rules: Sequence[Rule]) -> bool:
    if any(
        upper.bottom - 2 <= rule.position <= lower.top + 2 and rule.end > columns[0] and rule.start < columns[-1]
        for rule in rules
    ):
        return True
    return not is_stacked(upper, lower) and _spans(upper, columns) and not _spans(lower, columns)


def _spans(row: TextRow, columns: Sequence[float]) -> bool:
    return any(behind - first > 1 for first, behind in (_range_by_overlap(piece, columns) for piece in row.pieces))


def stack_head(
    level: Sequence[TextRow], columns: Sequence[float], rules: Sequence[Rule], print_of: Sequence[tuple[float, float]]
) -> Stack:
    """The pieces of one level over the columns they head; columns without a piece stand alone.

    ``print_of`` gives for each column from where to where its body is printed.
    """
    bottom = level[-1].bottom
    ranged = [
        (_range_by_rule(piece, bottom, columns, rules) or _range_by_overlap(piece, columns, print_of), piece)
        for row in level
        for piece in row.pieces
    ]
    held: dict[Range, list[Word]] = {}
    for columns_of_pieces, pieces in _without_overlaps(_without_false_spans(ranged)):
        held.setdefault(columns_of_pieces, []).extend(word for piece in pieces for word in piece.words)
    cells: list[tuple[int, int, tuple[Word, ...]]] = []
    position = 0
    for first, behind in sorted(held):
        cells.extend((column, column + 1, ()) for column in range(position, first))
        cells.append((first, behind, tuple(held[first, behind])))
        position = behind
    cells.extend((column, column + 1, ()) for column in range(position, len(columns) - 1))
    return Stack(level[0].top, bottom, tuple(cells))


def _cut_at_columns(row: TextRow, columns: Sequence[float]) -> TextRow:
    """The row with pieces cut where a column boundary lies between two words that are more than a blank apart."""
    pieces: list[Piece] = []
    for piece in row.pieces:
        groups: list[list[Word]] = [[piece.words[0]]]
        for left, right in pairwise(piece.words):
            apart = right.x0 - left.x1 > _HEAD_GAP * right.size
            if apart and any((left.x0 + left.x1) / 2 < x < (right.x0 + right.x1) / 2 for x in columns[1:-1]):
                groups.append([])
            groups[-1].append(right)
        pieces.extend(
            Piece(group[0].x0, group[-1].x1, " ".join(word.text for word in group), tuple(group), False)
            for group in groups
        )
    return replace(row, pieces=tuple(pieces))


def _range_by_rule(piece: Piece, below: float, columns: Sequence[float], rules: Sequence[Rule]) -> Range | None:
    """The columns over a rule that is drawn under a piece and not under the whole table."""
    middle = (piece.x0 + piece.x1) / 2
    for rule in rules:
        if not (below - 4 <= rule.position <= below + 8 and rule.start <= middle <= rule.end):
            continue
        if runs_across(rule, columns):
            continue
        under = [
            column
            for column, (left, right) in enumerate(pairwise(columns))
            if min(right, rule.end) - max(left, rule.start) > (right - left) / 2
        ]
        if under:
            return under[0], under[-1] + 1
    return None


def _range_by_overlap(piece: Piece, columns: Sequence[float], print_of: Sequence[tuple[float, float]] = ()) -> Range:
    """The columns of which a piece covers a good share of itself; of those of which it is no head, the aligned one."""
    length = piece.x1 - piece.x0
    last = len(columns) - 2
    under = [
        column
        for column, (left, right) in enumerate(pairwise(columns))
        if min(piece.x1, right) - max(piece.x0, left) > _HEADS * length
    ]
    if len(under) > 1 and under[0] == 0 and print_of and piece.x0 > print_of[0][1]:
        # It begins to the right of all labels, so it heads the figures.
        del under[0]
    if not under:
        middle = (piece.x0 + piece.x1) / 2
        under = [min(range(last + 1), key=lambda column: abs((columns[column] + columns[column + 1]) / 2 - middle))]
    if len(under) > 1 and not _is_centred(piece, columns[under[0]], columns[under[-1] + 1]):
        # Broader than its column: it heads the one with whose figures it is aligned.
        boxes = print_of or list(pairwise(columns))
        under = [min(under, key=lambda column: _misalignment(piece, boxes[column]))]
    return under[0], under[-1] + 1


def _misalignment(piece: Piece, box: tuple[float, float]) -> float:
    """How far a head is from being set flush left, flush right or centred over a column, in points."""
    x0, x1 = box
    return min(abs(piece.x0 - x0), abs(piece.x1 - x1), abs((piece.x0 + piece.x1) / 2 - (x0 + x1) / 2))


def _is_centred(piece: Piece, x0: float, x1: float) -> bool:
    return abs((piece.x0 + piece.x1) / 2 - (x0 + x1) / 2) <= max(_CENTRED, 0.15 * (x1 - x0))


def _without_false_spans(ranged: Sequence[tuple[Range, Piece]]) -> list[tuple[Range, Piece]]:
    """Lines of one level stand above each other: a broad one spans no column that has a line of its own beside it."""
    result = []
    for (first, behind), piece in ranged:
        inside = [
            (columns[0], other)
            for columns, other in ranged
            if columns[1] - columns[0] == 1 and first <= columns[0] < behind and other is not piece
        ]
        stacked = [column for column, other in inside if min(piece.x1, other.x1) > max(piece.x0, other.x0)]
        if behind - first > 1 and len(stacked) == 1:
            result.append(((stacked[0], stacked[0] + 1), piece))
            continue
        beside = {column for column, _ in inside if column not in stacked}
        free = [column for column in range(first, behind) if column not in beside]
        result.append(((free[0], free[-1] + 1) if free else (first, behind), piece))
    return result


def _without_overlaps(ranged: Sequence[tuple[Range, Piece]]) -> list[tuple[Range, list[Piece]]]:
    """The pieces gathered over ranges that do not overlap: pieces above each other share one, neighbours part."""
    groups: list[tuple[Range, list[Piece]]] = []
    for columns, piece in sorted(ranged, key=lambda item: item[1].x0):
        first, behind = columns
        over = [group for group in groups if group[0][0] < behind and first < group[0][1] and group[0] != columns]
        same = next((group for group in groups if group[0] == columns), None)
        if not over:
            if same:
                same[1].append(piece)
            else:
                groups.append((columns, [piece]))
            continue
        end = max(group[0][1] for group in over)
        stands_beside = all(other.x1 <= piece.x0 for group in over for other in group[1])
        if stands_beside and end < behind:
            groups.append(((end, behind), [piece]))
            continue
        joined = (min(first, *(group[0][0] for group in over)), max(behind, end))
        pieces = [other for group in (*over, *([same] if same else [])) for other in group[1]]
        groups = [group for group in groups if group not in over and group is not same]
        groups.append((joined, [*pieces, piece]))
    return sorted(groups, key=lambda group: group[0])
