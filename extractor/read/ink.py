"""The ink of a picture, told from the paper and taken apart into connected pieces."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.model.geometry import Box
from extractor.read.picture import Picture, Pixels, Spot, cut_out, ink_of, turned_by

# In points. Ink of letters, not dust, not drawings.
_SMALLEST, _HIGHEST, _BROADEST = 0.9, 18.0, 60.0
# The densest page of the corpus has 6,000 letters and digits; a photograph is made of 100,000 dots.
_MOST_MARKS = 20_000
# A sign belongs to the line whose box holds so much of its height; boxes of neighbouring lines overlap.
_HELD = 0.7
# Of the pixels with ink, the share (in percent) that is black all through; of the way from paper to it, where ink ends.
_DARKEST, _EDGE = 5, 0.2


class Marks:
    """Boxes of ink in pixels, found by where their middle is."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self.boxes = boxes
        self._x = np.array([box.center_x for box in boxes])
        self._y = np.array([box.center_y for box in boxes])

    def inside(self, box: Box) -> list[Box]:
        """The marks whose middle stands in the box."""
        return [self.boxes[number] for number in np.flatnonzero(self._within(box)).tolist()]

    def outside(self, boxes: Sequence[Box]) -> list[Box]:
        """The marks whose middle stands in none of the boxes."""
        taken = np.zeros(len(self.boxes), dtype=bool)
        for box in boxes:
            taken |= self._within(box)
        return [self.boxes[number] for number in np.flatnonzero(~taken).tolist()]

    def _within(self, box: Box) -> NDArray[np.bool_]:
        across = (box.x0 <= self._x) & (self._x <= box.x1)
        return np.asarray(across & (box.y0 <= self._y) & (self._y <= box.y1))


class Ink:
    """The ink of a picture; ``marks`` are all connected pieces of it that may be signs or parts of them."""

    def __init__(self, picture: Picture) -> None:
        self._pixels = picture.pixels
        _, self._labels, stats, _ = cv2.connectedComponentsWithStats(ink_of(picture.pixels), connectivity=8)
        self._tops, self._heights = stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_HEIGHT]
        self._lefts, self._widths = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_WIDTH]
        smallest, highest, broadest = (size * picture.scale for size in (_SMALLEST, _HIGHEST, _BROADEST))
        signs = [
            (area, Box(x, y, x + width, y + height))
            for x, y, width, height, area in stats[1:].tolist()
            if area >= smallest * smallest and height <= highest and width <= broadest
        ]
        if len(signs) > _MOST_MARKS:
            signs = sorted(signs, key=lambda sign: -sign[0])[:_MOST_MARKS]
        self.marks = Marks([box for _, box in signs])

    def of_line(self, spot: Spot) -> Pixels:
        """1 where the line at a spot has ink, turned to be read; without what reaches in from the lines beside it."""
        box = spot.box
        labels = self._labels[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]
        there = np.unique(labels)
        if spot.angle in (0, 180):
            first, length, low, high = self._tops[there], self._heights[there], box.y0, box.y1
        else:
            first, length, low, high = self._lefts[there], self._widths[there], box.x0, box.x1
        inside = np.minimum(first + length, high) - np.maximum(first, low)
        kept = there[(there > 0) & (inside >= _HELD * np.minimum(length, high - low))]
        return _dark(cut_out(self._pixels, spot), np.isin(turned_by(labels, spot.angle), kept))


def _dark(pixels: Pixels, mask: NDArray[np.bool_]) -> Pixels:
    """1 where the ink of a line is dark, as print is; its blurred edges and those of shades left out."""
    if mask.any() and not mask.all():
        paper, black = np.median(pixels[~mask]), np.percentile(pixels[mask], _DARKEST)
        mask &= pixels <= paper - _EDGE * (paper - black)
    return np.asarray(mask, dtype=np.uint8)
