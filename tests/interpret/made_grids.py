"""Tables made by hand for tests of meaning: a grid of words becomes a `Table`, and that a reading of it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.codes import load_code_lists
from extractor.interpret import Interpretation, interpret_tables
from extractor.model.geometry import Box
from extractor.model.observation import Observation
from extractor.model.page import PdfDocument, Version
from extractor.model.structure import FrontPage, Paragraph, ParagraphKind, Question, Structure
from extractor.model.table import Cell, Table, TablePart, TablePlace

LEFT, ABOVE = "<", "^"
"""``<`` and ``^`` in a grid: the place is covered by the cell to the left, or by the one above."""
_WIDTH, _HEIGHT = 80.0, 15.0
_SPACE = 4.0


def make_table(grid: Sequence[Sequence[str]], table_id: str = "p001t1") -> Table:
    """A table of one part; leading blanks of a text indent it by four points each."""
    rows, cols = len(grid), len(grid[0])
    cells = []
    for row in range(rows):
        for col in range(cols):
            text = grid[row][col]
            if text in (LEFT, ABOVE):
                continue
            col_span = 1
            while col + col_span < cols and grid[row][col + col_span] == LEFT:
                col_span += 1
            row_span = 1
            while row + row_span < rows and grid[row + row_span][col] == ABOVE:
                row_span += 1
            box = Box(col * _WIDTH, row * _HEIGHT, (col + col_span) * _WIDTH, (row + row_span) * _HEIGHT)
            indent = _SPACE * (len(text) - len(text.lstrip()))
            print_box = Box(box.x0 + 2 + indent, box.y0 + 2, box.x1 - 2, box.y1 - 2) if text.strip() else None
            cells.append(Cell(row + 1, col + 1, row_span, col_span, text.strip(), 1, box, print_box))
    part = TablePart(1, Box(0, 0, cols * _WIDTH, rows * _HEIGHT), 1, rows)
    return Table(table_id, (part,), rows, cols, tuple(cells), "native")


def interpret(
    grid: Sequence[Sequence[str]],
    *,
    question: str = "",
    lead_in: str = "",
    heading: str = "",
    notes: tuple[str, ...] = (),
    title: str = "",
) -> Interpretation:
    """What the stage makes of one table that stands in the answer to question 1."""
    table = make_table(grid)
    place = TablePlace(table.table_id, "1", question, lead_in, heading, notes)
    paragraphs = (Paragraph(1, ParagraphKind.ANSWER, lead_in, (), ("1",)),) if lead_in else ()
    structure = Structure(FrontPage(title=title), (Question("1", 1, 0.0, question),), paragraphs)
    document = PdfDocument("made.pdf", "0" * 64, 1, (), Version.LEKTORIERT)
    return interpret_tables("bt-99-1", document, structure, (table,), (place,), load_code_lists())


def figures(interpretation: Interpretation) -> dict[tuple[int, int], Observation]:
    """The observations of the table by row and column."""
    return {(one.row, one.col): one for one in interpretation.observations if one.row and one.col}
