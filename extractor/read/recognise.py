"""One page drawn, put straight and read by an engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import cv2

from extractor.model.geometry import Box
from extractor.model.page import Rule
from extractor.read.ink import Ink
from extractor.read.ocr import RecognitionEngine, RecognitionError, score_of
from extractor.read.pdfium import Handle, View
from extractor.read.picture import Picture, Spot, draw_page, straighten, turned_by
from extractor.read.picture_rules import find_rules, without_rules
from extractor.read.pieces import in_pixels, read_pieces
from extractor.read.typeset import PrintedLine, measure_line

# The longest lines of a page say which way up it lies; where that is not plain it is taken as it is.
_ASKED_LINES = 4
_PLAIN = 0.15
# Turned heads take up less than half of a page's print.
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class Print:
    """What stands on a page, in points of the page turned back by ``angle`` (as of a word) so that it reads level."""

    lines: tuple[PrintedLine, ...]
    rules: tuple[Rule, ...]
    angle: int


def recognise_page(page: Handle, view: View, engine: RecognitionEngine) -> Print:
    """The print and the ruled lines of a page; `RecognitionError` where it cannot be drawn or the engine fails."""
    picture = draw_page(page, view)
    if picture is None:
        raise RecognitionError("PDFium cannot draw the page")
    try:
        return _recognise(picture, engine)
    except cv2.error as error:
        raise RecognitionError(str(error)) from error


def _recognise(picture: Picture, engine: RecognitionEngine) -> Print:
    rules, clean, found = _look(picture, engine)
    angle = _direction(clean, found, engine)
    if angle:
        rules, clean, found = _look(Picture(turned_by(picture.pixels, angle), picture.scale), engine)
    ink = Ink(clean)
    lines = [
        measure_line(ink.of_line(piece.spot), piece.spot, piece.reading, clean.scale)
        for piece in read_pieces(clean, ink.marks, rules, found, engine)
    ]
    return Print(tuple(sorted(lines, key=lambda line: (line.spot.box.y0, line.spot.box.x0))), rules, angle)


def _look(picture: Picture, engine: RecognitionEngine) -> tuple[tuple[Rule, ...], Picture, list[Box]]:
    """The rules of a picture put straight, the picture without them, and where the engine finds lines in that."""
    picture = straighten(picture)
    rules = find_rules(picture)
    clean = without_rules(picture, rules)
    return rules, clean, engine.find_lines(clean.pixels)


def _direction(picture: Picture, found: Sequence[Box], engine: RecognitionEngine) -> int:
    """In which direction most of the page is read."""
    longest = sorted(found, key=lambda box: -max(box.width, box.height))[:_ASKED_LINES]
    if not longest:
        return 0
    upright = sum(box.height for box in found if box.height > box.width)
    likely, other = (90, 270) if upright > _MOST * sum(max(box.width, box.height) for box in found) else (0, 180)
    asked = [in_pixels(box, picture.pixels) for box in longest]
    scores = {
        angle: fmean(map(score_of, engine.read_lines(picture.pixels, [Spot(box, angle) for box in asked])))
        for angle in (likely, other)
    }
    return other if scores[other] > scores[likely] + _PLAIN else likely
