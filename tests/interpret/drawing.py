"""Tables made by hand for tests of the interpret stage, without a PDF."""

from __future__ import annotations

from extractor.codes import load_code_lists
from extractor.interpret.surroundings import Paper
from extractor.interpret.tables import TableMeaning, interpret_table
from extractor.model.geometry import Box
from extractor.model.observation import Observation
from extractor.model.table import Cell, Table, TablePart, TablePlace

WIDTH, HEIGHT = 80.0, 16.0
INDENT = "    "
"""Four blanks before a label stand for an indentation of 12 points."""


def make_table(rows: list[list[str]], spans: dict[tuple[int, int], tuple[int, int]] | None = None) -> Table:
    """A grid of texts; ``spans`` gives rows and columns that a cell covers, by its row and column from 1."""
    spans = spans or {}
    covered = {
        (row + down, col + across)
        for (row, col), (rows_over, cols_over) in spans.items()
        for down in range(rows_over)
        for across in range(cols_over)
        if (down, across) != (0, 0)
    }
    cells = []
    for row, texts in enumerate(rows, 1):
        for col, text in enumerate(texts, 1):
            if (row, col) in covered:
                continue
            rows_over, cols_over = spans.get((row, col), (1, 1))
            x, y = 60 + (col - 1) * WIDTH, 100 + (row - 1) * HEIGHT
            box = Box(x, y, x + cols_over * WIDTH, y + rows_over * HEIGHT)
            begin = x + 4 + 3 * (len(text) - len(text.lstrip()))
            ink = Box(begin, y + 3, begin + 5 * len(text.strip()), y + 13) if text.strip() else None
            cells.append(Cell(row, col, rows_over, cols_over, text.strip(), 1, box, ink))
    cols = max(len(texts) for texts in rows)
    box = Box(60, 100, 60 + cols * WIDTH, 100 + len(rows) * HEIGHT)
    return Table("p001t1", (TablePart(1, box, 1, len(rows)),), len(rows), cols, tuple(cells), "native")


def interpret(
    rows: list[list[str]],
    lead_in: str = "",
    spans: dict[tuple[int, int], tuple[int, int]] | None = None,
    **place: str | tuple[str, ...],
) -> TableMeaning:
    """The meaning of a made table; ``place`` may give ``question_text``, ``heading``, ``notes``, and ``title``."""
    title = str(place.pop("title", ""))
    surroundings = TablePlace("p001t1", "1", lead_in=lead_in, **place)  # type: ignore[arg-type]
    paper = Paper("bt-99-1", "0" * 64, title, load_code_lists(), {}, {})
    return interpret_table(make_table(rows, spans), surroundings, paper)


def by_place(meaning: TableMeaning) -> dict[tuple[int, int], Observation]:
    """The observations by row and column."""
    return {(one.row or 0, one.col or 0): one for one in meaning.observations}
