"""Edges of shaded cells as rules: papers that shade instead of ruling part rows and columns by a change of colour."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.geometry import Box
from extractor.model.page import Page, Rule

# A shaded cell holds at least one line of 6 point print.
_SMALLEST = 7.0
# What covers half of the page is a background, not a cell.
_LARGEST_SHARE = 0.5
# Word shades a paragraph once more inside its shaded cell; the inner one is no edge of a cell.
_INSIDE = 1.0


def edges_of_shades(page: Page) -> list[Rule]:
    """The four edges of each shaded cell of a page as rules without thickness."""
    largest = _LARGEST_SHARE * page.width * page.height
    shades = [
        shade
        for shade in page.shades
        if shade.width >= _SMALLEST and shade.height >= _SMALLEST and shade.width * shade.height < largest
    ]
    rules = []
    for shade in _outermost(shades):
        rules.append(Rule(True, shade.y0, shade.x0, shade.x1, 0.0))
        rules.append(Rule(True, shade.y1, shade.x0, shade.x1, 0.0))
        rules.append(Rule(False, shade.x0, shade.y0, shade.y1, 0.0))
        rules.append(Rule(False, shade.x1, shade.y0, shade.y1, 0.0))
    return rules


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
