"""The logical side of a table: its cells before they have a place on a page, and the grid that must come back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from tests.generator import words


class Kind(StrEnum):
    """What a cell is for; it decides how it is set."""

    HEAD = "head"
    STUB = "stub"
    FIGURE = "figure"
    SECTION = "section"


@dataclass(frozen=True)
class CellPlan:
    """One cell; row and column count from 1. ``loose``: its span cannot be told from the print.

    ``level``: how far a stub label is indented.
    """

    row: int
    col: int
    text: str
    kind: Kind
    row_span: int = 1
    col_span: int = 1
    angle: int = 0
    bold: bool = False
    loose: bool = False
    level: int = 0

    @property
    def expected(self) -> str:
        return words.plain(self.text)


@dataclass(frozen=True)
class TablePlan:
    """Cells that cover each grid place once. ``groups``: first rows of body stretches that are not ruled apart."""

    rows: int
    cols: int
    head_rows: int
    cells: tuple[CellPlan, ...]
    joined_rows: frozenset[int] = frozenset()
    """Rows without a rule between them and the row above."""
    bare_rows: frozenset[int] = frozenset()
    """Rows without side rules."""
    below_frame: int = 0
    """How many of the last rows stand below the frame."""

    def texts(self) -> list[list[str]]:
        """The grid with the text of a span in its top left place."""
        grid = [[""] * self.cols for _ in range(self.rows)]
        for cell in self.cells:
            grid[cell.row - 1][cell.col - 1] = cell.expected
        return grid

    def slice(self, rows: range, with_head: bool, extra: tuple[int, ...] = ()) -> TablePlan:
        """A part of the table for one page: head rows or not, ``extra`` body rows printed again, then ``rows``."""
        wanted = [*(range(1, self.head_rows + 1) if with_head else ()), *extra, *rows]
        numbers = {row: number for number, row in enumerate(wanted, 1)}
        cells = tuple(replace(cell, row=numbers[cell.row]) for cell in self.cells if cell.row in numbers)
        joined = frozenset(numbers[row] for row in self.joined_rows if row in numbers and row - 1 in numbers)
        bare = frozenset(numbers[row] for row in self.bare_rows if row in numbers)
        return replace(
            self,
            rows=len(wanted),
            head_rows=self.head_rows if with_head else 0,
            cells=cells,
            joined_rows=joined,
            bare_rows=bare,
            below_frame=self.below_frame if self.rows in rows else 0,
        )


@dataclass
class Wishes:
    """What a table is to be like; the defaults give a plain ruled table."""

    cols: tuple[int, int] = (3, 8)
    body_rows: tuple[int, int] = (4, 14)
    head_levels: int = 1
    head_spans: bool = False
    stub_head_spans: bool = True
    leaf_heads_span: bool = True
    caption_row: bool = False
    rotated: int = 0
    stub_spans: bool = False
    two_stubs: bool = False
    section_rows: bool = False
    parts_rows: bool = False
    total_first: bool = False
    blank_row: bool = False
    row_groups: bool = False
    bare_row: bool = False
    below_frame: bool = False
    shares: bool = True
    blanks: bool = True
    empty_column: bool = False
    short_labels: bool = False
    stars: bool | None = None
    widest_head: bool = False
    year_heads: bool = False
    raised_marks: bool = False
    spanning_figures: bool = False
    indented: bool = False
    numbered: bool = False
    group_blanks: bool = False
    markers: bool = False
    features: set[str] = field(default_factory=set)
