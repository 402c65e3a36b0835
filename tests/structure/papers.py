"""Papers made of lines for the tests of this stage, in the Bundestag's layout but of any size."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.model.geometry import Box
from extractor.model.page import Line, Page, PdfDocument, Rule, Version
from extractor.model.table import Table, TablePart

WIDTH, HEIGHT = 595.0, 842.0
FILLER = "Die Bundesregierung hat hierzu im Rahmen der Beantwortung keine weiteren eigenen Erkenntnisse mitzuteilen."


@dataclass
class Paper:
    """Builds pages from the top; sizes in points. ``scale`` enlarges all type and distances to the left edge."""

    body: float = 10.5
    small: float = 9.5
    scale: float = 1.0
    left: float = 60.0
    pages: list[list[Line]] = field(default_factory=lambda: [[]])
    rules: list[list[Rule]] = field(default_factory=lambda: [[]])
    y: float = 55.0

    def put(self, text: str, size: float, left: float, *, bold: bool = False, gap: float = 1.2) -> Line:
        """One line ``gap`` type sizes below the last one's top; returns it."""
        size *= self.scale
        self.y += gap * size
        line = Line(text, left, self.y, left + 0.45 * size * len(text), self.y + size, size, bold, 0)
        self.pages[-1].append(line)
        return line

    def front(self, number: str = "19/8701", kind: str = "Antwort", date: str = "25.03.2019") -> None:
        """The head of a first page and the title block of an answer."""
        period = number.split("/")[0]
        self.put(f"Deutscher Bundestag Drucksache {number}", 16, self.left, gap=0.1)
        self.put(f"{period}. Wahlperiode {date}", 11.5, self.left)
        self.y = 150 * self.scale
        self.put(kind, 17, self.left, bold=True)
        self.title("der Bundesregierung")
        self.title(
            "auf die Kleine Anfrage der Abgeordneten Ulla Muster, weiterer",
            "Abgeordneter und der Fraktion DIE LINKE.",
            "– Drucksache 19/7338 –",
        )
        self.title("Angaben zu Aufenthaltserlaubnissen im Jahr 2018")

    def title(self, *lines: str) -> None:
        for index, text in enumerate(lines):
            self.put(text, 12, self.left, bold=True, gap=1.2 if index else 2.5)

    def preface(self, *lines: str) -> None:
        for index, text in enumerate(lines):
            self.put(text, self.small, self.left + 38, gap=1.15 if index else 1.75)

    def question(self, label: str, *lines: str, letter: bool = False) -> None:
        """A question with its label; numbers hang at 33 points, letters at 50, text at 62."""
        edge = self.left + (50 if letter else 33)
        for index, text in enumerate(lines):
            if index:
                self.put(text, self.small, self.left + 62, gap=1.15)
            else:
                self.put(f"{label} {text}", self.small, edge, gap=1.75)

    def answer(self, *lines: str) -> None:
        for index, text in enumerate(lines or (FILLER,)):
            self.put(text, self.body, self.left, gap=1.15 if index else 1.75)

    def table(self, rows: int = 4, name: str = "t1") -> Table:
        """A ruled table of three columns; its lines are on the page, its box in the table that is returned."""
        top = self.y + 2.5 * self.body
        self.y = top - 10
        for row in range(rows):
            self.put(f"Land {row} 1.234 5,6%", self.body, self.left + 4, gap=1.5)
        bottom = self.y + 1.4 * self.body
        edges = [self.left + offset for offset in (0.0, 200.0, 300.0, 400.0)]
        self.rules[-1].extend(Rule(False, edge, top, bottom, 0.5) for edge in edges)
        self.rules[-1].extend(Rule(True, y, edges[0], edges[-1], 0.5) for y in (top, bottom))
        self.y = bottom - self.body
        page = len(self.pages)
        box = Box(edges[0], top, edges[-1], bottom)
        return Table(f"p{page:03d}{name}", (TablePart(page, box, 1, rows),), rows, 3, (), "native")

    def break_page(self) -> None:
        self.pages.append([])
        self.rules.append([])
        self.y = 85.0

    def document(self) -> PdfDocument:
        pages = tuple(
            Page(number, WIDTH, HEIGHT, tuple(lines), (), tuple(rules), (), (), 1000, 0.0, 0.0)
            for number, (lines, rules) in enumerate(zip(self.pages, self.rules, strict=True), 1)
        )
        return PdfDocument("paper.pdf", "0" * 64, len(pages), pages, Version.LEKTORIERT)


def answered_paper(**kwargs: float) -> Paper:
    """A paper with front page and preface, its text beginning on the second page."""
    paper = Paper(**kwargs)
    paper.front()
    paper.preface("V o r b e m e r k u n g d e r F r a g e s t e l l e r")
    paper.preface(*[FILLER] * 12)
    paper.break_page()
    return paper
