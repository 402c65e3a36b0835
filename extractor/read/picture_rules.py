"""The ruled lines in a picture of a page: long, thin, and darker than what stands on both sides of them."""

from __future__ import annotations

import cv2
import numpy as np

from extractor.model.page import Rule
from extractor.read.picture import Picture, Pixels

# In points. Rules are at most 2 points broad in print, blurred by a scanner to 3; a thicker bar is no rule.
_THICKEST = 3.5
# No stroke of a letter lies or stands so long in running text, dashes included; a row of a table is higher.
_SHORTEST = 11.0
# A rule that was printed in hairlines or scanned faintly has gaps of this length.
_GAP = 0.4
# The blur beside a rule that is painted over with it; dots of capitals stand a point off.
_HALO = 0.6
# Of 255. Hairlines in grey are 40 levels darker than the paper at 200 dots per inch; noise, smoothed, stays below 15.
_CONTRAST = 30
# A line of this length is a rule on its own; a shorter one must meet a long one at both ends, as the edges of cells do
# (the serifs of words that run together in a coarse scan are up to 15 points long, and meet none).
_LONE = 30.0
_MEETS = 2.0


def find_rules(picture: Picture) -> tuple[Rule, ...]:
    """Level and upright rules in points, from top to bottom and left to right."""
    dark = np.asarray(255 - picture.pixels, dtype=np.uint8)
    level = _level_rules(dark, picture.scale)
    upright = [
        Rule(False, rule.position, rule.start, rule.end, rule.thickness)
        for rule in _level_rules(np.ascontiguousarray(dark.T), picture.scale)
    ]
    long_level, long_upright = (
        [rule for rule in rules if rule.end - rule.start >= _LONE] for rules in (level, upright)
    )
    return (
        *(rule for rule in level if rule in long_level or _is_edge(rule, long_upright)),
        *(rule for rule in upright if rule in long_upright or _is_edge(rule, long_level)),
    )


def without_rules(picture: Picture, rules: tuple[Rule, ...]) -> Picture:
    """The picture with the ground painted over its rules, so that none is taken for a sign."""
    pixels = picture.pixels.copy()
    side = round(2 * _THICKEST * picture.scale) | 1
    for horizontal in (True, False):
        mask = np.zeros_like(pixels)
        for rule in rules:
            if rule.horizontal is horizontal:
                _fill(mask, rule, picture.scale)
        # The ground beside a rule: the lightest of what stands close to it, across its direction.
        window = np.ones((side, 1) if horizontal else (1, side), dtype=np.uint8)
        ground = cv2.dilate(cv2.blur(pixels, (3, 3)), window)
        pixels = np.where(mask > 0, ground, pixels)
    return Picture(np.asarray(pixels, dtype=np.uint8), picture.scale)


def _level_rules(dark: Pixels, scale: float) -> list[Rule]:
    gap, length = max(1, round(_GAP * scale)), max(3, round(_SHORTEST * scale))
    closed = cv2.morphologyEx(cv2.blur(dark, (gap | 1, 1)), cv2.MORPH_CLOSE, np.ones((1, gap), dtype=np.uint8))
    lasting = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), dtype=np.uint8))
    broad = np.ones((max(3, round(_THICKEST * scale)) + 1, 1), dtype=np.uint8)
    thin = cv2.morphologyEx(lasting, cv2.MORPH_TOPHAT, broad)
    lines = np.asarray(thin >= _CONTRAST, dtype=np.uint8)
    # A line that still climbs by a pixel is one component only where its steps touch.
    lines = np.asarray(cv2.dilate(lines, np.ones((1, 3), dtype=np.uint8)), dtype=np.uint8)
    count, _, boxes, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    rules = []
    for x, y, width, height, area in boxes[1:count].tolist():
        thickness = area / width / scale
        if width >= length and thickness <= _THICKEST and height <= 2 * _THICKEST * scale:
            rules.append(Rule(True, (y + height / 2) / scale, x / scale, (x + width) / scale, thickness))
    return sorted(rules, key=lambda rule: (rule.position, rule.start))


def _is_edge(short: Rule, crossing: list[Rule]) -> bool:
    """Whether a short rule goes from one long rule across it to another."""
    meeting = [rule.position for rule in crossing if rule.start - _MEETS <= short.position <= rule.end + _MEETS]
    return all(any(abs(position - end) <= _MEETS for position in meeting) for end in (short.start, short.end))


def _fill(mask: Pixels, rule: Rule, scale: float) -> None:
    half = rule.thickness / 2 + _HALO
    across = slice(max(0, round((rule.position - half) * scale)), round((rule.position + half) * scale) + 1)
    along = slice(max(0, round(rule.start * scale)), round(rule.end * scale) + 1)
    if rule.horizontal:
        mask[across, along] = 1
    else:
        mask[along, across] = 1
