"""Horizontal rules that underline print inside a cell, and do not part rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from extractor.model.page import Rule, Word
from extractor.tables.frames import MEETING, Frame

# A rule that ends at another one does so within the 3 points of a doubled line, give or take one.
_AT_RULE = 4.0
# Rules longer than this part rows wherever they end, unless they are as long as the print on them.
_UNDERLINE_SHARE = 0.6
# An underline is drawn through the lowest third of the type or just below it.
_DEPTH, _BELOW = 0.35, 0.1
# It runs from the first to the last letter within half an em.
_SAME_END = 0.5


def without_underlines(frame: Frame, words: Sequence[Word]) -> Frame:
    """The frame without horizontal rules that end inside a cell and underline its print; ``words`` are the page's."""
    left, right = frame.box.x0 + _AT_RULE, frame.box.x1 - _AT_RULE
    kept = tuple(
        rule
        for rule in frame.horizontals
        if (rule.start <= left and rule.end >= right) or not _is_underline(rule, frame, words)
    )
    return frame if len(kept) == len(frame.horizontals) or len(kept) < 2 else replace(frame, horizontals=kept)


def _is_underline(rule: Rule, frame: Frame, words: Sequence[Word]) -> bool:
    ends = [_verticals_at(x, frame) for x in (rule.start, rule.end)]
    is_short = rule.end - rule.start <= _UNDERLINE_SHARE * frame.box.width
    if is_short and not all(ends):
        return True
    # Beside a part of a row boundary a cell goes on, so that its side runs on above and below.
    runs_on = all(
        any(top < rule.position - MEETING and bottom > rule.position + MEETING for top, bottom in verticals)
        for verticals in ends
    )
    return not runs_on and _is_as_long_as_print(rule, words)


def _verticals_at(x: float, frame: Frame) -> list[tuple[float, float]]:
    """From where to where vertical rules run at ``x``; the sides of the frame count as endless."""
    verticals = [(rule.start, rule.end) for rule in frame.verticals if abs(x - rule.position) <= _AT_RULE]
    is_side = min(abs(x - frame.box.x0), abs(x - frame.box.x1)) <= _AT_RULE
    return [(-inf, inf)] if is_side else verticals


def _is_as_long_as_print(rule: Rule, words: Sequence[Word]) -> bool:
    on_rule = [
        word
        for word in words
        if word.angle == 0
        and -_DEPTH * word.size <= rule.position - word.y1 <= _BELOW * word.size
        and word.x1 > rule.start
        and word.x0 < rule.end
    ]
    if not on_rule:
        return False
    near = _SAME_END * on_rule[0].size
    return (
        abs(min(word.x0 for word in on_rule) - rule.start) <= near
        and abs(max(word.x1 for word in on_rule) - rule.end) <= near
    )
