"""Tables whose rows are ruled apart while their columns are not: the rules run from the first to the last column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.model.page import Rule
from extractor.tables.pieces import TextRow

# Rules of one table begin and end at the same x, give or take rounding.
_SAME_END = 2.0
# The print of a row stands this near to the rules above and below it, in em; a paragraph between two tables is set off
# by a line.
_PADDING = 1.0


def runs_across(rule: Rule, columns: Sequence[float]) -> bool:
    """Whether a horizontal rule runs from the first to the last column, and not only under some heads."""
    return rule.start < (columns[0] + columns[1]) / 2 and rule.end > (columns[-2] + columns[-1]) / 2


def ends_of_ladder(
    rows: Sequence[TextRow], columns: Sequence[float], rules: Sequence[Rule]
) -> tuple[float, float] | None:
    """From where to where the rules run that part most rows of figures from the next one; ``None`` where none do."""
    across = [rule for rule in rules if runs_across(rule, columns)]
    figures = [row for row in rows if row.has_figures]
    parting = [
        next((rule for rule in across if _middle(above) < rule.position < _middle(below)), None)
        for above, below in pairwise(figures)
    ]
    found = [rule for rule in parting if rule is not None]
    if not found or len(found) <= len(parting) / 2:
        return None
    return min(rule.start for rule in found), max(rule.end for rule in found)


def head_of_ladder(rows: Sequence[TextRow], body: range, columns: Sequence[float], rules: Sequence[Rule]) -> int | None:
    """The index of the first row of the head, if rules as broad as those of the body run above and below it.

    ``None`` where the rows of the body are not ruled apart, or no such head stands above it. A title that stands
    between such rules belongs to the head.
    """
    ends = ends_of_ladder(rows[body.start : body.stop], columns, rules)
    if ends is None:
        return None
    above = [
        rule
        for rule in sorted(rules, key=lambda rule: -rule.position)
        if rule.position < _middle(rows[body.start])
        and abs(rule.start - ends[0]) <= _SAME_END
        and abs(rule.end - ends[1]) <= _SAME_END
    ]
    start, lower = body.start, next(iter(above), None)
    if lower is None:
        return None
    for rule in above[1:]:
        first = start
        while first > 0 and _middle(rows[first - 1]) > rule.position:
            first -= 1
        if not _fills(rows[first:start], rule, lower):
            break
        start, lower = first, rule
    return start if start < body.start else None


def _fills(rows: Sequence[TextRow], upper: Rule, lower: Rule) -> bool:
    """Whether rows without a body's figures stand between two rules as in a cell."""
    if not rows or any(row.begins_body for row in rows):
        return False
    padding = _PADDING * max(row.size for row in rows)
    return (
        min(row.top for row in rows) - upper.position <= padding
        and lower.position - max(row.bottom for row in rows) <= padding
        and min(row.pieces[0].x0 for row in rows) >= upper.start - _SAME_END
        and max(row.pieces[-1].x1 for row in rows) <= upper.end + _SAME_END
    )


def _middle(row: TextRow) -> float:
    return (row.top + row.bottom) / 2
