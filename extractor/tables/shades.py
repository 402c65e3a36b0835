"""Edges of shaded cells as rules: papers that shade instead of ruling part rows and columns by a change of colour."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.model.geometry import Box
from extractor.model.page import Page, Rule, Word

# A shaded cell holds at least one line of 6 point print.
_SMALLEST = 7.0
# What covers half of the page is a background, not a cell.
_LARGEST_SHARE = 0.5
# Of rows that are shaded in turn one may have a line or two more than the next.
_TALLEST_BARE = 3.2
# Word shades a paragraph once more inside its shaded cell; the inner one is no edge of a cell.
_INSIDE = 1.0


def edges_of_shades(page: Page) -> list[Rule]:
    """The four edges of each shaded cell of a page as rules without thickness, and those of bare cells between."""
    largest = _LARGEST_SHARE * page.width * page.height
    shades = [
        shade
        for shade in page.shades
        if shade.width >= _SMALLEST and shade.height >= _SMALLEST and shade.width * shade.height < largest
    ]
    outer = _outermost(shades)
    rules = _edges_between(outer, page.words) if len(outer) > 3 else []
    rules += _edges_of_bare_rows(outer, page.words)
    for shade in outer:
        rules.append(Rule(True, shade.y0, shade.x0, shade.x1, 0.0))
        rules.append(Rule(True, shade.y1, shade.x0, shade.x1, 0.0))
        rules.append(Rule(False, shade.x0, shade.y0, shade.y1, 0.0))
        rules.append(Rule(False, shade.x1, shade.y0, shade.y1, 0.0))
    return rules


def _edges_between(shades: Sequence[Box], words: Sequence[Word]) -> list[Rule]:
    """Where every other column is shaded, the bare columns between have their cells beside the shaded ones.

    A bare cell ends where the shaded cells to the left and right of it end, if print stands above and below.
    """
    rules = []
    for seams in _seams(shades):
        for (upper, lower), (next_upper, next_lower) in pairwise(seams):
            y, x0, x1 = upper.y1, max(upper.x1, lower.x1), min(next_upper.x0, next_lower.x0)
            if x1 - x0 < _SMALLEST:
                continue
            top, bottom = max(upper.y0, next_upper.y0), min(lower.y1, next_lower.y1)
            heights = [(word.y0 + word.y1) / 2 for word in words if x0 < (word.x0 + word.x1) / 2 < x1]
            if any(top < height < y for height in heights) and any(y < height < bottom for height in heights):
                rules.append(Rule(True, y, x0, x1, 0.0))
    return rules


def _edges_of_bare_rows(shades: Sequence[Box], words: Sequence[Word]) -> list[Rule]:
    """Where every other row is shaded cell by cell, the bare rows between have their cells below the shaded ones."""
    rows: dict[tuple[int, int], list[Box]] = {}
    for shade in shades:
        rows.setdefault((round(shade.y0), round(shade.y1)), []).append(shade)
    strips = [sorted(row, key=lambda box: box.x0) for _, row in sorted(rows.items()) if len(row) > 1]
    rules = []
    for number, upper in enumerate(strips):
        top, sides = upper[0].y1, _sides(upper)
        lower = next((row for row in strips[number + 1 :] if row[0].y0 >= top and _sides(row) == sides), None)
        if lower is None or not _SMALLEST <= lower[0].y0 - top <= _TALLEST_BARE * lower[0].height:
            continue
        bottom = lower[0].y0
        if any(top < (word.y0 + word.y1) / 2 < bottom and upper[0].x0 < word.x0 < upper[-1].x1 for word in words):
            edges = {box.x0 for box in upper} | {upper[-1].x1}
            below = {round(box.x0) for box in lower} | {round(lower[-1].x1)}
            rules += [Rule(False, x, top, bottom, 0.0) for x in sorted(edges) if round(x) in below]
    return rules


def _sides(row: Sequence[Box]) -> tuple[int, int]:
    return round(row[0].x0), round(row[-1].x1)


def _seams(shades: Sequence[Box]) -> list[list[tuple[Box, Box]]]:
    """Pairs of a shaded cell and the one directly below it, those at one height together and from left to right."""
    beginning: dict[int, list[Box]] = {}
    for shade in shades:
        beginning.setdefault(round(shade.y0), []).append(shade)
    seams: dict[int, list[tuple[Box, Box]]] = {}
    for upper in shades:
        height = round(upper.y1)
        for lower in (other for near in (height - 1, height, height + 1) for other in beginning.get(near, ())):
            if abs(lower.y0 - upper.y1) <= _INSIDE and min(lower.x1, upper.x1) - max(lower.x0, upper.x0) >= _SMALLEST:
                seams.setdefault(height, []).append((upper, lower))
    return [sorted(pairs, key=lambda pair: (pair[0].x0, pair[1].x0)) for pairs in seams.values() if len(pairs) > 1]


def _outermost(shades: Sequence[Box]) -> list[Box]:
    outer: list[Box] = []
    for shade in sorted(set(shades), key=lambda box: -box.width * box.height):
        if not any(_contains(other, shade) for other in outer):
            outer.append(shade)
    return outer


def _contains(outer: Box, inner: Box) -> bool:
    return (
        outer.x0 - _INSIDE <= inner.x0
        and inner.x1 <= outer.x1 + _INSIDE
        and outer.y0 - _INSIDE <= inner.y0
        and inner.y1 <= outer.y1 + _INSIDE
    )
