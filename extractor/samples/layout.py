"""Where everything of a sample stands: pages, questions, tables and the places of their cells, from data.toml alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of a stitched grid, counted from 1; ``source`` is its entry (or the row's), empty for plain text."""

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    page: int
    source: Entry


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row of a stitched grid; ``kind`` is ``head``, ``title``, ``data``, ``open``, ``section`` or ``separator``."""

    number: int
    kind: str
    page: int
    cells: tuple[PlacedCell, ...]
    source: Entry


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table with its place in the document; ``block`` is its entry in data.toml."""

    table_id: str
    question_id: str
    rows: tuple[PlacedRow, ...]
    cols: int
    head_rows: int
    stub_cols: int
    block: Entry
    lead_in: str
    notes: tuple[str, ...]

    @property
    def first_page(self) -> int:
        return self.rows[0].page

    @property
    def last_page(self) -> int:
        return self.rows[-1].page

    def body_row(self, number: int) -> int:
        """The row of the grid that is the ``number``-th below the head."""
        return self.head_rows + number


@dataclass(frozen=True, slots=True)
class PlacedQuestion:
    """A question with the page of its wording and of its answer."""

    question_id: str
    page: int
    answer_page: int
    block: Entry


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A figure in a sentence of an answer; ``obs`` is ``{question_id}:s{n}``."""

    name: str
    obs: str
    question_id: str
    page: int
    source: Entry


@dataclass(slots=True)
class Layout:
    """Everything of a document in its place."""

    pages: int = 1
    questions: list[PlacedQuestion] = field(default_factory=list)
    tables: list[PlacedTable] = field(default_factory=list)
    figures: list[PlacedFigure] = field(default_factory=list)


def place(data: Entry) -> Layout:
    """Goes through the blocks in order; every page break stands in the data, so that no typesetter is asked."""
    layout = Layout()
    question, counts, lead_in = "", dict[str, int](), ""
    blocks = data["blocks"]
    for index, block in enumerate(blocks):
        kind = block["kind"]
        if kind == "page":
            layout.pages += 1
        elif kind == "question":
            question = block["id"]
            answer = _pages_until_answer(blocks[index + 1 :])
            layout.questions.append(PlacedQuestion(question, layout.pages, layout.pages + answer, block))
        elif kind == "answer":
            lead_in = filled(block)
            for one in block.get("figures", ()):
                counts[question] = counts.get(question, 0) + 1
                obs = f"{question}:s{counts[question]}"
                layout.figures.append(PlacedFigure(one["name"], obs, question, layout.pages, one))
        elif kind == "table":
            notes = tuple(_notes(blocks[index + 1 :]))
            layout.tables.append(_table(block, question, layout, lead_in, notes))
            layout.pages = layout.tables[-1].last_page
    return layout


def filled(block: Entry) -> str:
    """The text of an answer with its figures as printed."""
    text: str = block["text"]
    for one in block.get("figures", ()):
        text = text.replace("{" + one["name"] + "}", one["raw"])
    return text


def _pages_until_answer(blocks: Sequence[Entry]) -> int:
    """How many page breaks come before the answer begins; of several questions in a row the answer is common."""
    breaks = 0
    for block in blocks:
        if block["kind"] in ("answer", "table"):
            return breaks
        breaks += block["kind"] == "page"
    raise ValueError("a question without an answer")


def _notes(blocks: Sequence[Entry]) -> Iterator[str]:
    for block in blocks:
        if block["kind"] != "note":
            return
        yield block["text"]


def _table(block: Entry, question: str, layout: Layout, lead_in: str, notes: tuple[str, ...]) -> PlacedTable:
    page = layout.pages
    on_page = sum(table.first_page == page for table in layout.tables)
    head = block.get("head", [])
    cols = len(block["widths"])
    grid: list[PlacedRow] = []
    taken: set[tuple[int, int]] = set()
    titles = block.get("title_rows", 0)
    for number, cells in enumerate(head, 1):
        kind = "title" if number <= titles else "head"
        grid.append(PlacedRow(number, kind, page, tuple(_cells(cells, number, page, taken, cols)), {}))
    for row in block["rows"]:
        page += row.get("page", False)
        number = len(grid) + 1
        cells = tuple(_cells(row["cells"], number, page, taken, cols))
        grid.append(PlacedRow(number, row.get("kind", "data"), page, cells, row))
    return PlacedTable(
        table_id=f"p{layout.pages:03d}t{on_page + 1}",
        question_id=question,
        rows=tuple(grid),
        cols=cols,
        head_rows=len(head),
        stub_cols=block.get("stub_cols", 1),
        block=block,
        lead_in=lead_in,
        notes=notes,
    )


def _cells(entries: Sequence[Any], row: int, page: int, taken: set[tuple[int, int]], cols: int) -> Iterator[PlacedCell]:
    """The cells of one row in the places that no spanning cell above covers, as in HTML."""
    col = 1
    for entry in entries:
        while (row, col) in taken:
            col += 1
        source: Entry = entry if isinstance(entry, Mapping) else {"text": entry}
        row_span, col_span = source.get("rows", 1), source.get("cols", 1)
        taken.update((row + down, col + across) for down in range(row_span) for across in range(col_span))
        yield PlacedCell(row, col, row_span, col_span, printed_text(source), page, source)
        col += col_span
    missing = [place for place in range(1, cols + 1) if (row, place) not in taken]
    if missing or col > cols + 1:
        raise ValueError(f"row {row} does not fill its {cols} columns")


def printed_text(source: Entry) -> str:
    """The text of a cell; ``|`` in the data is a line break that the page asks for.

    A hyphen before it divides a word where a small letter follows ("Entschei-|dungen") and goes.
    """
    text: str = source["text"]
    return re.sub(r"-\|(?=[a-zäöüß])", "", text).replace("|", " ")
