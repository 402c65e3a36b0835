"""Grids of cells: as read from one page, and as stitched over page breaks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractor.model.geometry import Box

RECOGNISED = "ocr"
"""What stands for the reader where the words of a table were recognised in a picture of the page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid; spans cover ``row_span`` x ``col_span`` grid places from ``row``, ``col`` (from 1).

    ``text`` has its lines joined by one space and hyphenation undone; ``text_box`` is that of the print inside the
    cell (``None`` where it is blank), so that indentation and alignment can be told.
    """

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    page: int
    box: Box
    text_box: Box | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as one reader sees it on one page: every grid place is covered by exactly one cell."""

    page: int
    box: Box
    rows: int
    cols: int
    cells: tuple[Cell, ...]
    reader: str


@dataclass(frozen=True, slots=True)
class TablePart:
    """The piece of a stitched table on one page: which rows of the table stand there, and where.

    ``dropped_rows`` rows of a repeated head (and subtotal) of this page are left out of the table.
    """

    page: int
    box: Box
    first_row: int
    last_row: int
    dropped_rows: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table over one or more pages. ``table_id`` is ``p010t1``: the first table that starts on page 10.

    ``joined_by`` says why the parts were joined: ``repeated_head``, ``same_columns`` and so on, empty for one part.
    """

    table_id: str
    parts: tuple[TablePart, ...]
    rows: int
    cols: int
    cells: tuple[Cell, ...]
    reader: str
    joined_by: str = ""

    @property
    def first_page(self) -> int:
        return self.parts[0].page

    @property
    def last_page(self) -> int:
        return self.parts[-1].page


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table stands in the document: its question, the words around it.

    ``lead_in`` is the last sentence or paragraph before it, ``heading`` a line of its own directly above the frame (a
    title that is no sentence), ``notes`` the lines directly below it (footnotes, Hinweis, Quelle).
    """

    table_id: str
    question_id: str = ""
    question_text: str = ""
    lead_in: str = ""
    heading: str = ""
    notes: tuple[str, ...] = ()


class CellRole(StrEnum):
    """What a cell is for."""

    HEAD = "head"
    STUB = "stub"
    BODY = "body"
    SECTION = "section"
    TITLE = "title"
    NOTE = "note"


class TableStatus(StrEnum):
    """What the checks say of a table as a whole."""

    VERIFIED = "verified"
    CONSISTENT = "consistent"
    UNVERIFIED = "unverified"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note below a table: ``mark`` as printed (``*``, ``1)``), empty for an unmarked one (Hinweis, Quelle).

    ``scope`` is ``table``, or the cells that carry the mark as ``r3c2;r5c2``.
    """

    footnote_id: str
    table_id: str
    page: int
    mark: str
    text: str
    scope: str


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table understood: which rows are head, which columns stub, and what each cell is for.

    ``roles`` has one entry for each entry of ``table.cells``, in their order.
    """

    table: Table
    place: TablePlace
    head_rows: int
    stub_cols: int
    caption: str
    roles: tuple[CellRole, ...]
    topic: str = ""
    footnotes: tuple[Footnote, ...] = ()
    status: TableStatus = TableStatus.UNVERIFIED
    reason: str = ""
