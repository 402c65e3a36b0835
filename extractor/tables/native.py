"""Our own table reader: grids from the rules and words that the read stage found, nothing parsed again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractor.grammar.numbers import is_number
from extractor.model.geometry import Box
from extractor.model.issue import Issue
from extractor.model.page import Page, PdfDocument, PdfSource, Rule, Word
from extractor.model.table import Cell, Grid
from extractor.tables.alignment import box_of, find_aligned
from extractor.tables.beside import part_beside
from extractor.tables.columns import part_columns, part_spans, part_tall, without_gaps
from extractor.tables.cover import page_failed
from extractor.tables.fill import fill_lattice, put_words
from extractor.tables.frames import Frame, gather_frames, join_pieces, merge_frames
from extractor.tables.lattice import Lattice, build_lattice
from extractor.tables.levels import part_head_levels
from extractor.tables.outside import take_in_labels_beside, take_in_row_below
from extractor.tables.pieces import may_have_columns, text_rows
from extractor.tables.shades import edges_of_shades
from extractor.tables.sideways import reading_angle, turn_grid_back, turn_page
from extractor.tables.touching import part_touching
from extractor.tables.underlines import without_underlines

# The middle of a word may stand on the rim of its frame where the frame is drawn tightly.
_RIM = 1.5
# Frames whose edges differ by less than this have the same left or right side.
_SAME_SIDE = 4.0
# Among prose so many cells of figures make a table.
_FEWEST_FIGURES = 3
# Tables side by side begin at one height, give or take a line.
_SAME_HEIGHT = 12.0
# A row without side rules is one or two lines high: 10 to 25 points.
_GAP_ROW = 26.0


class NativeReader:
    """Grids from rules, and from alignment where rules are missing."""

    name = "native"

    def read_grids(
        self, source: PdfSource, document: PdfDocument, pages: tuple[int, ...] | None = None
    ) -> tuple[tuple[Grid, ...], tuple[Issue, ...]]:
        """See `TableReader`; ``source`` is not read again."""
        grids: list[Grid] = []
        issues: list[Issue] = []
        for page in document.pages:
            if pages is not None and page.number not in pages:
                continue
            try:
                grids.extend(read_page(page))
            except (ArithmeticError, LookupError, ValueError, RecursionError) as error:
                # A page drawn as none before must cost that page, not the document.
                issues.append(page_failed(page.number, self.name, error))
        return tuple(grids), tuple(issues)


def read_page(page: Page) -> list[Grid]:
    """The grids of one page from top to bottom, side by side ones from left to right."""
    angle = reading_angle(page)
    if angle:
        return [turn_grid_back(grid, page, angle) for grid in _read_level_page(turn_page(page, angle))]
    return _read_level_page(page)


def _read_level_page(page: Page) -> list[Grid]:
    gathered = gather_frames(join_pieces([*page.rules, *edges_of_shades(page)]))
    frames = [part for frame in gathered for part in part_beside(frame, page.words)]
    framed = _join_over_gap_rows([frame for frame in frames if frame.verticals], page.words)
    outside = _words_outside(page.words, [frame.box for frame in framed])
    grids = []
    for frame in (part for whole in framed for part in part_touching(whole, page.words)):
        lattice = build_lattice(without_underlines(frame, page.words))
        if lattice is None or _is_striped(frame, lattice):
            continue
        inside = words_inside(page.words, frame.box)
        lattice = part_tall(without_gaps(lattice, inside), inside)
        lattice = part_spans(part_columns(lattice, inside), inside)
        lattice = part_head_levels(lattice, inside)
        lattice = take_in_labels_beside(take_in_row_below(lattice, outside), outside, inside)
        words = put_words(lattice, words_inside(page.words, box_of(lattice)))
        grid = fill_lattice(lattice, words, page.number, NativeReader.name)
        if is_table(grid):
            grids.append(grid)
    grids.extend(
        _read_unframed(page, [rule for frame in frames if not frame.verticals for rule in frame.horizontals], grids)
    )
    return in_reading_order(grids)


def in_reading_order(grids: Sequence[Grid]) -> list[Grid]:
    """Grids from top to bottom; those that begin at one height from left to right."""
    ordered: list[list[Grid]] = []
    for grid in sorted(grids, key=lambda grid: grid.box.y0):
        if ordered and grid.box.y0 - ordered[-1][0].box.y0 <= _SAME_HEIGHT:
            ordered[-1].append(grid)
        else:
            ordered.append([grid])
    return [grid for row in ordered for grid in sorted(row, key=lambda grid: grid.box.x0)]


def _is_striped(frame: Frame, lattice: Lattice) -> bool:
    """Whether a frame is nothing but shaded stripes: they say where rows are, not where the table begins and ends."""
    return len(lattice.columns) == 2 and all(rule.thickness == 0.0 for rule in frame.verticals)


def _read_unframed(page: Page, rules: Sequence[Rule], framed: Sequence[Grid]) -> list[Grid]:
    """Tables among the words outside the framed ones; ``rules`` are horizontal and belong to no frame."""
    words = _words_outside(page.words, [grid.box for grid in framed])
    if not may_have_columns(words):
        return []
    grids = [
        fill_lattice(lattice, held, page.number, NativeReader.name) for lattice, held in find_aligned(words, rules)
    ]
    return [grid for grid in grids if is_table(grid)]


def _words_outside(words: Sequence[Word], boxes: Sequence[Box]) -> list[Word]:
    """The words whose middle stands in none of the boxes."""
    taken = {id(word) for box in boxes for word in words_inside(words, box)}
    return [word for word in words if id(word) not in taken]


def words_inside(words: Sequence[Word], box: Box) -> list[Word]:
    """The words whose middle stands in the box."""
    x0, y0, x1, y1 = box.x0 - _RIM, box.y0 - _RIM, box.x1 + _RIM, box.y1 + _RIM
    return [word for word in words if x0 <= (word.x0 + word.x1) / 2 <= x1 and y0 <= (word.y0 + word.y1) / 2 <= y1]


def is_table(grid: Grid) -> bool:
    """Whether a grid is a table and not a box around text: rows with print in several columns, or with figures.

    It is a box as well if most of its words stand in cells across all columns and hardly a figure in the others.
    """
    filled = [cell for cell in grid.cells if cell.text]
    rows = Counter(cell.row for cell in filled)
    if len(rows) < 2 or len({cell.col for cell in filled}) < 2:
        return False
    if _is_prose(filled, grid.cols):
        return sum(is_number(cell.text) for cell in filled) >= _FEWEST_FIGURES
    return sum(count >= 2 for count in rows.values()) >= 2 or any(is_number(cell.text) for cell in filled)


def _is_prose(filled: Sequence[Cell], cols: int) -> bool:
    """Whether most words of a grid stand in cells across all columns."""
    across = sum(len(cell.text.split()) for cell in filled if cell.col_span == cols)
    return across >= len(filled) and 2 * across > sum(len(cell.text.split()) for cell in filled)


def _join_over_gap_rows(frames: Sequence[Frame], words: Sequence[Word]) -> list[Frame]:
    """Frames that one row without side rules has cut apart put together again."""
    joined: list[Frame] = []
    for frame in frames:
        above = joined[-1] if joined else None
        if above is not None and _is_gap_row(above, frame, words):
            joined[-1] = merge_frames([above, frame])
        else:
            joined.append(frame)
    return joined


def _is_gap_row(above: Frame, below: Frame, words: Sequence[Word]) -> bool:
    """Whether what stands between two frames of one breadth is a row of theirs: cells under cells, figures go on."""
    upper, lower = above.box, below.box
    if abs(upper.x0 - lower.x0) > _SAME_SIDE or abs(upper.x1 - lower.x1) > _SAME_SIDE:
        return False
    if not 0 < lower.y0 - upper.y1 <= _GAP_ROW:
        return False
    between = text_rows(words_inside(words, Box(upper.x0, upper.y1 + _RIM, upper.x1, lower.y0 - _RIM)))
    crossed = any(
        piece.x0 < rule.position < piece.x1
        for row in between
        for piece in row.pieces
        for rule in above.verticals
        if rule.end > upper.y1 - _GAP_ROW
    )
    if not between or crossed:
        return False
    second = next((rule.position for rule in below.horizontals if rule.position > lower.y0 + _SAME_SIDE), lower.y1)
    first_row = text_rows(words_inside(words, Box(lower.x0, lower.y0, lower.x1, second)))
    return any(row.begins_body or row.begins_with_figure for row in first_row)
