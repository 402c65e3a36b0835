"""Which rows of a table are head, which columns stub, what is body: told by where the figures stand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from extractor.grammar.labels import is_year, opens_parts
from extractor.grammar.numbers import is_number
from extractor.model.table import Cell, CellRole, Table

# A column holds figures when most of its filled body cells are figures; a single dash in a column of words is none.
_MOSTLY = 0.5
# A second head inside a table repeats at least half of the words of the first.
_REPEATED = 0.5
# Beside a class ("16 bis unter 18"), "unter 16" is no figure but a class as well.
_CLASS = re.compile(
    r"\d+\s?(?:bis|[-–])\s?(?:unter\s)?\d+(?:\sJahren?)?|\d+\s(?:Jahren?\s)?(?:und|oder)\s(?:älter|mehr)"
)
_NOTE = re.compile(r"[*†¹²³⁴⁵⁶⁷⁸⁹]|\d{1,2}\)\s|(?:Quelle|Stand|Hinweis|Anmerkung|Erläuterung)\w*\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """The rows of a table sorted by what they are for; rows and columns from 1.

    ``figure_columns`` hold values, ``stub_of`` gives for each of them the columns in which its labels stand, from left
    to right. ``heads`` has the head rows above each data row's block: (first data row of the block, head rows).
    ``head_rows`` and ``stub_cols`` count those at the top and left.
    """

    title_rows: tuple[int, ...]
    head_rows: int
    stub_cols: int
    heads: tuple[tuple[int, tuple[int, ...]], ...]
    data_rows: tuple[int, ...]
    section_rows: tuple[int, ...]
    note_rows: tuple[int, ...]
    figure_columns: tuple[int, ...]
    stub_of: dict[int, tuple[int, ...]]

    def head_of(self, row: int) -> tuple[int, ...]:
        """The head rows that hold for a data row."""
        return [rows for first, rows in self.heads if first <= row][-1] if self.heads else ()


def read_layout(table: Table) -> Layout:
    """The layout of a table, from its figures alone."""
    rows = rows_of(table)
    with_figures = [number for number, row in rows.items() if _is_data_row(row)]
    first_data = with_figures[0] if with_figures else table.rows + 1
    figure_columns = _figure_columns(table, [rows[number] for number in with_figures])
    leading = [number for number in range(1, first_data) if not _opens_parts(rows[number])]
    top = leading[-1] if leading else 0
    head_rows = [number for number in range(1, top + 1) if any(cell.text for cell in rows[number])]
    titles = _title_rows(rows, head_rows, table.cols)
    while len(head_rows) > len(titles) + 1 and _spans_all(rows[head_rows[-1]], table.cols):
        top = head_rows.pop() - 1
    heads: list[tuple[int, tuple[int, ...]]] = [(top + 1, tuple(row for row in head_rows if row not in titles))]
    kinds: dict[str, list[int]] = {"data": [], "section": [], "note": [], "blank": []}
    pending: list[int] = []
    of_head = frozenset(cell.text for number in head_rows for cell in rows[number] if cell.text)
    for number in range(top + 1, table.rows + 1):
        row = rows[number]
        if _is_second_head(row, of_head, figure_columns):
            pending.append(number)
            continue
        if pending:
            heads.append((number, tuple(pending)))
            pending = []
        kinds[_kind_of_row(row, figure_columns)].append(number)
    stub_of = _stubs(figure_columns, table.cols)
    return Layout(
        titles,
        top,
        (figure_columns[0] - 1) if figure_columns else table.cols,
        tuple(heads),
        tuple(kinds["data"]),
        tuple(kinds["section"]),
        tuple(kinds["note"]),
        figure_columns,
        stub_of,
    )


def rows_of(table: Table) -> dict[int, list[Cell]]:
    """The cells that begin in each row, from left to right."""
    rows: dict[int, list[Cell]] = {number: [] for number in range(1, table.rows + 1)}
    for cell in table.cells:
        rows[cell.row].append(cell)
    return rows


def roles_of(table: Table, layout: Layout) -> tuple[CellRole, ...]:
    """What each cell of a table is for, in the order of ``table.cells``."""
    of_row = dict.fromkeys(range(1, layout.head_rows + 1), CellRole.HEAD)
    of_row.update(dict.fromkeys(layout.section_rows, CellRole.SECTION))
    of_row.update(dict.fromkeys(layout.note_rows, CellRole.NOTE))
    for _, rows in layout.heads:
        of_row.update(dict.fromkeys(rows, CellRole.HEAD))
    of_row.update(dict.fromkeys(layout.title_rows, CellRole.TITLE))
    figures = set(layout.figure_columns)
    return tuple(
        of_row.get(cell.row) or (CellRole.BODY if cell.col in figures else CellRole.STUB) for cell in table.cells
    )


def _is_data_row(row: list[Cell]) -> bool:
    """Whether a row has figures beside its label that are neither years nor the numbers of the columns."""
    filled = [cell for cell in row if cell.text]
    figures = [cell for cell in filled if cell.row_span == 1 and is_number(cell.text)]
    # A figure alone in the first column labels the row, unless the whole row is figures.
    if len(figures) < len(filled):
        figures = [cell for cell in figures if cell.col > 1]
    if not figures or all(is_year(cell.text) for cell in figures):
        return False
    if any(_CLASS.fullmatch(cell.text) for cell in filled if cell.col > 1) and all(
        cell.text[0].isalpha() for cell in figures
    ):
        return False
    texts = [cell.text for cell in filled]
    if len(texts) < 3 or not texts[0].isdecimal():
        return True
    return texts != [str(number) for number in range(int(texts[0]), int(texts[0]) + len(texts))]


def _opens_parts(row: list[Cell]) -> bool:
    filled = [cell for cell in row if cell.text]
    return len(filled) == 1 and filled[0].col == 1 and opens_parts(filled[0].text)


def _figure_columns(table: Table, data: list[list[Cell]]) -> tuple[int, ...]:
    filled: Counter[int] = Counter()
    figures: Counter[int] = Counter()
    words: dict[int, list[str]] = {}
    for row in data:
        for cell in row:
            if cell.text and cell.col_span == 1:
                filled[cell.col] += 1
                figures[cell.col] += is_number(cell.text)
                words.setdefault(cell.col, []).append(cell.text)
    columns = [column for column in range(1, table.cols + 1) if figures[column] > _MOSTLY * filled[column]]
    # A first column of years or of running numbers labels the rows.
    while columns and columns[0] == 1 and _labels_rows(words[1]):
        columns.pop(0)
    if len(columns) > 1 and columns[0] == 2 and 1 not in figures and counts_up(words.get(2, [])):
        columns.pop(0)
    return tuple(columns)


def _labels_rows(texts: list[str]) -> bool:
    """Whether a first column of figures names the rows: years, running numbers, or classes ("unter 18", "über 65").

    Beside them a total or a part year may stand in words.
    """
    figures = [text for text in texts if is_number(text)]
    classes = any(text[0].isalpha() for text in figures)
    return classes or all(is_year(text) for text in figures) or counts_up(texts) or counts_up(figures)


def counts_up(texts: list[str]) -> bool:
    """Whether texts are running numbers, perhaps with a point behind them."""
    numbers = [text.rstrip(".") for text in texts]
    if len(numbers) < 3 or not all(number.isdecimal() for number in numbers):
        return False
    first = int(numbers[0])
    return [int(number) for number in numbers] == list(range(first, first + len(numbers)))


def _title_rows(rows: dict[int, list[Cell]], head_rows: list[int], cols: int) -> tuple[int, ...]:
    """Rows at the top that one text spans: the caption inside the frame."""
    titles = []
    for number in head_rows:
        filled = [cell for cell in rows[number] if cell.text]
        if len(filled) == 1 and filled[0].col_span >= max(2, cols - 1) and filled[0].col <= 2 and cols > 1:
            titles.append(number)
        else:
            break
    return tuple(titles)


def _spans_all(row: list[Cell], cols: int) -> bool:
    """Whether one text goes over all columns: below the heads of the columns it is a section and heads none of them."""
    filled = [cell for cell in row if cell.text]
    return len(filled) == 1 and filled[0].col == 1 and filled[0].col_span == cols > 1


def _is_second_head(row: list[Cell], of_head: frozenset[str], figure_columns: tuple[int, ...]) -> bool:
    """Whether a row inside the body heads what follows: it repeats the first head above its labels or its figures."""
    over = [cell.text for cell in row if cell.text and cell.col in figure_columns]
    if not over or any(is_number(text) and not is_year(text) for text in over):
        return False
    labels = [cell.text for cell in row if cell.text and cell.col < figure_columns[0]]
    if labels and all(label in of_head for label in labels):
        return True
    return sum(text in of_head for text in over) >= _REPEATED * len(over)


def _kind_of_row(row: list[Cell], figure_columns: tuple[int, ...]) -> str:
    filled = [cell for cell in row if cell.text]
    if not filled:
        return "blank"
    if any(cell.col in figure_columns and cell.col_span == 1 for cell in filled):
        return "data"
    if _NOTE.match(filled[0].text):
        return "note"
    return "section"


def _stubs(figure_columns: tuple[int, ...], cols: int) -> dict[int, tuple[int, ...]]:
    """The label columns of each column of figures: the nearest ones to its left."""
    stub_of: dict[int, tuple[int, ...]] = {}
    stub: tuple[int, ...] = ()
    labels = [column for column in range(1, cols + 1) if column not in figure_columns]
    for column in figure_columns:
        nearest = tuple(label for label in labels if label < column)
        run = [label for label in nearest if all(other in nearest for other in range(label, max(nearest) + 1))]
        stub = tuple(run) if nearest else stub
        stub_of[column] = stub
    return stub_of
