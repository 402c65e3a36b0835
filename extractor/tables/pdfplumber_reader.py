"""pdfplumber as a table reader: its ruled tables, with its characters put into words of ours.

Its own text of a cell is not used: rotated heads come back with their letters and words reversed, thin blanks are
lost and characters drawn twice come twice. The words are made by its extractor with directions and gaps set, and
ordered like those of our own reader.
"""

from __future__ import annotations

import io
import math
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from typing import Any

from extractor.model.geometry import Box, turn_box
from extractor.model.issue import Issue
from extractor.model.page import Page, PdfDocument, PdfSource, Word
from extractor.model.table import Grid
from extractor.tables.cover import (
    Region,
    boundaries,
    cover_regions,
    in_order,
    make_grid,
    missing_reader,
    nearest,
    page_failed,
    place_on_page,
    print_in,
    wanted_pages,
)
from extractor.tables.native import is_table
from extractor.tables.sideways import reading_angle, turn_grid_back, turn_page

# Half way between kerning (0.1 em) and a blank (0.25 em), as in our own reading; the default of 3 points eats blanks.
_GAP = 0.15
# Characters of one line differ by less than this in height (superscripts); lines are 7 points and more apart.
_SAME_LINE = 3.0
# pdfplumber joins rules that are less than 3 points apart before it makes cells of them.
_SAME_EDGE = 1.5
# Characters drawn twice to look bold stand at most half a point beside each other.
_SAME_CHARACTER = 0.6
_DIRECTIONS = {
    0: {"line_dir": "ttb", "char_dir": "ltr"},
    90: {"line_dir_rotated": "ltr", "char_dir_rotated": "btt"},
    180: {"line_dir": "btt", "char_dir": "rtl"},
    270: {"line_dir_rotated": "rtl", "char_dir_rotated": "ttb"},
}


class PdfplumberReader:
    """Ruled tables as pdfplumber sees them."""

    name = "pdfplumber"

    def read_grids(
        self, source: PdfSource, document: PdfDocument, pages: tuple[int, ...] | None = None
    ) -> tuple[tuple[Grid, ...], tuple[Issue, ...]]:
        """See `TableReader`; raises `ExtractorError` where pdfplumber is not installed."""
        try:
            import pdfplumber
        except ImportError as error:
            raise missing_reader(self.name, error) from error
        grids: list[Grid] = []
        issues: list[Issue] = []
        waiting = deque(wanted_pages(document, pages))
        try:
            with pdfplumber.open(io.BytesIO(source.data), password=source.password) as pdf:
                while waiting:
                    page = waiting.popleft()
                    try:
                        with _closing(pdf.pages[page.number - 1]) as shown:
                            grids.extend(self._read_page(shown, page))
                    except Exception as error:  # whatever goes wrong in another reader costs pages, not the document
                        issues.append(page_failed(page.number, self.name, error))
        except Exception as error:  # it does not open; or not close, which looks at all pages once more
            issues.extend(page_failed(page.number, self.name, error) for page in waiting)
        return in_order(grids), tuple(issues)

    def _read_page(self, shown: Any, page: Page) -> Iterator[Grid]:
        tables = shown.find_tables()
        if not tables:
            return
        left, top = shown.cropbox[:2]
        words = list(_words(shown, left, top))
        # pdfplumber does not turn pages whose print runs up or down.
        angle = reading_angle(page)
        level = turn_page(replace(page, words=tuple(words)), angle)
        for table in tables:
            boxes = [
                turn_box(Box(x0 - left, y0 - top, x1 - left, y1 - top), page.width, page.height, angle)
                for x0, y0, x1, y1 in table.cells
            ]
            grid = _grid(boxes, level.words, page.number, self.name)
            if is_table(grid):
                yield place_on_page(turn_grid_back(grid, page, angle) if angle else grid, page)


@contextmanager
def _closing(page: Any) -> Iterator[Any]:
    """The page, which keeps every object it has read until it is closed."""
    try:
        yield page
    finally:
        page.close()


def _grid(boxes: Sequence[Box], words: Sequence[Word], page: int, reader: str) -> Grid:
    xs = boundaries((x for box in boxes for x in (box.x0, box.x1)), _SAME_EDGE)
    ys = boundaries((y for box in boxes for y in (box.y0, box.y1)), _SAME_EDGE)
    regions = [
        Region(nearest(ys, box.y0), nearest(ys, box.y1), nearest(xs, box.x0), nearest(xs, box.x1)) for box in boxes
    ]
    covered = cover_regions(regions, len(ys) - 1, len(xs) - 1)
    whole = Box(xs[0], ys[0], xs[-1], ys[-1])
    inside = [word for word in words if whole.contains(word.box.center_x, word.box.center_y)]
    cells = [
        (
            region,
            print_in(Box(xs[region.col], ys[region.row], xs[region.col_end], ys[region.row_end]), inside),
        )
        for region in covered
    ]
    return make_grid(xs, ys, cells, page, reader)


def _words(shown: Any, left: float, top: float) -> Iterator[Word]:
    from pdfplumber.utils.text import dedupe_chars, extract_words

    characters = dedupe_chars(shown.chars, tolerance=_SAME_CHARACTER)
    for angle, group in groupby(sorted(characters, key=_angle), key=_angle):
        # It names its tolerances x and y as for level print; for rotated print they change places.
        along, across = ("y", "x") if angle in (90, 270) else ("x", "y")
        gaps = {f"{along}_tolerance_ratio": _GAP, f"{across}_tolerance": _SAME_LINE}
        for word in extract_words(list(group), return_chars=True, **gaps, **_DIRECTIONS[angle]):
            yield _word(word, angle, left, top)


def _word(word: dict[str, Any], angle: int, left: float, top: float) -> Word:
    return Word(
        word["text"],
        word["x0"] - left,
        word["top"] - top,
        word["x1"] - left,
        word["bottom"] - top,
        float(word["chars"][0]["size"]),
        _is_bold(word["chars"]),
        angle,
    )


def _angle(character: dict[str, Any]) -> int:
    a, b = character["matrix"][:2]
    return round(math.degrees(math.atan2(b, a)) / 90) * 90 % 360


def _is_bold(characters: Iterable[dict[str, Any]]) -> bool:
    return all("bold" in str(character["fontname"]).casefold() for character in characters)
