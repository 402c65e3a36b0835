"""The page of an answer typeset by ReportLab: other fonts' encoding, paragraph flow and rules than Typst's.

Same data file and same measures as template.typ, so that the reader is not tuned to one producer. Points from the upper
left corner; ReportLab's own origin is the lower left one. Styles of tables, by the way their rules are drawn:

``lines``    one stroke for each edge, over the whole row or column
``cells``    thin filled rectangles for each cell on its own, with squares where they meet, as Word's printing does
``columns``  vertical rules, those under the head and above a row with ``rule = true``; other rows are not ruled apart
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

WIDTH, HEIGHT = 595.28, 841.89
LEFT, RIGHT, PROSE = 60.7, 534.5, 399.8
TOP = 98.0
RULE = 0.48
_ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT, "justify": TA_JUSTIFY}
_FACES = {
    "Serif": "LiberationSerif-Regular",
    "Serif-Bold": "LiberationSerif-Bold",
    "Serif-Italic": "LiberationSerif-Italic",
    "Sans": "LiberationSans-Regular",
    "Sans-Bold": "LiberationSans-Bold",
}
_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Drawn:
    """A cell in its place: rows and columns from 0, spans, text and how it is set."""

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    style: ParagraphStyle
    bottom: bool


def build(data: Entry, fonts: Path) -> bytes:
    """The PDF of a data file; a font that is not in ``fonts`` is an error of ReportLab's."""
    for name, face in _FACES.items():
        registerFont(TTFont(name, str(fonts / f"{face}.ttf")))
    registerFontFamily("Serif", normal="Serif", bold="Serif-Bold", italic="Serif-Italic", boldItalic="Serif-Bold")
    stream = io.BytesIO()
    # `invariant`: no time of day and no random id in the file.
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    canvas.setTitle(data["document"]["title"])
    Answer(canvas, data).typeset()
    canvas.save()
    return stream.getvalue()


def face(
    size: float, distance: float, align: str = "justify", font: str = "Serif", indent: float = 0.0
) -> ParagraphStyle:
    """A paragraph's style; words may be divided at the soft hyphens of the data only."""
    return ParagraphStyle(
        f"{font}{size}{align}",
        splitLongWords=0,
        fontName=font,
        fontSize=size,
        leading=distance,
        alignment=_ALIGN[align],
        leftIndent=indent,
    )


class Answer:
    """One document on its way down the pages; ``y`` is where the next block begins."""

    def __init__(self, canvas: Canvas, data: Entry) -> None:
        self.canvas, self.data, self.document = canvas, data, data["document"]
        self.page, self.y = 1, 366.5

    def typeset(self) -> None:
        """All blocks in order."""
        self.front()
        self.specimen()
        for block in self.data["blocks"]:
            getattr(self, f"block_{block['kind']}")(block)

    # -- page furniture

    def text(self, x: float, top: float, text: str, font: str, size: float, anchor: str = "left") -> float:
        """One line whose box begins at ``top``; gives its width."""
        width = self.canvas.stringWidth(text, font, size)
        start = x - {"left": 0.0, "center": width / 2, "right": width}[anchor]
        self.canvas.setFont(font, size)
        self.canvas.drawString(start, HEIGHT - top - 0.76 * size, text)
        return float(width)

    def number(self, right: float, top: float, size: float, label: float) -> None:
        """ "Drucksache 99/1001" with the period light and the number bold, ending at ``right``."""
        number, period = str(self.document["number"]), f"{self.document['wahlperiode']}/"
        x = right - self.text(right, top, number, "Sans-Bold", size, "right")
        x -= self.text(x, top, period, "Sans", size, "right")
        self.text(x - 4, top + 0.76 * (size - label), "Drucksache", "Sans-Bold", label, "right")

    def bar(self, x: float, top: float, width: float, height: float) -> None:
        """A thin filled rectangle."""
        self.canvas.rect(x, HEIGHT - top - height, width, height, stroke=0, fill=1)

    def specimen(self) -> None:
        """The mark of a specimen at the head of the page."""
        self.canvas.setFillGray(0.45)
        self.text(WIDTH / 2, 26, self.document["mark"], "Sans", 8, "center")
        self.canvas.setFillGray(0)

    def front(self) -> None:
        """The title page."""
        document = self.document
        self.text(58.1, 56.4, "Deutscher Bundestag", "Sans-Bold", 16)
        self.number(532.4, 56.4, 16, 11.5)
        self.text(58.1, 79.2, f"{document['wahlperiode']}. Wahlperiode", "Sans-Bold", 11.5)
        self.text(532.3, 82, ".".join(reversed(document["date"].split("-"))), "Sans", 8, "right")
        self.text(LEFT, 159.9, document["document_type"], "Sans-Bold", 17)
        self.text(LEFT, 182.7, document["author"], "Sans-Bold", 12)
        bold = face(12, 13.8, "left", "Sans-Bold")
        reference = f"– Drucksache {document['wahlperiode']}/{document['question_number']} –"
        self.paragraph(f"{escape(document['asked_by'])}<br/>{reference}", bold, LEFT, 242.4, 440, markup=True)
        self.paragraph(document["title"], bold, LEFT, 318, 440)
        self.bar(59.2, 774, 475.3, 0.72)
        year, month, day = document["letter_date"].split("-")
        ministry = document["ministry"].replace("Bundesministerium", "Bundesministeriums")
        foot = (
            f"Die Antwort wurde namens der Bundesregierung mit Schreiben des {ministry} vom {int(day)}. "
            f"{_MONTHS[int(month) - 1]} {year} übermittelt."
        )
        italic = face(9.5, 11, "left", "Serif-Italic")
        below = self.paragraph(foot, italic, LEFT, 779.2, 470)
        self.paragraph(
            "Die Drucksache enthält zusätzlich – in kleinerer Schrifttype – den Fragetext.",
            italic,
            LEFT,
            below + 2,
            470,
        )

    def new_page(self) -> None:
        """The next page with its running head, sides swapped on odd pages."""
        self.canvas.showPage()
        self.page, self.y = self.page + 1, TOP
        self.specimen()
        period = f"Deutscher Bundestag – {self.document['wahlperiode']}. Wahlperiode"
        if self.page % 2:
            self.text(LEFT, 59.5, period, "Serif", 10.5)
            self.number(533, 58.5, 12, 11.5)
        else:
            self.number(LEFT + 112, 58.5, 12, 11.5)
            self.text(533, 59.5, period, "Serif", 10.5, "right")
        self.text(287, 59.5, f"– {self.page} –", "Serif", 10.5, "center")
        self.bar(59.2, 72, 475.3, RULE)

    # -- blocks

    def paragraph(
        self, text: str, style: ParagraphStyle, x: float, top: float, width: float, *, markup: bool = False
    ) -> float:
        """A paragraph; gives where it ends."""
        flow = Paragraph(text if markup else escape(text), style)
        _, height = flow.wrap(width, HEIGHT)
        flow.drawOn(self.canvas, x, HEIGHT - top - height)
        return float(top + height)

    def block_page(self, _: Entry) -> None:
        self.new_page()

    def block_preface(self, block: Entry) -> None:
        if "title" in block:
            text = self.canvas.beginText(98.9, HEIGHT - self.y - 7.2)
            text.setFont("Serif", 9.5)
            text.setCharSpace(1.5)
            text.textOut(block["title"])
            text.setCharSpace(0)
            self.canvas.drawText(text)
            self.y += 16.7
        self.y = self.paragraph(block["text"], face(9.5, 10.93), 98.9, self.y, PROSE - 98.9) + 5.4

    def block_question(self, block: Entry) -> None:
        self.y += 12
        for x, name in ((93.2, "label"), (110.5, "letter")):
            if block.get(name):
                self.paragraph(block[name], face(9.5, 11.75, "left"), x, self.y, 30)
        self.y = self.paragraph(block["text"], face(9.5, 11.75), 121.6, self.y, PROSE - 121.6) + 5

    def block_answer(self, block: Entry) -> None:
        text = block["text"]
        for figure in block.get("figures", ()):
            text = text.replace("{" + figure["name"] + "}", figure["raw"].replace(" ", "\u00a0"))
        self.y = self.paragraph(text, face(10.5, 12.1), LEFT, self.y + 2, PROSE - LEFT) + 6

    def block_note(self, block: Entry) -> None:
        self.y = self.paragraph(block["text"], face(7.5, 9, "left"), LEFT, self.y, RIGHT - LEFT) + 2

    def block_table(self, block: Entry) -> None:
        pieces: list[list[Entry]] = [[]]
        for row in block["rows"]:
            if row.get("page"):
                pieces.append([])
            pieces[-1].append(row)
        for index, rows in enumerate(pieces):
            if index:
                self.new_page()
            self.y = Grid(self, block, rows, index == 0 or block.get("repeat_head", False)).draw(self.y) + 5


class Grid:
    """One piece of a table."""

    def __init__(self, answer: Answer, block: Entry, rows: Sequence[Entry], with_head: bool) -> None:
        self.answer, self.block, self.style = answer, block, block.get("style", "lines")
        self.size, self.inset = block.get("size", 10.5), block.get("inset", 2.4)
        self.xs = [LEFT]
        for width in block["widths"]:
            self.xs.append(self.xs[-1] + width)
        head = block.get("head", []) if with_head else []
        lines: list[Entry] = [{"cells": cells, "head": True} for cells in head] + list(rows)
        self.lines, self.head_rows = lines, len(head)
        self.cells = tuple(self._placed())

    def _placed(self) -> Iterator[Drawn]:
        taken: set[tuple[int, int]] = set()
        for row, line in enumerate(self.lines):
            col = 0
            for entry in line["cells"]:
                while (row, col) in taken:
                    col += 1
                source: Entry = entry if isinstance(entry, Mapping) else {"text": entry}
                spans = source.get("rows", 1), source.get("cols", 1)
                taken.update((row + down, col + across) for down in range(spans[0]) for across in range(spans[1]))
                yield Drawn(row, col, *spans, source["text"], self._face(line, col, source), "head" not in line)
                col += spans[1]

    def _face(self, line: Entry, col: int, source: Entry) -> ParagraphStyle:
        head, stub = "head" in line, col < self.block.get("stub_cols", 1)
        usual = self.block.get("head_align", "center") if head else "left" if stub else self.block.get("align", "right")
        bold = (head and self.block.get("bold_head", True)) or line.get("bold", False)
        indent = line.get("indent", 0.0) if stub else 0.0
        font = "Serif-Bold" if bold else "Serif-Italic" if line.get("italic") else "Serif"
        return face(self.size, 1.14 * self.size, source.get("align", usual), font, indent)

    def _flow(self, cell: Drawn) -> tuple[Paragraph, float, float]:
        """The paragraph of a cell with its width and height."""
        width = self.xs[cell.col + cell.col_span] - self.xs[cell.col] - 6
        flow = Paragraph(escape(cell.text).replace("|", "<br/>"), cell.style)
        _, height = flow.wrap(width, HEIGHT)
        return flow, width, float(height)

    def draw(self, top: float) -> float:
        """Draws texts and rules; gives where the table ends."""
        tops = self._tops(top)
        canvas = self.answer.canvas
        for cell in self.cells:
            if not cell.text:
                continue
            flow, _, height = self._flow(cell)
            upper, lower = tops[cell.row], tops[cell.row + cell.row_span]
            y = lower - self.inset - height if cell.bottom else (upper + lower - height) / 2
            flow.drawOn(canvas, self.xs[cell.col] + 3, HEIGHT - y - height)
        {"lines": self._lines, "cells": self._rectangles, "columns": self._columns}[self.style](tops)
        return tops[-1]

    def _tops(self, top: float) -> list[float]:
        """Where each row begins, and where the last one ends: as high as its highest cell that does not span rows."""
        tops = [top]
        for row in range(len(self.lines)):
            heights = [self._flow(cell)[2] for cell in self.cells if cell.row == row and cell.row_span == 1]
            tops.append(tops[-1] + max([*heights, self.size]) + 2 * self.inset)
        return tops

    def _edges(self) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        """Horizontal edges as (row line, column), vertical ones as (row, column line), around all cells."""
        across: set[tuple[int, int]] = set()
        down: set[tuple[int, int]] = set()
        for cell in self.cells:
            for col in range(cell.col, cell.col + cell.col_span):
                across |= {(cell.row, col), (cell.row + cell.row_span, col)}
            for row in range(cell.row, cell.row + cell.row_span):
                down |= {(row, cell.col), (row, cell.col + cell.col_span)}
        return across, down

    def _lines(self, tops: list[float]) -> None:
        across, down = self._edges()
        self.answer.canvas.setLineWidth(0.5)
        for line in range(len(tops)):
            for first, last in runs([col for row, col in across if row == line]):
                self.answer.canvas.line(self.xs[first], HEIGHT - tops[line], self.xs[last + 1], HEIGHT - tops[line])
        for line in range(len(self.xs)):
            for first, last in runs([row for row, col in down if col == line]):
                self.answer.canvas.line(self.xs[line], HEIGHT - tops[first], self.xs[line], HEIGHT - tops[last + 1])

    def _rectangles(self, tops: list[float]) -> None:
        across, down = self._edges()
        corners = {(line, col + end) for line, col in across for end in (0, 1)}
        corners |= {(row + end, line) for row, line in down for end in (0, 1)}
        for row, col in sorted(corners):
            self.answer.bar(self.xs[col], tops[row], RULE, RULE)
        for row, col in sorted(across):
            self.answer.bar(self.xs[col] + RULE, tops[row], self.xs[col + 1] - self.xs[col] - RULE, RULE)
        for row, col in sorted(down):
            self.answer.bar(self.xs[col], tops[row] + RULE, RULE, tops[row + 1] - tops[row] - RULE)

    def _columns(self, tops: list[float]) -> None:
        ruled = {0, self.head_rows, len(self.lines)}
        ruled |= {row for row, line in enumerate(self.lines) if line.get("rule")}
        for row in sorted(ruled):
            self.answer.bar(self.xs[0], tops[row], self.xs[-1] - self.xs[0], RULE)
        for x in self.xs:
            self.answer.bar(x, tops[0], RULE, tops[-1] - tops[0] + RULE)


def runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbouring numbers."""
    ordered = sorted(set(numbers))
    start = 0
    for index in range(1, len(ordered) + 1):
        if index == len(ordered) or ordered[index] != ordered[index - 1] + 1:
            yield ordered[start], ordered[index - 1]
            start = index
