"""Boxes on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in PDF points, origin top left, ``x0 <= x1`` and ``y0 <= y1``."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def center_x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def center_y(self) -> float:
        return (self.y0 + self.y1) / 2

    def contains(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether the point lies inside the box widened by ``margin`` points on each side."""
        return self.x0 - margin <= x <= self.x1 + margin and self.y0 - margin <= y <= self.y1 + margin

    def overlaps(self, other: Box, margin: float = 0.0) -> bool:
        """Whether the two boxes share a point, each side widened by ``margin`` points."""
        return (
            self.x0 - margin <= other.x1
            and other.x0 <= self.x1 + margin
            and self.y0 - margin <= other.y1
            and other.y0 <= self.y1 + margin
        )

    @staticmethod
    def around(boxes: Iterable[Box]) -> Box:
        """The smallest box that holds all ``boxes``; ``ValueError`` when there are none."""
        several = list(boxes)
        if len(several) == 1:
            return several[0]
        return Box(
            min([box.x0 for box in several]),
            min([box.y0 for box in several]),
            max([box.x1 for box in several]),
            max([box.y1 for box in several]),
        )


def turn_box(box: Box, width: float, height: float, angle: int) -> Box:
    """A box on a page of this size after the page was turned clockwise by ``angle`` degrees."""
    if angle == 90:
        return Box(height - box.y1, box.x0, height - box.y0, box.x1)
    if angle == 180:
        return Box(width - box.x1, height - box.y1, width - box.x0, height - box.y0)
    if angle == 270:
        return Box(box.y0, width - box.x1, box.y1, width - box.x0)
    return box
