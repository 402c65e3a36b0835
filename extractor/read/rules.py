"""Rules and shades of a page out of its path objects.

Papers draw their table rules as stroked lines, as thin filled rectangles, or cell by cell as segments of either; all
of them become `Rule`. Larger filled rectangles (shaded heads) are kept as shades.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2.raw as pdfium

from extractor.model.geometry import Box
from extractor.model.page import Rule
from extractor.read.pdfium import Handle, View

# Rules are 0.25 to 2 points broad in the corpus; the thinnest filled row (a separator in a shaded head) had 5.
THICKEST_RULE = 3.0
# Shorter pieces are dashes, ticks and parts of letters; dashed rules are put together from pieces of 1 point and more.
SHORTEST_PIECE = 0.8
# A page of the budget papers has 3,000 path objects; a drawing with more than this is no table. A table drawn as one
# path has a corner or two for each rule, a map or a chart many.
MOST_PATHS, MOST_CORNERS = 60_000, 200_000

# Of 255: paler than this no eye tells from paper.
_WHITE = 250

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEEPEST_FORM = 8


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page besides text. ``image_area`` in square points; ``overfull``: not all was read."""

    rules: list[Rule] = field(default_factory=list)
    shades: list[Box] = field(default_factory=list)
    image_area: float = 0.0
    overfull: bool = False


def read_drawing(page: Handle, view: View) -> Drawing:
    """Rules, shades and the area of images on one page, forms included."""
    return _DrawingReader(view).read(page)


class _DrawingReader:
    def __init__(self, view: View) -> None:
        self._view = view
        self._page_width, self._page_height = view.width, view.height
        self._drawing = Drawing()
        self._left, self._bottom = ctypes.c_float(), ctypes.c_float()
        self._right, self._top = ctypes.c_float(), ctypes.c_float()
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._matrix = pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_float(), ctypes.c_float()
        self._colours = tuple(ctypes.c_uint() for _ in range(4))
        self._paths = self._corners = 0

    def read(self, page: Handle) -> Drawing:
        get, kind_of = pdfium.FPDFPage_GetObject, pdfium.FPDFPageObj_GetType
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            item = get(page, index)
            kind = kind_of(item)
            # Three in four objects are text, which is read elsewhere.
            if kind != pdfium.FPDF_PAGEOBJ_TEXT:
                self._add(item, kind, _IDENTITY, 0)
        return self._drawing

    def _add(self, item: Handle, kind: int, outer: _Matrix, depth: int) -> None:
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._paths += 1
            if self._paths <= MOST_PATHS:
                self._add_path(item, outer)
            else:
                self._drawing.overfull = True
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            bounds = self._bounds(item)
            if bounds:
                left, bottom, right, top = _transform_box(bounds, outer)
                self._drawing.image_area += (right - left) * (top - bottom)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = _combine(self._matrix_of(item), outer)
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                part = pdfium.FPDFFormObj_GetObject(item, index)
                self._add(part, pdfium.FPDFPageObj_GetType(part), inner, depth + 1)

    def _add_path(self, path: Handle, outer: _Matrix) -> None:
        bounds = self._bounds(path)
        if bounds is None:
            return
        pdfium.FPDFPath_GetDrawMode(path, self._fill, self._stroke)
        stroked, filled = bool(self._stroke.value), self._fill.value != pdfium.FPDF_FILLMODE_NONE
        if not stroked and not filled:
            return
        left, bottom, right, top = bounds
        if right - left <= THICKEST_RULE or top - bottom <= THICKEST_RULE:
            self._add_box(_transform_box(bounds, outer))
            return
        matrix = _combine(self._matrix_of(path), outer)
        filled = filled and not self._is_white(path)
        for points in self._subpaths(path):
            placed = [_transform(point, matrix) for point in points]
            if filled:
                self._add_box(_box_of(placed))
            if stroked:
                self._add_outline(placed)

    def _is_white(self, path: Handle) -> bool:
        """Whether a filled area looks like the bare page (unknown colours do not)."""
        colours = self._colours
        if not pdfium.FPDFPageObj_GetFillColor(path, *colours):
            return False
        return min(colour.value for colour in colours[:3]) >= _WHITE or colours[3].value == 0

    def _add_outline(self, points: list[tuple[float, float]]) -> None:
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(x1 - x0) <= 1.0 or abs(y1 - y0) <= 1.0:
                self._add_box((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), outline=True)

    def _add_box(self, box: tuple[float, float, float, float], outline: bool = False) -> None:
        x0, y0, x1, y1 = self._view.place(*box)
        if x0 < 0.0 or y0 < 0.0 or x1 > self._page_width or y1 > self._page_height:
            # Only what is shown of it, which may be nothing.
            x0, y0, x1, y1 = max(x0, 0.0), max(y0, 0.0), min(x1, self._page_width), min(y1, self._page_height)
            if x0 > x1 or y0 > y1:
                return
        width, height = x1 - x0, y1 - y0
        if height <= THICKEST_RULE and width >= SHORTEST_PIECE and width >= height:
            self._drawing.rules.append(Rule(True, (y0 + y1) / 2, x0, x1, height))
        elif width <= THICKEST_RULE and height >= SHORTEST_PIECE:
            self._drawing.rules.append(Rule(False, (x0 + x1) / 2, y0, y1, width))
        elif not outline and width > THICKEST_RULE and height > THICKEST_RULE:
            self._drawing.shades.append(Box(x0, y0, x1, y1))

    def _subpaths(self, path: Handle) -> Iterator[list[tuple[float, float]]]:
        """The corners of each subpath; curves are cut short to their ends, closed ones come back to the start."""
        points: list[tuple[float, float]] = []
        count = pdfium.FPDFPath_CountSegments(path)
        allowed = MOST_CORNERS - self._corners
        self._corners += min(count, allowed)
        self._drawing.overfull |= count > allowed
        for index in range(min(count, allowed)):
            segment = pdfium.FPDFPath_GetPathSegment(path, index)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
                yield points
                points = []
            pdfium.FPDFPathSegment_GetPoint(segment, self._x, self._y)
            points.append((self._x.value, self._y.value))
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if points:
            yield points

    def _bounds(self, item: Handle) -> tuple[float, float, float, float] | None:
        if not pdfium.FPDFPageObj_GetBounds(item, self._left, self._bottom, self._right, self._top):
            return None
        return self._left.value, self._bottom.value, self._right.value, self._top.value

    def _matrix_of(self, item: Handle) -> _Matrix:
        matrix = self._matrix
        if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
            return _IDENTITY
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _combine(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """First ``inner``, then ``outer``, in the PDF's row vector order."""
    if outer == _IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _transform(point: tuple[float, float], matrix: _Matrix) -> tuple[float, float]:
    x, y = point
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _transform_box(box: tuple[float, float, float, float], matrix: _Matrix) -> tuple[float, float, float, float]:
    if matrix == _IDENTITY:
        return box
    left, bottom, right, top = box
    return _box_of(
        [_transform(point, matrix) for point in ((left, bottom), (right, bottom), (right, top), (left, top))]
    )


def _box_of(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
