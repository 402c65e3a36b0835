"""Two tables side by side whose rules hang together, be it by a box below both."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.page import Rule, Word
from extractor.tables.frames import MEETING, Frame, box_of_rules
from extractor.tables.pieces import text_rows

# Tables side by side are 8 points and more apart; rules drawn cell by cell leave gaps of 3.
_CORRIDOR = 7.0
# Head, body and foot of a table: fewer rules are those below heads.
_FEWEST_RULES = 4


def part_beside(frame: Frame, words: Sequence[Word]) -> list[Frame]:
    """The frame, or the tables to the left and right of a bare corridor and what is left above or below both.

    No rule but those above and below the tables crosses the corridor, and no print stands in it.
    """
    for x in sorted({round(rule.end) for rule in frame.horizontals}):
        if frame.box.x0 < x < frame.box.x1 - _CORRIDOR:
            parts = _part_at(frame, x, words)
            if parts:
                left, right, *rest = parts
                return [left, *part_beside(right, words), *rest]
    return [frame]


def _part_at(frame: Frame, x: float, words: Sequence[Word]) -> list[Frame]:
    x0, x1 = x - 1.0, x + _CORRIDOR
    left = [rule for rule in frame.horizontals if rule.end <= x + 1]
    right = [rule for rule in frame.horizontals if rule.start >= x1]
    if min(len(left), len(right)) < _FEWEST_RULES:
        return []
    top = max(left[0].position, right[0].position)
    bottom = min(left[-1].position, right[-1].position)
    crossing = [rule for rule in frame.horizontals if rule.end > x + 1 and rule.start < x1]
    if any(top <= rule.position <= bottom for rule in crossing) or bottom - top < frame.box.height / 2:
        return []
    top, bottom = min(left[0].position, right[0].position), max(left[-1].position, right[-1].position)
    if any(word.x1 > x0 and word.x0 < x1 and top < (word.y0 + word.y1) / 2 < bottom for word in words):
        return []
    beside = [rule for rule in frame.verticals if top - MEETING <= (rule.start + rule.end) / 2 <= bottom + MEETING]
    sides = [rule for rule in beside if rule.position <= x0 + 2], [rule for rule in beside if rule.position >= x1]
    if not all(sides) or len(sides[0]) + len(sides[1]) < len(beside):
        return []
    rest = [rule for rule in frame.verticals if rule not in beside]
    parts = [_frame(left, sides[0]), _frame(right, sides[1])]
    if not _has_labels(parts[1], words):
        return []
    return [*parts, _frame(crossing, rest)] if crossing else parts


def _has_labels(frame: Frame, words: Sequence[Word]) -> bool:
    """Whether most rows of figures have a label before them, perhaps behind a number: else they go on with others."""
    inside = [word for word in words if frame.box.contains((word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2)]
    rows = [row for row in text_rows(inside) if any(piece.is_figure for piece in row.pieces)]
    return 2 * sum(not all(piece.is_figure for piece in row.pieces[:2]) for row in rows) > len(rows)


def _frame(horizontals: Sequence[Rule], verticals: Sequence[Rule]) -> Frame:
    return Frame(box_of_rules((*horizontals, *verticals)), tuple(horizontals), tuple(verticals))
