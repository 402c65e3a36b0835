"""A page as a picture: drawn by PDFium, put straight, and its ink told from the paper."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extractor.model.geometry import Box
from extractor.read.pdfium import Handle, View

Pixels = NDArray[np.uint8]
"""Grey values by row and column, 0 black."""
PixelT = TypeVar("PixelT", bound=np.generic)

# Cells of scanned samples that were read right were as many at 200 as at 300 dots per inch, and fewer at 150.
DOTS_PER_INCH = 200
# An A2 page at that density; larger ones are drawn coarser, so that a page of 10 m x 10 m costs no more.
_MOST_PIXELS = 16_000_000
_POINTS_PER_INCH = 72.0
# Pages on a glass or in a feeder lie up to 2 or 3 degrees askew; what is turned further was printed so.
_MOST_SKEW = 3.0
# A line over the whole text (460 points) then drifts by 0.4 points, less than its own breadth.
_LEAST_SKEW = 0.05
# The print of a page at this density is lines of ink still; finer pictures only take longer to turn.
_SKEW_SIDE = 1000
# Paper is compared with what stands around it in a window of a few letters' size.
_INK_WINDOW, _INK_CONTRAST = 31, 25


@dataclass(frozen=True, slots=True)
class Picture:
    """``scale`` pixels make one point of the page, which is as large as the picture."""

    pixels: Pixels
    scale: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A piece of a picture that holds one line: ``box`` in whole pixels, ``angle`` its direction of reading."""

    box: Box
    angle: int = 0


def cut_out(pixels: Pixels, spot: Spot) -> Pixels:
    """The pixels of a spot, turned so that they read from left to right."""
    box = spot.box
    return turned_by(pixels[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)], spot.angle)


def turned_by(pixels: NDArray[PixelT], angle: int) -> NDArray[PixelT]:
    """The picture turned so that print in direction ``angle`` (counterclockwise, as of a word) becomes level."""
    return np.ascontiguousarray(np.rot90(pixels, -(angle // 90)))


def draw_page(page: Handle, view: View, dots_per_inch: int = DOTS_PER_INCH) -> Picture | None:
    """The page as it is shown, in grey; ``None`` where it has no area or PDFium cannot draw it."""
    scale = dots_per_inch / _POINTS_PER_INCH
    area = view.width * view.height
    if area <= 0:
        return None
    scale = min(scale, math.sqrt(_MOST_PIXELS / area))
    width, height = max(1, round(view.width * scale)), max(1, round(view.height * scale))
    pixels = np.full((height, width), 255, dtype=np.uint8)
    memory = pixels.ctypes.data_as(ctypes.c_void_p)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, memory, pixels.strides[0])
    if not bitmap:
        return None
    try:
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_GRAYSCALE)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Picture(pixels, scale)


def straighten(picture: Picture) -> Picture:
    """The picture turned so that its lines are level; pages that lie straight stay as they are."""
    skew = _skew_of(picture.pixels)
    return picture if abs(skew) < _LEAST_SKEW else Picture(_rotated(picture.pixels, skew), picture.scale)


def ink_of(pixels: Pixels) -> Pixels:
    """1 where there is ink, 0 on paper and on shaded ground, speckles of the scanner left out."""
    smooth = cv2.GaussianBlur(pixels, (3, 3), 0)
    ink = cv2.adaptiveThreshold(
        smooth, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _INK_WINDOW, _INK_CONTRAST
    )
    return np.asarray(ink, dtype=np.uint8)


def _rotated(pixels: Pixels, degrees: float) -> Pixels:
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, dtype=np.uint8)


def _skew_of(pixels: Pixels) -> float:
    """By how many degrees (clockwise) the picture must be turned back; 0 where no angle is better than others."""
    shrink = min(1.0, _SKEW_SIDE / max(pixels.shape))
    small = cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    ink = ink_of(np.asarray(small, dtype=np.uint8)) * 255
    best, step = 0.0, _MOST_SKEW / 6
    while step >= _LEAST_SKEW / 2:
        around = [best + step * number for number in range(-6, 7)]
        best = max(around, key=lambda degrees: (_levelness(ink, degrees), -abs(degrees)))
        step /= 4
    return best if abs(best) <= _MOST_SKEW else 0.0


def _levelness(ink: Pixels, degrees: float) -> float:
    """How sharply rows of print stand off from the white between them, were the picture turned so far."""
    rows = _rotated(ink, degrees).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())
