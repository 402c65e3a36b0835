"""Two tables drawn directly below each other, so that their rules hang together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.model.geometry import Box
from extractor.model.page import Word
from extractor.tables.frames import Frame, box_of_rules
from extractor.tables.lattice import SAME_LINE, row_boundaries, verticals_between
from extractor.tables.pieces import text_rows


def part_touching(frame: Frame, words: Sequence[Word]) -> list[Frame]:
    """The frame, or two of them: parted where all inner columns change below a row of figures and a new head begins.

    The head of a table may have other columns than its body, but then no figures stand above it; rows with columns
    of their own that hold figures go on with the same table.
    """
    edges = [y for y, _ in row_boundaries(frame)]
    left, right = frame.box.x0, frame.box.x1
    inner = [verticals_between(frame.verticals, top, bottom, left, right)[1:-1] for top, bottom in pairwise(edges)]
    for number in range(2, len(inner) - 1):
        above, below = inner[number - 1], inner[number]
        if not above or not below or any(abs(x - y) <= SAME_LINE for x in above for y in below):
            continue
        if not _has_figures(frame, edges[number], edges[number + 1], words) and _has_figures(
            frame, edges[number - 1], edges[number], words
        ):
            y = edges[number]
            return [_part(frame, frame.box.y0, y), *part_touching(_part(frame, y, frame.box.y1), words)]
    return [frame]


def _has_figures(frame: Frame, top: float, bottom: float, words: Sequence[Word]) -> bool:
    box = Box(frame.box.x0, top, frame.box.x1, bottom)
    rows = text_rows([word for word in words if box.contains((word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2)])
    return any(row.begins_body for row in rows)


def _part(frame: Frame, top: float, bottom: float) -> Frame:
    """The rules of a frame between two of its row boundaries."""
    horizontals = tuple(rule for rule in frame.horizontals if top - SAME_LINE <= rule.position <= bottom + SAME_LINE)
    verticals = tuple(
        type(rule)(False, rule.position, max(rule.start, top), min(rule.end, bottom), rule.thickness)
        for rule in frame.verticals
        if min(rule.end, bottom) - max(rule.start, top) > SAME_LINE
    )
    return Frame(box_of_rules((*horizontals, *verticals)), horizontals, verticals)
