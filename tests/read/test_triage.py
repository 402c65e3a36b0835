"""Which pages are read word by word, and that the lines of the others are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractor.model.page import Page, PdfSource
from extractor.read import open_source, read_document, triage
from extractor.read.pdfium import open_document, open_page, open_text, text_of, view_of
from extractor.read.text import PageText, WordCutter, read_text
from extractor.tables.native import read_page
from tests.generator.case import Case
from tests.generator.scenarios import SCENARIOS, make_case

WIDTH, HEIGHT = 595.0, 842.0
SENTENCE = "Die Angaben beruhen auf dem Ausländerzentralregister, das die Bundesregierung führt."


def make_source(draw: Callable[[Canvas], object], prose: int = 20) -> PdfSource:
    """One page with lines of running text in its upper half and what ``draw`` draws in the lower."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setFont("Times-Roman", 10)
    for number in range(prose):
        canvas.drawString(60, 740 - 12 * number, SENTENCE)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return PdfSource("test.pdf", buffer.getvalue(), "0" * 64)


def read_one(draw: Callable[[Canvas], object], prose: int = 20) -> Page:
    return read_document(make_source(draw, prose))[0].pages[0]


def is_read_closely(page: Page) -> bool:
    return bool(page.words)


def read_closely(source: PdfSource, *numbers: int) -> list[PageText]:
    """Pages word by word, whatever is on them."""
    texts = []
    with open_document(source) as document:
        for number in numbers:
            with open_page(document, number) as page, open_text(page) as text:
                view = view_of(page)
                texts.append(read_text(text_of(text), WordCutter(text, view), view))
    return texts


def draw_rows(*rows: tuple[str, ...], size: float = 10.0, apart: float = 90.0) -> Callable[[Canvas], None]:
    """Labels flush left, figures flush right in columns, without rules."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", size)
        for number, (label, *figures) in enumerate(rows):
            y = 400 - 1.3 * size * number
            canvas.drawString(60, y, label)
            for column, figure in enumerate(figures, 2):
                canvas.drawRightString(60 + apart * column, y, figure)

    return draw


def draw_close_columns(canvas: Canvas) -> None:
    """White space of 0.4 em between all columns, as little as in justified lines."""
    for number, row in enumerate((("Bayern", "1.234", "567"), ("Berlin", "5.678", "890"))):
        x = 60.0
        for text in row:
            canvas.drawString(x, 400 - 14 * number, text)
            x += stringWidth(text, "Times-Roman", 10) + 4.0


def draw_column_by_column(canvas: Canvas) -> None:
    for number, label in enumerate(("Bayern", "Berlin", "Bremen")):
        canvas.drawString(60, 400 - 14 * number, label)
    for number, figure in enumerate(("1.234", "567", "8")):
        canvas.drawRightString(240, 400 - 14 * number, figure)


def draw_in_one_run(canvas: Canvas) -> None:
    """White space between columns made by kerning, so that PDFium sees one run of text a row."""
    for number, (label, figure) in enumerate((("Bayern", "1.234"), ("Berlin", "5.678"))):
        text = canvas.beginText(60, 400 - 14 * number)
        text._code.append(f"[({label}) -9000 ({figure})] TJ")
        canvas.drawText(text)


def draw_glued(canvas: Canvas) -> None:
    """Figures so near to each other that PDFium puts no blank between them."""
    for number, label in enumerate(("Bayern", "Berlin")):
        text = canvas.beginText(60, 400 - 14 * number)
        text._code.append(f"[({label} 4713) -115 (2018)] TJ")
        canvas.drawText(text)


def draw_turned(canvas: Canvas) -> None:
    canvas.translate(300, 200)
    canvas.rotate(90)
    for number, (label, figure) in enumerate((("Bayern", "1.234"), ("Berlin", "567"))):
        canvas.drawString(0, -14 * number, label)
        canvas.drawRightString(140, -14 * number, figure)


def draw_turned_heads(canvas: Canvas) -> None:
    for x in (200, 230):
        canvas.saveState()
        canvas.translate(x, 420)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Erstanträge")
        canvas.restoreState()


def draw_level_rules(canvas: Canvas) -> None:
    """A table of words, open at its sides."""
    for number, row in enumerate((("Bayern", "ja"), ("Berlin", "nein"))):
        canvas.drawString(60, 400 - 14 * number, row[0])
        canvas.drawString(200, 400 - 14 * number, row[1])
    for y in (412, 382):
        canvas.line(60, y, 300, y)


def draw_shade(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.8, 0.8, 0.8)
    canvas.rect(60, 390, 200, 14, stroke=0, fill=1)


TABLES = {
    "without_rules": draw_rows(("Bayern", "1.234"), ("Berlin", "567"), ("Bremen", "8")),
    "two_rows": draw_rows(("Bayern", "1.234"), ("Berlin", "567")),
    "one_row_of_figures": draw_rows(("Bayern", "1.234", "567")),
    "dashes": draw_rows(("Bayern", "–"), ("Berlin", "-")),
    "small_type": draw_rows(("Bayern", "1.234"), ("Berlin", "567"), size=4.5, apart=22.0),
    "close_columns": draw_close_columns,
    "column_by_column": draw_column_by_column,
    "in_one_run": draw_in_one_run,
    "glued": draw_glued,
    "turned": draw_turned,
    "turned_heads": draw_turned_heads,
    "level_rules": draw_level_rules,
    "vertical_rule": lambda canvas: canvas.line(200, 300, 200, 400),
    "shade": draw_shade,
    "frame": lambda canvas: canvas.rect(60, 300, 200, 100),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_page_that_may_hold_a_table_is_read_closely(kind: str) -> None:
    page = read_one(TABLES[kind])
    assert is_read_closely(page)
    assert sum(word.text == "Bundesregierung" for word in page.words) == 20


def test_a_page_that_is_shown_turned_is_read_closely() -> None:
    assert is_read_closely(read_one(lambda canvas: canvas.setPageRotation(90)))


def test_a_page_with_little_text_is_read_closely() -> None:
    assert is_read_closely(read_one(lambda canvas: canvas.drawString(60, 400, "Bayern"), prose=3))


def draw_margin_note(canvas: Canvas) -> None:
    canvas.translate(580, 200)
    canvas.rotate(90)
    canvas.drawString(0, 0, "Vorabfassung - wird durch die lektorierte Version ersetzt.")


def draw_justified(canvas: Canvas) -> None:
    """Blanks as wide as they get in justified lines, with figures behind them."""
    for number in range(5):
        text = canvas.beginText(60, 400 - 12 * number)
        text.setWordSpace(2.2)
        text.textLine("Im Jahr 2018 wurden 1.234 Anträge und im Jahr 2019 noch 567 Anträge nach § 25 gestellt.")
        canvas.drawText(text)


def draw_running_head(canvas: Canvas) -> None:
    canvas.drawString(60, 780, "Deutscher Bundestag – 19. Wahlperiode")
    canvas.drawString(290, 780, "– 12 –")
    canvas.drawString(440, 780, "Drucksache 19/8701")
    canvas.drawString(60, 400, "Angenommen durch Stimmenmehrheit:")
    canvas.drawString(440, 400, "567")
    canvas.line(60, 776, 535, 776)


def draw_questions(canvas: Canvas) -> None:
    canvas.drawString(60, 400, "12.")
    canvas.drawString(78, 400, "Wie viele Anträge wurden 2018 gestellt?")
    canvas.drawString(78, 386, "–")
    canvas.drawString(90, 386, "nach Ländern")
    canvas.line(60, 300, 160, 300)
    canvas.drawString(60, 290, "1 Vergleiche Bundestagsdrucksache 19/8701.")


TEXTS = {
    "nothing_else": lambda canvas: None,
    "margin_note": draw_margin_note,
    "justified": draw_justified,
    "running_head": draw_running_head,
    "questions": draw_questions,
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_page_of_running_text_has_lines_only(kind: str) -> None:
    page = read_one(TEXTS[kind])
    assert not is_read_closely(page)
    assert len(page.lines) >= 20


def draw_letters(canvas: Canvas, x: float, y: float, text: str) -> None:
    for letter in text:
        canvas.drawString(x, y, letter)
        x += stringWidth(letter, "Times-Roman", 10)


def draw_raised(canvas: Canvas) -> None:
    for y, before in ((400, "Anträge im Jahr 2016"), (380, "Anträge nach Nummer 16")):
        text = canvas.beginText(60, y)
        text.textOut(before)
        text.setRise(4)
        text.setFont("Times-Roman", 6)
        text.textOut("2")
        text.setRise(0)
        text.setFont("Times-Roman", 10)
        text.textOut(" nach Ländern")
        canvas.drawText(text)


def draw_styles(canvas: Canvas) -> None:
    text = canvas.beginText(60, 400)
    for font, size, words in (
        ("Times-Bold", 10, "Antwort "),
        ("Times-Roman", 10, "der EU-"),
        ("Times-Roman", 10, "weiten "),
        ("Times-Bold", 14, "Stelle"),
    ):
        text.setFont(font, size)
        text.textOut(words)
    canvas.drawText(text)
    canvas.setFont("Times-Bold", 12)
    canvas.drawString(60, 370, "Vorbemerkung der Bundesregierung")
    canvas.setFont("Times-Bold", 14)
    canvas.drawString(60, 340, "Vorbemerkung")
    canvas.setFont("Times-Roman", 10)
    canvas.drawString(160, 340, "der Fragesteller")


def draw_cut_off(canvas: Canvas) -> None:
    canvas.drawString(500, 400, "Ein Satz, der über den Rand der Seite reicht.")
    canvas.drawString(700, 370, "Ein Satz außerhalb.")


def draw_hidden_gap(canvas: Canvas) -> None:
    text = canvas.beginText(60, 400)
    text._code.append("[(Insgesamt 4713) -115 (2018 Antr\344ge)] TJ")
    canvas.drawText(text)


def draw_divided(canvas: Canvas) -> None:
    canvas.drawString(60, 400, "Die Aufenthaltser-")
    canvas.drawString(60, 388, "laubnis wurde erteilt.")


LINES = {
    **TEXTS,
    "letters_one_by_one": lambda canvas: draw_letters(canvas, 60, 400, "Niederlassungserlaubnis nach § 26"),
    "raised": draw_raised,
    "styles": draw_styles,
    "cut_off": draw_cut_off,
    "hidden_gap": draw_hidden_gap,
    "divided": draw_divided,
}


@pytest.mark.parametrize("kind", LINES)
def test_lines_are_those_of_the_words(kind: str) -> None:
    source = make_source(LINES[kind])
    page, closely = read_document(source)[0].pages[0], read_closely(source, 1)[0]
    assert not is_read_closely(page)
    assert closely.words
    lines = [*page.lines, *(aside.line for aside in page.set_aside)]
    assert sorted(map(_rounded, lines), key=str) == sorted(map(_rounded, closely.lines), key=str)


def _rounded(line: object) -> tuple[object, ...]:
    values = (getattr(line, name) for name in ("text", "x0", "y0", "x1", "y1", "size", "bold", "angle"))
    return tuple(round(value, 2) if isinstance(value, float) else value for value in values)


def pages_of(case: Case) -> Iterator[tuple[Page, bool]]:
    """The pages of a generated document, and whether a table stands on each."""
    document, _ = read_document(PdfSource("case.pdf", case.pdf, sha256(case.pdf).hexdigest()))
    held = {number for table in case.tables for number in table.pages}
    return ((page, page.number in held) for page in document.pages)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_page_with_a_generated_table_is_left_without_words(scenario: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Generated pages may have little text, which alone would have them read closely.
    monkeypatch.setattr(triage, "_LITTLE_TEXT", 0)
    assert all(is_read_closely(page) for page, has_table in pages_of(make_case(77_000, scenario)) if has_table)


@pytest.mark.parametrize(("kind", "least"), [("plain", 0.75), ("answers", 0.05), ("statistics", 0.2)])
def test_real_pages_without_words_hold_no_table(corpus: Path, kind: str, least: float) -> None:
    by_lines = count = 0
    for path in sorted((corpus / kind).glob("*.pdf")):
        source = open_source(path)
        document, _ = read_document(source)
        pages = [page for page in document.pages if page.lines and not is_read_closely(page)]
        for page, closely in zip(pages, read_closely(source, *(page.number for page in pages)), strict=True):
            assert read_page(replace(page, words=closely.words)) == [], f"{path.name}, page {page.number}"
        by_lines, count = by_lines + len(pages), count + document.page_count
    assert by_lines > least * count
