"""Our own table reader: grids from the rules and words that the read stage found, nothing parsed again."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.geometry import Box
from extractor.model.issue import Issue
from extractor.model.page import Page, PdfDocument, PdfSource, Word
from extractor.model.table import Grid
from extractor.tables.fill import fill_lattice
from extractor.tables.frames import Frame, gather_frames, join_pieces, merge_frames
from extractor.tables.lattice import build_lattice

# The middle of a word may stand on the rim of its frame where the frame is drawn tightly.
_RIM = 1.5
# Frames whose edges differ by less than this have the same left or right side.
_SAME_SIDE = 4.0
# A row without side rules is one or two lines high: 10 to 25 points.
_GAP_ROW = 26.0


class NativeReader:
    """Grids from rules, and from alignment where rules are missing."""

    name = "native"

    def read_grids(
        self, source: PdfSource, document: PdfDocument, pages: tuple[int, ...] | None = None
    ) -> tuple[tuple[Grid, ...], tuple[Issue, ...]]:
        """See `TableReader`; ``source`` is not read again."""
        wanted = [page for page in document.pages if pages is None or page.number in pages]
        return tuple(grid for page in wanted for grid in read_page(page)), ()


def read_page(page: Page) -> list[Grid]:
    """The grids of one page from top to bottom, side by side ones from left to right."""
    frames = [frame for frame in gather_frames(join_pieces(page.rules)) if frame.verticals]
    grids = []
    for frame in _join_over_gap_rows(frames, page.words):
        lattice = build_lattice(frame)
        if lattice is None:
            continue
        grid = fill_lattice(lattice, words_inside(page.words, frame.box), page.number, NativeReader.name)
        if is_table(grid):
            grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.box.y0, grid.box.x0))


def words_inside(words: Sequence[Word], box: Box) -> list[Word]:
    """The words whose middle stands in the box."""
    x0, y0, x1, y1 = box.x0 - _RIM, box.y0 - _RIM, box.x1 + _RIM, box.y1 + _RIM
    return [word for word in words if x0 <= (word.x0 + word.x1) / 2 <= x1 and y0 <= (word.y0 + word.y1) / 2 <= y1]


def is_table(grid: Grid) -> bool:
    """Whether a grid is a table and not a box around text: print in at least two rows and two columns."""
    filled = [cell for cell in grid.cells if cell.text]
    return len({cell.row for cell in filled}) >= 2 and len({cell.col for cell in filled}) >= 2


def _join_over_gap_rows(frames: Sequence[Frame], words: Sequence[Word]) -> list[Frame]:
    """Frames that one row without side rules has cut apart put together again."""
    joined: list[Frame] = []
    for frame in frames:
        above = joined[-1] if joined else None
        if above is not None and _is_gap_row(above.box, frame.box, words):
            joined[-1] = merge_frames([above, frame])
        else:
            joined.append(frame)
    return joined


def _is_gap_row(above: Box, below: Box, words: Sequence[Word]) -> bool:
    if abs(above.x0 - below.x0) > _SAME_SIDE or abs(above.x1 - below.x1) > _SAME_SIDE:
        return False
    if not 0 < below.y0 - above.y1 <= _GAP_ROW:
        return False
    return bool(words_inside(words, Box(above.x0, above.y1 + _RIM, above.x1, below.y0 - _RIM)))
