"""Words and rules for tests of the table reader, without a PDF."""

from __future__ import annotations

from extractor.model.page import Line, Page, PdfDocument, Rule, Version, Word

SIZE = 9.0
LINE = 11.0


def draw_word(text: str, x: float, y: float, angle: int = 0) -> Word:
    """A word of 9 points whose box begins at x, y (top left); half an em for each character."""
    length = 0.5 * SIZE * len(text)
    width, height = (length, SIZE) if angle == 0 else (SIZE, length)
    return Word(text, x, y, x + width, y + height, SIZE, False, angle)


def draw_text(text: str, x: float, y: float) -> list[Word]:
    """Words of one line with blanks of a quarter em."""
    words = []
    for part in text.split():
        words.append(draw_word(part, x, y))
        x = words[-1].x1 + 0.25 * SIZE
    return words


def across(y: float, x0: float, x1: float) -> Rule:
    return Rule(True, y, x0, x1, 0.5)


def down(x: float, y0: float, y1: float) -> Rule:
    return Rule(False, x, y0, y1, 0.5)


def draw_page(words: list[Word], rules: list[Rule], number: int = 1, lines: tuple[Line, ...] = ()) -> Page:
    """A page of A4 size."""
    return Page(number, 595.0, 842.0, lines, tuple(words), tuple(rules), (), (), 1000, 0.0, 0.0)


def draw_document(*pages: Page) -> PdfDocument:
    return PdfDocument("test.pdf", "0" * 64, len(pages), pages, Version.LEKTORIERT)


def draw_table(rows: list[list[str]], widths: list[float], left: float = 60.0, top: float = 100.0) -> Page:
    """A fully ruled table with one line of text in each cell."""
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + width)
    height = 16.0
    bottom = top + height * len(rows)
    words = [
        word
        for number, row in enumerate(rows)
        for edge, text in zip(edges, row, strict=False)
        for word in draw_text(text, edge + 4, top + number * height + 3)
    ]
    rules = [across(top + number * height, left, edges[-1]) for number in range(len(rows) + 1)]
    rules += [down(edge, top, bottom) for edge in edges]
    return draw_page(words, rules)


def texts_of(grid_cells: object) -> dict[tuple[int, int], str]:
    """The text of each cell that is not blank by row and column."""
    return {(cell.row, cell.col): cell.text for cell in grid_cells if cell.text}  # type: ignore[attr-defined]
