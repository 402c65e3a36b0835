"""What other readers give back put into our grids: every place covered once, words in the cells where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from extractor.errors import ExitCode, ExtractorError
from extractor.model.geometry import Box
from extractor.model.issue import Issue, Severity
from extractor.model.page import UNREADABLE, Page, PdfDocument, Word
from extractor.model.table import Cell, Grid
from extractor.tables.print import put_into_lines, text_of

# How other readers write a character of which the font does not say what it prints; and what no text has.
_MEANINGLESS = re.compile("\\(cid:[0-9]+\\)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Region:
    """The places that one cell covers: half-open ranges of rows and columns, from 0."""

    row: int
    row_end: int
    col: int
    col_end: int

    @property
    def places(self) -> Iterable[tuple[int, int]]:
        return product(range(self.row, self.row_end), range(self.col, self.col_end))


@dataclass(frozen=True, slots=True)
class Print:
    """What stands in a cell: its text, the box around it, whether all of it is bold."""

    text: str
    box: Box | None = None
    bold: bool = False


def boundaries(positions: Iterable[float], tolerance: float) -> list[float]:
    """Positions in order, those that are at most ``tolerance`` points behind one another once."""
    found: list[float] = []
    for position in sorted(positions):
        if not found or position - found[-1] > tolerance:
            found.append(position)
    return found


def nearest(edges: Sequence[float], position: float) -> int:
    """The index of the boundary next to ``position``."""
    return min(range(len(edges)), key=lambda index: abs(edges[index] - position))


def cover_regions(regions: Iterable[Region], rows: int, cols: int) -> list[Region]:
    """The regions in order, without those that overlap earlier ones, and single places where there is none."""
    taken: set[tuple[int, int]] = set()
    kept: list[Region] = []
    for region in regions:
        places = set(region.places)
        if places and not places & taken:
            taken |= places
            kept.append(region)
    kept.extend(
        Region(row, row + 1, col, col + 1) for row, col in product(range(rows), range(cols)) if (row, col) not in taken
    )
    return sorted(kept, key=lambda region: (region.row, region.col))


def make_grid(
    xs: Sequence[float], ys: Sequence[float], cells: Iterable[tuple[Region, Print]], page: int, reader: str
) -> Grid:
    """The grid between these boundaries, in points from the top left."""
    x, y = xs, ys
    made = tuple(
        Cell(
            region.row + 1,
            region.col + 1,
            region.row_end - region.row,
            region.col_end - region.col,
            _MEANINGLESS.sub(UNREADABLE, content.text),
            page,
            Box(x[region.col], y[region.row], x[region.col_end], y[region.row_end]),
            content.box,
            content.bold,
        )
        for region, content in cells
    )
    return Grid(page, Box(x[0], y[0], x[-1], y[-1]), len(y) - 1, len(x) - 1, made, reader)


def place_on_page(grid: Grid, page: Page, left: float = 0.0, top: float = 0.0) -> Grid:
    """The grid on the visible page that begins at ``left``, ``top`` of the paper; what sticks out is cut off."""

    def placed(box: Box) -> Box:
        return Box(
            min(max(0.0, box.x0 - left), page.width),
            min(max(0.0, box.y0 - top), page.height),
            min(max(0.0, box.x1 - left), page.width),
            min(max(0.0, box.y1 - top), page.height),
        )

    cells = tuple(
        replace(cell, box=placed(cell.box), text_box=placed(cell.text_box) if cell.text_box else None)
        for cell in grid.cells
    )
    return replace(grid, box=placed(grid.box), cells=cells)


def print_in(box: Box, words: Iterable[Word]) -> Print:
    """The words whose middle stands in the box as one text, in the order of reading."""
    inside = [word for word in words if box.contains(word.box.center_x, word.box.center_y)]
    if not inside:
        return Print("")
    text = text_of(put_into_lines(inside))
    return Print(text, Box.around(word.box for word in inside), all(word.bold for word in inside))


def wanted_pages(document: PdfDocument, pages: tuple[int, ...] | None) -> list[Page]:
    """The pages of the document that a reader is asked for."""
    return [page for page in document.pages if pages is None or page.number in pages]


def in_order(grids: Iterable[Grid]) -> tuple[Grid, ...]:
    """By page, from top to bottom, side by side ones from left to right."""
    return tuple(sorted(grids, key=lambda grid: (grid.page, grid.box.y0, grid.box.x0)))


def page_failed(page: int, reader: str, error: Exception) -> Issue:
    """The issue of a page that another reader could not read."""
    reason = str(error) or type(error).__name__
    return Issue("tables.page_failed", Severity.WARNING, page, data={"page": page, "reader": reader, "reason": reason})


def missing_reader(reader: str, error: ImportError) -> ExtractorError:
    """The error for a reader whose package is not installed."""
    return ExtractorError(
        "tables.reader_missing", ExitCode.MISSING_DEPENDENCY, reader=reader, package=error.name or reader
    )
