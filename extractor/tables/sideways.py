"""Pages whose print runs bottom to top (a broad table turned on an upright page): turned, read, and turned back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from extractor.model.geometry import Box, turn_box
from extractor.model.page import Page, turn_rule
from extractor.model.table import Grid

# Rotated heads are less than half of the words of a table; on a sideways page only the running head is upright.
_MOST = 0.6


def reading_angle(page: Page) -> int:
    """The direction in which most of the page is read, in degrees counterclockwise: 0, 90, 180 or 270."""
    if not page.words or page.words[0].angle == page.words[-1].angle == page.words[len(page.words) // 2].angle == 0:
        return 0
    angle, count = Counter(word.angle for word in page.words).most_common(1)[0]
    return angle if count > _MOST * len(page.words) else 0


def turn_page(page: Page, angle: int) -> Page:
    """The page turned so that print in direction ``angle`` becomes level."""
    swapped = angle in (90, 270)
    return replace(
        page,
        width=page.height if swapped else page.width,
        height=page.width if swapped else page.height,
        words=tuple(
            replace(word, x0=box.x0, y0=box.y0, x1=box.x1, y1=box.y1, angle=(word.angle - angle) % 360)
            for word in page.words
            for box in (turn_box(word.box, page.width, page.height, angle),)
        ),
        rules=tuple(turn_rule(rule, page.width, page.height, angle) for rule in page.rules),
        shades=tuple(turn_box(shade, page.width, page.height, angle) for shade in page.shades),
        lines=(),
    )


def turn_grid_back(grid: Grid, page: Page, angle: int) -> Grid:
    """A grid of the turned page with the boxes it has on the page as it is shown."""
    width, height = (page.height, page.width) if angle in (90, 270) else (page.width, page.height)
    back = (360 - angle) % 360

    def turned(box: Box) -> Box:
        return turn_box(box, width, height, back)

    cells = tuple(
        replace(cell, box=turned(cell.box), text_box=turned(cell.text_box) if cell.text_box else None)
        for cell in grid.cells
    )
    return replace(grid, box=turned(grid.box), cells=cells)
