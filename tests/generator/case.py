"""A PDF with the tables that must be found in it, and the pages it is put together from."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.generator import words
from tests.generator.layout import Layout, TooBroadError
from tests.generator.pen import PORTRAIT, Pen
from tests.generator.plan import TablePlan

LEFT = 62.0
# The read stage takes running heads off above 10.5 % of the page; bodies of the papers begin at 11.6 %.
TOP, FOOT = 100.0, 775.0
_PROSE_FONT, _PROSE_SIZE, _PROSE_LEADING = "Times-Roman", 11.0, 13.2


@dataclass(frozen=True)
class ExpectedCell:
    """One cell as it must come back. ``x``, ``y``: the middle of its print on ``page``, ``None`` where it is blank."""

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    page: int
    x: float | None
    y: float | None
    loose: bool


@dataclass(frozen=True)
class ExpectedTable:
    """A table as it must come back, stitched."""

    rows: int
    cols: int
    cells: tuple[ExpectedCell, ...]
    pages: tuple[int, ...]

    def texts(self) -> list[list[str]]:
        grid = [[""] * self.cols for _ in range(self.rows)]
        for cell in self.cells:
            grid[cell.row - 1][cell.col - 1] = cell.text
        return grid


@dataclass(frozen=True)
class Case:
    """One generated document."""

    seed: int
    scenario: str
    features: frozenset[str]
    pdf: bytes
    tables: tuple[ExpectedTable, ...]


@dataclass
class Part:
    """A layout on a page; ``rows[i]`` is the row of the whole table that row ``i + 1`` prints, 0 for a repeated one."""

    layout: Layout
    page: int
    x: float
    y: float
    rows: list[int]
    turned: int = 0
    size: tuple[float, float] = PORTRAIT


@dataclass
class Book:
    """Pages filled from top to bottom. ``turn``: content turned on an upright page (the grid's boxes turn with it)."""

    random: Random
    pen: Pen = field(default_factory=Pen)
    page: int = 0
    y: float = TOP
    foot: float = FOOT
    tables: list[ExpectedTable] = field(default_factory=list)
    running_head: bool = True
    margin_note: bool = False
    turn: int = 0
    size: tuple[float, float] = PORTRAIT

    def new_page(
        self, turn: int = 0, rotation: int = 0, crop: tuple[float, float] | None = None, landscape: bool = False
    ) -> None:
        """The next page; ``turn`` without ``rotation`` is a sideways table on an upright page."""
        width, height = (PORTRAIT[1], PORTRAIT[0]) if landscape else PORTRAIT
        self.pen.new_page(width, height, turn, rotation, crop)
        self.page += 1
        self.turn = turn if not rotation else 0
        self.size = (width, height)
        self.y = TOP if not landscape else 0.118 * height
        self.foot = FOOT if not landscape else 0.92 * height
        if self.running_head and not self.turn:
            number = f"– {self.page} –"
            self.pen.text(LEFT, 66, "Deutscher Bundestag – 19. Wahlperiode", "Times-Roman", 10)
            self.pen.text(width / 2, 66, number, "Times-Roman", 10)
            self.pen.text(width - LEFT - 95, 66, "Drucksache 19/1234", "Helvetica-Bold", 10)
            self.pen.stroke(LEFT, 70, width - LEFT, 70, 0.5)
        if self.margin_note and not landscape:
            self.pen.text(
                width - 22, 620, "Vorabfassung – wird durch die lektorierte Version ersetzt.", "Helvetica", 12, 90
            )

    def paragraph(self, text: str, gap: float = 10.0) -> None:
        """Justified prose below what is there; raises `TooBroadError` where the page is full."""
        width = 360.0 if self.random.random() < 0.7 else 470.0
        line: list[str] = []
        lines: list[list[str]] = []
        for word in text.split():
            if line and stringWidth(" ".join([*line, word]), _PROSE_FONT, _PROSE_SIZE) > width:
                lines.append(line)
                line = []
            line.append(word)
        lines.append(line)
        if self.y + len(lines) * _PROSE_LEADING > self.foot:
            raise TooBroadError
        for number, words_of_line in enumerate(lines):
            self.y += _PROSE_LEADING
            if number < len(lines) - 1:
                self.pen.justified(LEFT, self.y, words_of_line, width, _PROSE_FONT, _PROSE_SIZE)
            else:
                self.pen.text(LEFT, self.y, " ".join(words_of_line), _PROSE_FONT, _PROSE_SIZE)
        self.y += gap

    def line(self, text: str, font: str, size: float, gap: float) -> None:
        """One line of its own below what is there, ``gap`` points above what follows."""
        self.y += size
        self.pen.text(LEFT, self.y, text, font, size)
        self.y += 0.25 * size + gap
        if self.y > self.foot:
            raise TooBroadError

    def prose(self, least: int = 1, most: int = 3) -> None:
        """Some paragraphs, the last one introducing a table."""
        for _ in range(self.random.randint(least, most)):
            self.paragraph(words.prose(self.random, self.random.randint(1, 3)))
        self.paragraph(words.lead_in(self.random), gap=14.0)

    def table(self, layout: Layout, x: float = LEFT, gap: float = 16.0) -> None:
        """A whole table below what is there."""
        self.place([Part(layout, self.page, x, self.y, list(range(1, layout.plan.rows + 1)))], layout.plan)
        self.y += layout.height + gap

    def place(self, parts: list[Part], plan: TablePlan) -> None:
        """Draws the parts that stand on the page in hand and notes the table; raises `TooBroadError` below the foot."""
        for part in parts:
            self.draw(part)
        self.note(parts, plan)

    def draw(self, part: Part) -> None:
        if part.y + part.layout.height > self.foot + 1 or part.x + part.layout.width > self.size[0] - 30:
            raise TooBroadError
        part.turned, part.size = self.turn, self.size
        self.pen.table(part.layout, part.x, part.y)

    def note(self, parts: list[Part], plan: TablePlan) -> None:
        """The table of these parts is expected."""
        cells = []
        for part in parts:
            for cell in part.layout.cells:
                row = part.rows[cell.plan.row - 1]
                if not row:
                    continue
                x = y = None
                if cell.lines:
                    middle_x, middle_y = cell.middle(part.layout.style)
                    x, y = _shown(middle_x + part.x, middle_y + part.y, part)
                cells.append(
                    ExpectedCell(
                        row,
                        cell.plan.col,
                        cell.plan.row_span,
                        cell.plan.col_span,
                        cell.plan.expected,
                        part.page,
                        x,
                        y,
                        cell.plan.loose,
                    )
                )
        self.tables.append(ExpectedTable(plan.rows, plan.cols, tuple(cells), tuple(part.page for part in parts)))


def _shown(x: float, y: float, part: Part) -> tuple[float, float]:
    """A point of the content on the page as it is shown."""
    width, height = part.size
    if part.turned == 90:
        return y, width - x
    if part.turned == 270:
        return height - y, x
    if part.turned == 180:
        return width - x, height - y
    return x, y
