"""Random plans: heads of several levels, and bodies row by row."""

from __future__ import annotations

from random import Random

from tests.generator import words
from tests.generator.plan import CellPlan, Kind, TablePlan, Wishes
from tests.generator.words import NumberStyle


def make_plan(random: Random, wishes: Wishes) -> TablePlan:
    """A random table of the kind that is wished for."""
    stubs = 2 if wishes.two_stubs or wishes.numbered else 1
    cols = max(random.randint(*wishes.cols), stubs + (2 if wishes.head_spans else 1))
    style = NumberStyle(random, blanks=wishes.blanks, stars=wishes.stars, markers=wishes.markers)
    head = _head(random, wishes, cols, stubs)
    head_rows = max((cell.row + cell.row_span - 1 for cell in head), default=0)
    body = _Body(random, wishes, cols, stubs, style, head_rows)
    body.fill()
    return TablePlan(
        body.row,
        cols,
        head_rows,
        tuple(sorted((*head, *body.cells), key=lambda cell: (cell.row, cell.col))),
        frozenset(body.joined),
        frozenset(body.bare),
        1 if wishes.below_frame else 0,
    )


def _head(random: Random, wishes: Wishes, cols: int, stubs: int) -> list[CellPlan]:
    cells: list[CellPlan] = []
    first = 1
    if wishes.caption_row:
        cells.append(CellPlan(1, 1, random.choice(words.CAPTIONS), Kind.HEAD, 1, cols, bold=True))
        first = 2
    levels = wishes.head_levels
    if levels == 0:
        return cells
    bold = random.random() < 0.4
    for stub in range(1, stubs + 1):
        text = random.choice(words.STUB_HEADS) if random.random() < 0.75 or stub > 1 else ""
        if wishes.stub_head_spans or levels == 1:
            cells.append(CellPlan(first, stub, text, Kind.HEAD, levels, 1, bold=bold))
        else:
            cells.extend(CellPlan(first + level, stub, "", Kind.HEAD) for level in range(levels - 1))
            cells.append(CellPlan(first + levels - 1, stub, text, Kind.HEAD, bold=bold))
    while True:
        groups = _head_groups(random, wishes, range(stubs + 1, cols + 1), first, levels, bold)
        # A level without a cell of its own would be no row.
        if {cell.row for cell in groups} == set(range(first, first + levels)):
            return [*cells, *groups]


def _head_groups(random: Random, wishes: Wishes, cols: range, row: int, levels: int, bold: bool) -> list[CellPlan]:
    """Heads over a range of columns: on each but the last level groups that span columns."""
    if levels == 1:
        return [_leaf(random, wishes, row, col, 1, bold) for col in cols]
    cells = []
    col = cols.start
    spanned = False
    while col < cols.stop:
        left = cols.stop - col
        must_span = wishes.head_spans and not spanned and left >= 2
        width = min(left, random.choice((2, 2, 3, 4) if must_span or random.random() < 0.75 else (1,)))
        if wishes.widest_head and not spanned:
            width = left
        if width == 1 and random.random() < 0.7 and wishes.stub_head_spans and wishes.leaf_heads_span:
            cells.append(_leaf(random, wishes, row, col, levels, bold))
        else:
            cells.append(CellPlan(row, col, random.choice(words.GROUP_HEADS), Kind.HEAD, 1, width, bold=bold))
            cells.extend(_head_groups(random, wishes, range(col, col + width), row + 1, levels - 1, bold))
            spanned = spanned or width > 1
        col += width
    return cells


def _leaf(random: Random, wishes: Wishes, row: int, col: int, row_span: int, bold: bool) -> CellPlan:
    if wishes.rotated and random.random() < 0.85:
        return CellPlan(
            row, col, random.choice(words.ROTATED_HEADS), Kind.HEAD, row_span, 1, angle=wishes.rotated, bold=bold
        )
    if wishes.year_heads:
        return CellPlan(row, col, str(2010 + col), Kind.HEAD, row_span, 1, bold=bold)
    return CellPlan(row, col, random.choice(words.LEAF_HEADS), Kind.HEAD, row_span, 1, bold=bold)


class _Body:
    """Body rows, added one by one."""

    def __init__(
        self, random: Random, wishes: Wishes, cols: int, stubs: int, style: NumberStyle, head_rows: int
    ) -> None:
        self._random, self._wishes, self._cols, self._stubs, self._style = random, wishes, cols, stubs, style
        self.row = head_rows
        self._head_rows = head_rows
        self.cells: list[CellPlan] = []
        self.joined: set[int] = set()
        self.bare: set[int] = set()
        self._is_share = [wishes.shares and random.random() < 0.35 for _ in range(cols + 1)]
        self._empty = random.randint(stubs + 1, cols) if wishes.empty_column else 0
        lists = random.sample(words.STUB_LISTS, len(words.STUB_LISTS))
        pool = [label for labels in lists for label in random.sample(labels, len(labels))]
        if wishes.short_labels:
            pool = [label for label in pool if len(words.plain(label)) <= 22 and "(" not in label]
        # A label that comes again would let a table seem to begin again behind a page break.
        self._labels = [*pool, *(f"{label} {year}" for year in range(2012, 2020) for label in pool)][::-1]

    def fill(self) -> None:
        random, wishes = self._random, self._wishes
        count = random.randint(*wishes.body_rows)
        special = random.randint(1, max(1, count - 2))
        number = 0
        if wishes.total_first:
            self._data_row(random.choice(words.TOTALS), bold=random.random() < 0.5)
            number = 1
        while number < count:
            if number == special:
                self._special_rows()
            if wishes.row_groups and number and random.random() < 0.35:
                number += self._group(min(count - number, random.randint(2, 5)))
                continue
            if wishes.stub_spans and random.random() < 0.35 and count - number >= 2:
                number += self._stub_span(min(count - number, random.choice((2, 2, 3))))
                continue
            self._data_row(self._label())
            number += 1
        if wishes.below_frame:
            self._data_row(random.choice(("Summe", "Gesamt", "Insgesamt")))

    def _special_rows(self) -> None:
        wishes = self._wishes
        if wishes.section_rows:
            self.row += 1
            text = self._random.choice(words.CAPTIONS)
            self.cells.append(CellPlan(self.row, 1, text, Kind.SECTION, 1, self._cols, bold=True))
        if wishes.blank_row:
            self.row += 1
            self.cells.extend(CellPlan(self.row, col, "", Kind.FIGURE) for col in range(1, self._cols + 1))
        if wishes.parts_rows or wishes.bare_row:
            self.row += 1
            label = self._random.choice(words.PARTS_LABELS)
            self.cells.append(CellPlan(self.row, 1, label, Kind.STUB, loose=wishes.bare_row))
            self.cells.extend(CellPlan(self.row, col, "", Kind.FIGURE) for col in range(2, self._cols + 1))
            if wishes.bare_row:
                self.bare.add(self.row)

    def _label(self) -> str:
        return self._labels.pop()

    def _data_row(self, label: str, bold: bool = False, first_stub: bool = True, filled: bool = False) -> None:
        self.row += 1
        wishes = self._wishes
        if wishes.raised_marks and self._random.random() < 0.3:
            label += self._random.choice("¹²³")
        level = self._random.choice((0, 1, 1, 2)) if wishes.indented and not bold else 0
        if wishes.numbered:
            self.cells.append(CellPlan(self.row, 1, str(self.row - self._head_rows), Kind.STUB))
            self.cells.append(CellPlan(self.row, 2, label, Kind.STUB, bold=bold))
        elif first_stub:
            self.cells.append(CellPlan(self.row, 1, label, Kind.STUB, bold=bold, level=level))
        for stub in range(3 if wishes.numbered else 2, self._stubs + 1):
            text = self._random.choice(("männ|lich", "weib|lich", "un|be|kannt", "ge|samt"))
            self.cells.append(CellPlan(self.row, stub, text, Kind.STUB, bold=bold))
        if wishes.spanning_figures and self._random.random() < 0.2:
            width = self._random.randint(2, self._cols - self._stubs)
            text = self._random.choice(("keine Angaben", "k. A.", "nicht erfasst", "-"))
            self.cells.append(CellPlan(self.row, self._stubs + 1, text, Kind.FIGURE, 1, width))
            for col in range(self._stubs + 1 + width, self._cols + 1):
                self.cells.append(CellPlan(self.row, col, self._figure(col, True), Kind.FIGURE))
            return
        texts = [self._figure(col, filled) for col in range(self._stubs + 1, self._cols + 1)]
        if not any(texts):
            texts[-1] = self._style.figure(self._random)
        for col, text in enumerate(texts, self._stubs + 1):
            self.cells.append(CellPlan(self.row, col, text, Kind.FIGURE, bold=bold))

    def _figure(self, col: int, filled: bool) -> str:
        if col == self._empty:
            return ""
        random, style = self._random, self._style
        for _ in range(20):
            text = style.share(random) if self._is_share[col] else style.count(random)
            if text or not filled:
                return text
        return "0"

    def _group(self, rows: int) -> int:
        """Rows that are not ruled apart: each has a figure in every column, so that a person can tell them."""
        for number in range(rows):
            self._data_row(self._label(), filled=not self._wishes.group_blanks)
            if number:
                self.joined.add(self.row)
        return rows

    def _stub_span(self, rows: int) -> int:
        """A stub label beside several ruled rows."""
        first = self.row + 1
        self.cells.append(CellPlan(first, 1, self._label(), Kind.STUB, row_span=rows))
        for _ in range(rows):
            self._data_row("", first_stub=False)
        return rows
