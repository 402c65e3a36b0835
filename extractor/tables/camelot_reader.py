"""camelot as a table reader: its vector lattice, its network of aligned text, and the hybrid of both.

Spans and boxes come from the edges of camelot's own cells; its data frame knows neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, product
from typing import Any

from extractor.grammar.hyphenation import join_lines
from extractor.model.issue import Issue
from extractor.model.page import Page, PdfDocument, PdfSource
from extractor.model.table import Grid
from extractor.tables.cover import (
    Print,
    Region,
    cover_regions,
    in_order,
    make_grid,
    missing_reader,
    page_failed,
    place_on_page,
    wanted_pages,
)
from extractor.tables.native import is_table
from extractor.tables.sideways import turn_grid_back

FLAVORS = ("hybrid", "lattice", "network")
# Two pages whose sides differ by less are the same; crops are wider.
_SAME_SIZE = 0.5


class CamelotReader:
    """Tables as camelot sees them. ``flavor`` is one of `FLAVORS`.

    Hybrid is the default: on the gold it has more cells right than the others, and it is the only one that reads
    ruled tables as well as rows that are not ruled apart (docs/benchmark.md).
    """

    name = "camelot"

    def __init__(self, flavor: str = "hybrid") -> None:
        if flavor not in FLAVORS:
            raise ValueError(flavor)
        self._options: dict[str, Any] = {"flavor": flavor, "suppress_stdout": True}
        if flavor != "network":
            # The rules out of the PDF's own drawing: the pages need not be rendered.
            self._options["engine"] = "vector"

    def read_grids(
        self, source: PdfSource, document: PdfDocument, pages: tuple[int, ...] | None = None
    ) -> tuple[tuple[Grid, ...], tuple[Issue, ...]]:
        """See `TableReader`; raises `ExtractorError` where camelot is not installed."""
        try:
            import camelot
        except ImportError as error:
            raise missing_reader(self.name, error) from error
        grids: list[Grid] = []
        issues: list[Issue] = []
        wanted = {page.number: page for page in wanted_pages(document, pages)}
        for batch, found in self._tables(camelot, source, list(wanted)):
            if isinstance(found, Exception):
                issues.extend(page_failed(number, self.name, found) for number in batch)
                continue
            for table in found:
                try:
                    page = wanted[table.page]
                    grids.extend(_grids(table, page, self.name, _visible_corner(source, table, page)))
                except Exception as error:  # whatever goes wrong in another reader costs a table, not the document
                    issues.append(page_failed(table.page, self.name, error))
        return in_order(grids), tuple(issues)

    def _tables(
        self, camelot: Any, source: PdfSource, pages: list[int]
    ) -> Iterator[tuple[list[int], list[Any] | Exception]]:
        """The tables of all pages at once; after a fault page by page, so that it costs only the page it is on."""
        if not pages:
            return
        try:
            numbers = ",".join(str(number) for number in pages)
            yield pages, list(camelot.read_pdf(source.data, pages=numbers, password=source.password, **self._options))
        except Exception as error:  # as above
            if len(pages) == 1:
                yield pages, error
                return
            for number in pages:
                yield from self._tables(camelot, source, [number])


def _grids(table: Any, page: Page, reader: str, corner: tuple[float, float]) -> Iterator[Grid]:
    """The grid of one camelot table, unless it is no table at all."""
    angle = _reading_angle(table)
    width, height = _paper_size(table)
    xs = [table.cols[0][0], *(right for _, right in table.cols)]
    # Rows of the network may overlap; then the upper one ends where the lower one does.
    edges = (table.rows[0][0], *(bottom for _, bottom in table.rows))
    ys = list(accumulate((table.pdf_size[1] - edge for edge in edges), max))
    cells = table.cells
    regions = cover_regions(_spans(cells), len(cells), len(cells[0]))
    filled = [(region, Print(_text(cells, region))) for region in regions]
    grid = make_grid(xs, ys, filled, page.number, reader)
    if is_table(grid):
        paper = replace(page, width=width, height=height)
        yield place_on_page(turn_grid_back(grid, paper, angle) if angle else grid, page, *corner)


def _reading_angle(table: Any) -> int:
    """camelot turns a page whose print runs up or down until it is level; "anticlockwise" is bottom to top."""
    return {"anticlockwise": 90, "clockwise": 270}.get(table.rotation, 0)


def _paper_size(table: Any) -> tuple[float, float]:
    """Width and height of the paper, not cut, as the page is shown."""
    width, height = (float(side) for side in table.pdf_size)
    return (height, width) if _reading_angle(table) else (width, height)


def _visible_corner(source: PdfSource, table: Any, page: Page) -> tuple[float, float]:
    """Where the visible page begins on the paper, which camelot counts from: points from the left and the top."""
    width, height = _paper_size(table)
    if abs(width - page.width) < _SAME_SIZE and abs(height - page.height) < _SAME_SIZE:
        return 0.0, 0.0
    from pypdfium2 import PdfDocument as Pdfium

    with Pdfium(source.data, password=source.password) as pdf:
        shown = pdf[page.number - 1]
        paper, cut, rotation = shown.get_mediabox(), shown.get_cropbox(), shown.get_rotation()
    left, bottom, right, top = (abs(inner - outer) for inner, outer in zip(cut, paper, strict=True))
    return {0: (left, top), 90: (bottom, left), 180: (right, bottom), 270: (top, right)}[rotation]


def _text(cells: Sequence[Sequence[Any]], region: Region) -> str:
    """The lines of all places of a cell, hyphenation undone."""
    return join_lines(line for row, col in region.places for line in cells[row][col].text.split("\n"))


def _spans(cells: Sequence[Sequence[Any]]) -> Iterator[Region]:
    """Cells over several places, by the edges that are not drawn between them."""
    rows, cols = len(cells), len(cells[0])
    for row, col in product(range(rows), range(cols)):
        col_end, row_end = col + 1, row + 1
        while col_end < cols and not cells[row][col_end - 1].right and not cells[row][col_end].left:
            col_end += 1
        while row_end < rows and all(
            not cells[row_end - 1][inner].bottom and not cells[row_end][inner].top for inner in range(col, col_end)
        ):
            row_end += 1
        if (row_end - row, col_end - col) != (1, 1):
            yield Region(row, row_end, col, col_end)
