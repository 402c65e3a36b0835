"""Rows of figures below each other, and the columns that the white space between them makes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from extractor.model.page import Rule
from extractor.tables.ladders import runs_across
from extractor.tables.pieces import TextRow, is_stacked

# White space that runs down the whole body parts two columns, if it is wider than a blank.
_CORRIDOR = 0.4
# Fewer rows than this come about by chance (a date, a sum and a paragraph number below each other).
_FEWEST_ROWS = 3
# Between rules two are no chance: so many may be left for the next page.
_FEWEST_RULED_ROWS = 2
# Rows of a table are at most this many line heights apart; a paragraph of its own stands farther off.
ROW_PITCH = 2.6
# A line with so many words may be prose.
PROSE_WORDS = 7
# The longest label of the generated tables ("Serbien (einschl. ehem. Serbien und Montenegro)") takes up six lines.
_LONGEST_LABEL = 8


def find_bodies(rows: Sequence[TextRow], rules: Sequence[Rule]) -> list[range]:
    """Stretches of rows whose figures stand below each other."""
    bodies = []
    start = 0
    while start < len(rows):
        if not rows[start].begins_body:
            start += 1
            continue
        last = number = start
        while number + 1 < len(rows) and _follows(rows[last : number + 2]):
            number += 1
            if rows[number].has_figures:
                last = number
        body = range(start, last + 1)
        if _is_body(rows[start : last + 1], rules):
            bodies.append(body)
        start = last + 1
    return bodies


def _follows(rows: Sequence[TextRow]) -> bool:
    """Whether the last row goes on with the body: figures below figures, or a label of one or two lines between them.

    The first row is the last one with figures; the rest of its own label may have more lines.
    """
    last, before, row = rows[0], rows[-2], rows[-1]
    height = before.bottom - before.top
    if row.top - before.bottom > (ROW_PITCH - 1) * height:
        return False
    if row.has_figures:
        return _shares_column(last, row)
    if any(len(piece.words) >= PROSE_WORDS for piece in row.pieces):
        return False
    if row.top - last.bottom < 2 * ROW_PITCH * height:
        return len(row.pieces) == 1 or _stands_below_labels(last, row)
    is_rest = len(rows) <= _LONGEST_LABEL and all(is_stacked(upper, lower) for upper, lower in pairwise(rows))
    return is_rest and len(row.pieces) == 1


def _stands_below_labels(last: TextRow, row: TextRow) -> bool:
    """Whether pieces of a row stand one each where labels with figures behind them do: tables may be side by side."""
    zones, start = [], -inf
    for left, right in pairwise(last.pieces):
        if right.is_figure and not left.is_figure:
            zones.append((start, right.x0))
        start = right.x1 if right.is_figure else start
    under = [
        [number for number, (x0, x1) in enumerate(zones) if x0 < piece.x0 and piece.x1 < x1] for piece in row.pieces
    ]
    return all(under) and len({zone for (zone, *_) in under}) == len(under)


def _shares_column(upper: TextRow, lower: TextRow) -> bool:
    """Whether a figure of one row stands below a figure of the other."""
    return any(
        min(above.x1, below.x1) > max(above.x0, below.x0)
        for above in upper.pieces[1:]
        if above.is_figure
        for below in lower.pieces[1:]
        if below.is_figure
    )


def _is_body(rows: Sequence[TextRow], rules: Sequence[Rule]) -> bool:
    figures = [row for row in rows if row.has_figures]
    if len(figures) < (_FEWEST_RULED_ROWS if _is_between_rules(rows, rules) else _FEWEST_ROWS):
        return False
    # A running number may stand before the label.
    labelled = sum(not all(piece.is_figure for piece in row.pieces[:2]) for row in figures)
    # Prose with figures in it has words behind them; in a table most pieces behind the label are figures.
    behind = [piece for row in figures for piece in row.pieces[2 if row.pieces[0].is_figure else 1 :]]
    return labelled >= len(figures) / 2 and sum(piece.is_figure for piece in behind) >= 0.6 * len(behind)


def _is_between_rules(rows: Sequence[TextRow], rules: Sequence[Rule]) -> bool:
    """Whether rules run across directly above the first and directly below the last row."""
    first, last = rows[0], rows[-1]
    columns = column_edges(rows)
    across = [rule.position for rule in rules if len(columns) > 2 and runs_across(rule, columns)]
    return any(is_above(y, first) for y in across) and any(
        last.bottom - 2 <= y <= last.bottom + 2 * (last.bottom - last.top) for y in across
    )


def is_above(y: float, row: TextRow) -> bool:
    """Whether a rule runs directly above a row."""
    return row.top - 2 * (row.bottom - row.top) <= y <= row.top + 2


def column_edges(rows: Sequence[TextRow]) -> list[float]:
    """Column boundaries (one more than columns) by the white space that runs down all rows with figures."""
    intervals = sorted((piece.x0, piece.x1) for row in rows if row.has_figures for piece in row.pieces)
    size = max((row.size for row in rows), default=0.0)
    merged: list[list[float]] = []
    for x0, x1 in intervals:
        if merged and x0 - merged[-1][1] < _CORRIDOR * size:
            merged[-1][1] = max(merged[-1][1], x1)
        else:
            merged.append([x0, x1])
    if not merged:
        return []
    inner = [(left[1] + right[0]) / 2 for left, right in pairwise(merged)]
    # Labels and heads reach as far as they like to the left and right.
    return [
        min(merged[0][0], *(piece.x0 for row in rows for piece in row.pieces[:1])),
        *inner,
        max(merged[-1][1], *(piece.x1 for row in rows for piece in row.pieces[-1:])),
    ]
