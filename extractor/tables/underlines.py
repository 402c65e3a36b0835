"""Horizontal rules that underline print inside a cell, and do not part rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model.page import Rule, Word
from extractor.tables.frames import MEETING, Frame

# A rule that ends at another one does so within the 3 points of a doubled line, give or take one.
_AT_RULE = 4.0
# It meets it within its thickness, if it is drawn with care.
_FLUSH = 1.0
# Rules longer than this part rows wherever they end, unless they are as long as the print on them.
_UNDERLINE_SHARE = 0.6
# An underline is drawn through the lowest third of the type or just below it.
_DEPTH, _BELOW = 0.35, 0.1
# It runs from the first to the last letter within half an em.
_SAME_END = 0.5


def without_underlines(frame: Frame, words: Sequence[Word]) -> Frame:
    """The frame without horizontal rules that end inside a cell and underline its print; ``words`` are the page's."""
    left, right = frame.box.x0 + _FLUSH, frame.box.x1 - _FLUSH
    kept = tuple(
        rule
        for rule in frame.horizontals
        if (rule.start <= left and rule.end >= right) or not _is_underline(rule, frame, words)
    )
    return frame if len(kept) == len(frame.horizontals) or len(kept) < 2 else replace(frame, horizontals=kept)


def _is_underline(rule: Rule, frame: Frame, words: Sequence[Word]) -> bool:
    sides = frame.box.x0, frame.box.x1
    near = [*sides, *(other.position for other in frame.verticals)]
    is_short = rule.end - rule.start <= _UNDERLINE_SHARE * frame.box.width
    if is_short and not all(any(abs(x - other) <= _AT_RULE for other in near) for x in (rule.start, rule.end)):
        return True
    # Beside a part of a row boundary a cell goes on, so that its side runs on above and below.
    running_on = [*sides, *(other.position for other in frame.verticals if _runs_on(other, rule.position))]
    is_boundary = all(any(abs(x - other) <= _FLUSH for other in running_on) for x in (rule.start, rule.end))
    return not is_boundary and _is_as_long_as_print(rule, words)


def _runs_on(vertical: Rule, y: float) -> bool:
    return vertical.start < y - MEETING and vertical.end > y + MEETING


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
