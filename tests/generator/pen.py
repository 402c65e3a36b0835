"""Drawing on a canvas in points from the top left of the page as it is shown."""

from __future__ import annotations

import io
import re

from reportlab.pdfgen.canvas import Canvas

from tests.generator.layout import Layout
from tests.generator.plan import Kind
from tests.generator.rules import Stroke, frame_of, shades_of, strokes_of, underlines_of
from tests.generator.style import EMBEDDED, THIN_BLANK, Drawing, print_width

PORTRAIT = (595.0, 842.0)
# Footnote marks are set as small raised digits.
_MARKS = {"¹": "1", "²": "2", "³": "3"}


class Pen:
    """One PDF in the making. The same calls give the same bytes."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        self._canvas = Canvas(self._bytes, pagesize=PORTRAIT, invariant=1, pageCompression=1)
        self._height = PORTRAIT[1]
        self._open = False
        self._forms = 0

    def new_page(
        self, width: float, height: float, turn: int = 0, rotation: int = 0, crop: tuple[float, float] | None = None
    ) -> None:
        """A page whose content is ``width`` x ``height``, drawn turned by ``turn`` degrees counterclockwise.

        ``rotation`` is the page's own clockwise one; ``crop`` hides so much at the left and bottom of the paper.
        """
        self.close_page()
        canvas = self._canvas
        left, bottom = crop or (0.0, 0.0)
        paper = (height, width) if turn in (90, 270) else (width, height)
        size = (paper[0] + 2 * left, paper[1] + 2 * bottom)
        # ReportLab swaps the sides of a page that has a rotation of its own.
        canvas.setPageSize(size[::-1] if rotation in (90, 270) else size)
        canvas.setPageRotation(rotation)
        canvas.setCropBox((left, bottom, left + paper[0], bottom + paper[1]) if crop else None)
        canvas.translate(left, bottom)
        offset = {0: (0.0, 0.0), 90: (paper[0], 0.0), 180: paper, 270: (0.0, paper[1])}[turn]
        canvas.translate(*offset)
        canvas.rotate(turn)
        self._height = height
        self._open = True

    def close_page(self) -> None:
        if self._open:
            self._canvas.showPage()
            self._open = False

    def finish(self) -> bytes:
        """The bytes of the PDF."""
        self.close_page()
        self._canvas.save()
        return self._bytes.getvalue()

    def text(self, x: float, y: float, text: str, font: str, size: float, angle: int = 0, mode: str = "plain") -> None:
        """One run of text with its baseline from ``x``, ``y`` in direction ``angle``."""
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(x, self._height - y)
        canvas.rotate(angle)
        canvas.setFont(font, size)
        mark = text[-1:] if text[-1:] in _MARKS else ""
        text = text.removesuffix(mark)
        for offset, piece in _pieces(text, font, size, mode):
            canvas.drawString(offset, 0, piece)
        if mark:
            canvas.setFont(font, 0.6 * size)
            canvas.drawString(print_width(text, font, size), 0.36 * size, _MARKS[mark])
        canvas.restoreState()

    def spaced_text(self, x: float, y: float, text: str, font: str, size: float, space: float) -> None:
        """A letter-spaced run."""
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, self._height - y, text, charSpace=space)

    def justified(self, x: float, y: float, words: list[str], width: float, font: str, size: float) -> None:
        """One line of words, stretched to ``width``."""
        free = width - sum(print_width(word, font, size) for word in words)
        blank = free / max(1, len(words) - 1)
        for word in words:
            self.text(x, y, word, font, size)
            x += print_width(word, font, size) + blank

    def stroke(self, x0: float, y0: float, x1: float, y1: float, thickness: float, kind: str = "line") -> None:
        """A rule: ``line``, ``dashed`` or ``rectangle`` (filled)."""
        canvas = self._canvas
        canvas.saveState()
        if kind == "rectangle":
            half = thickness / 2
            canvas.rect(x0 - half, self._height - y1 - half, x1 - x0 + thickness, y1 - y0 + thickness, stroke=0, fill=1)
        else:
            canvas.setLineWidth(thickness)
            if kind == "dashed":
                canvas.setDash(2, 1.5)
            canvas.line(x0, self._height - y0, x1, self._height - y1)
        canvas.restoreState()

    def shade(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A grey box."""
        self._canvas.saveState()
        self._canvas.setFillGray(0.85)
        self._canvas.rect(x0, self._height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
        self._canvas.restoreState()

    def _one_path(self, strokes: list[Stroke], x: float, y: float) -> None:
        """All strokes as the pieces of one path."""
        path = self._canvas.beginPath()
        for stroke in strokes:
            path.moveTo(x + stroke.x0, self._height - y - stroke.y0)
            path.lineTo(x + stroke.x1, self._height - y - stroke.y1)
        self._canvas.setLineWidth(strokes[0].thickness if strokes else 0.5)
        self._canvas.drawPath(path, stroke=1, fill=0)

    def begin_form(self) -> None:
        """What is drawn until `end_form` is put into a form object."""
        self._forms += 1
        width, height = PORTRAIT
        self._canvas.beginForm(f"form{self._forms}", 0, 0, width, height)

    def end_form(self) -> None:
        self._canvas.endForm()
        self._canvas.doForm(f"form{self._forms}")

    def table(self, layout: Layout, x: float, y: float) -> None:
        """A table with its top left corner at ``x``, ``y``."""
        style = layout.style
        for x0, y0, x1, y1 in shades_of(layout):
            self.shade(x + x0, y + y0, x + x1, y + y1)
        strokes = [*strokes_of(layout), *underlines_of(layout)]
        if style.drawing is Drawing.ONE_PATH:
            self._one_path(strokes, x, y)
            strokes = []
        for stroke in strokes:
            self.stroke(x + stroke.x0, y + stroke.y0, x + stroke.x1, y + stroke.y1, stroke.thickness, stroke.kind)
        frame = frame_of(layout)
        if frame:
            self._canvas.setLineWidth(style.thickness)
            x0, y0, x1, y1 = frame
            self._canvas.rect(x + x0, self._height - y - y1, x1 - x0, y1 - y0, stroke=1, fill=0)
        for cell in layout.cells:
            font = style.bold_font if cell.plan.bold else style.font
            spaced = style.letter_spaced and cell.plan.kind is Kind.STUB and len(cell.lines) == 1
            for line in cell.lines:
                if spaced and line.text.isalpha() and len(line.text) >= 4:
                    space = min(
                        0.35 * style.size,
                        (cell.x1 - cell.x0 - 2 * style.pad_x - print_width(line.text, font, style.size))
                        / len(line.text),
                    )
                    if space > 0:
                        self.spaced_text(x + line.x, y + line.y, line.text, font, style.size, space)
                        continue
                self.text(x + line.x, y + line.y, line.text, font, style.size, line.angle, style.text_mode)


def _pieces(text: str, font: str, size: float, mode: str) -> list[tuple[float, str]]:
    """What is printed in one go, and how far from the start."""
    if mode == "words":
        parts = re.findall(f"[^ {THIN_BLANK}]+|.", text)
    elif mode == "characters":
        parts = list(text)
    elif font.split("-")[0] in EMBEDDED:
        parts = [text]
    else:
        parts = re.findall(f"[^{THIN_BLANK}]+|.", text)
    pieces = []
    position = 0.0
    for part in parts:
        if part.strip():
            pieces += [(position + shift, part) for shift in ((0.0, 0.3) if mode == "twice" else (0.0,))]
        position += print_width(part, font, size)
    return pieces
