"""Where print stands in a picture: one piece for each line of it in a cell or a paragraph, and what it reads.

The engine finds lines well, but joins neighbours over a rule, parts a turned head, and overlooks lone dashes. So its
boxes are cut at the rules and grown over the ink that they touch, and what is left of the ink in their rows is looked
at once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extractor.model.geometry import Box
from extractor.model.page import Rule
from extractor.read.ink import Marks
from extractor.read.ocr import Reading, RecognitionEngine, Sign, score_of
from extractor.read.picture import Picture, Pixels, Spot

# All in points. A rule that crosses a box nearer to its end than this only touches it.
_RIM = 1.5
# Ink that stands closer to a line than this (blanks are 2 to 3 points wide) belongs to it: a hyphen, a comma.
_NEAR = 1.8
# White that the engine wants around a line.
_MARGIN = 1.5
# Digits and signs of one figure stand closer than this.
_TOGETHER = 2.5
# A dash is this flat and so much longer than high; longer ones than this many line heights are rules.
_FLAT, _LONG, _LONGEST_DASH = 1.9, 1.5, 1.2
# A hyphen is a third of the type's size long, a dash half of it or all; boxes of lines are 1.3 sizes high.
_HYPHEN_SHARE = 0.33
# The box of a turned line is higher than broad, that of a lone digit by a half at most.
_TURNED, _SURELY_TURNED = 1.5, 2.2
# Parts of one turned line are equally broad, but for the depth of their letters.
_SAME_BREADTH = 1.3
# A box so much of whose ink stands in another one was found twice.
_TWICE = 0.7
# A page with more loose ink than this is a picture or full of dust, and what is read in that is no figure.
_MOST_LOOSE = 500
# What stands alone is taken for print only where the engine is sure: dust reads as anything.
_SURE = 0.8
# Upside down it reads something too, with scores below 0.8.
_SURE_DIRECTION = 0.9


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in a spot of the picture."""

    spot: Spot
    reading: Reading


def read_pieces(
    picture: Picture, marks: Marks, rules: Sequence[Rule], found: Sequence[Box], engine: RecognitionEngine
) -> list[Piece]:
    """All print in a picture whose rules are painted over; `RecognitionError` where the engine fails.

    ``marks`` is its ink, ``found`` are the lines that the engine sees in it, in pixels.
    """
    scale = picture.scale
    placed = [_scaled(rule, scale) for rule in rules]
    parts = [part for box in found for part in _cut(box, placed, _RIM * scale)]
    joined = _join_turned(parts, placed, scale)
    boxes = _with_own_print([_grown(box, marks, placed, _NEAR * scale) for box in joined], marks, scale)
    dashes, others = _left_over(marks, boxes, scale)
    alone = [piece for piece in _read_boxes(picture, others, engine) if score_of(piece.reading) >= _SURE]
    pieces = [*_read_boxes(picture, boxes, engine), *alone, *(_dash(box, boxes) for box in dashes)]
    return [piece for piece in pieces if piece.reading]


def in_pixels(box: Box, pixels: Pixels) -> Box:
    """The whole pixels of the picture that a box covers."""
    height, width = pixels.shape
    x0, y0 = min(max(0, int(box.x0)), width - 1), min(max(0, int(box.y0)), height - 1)
    return Box(x0, y0, min(max(x0, int(box.x1)), width - 1) + 1, min(max(y0, int(box.y1)), height - 1) + 1)


def _is_dash(mark: Box, scale: float) -> bool:
    return mark.height <= _FLAT * scale and mark.width >= _LONG * mark.height


def _is_level(box: Box) -> bool:
    return box.height < _TURNED * box.width


def _scaled(rule: Rule, scale: float) -> Rule:
    return Rule(rule.horizontal, rule.position * scale, rule.start * scale, rule.end * scale, rule.thickness * scale)


def _with_own_print(boxes: Sequence[Box], marks: Marks, scale: float) -> list[Box]:
    """The boxes with ink for the engine to read that stands in no larger one; a dash alone it takes for anything."""
    kept: list[Box] = []
    taken: set[Box] = set()
    for box in sorted(boxes, key=lambda box: -box.width * box.height):
        held = marks.inside(box)
        is_dash = len(held) == 1 and _is_dash(held[0], scale)
        if held and not is_dash and len(taken.intersection(held)) < _TWICE * len(held):
            kept.append(box)
            taken.update(held)
    return kept


def _cut(box: Box, rules: Sequence[Rule], rim: float) -> list[Box]:
    """The parts of a box between the rules that run across it, in its direction of reading."""
    level = _is_level(box)
    first, last, low, high = (box.x0, box.x1, box.y0, box.y1) if level else (box.y0, box.y1, box.x0, box.x1)
    middle = (low + high) / 2
    cuts = sorted(
        rule.position
        for rule in rules
        if rule.horizontal is not level and first + rim < rule.position < last - rim and rule.start < middle < rule.end
    )
    spans = [(start, end) for start, end in pairwise([first, *cuts, last]) if end - start > rim]
    return [Box(start, low, end, high) if level else Box(low, start, high, end) for start, end in spans]


def _join_turned(boxes: Sequence[Box], rules: Sequence[Rule], scale: float) -> list[Box]:
    """Boxes of turned lines with the narrow ones directly above and below: the rest of the same line."""
    joined: list[Box] = []
    for box in sorted(boxes, key=lambda box: box.y0):
        above = next((number for number, other in enumerate(joined) if _goes_on(other, box, rules, scale)), None)
        if above is None:
            joined.append(box)
        else:
            joined[above] = Box.around((joined[above], box))
    return joined


def _goes_on(upper: Box, lower: Box, rules: Sequence[Rule], scale: float) -> bool:
    turned = [box for box in (upper, lower) if box.height >= _SURELY_TURNED * box.width]
    if not turned:
        return False
    breadth = max(box.width for box in turned)
    if max(upper.width, lower.width) > _SAME_BREADTH * breadth or abs(upper.center_x - lower.center_x) > breadth / 3:
        return False
    parted = any(
        rule.horizontal and upper.center_y < rule.position < lower.center_y and rule.start < upper.center_x < rule.end
        for rule in rules
    )
    return not parted and -breadth < lower.y0 - upper.y1 < 2 * _NEAR * scale


def _grown(box: Box, marks: Marks, rules: Sequence[Rule], near: float) -> Box:
    """The box with the ink in its row that it cuts or that stands close to its ends, up to the next rules."""
    if not _is_level(box):
        on_side = Marks([_on_side(mark) for mark in marks.inside(Box(box.x0, -np.inf, box.x1, np.inf))])
        turned = [Rule(not rule.horizontal, rule.position, rule.start, rule.end, rule.thickness) for rule in rules]
        # What the engine overlooks of a turned line may stand behind a blank.
        return _on_side(_grown_level(_on_side(box), on_side, turned, 2 * near))
    return _grown_level(box, marks, rules, near)


def _on_side(box: Box) -> Box:
    """The box with rows and columns exchanged."""
    return Box(box.y0, box.x0, box.y1, box.x1)


def _grown_level(box: Box, marks: Marks, rules: Sequence[Rule], near: float) -> Box:
    across = [rule.position for rule in rules if not rule.horizontal and rule.start < box.center_y < rule.end]
    first = max((position for position in across if position < box.center_x), default=-np.inf)
    last = min((position for position in across if position > box.center_x), default=np.inf)
    for mark in sorted(marks.inside(Box(first, box.y0, last, box.y1)), key=lambda mark: mark.x0):
        if mark.width <= 2 * box.height and mark.x0 < box.x1 + near and mark.x1 > box.x0 - near:
            box = Box(min(box.x0, mark.x0), box.y0, max(box.x1, mark.x1), box.y1)
    return box


def _left_over(marks: Marks, boxes: Sequence[Box], scale: float) -> tuple[list[Box], list[Box]]:
    """The ink outside the boxes in a row with them: dashes, and what else may be a sign, with white around it."""
    loose, level = marks.outside(boxes), [box for box in boxes if _is_level(box)]
    if len(loose) > _MOST_LOOSE or not level:
        return [], []
    left, right = min(box.x0 for box in level), max(box.x1 for box in level)
    margin = _MARGIN * scale
    dashes, others = [], []
    for mark in _gather(loose, _TOGETHER * scale):
        height = _row_height(mark, level)
        if not height or not left <= mark.center_x <= right:
            continue
        if _is_dash(mark, scale):
            if mark.width <= _LONGEST_DASH * height:
                dashes.append(mark)
        elif height / 3 <= mark.height <= 1.2 * height:
            others.append(Box(mark.x0 - margin, mark.y0 - margin, mark.x1 + margin, mark.y1 + margin))
    return dashes, others


def _row_height(mark: Box, level: Iterable[Box]) -> float:
    """The height of the lines in a row with a mark, 0 where there are none."""
    return max((box.height for box in level if box.y0 < mark.center_y < box.y1), default=0.0)


def _gather(marks: Iterable[Box], together: float) -> list[Box]:
    """Marks that stand side by side as one box: the digits of a figure."""
    gathered: list[Box] = []
    for mark in sorted(marks, key=lambda mark: mark.x0):
        for number, box in enumerate(gathered):
            if mark.x0 - box.x1 <= together and box.y0 - together < mark.center_y < box.y1 + together:
                gathered[number] = Box.around((box, mark))
                break
        else:
            gathered.append(mark)
    return gathered


def _dash(mark: Box, boxes: Sequence[Box]) -> Piece:
    height = _row_height(mark, (box for box in boxes if _is_level(box)))
    return Piece(Spot(mark), (Sign("-" if mark.width <= _HYPHEN_SHARE * height else "–", 0.5, 1.0),))


def _read_boxes(picture: Picture, boxes: Sequence[Box], engine: RecognitionEngine) -> list[Piece]:
    boxes = [in_pixels(box, picture.pixels) for box in boxes]
    level = [Spot(box) for box in boxes if _is_level(box)]
    readings = engine.read_lines(picture.pixels, level)
    pieces = [Piece(spot, reading) for spot, reading in zip(level, readings, strict=True)]
    likely = 90
    for box in boxes:
        if not _is_level(box):
            pieces.append(_read_turned(picture, box, likely, engine))
            # The heads of a page are turned one way.
            likely = pieces[-1].spot.angle or likely
    return pieces


def _read_turned(picture: Picture, box: Box, likely: int, engine: RecognitionEngine) -> Piece:
    """A high box read in the directions that it may have, the likely one first, until the engine is sure."""
    angles = [likely, 360 - likely]
    if box.height < _SURELY_TURNED * box.width:
        angles.insert(0, 0)
    tried: list[Piece] = []
    for angle in angles:
        spot = Spot(box, angle)
        tried.append(Piece(spot, engine.read_lines(picture.pixels, [spot])[0]))
        if score_of(tried[-1].reading) >= _SURE_DIRECTION:
            break
    return max(tried, key=lambda piece: score_of(piece.reading))
