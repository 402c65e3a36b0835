"""What the read stage gets out of PDFs: made here with ReportLab, and the real ones of the corpus."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import ExitCode, ExtractorError
from extractor.model.page import Aside, Page, PdfSource, Version
from extractor.read import open_source, read_document

WIDTH, HEIGHT = 595.0, 842.0


def make_source(
    *draw_pages: Callable[[Canvas], object], password: str = "", size: tuple[float, float] = (595, 842)
) -> PdfSource:
    buffer = BytesIO()
    encryption = StandardEncryption(password, ownerPassword="owner") if password else None
    canvas = Canvas(buffer, pagesize=size, encrypt=encryption, invariant=1)
    for draw in draw_pages:
        canvas.setFont("Times-Roman", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return PdfSource("test.pdf", buffer.getvalue(), "0" * 64)


def read_pages(*draw_pages: Callable[[Canvas], object], size: tuple[float, float] = (595, 842)) -> tuple[Page, ...]:
    return read_document(make_source(*draw_pages, size=size))[0].pages


def test_words_have_place_size_weight() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 842 - 200, "Bayern 1.234")
        canvas.setFont("Times-Bold", 12)
        canvas.drawString(100, 842 - 230, "Gesamt")

    words = {word.text: word for word in read_pages(draw)[0].words}
    assert set(words) == {"Bayern", "1.234", "Gesamt"}
    assert words["Bayern"].x0 == pytest.approx(100, abs=0.5)
    assert words["Bayern"].y0 < 200 < words["Bayern"].y1 + 1
    assert words["Bayern"].size == pytest.approx(10, abs=0.1)
    assert not words["Bayern"].bold
    assert words["Gesamt"].bold
    assert words["Gesamt"].size == pytest.approx(12, abs=0.1)


@pytest.mark.parametrize("turn", [90, 270])
def test_rotated_words_are_read_in_their_own_direction(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(turn)
        canvas.drawString(0, 0, "anhängige Rechtsmittel")

    words = read_pages(draw)[0].words
    assert [(word.text, word.angle) for word in words] == [("anhängige", turn), ("Rechtsmittel", turn)]
    assert words[0].y1 - words[0].y0 > words[0].x1 - words[0].x0


def test_pages_shown_turned_have_level_print() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(200, 100)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Bayern")

    page = read_pages(draw)[0]
    assert (round(page.width), round(page.height)) == (595, 842)
    assert page.words[0].angle == 0
    assert page.words[0].box.x0 == pytest.approx(100, abs=1)
    assert page.words[0].box.y1 == pytest.approx(200, abs=4)


def test_what_is_cut_off_the_page_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((50, 50, 500, 700))
        canvas.drawString(100, 600, "innen")
        canvas.drawString(100, 750, "außen")

    page = read_pages(draw)[0]
    assert [word.text for word in page.words] == ["innen"]
    assert page.words[0].x0 == pytest.approx(50, abs=0.5)
    assert page.words[0].y1 == pytest.approx(100, abs=4)


def test_a_raised_digit_is_no_part_of_the_number() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(100, 600)
        text.textOut("2016")
        text.setRise(4)
        text.setFont("Times-Roman", 6)
        text.textOut("2")
        canvas.drawText(text)

    assert [word.text for word in read_pages(draw)[0].words] == ["2016²"]


@pytest.mark.parametrize("offset", [0.0, 0.3])
def test_print_drawn_twice_is_read_once(offset: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 600, "Gesamt 1.234")
        canvas.drawString(100 + offset, 600, "Gesamt 1.234")

    assert [word.text for word in read_pages(draw)[0].words] == ["Gesamt", "1.234"]


def test_rules_are_lines_and_thin_rectangles_alike() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(0.5)
        canvas.line(100, 600, 300, 600)
        canvas.rect(100, 500, 200, 0.48, stroke=0, fill=1)
        canvas.rect(100, 400, 0.48, 100, stroke=0, fill=1)
        canvas.rect(100, 300, 200, 50, stroke=1, fill=0)
        canvas.setFillColorRGB(0.8, 0.8, 0.8)
        canvas.rect(100, 200, 200, 50, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(100, 100, 200, 50, stroke=0, fill=1)

    page = read_pages(draw)[0]
    across = sorted(round(rule.position) for rule in page.rules if rule.horizontal)
    down = sorted(round(rule.position) for rule in page.rules if not rule.horizontal)
    assert across == [242, 342, 492, 542]
    assert down == [100, 100, 300]
    assert [round(shade.y0) for shade in page.shades] == [592]
    assert all(rule.end - rule.start > 45 for rule in page.rules)


def test_a_grid_drawn_as_one_path_is_its_rules() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([100, 200, 300], [500, 520, 540])

    rules = read_pages(draw)[0].rules
    assert sorted(round(rule.position) for rule in rules if not rule.horizontal) == [100, 200, 300]
    assert sorted(round(rule.position) for rule in rules if rule.horizontal) == [302, 322, 342]


def draw_running_heads(number: int) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        if number > 1:
            canvas.drawString(60, 842 - 70, f"Drucksache 99/1001 – {number} – Deutscher Bundestag – 99. Wahlperiode")
        canvas.drawString(60, 842 - 200, "Die Angaben können der Tabelle entnommen werden.")

    return draw


def test_running_heads_are_set_aside_but_remembered() -> None:
    pages = read_pages(*(draw_running_heads(number) for number in (1, 2, 3)))
    assert [len(page.lines) for page in pages] == [1, 1, 1]
    assert [aside.kind for page in pages for aside in page.set_aside] == [Aside.RUNNING_HEAD] * 2
    assert "Wahlperiode" not in {word.text for page in pages for word in page.words}


def test_the_margin_note_tells_the_version() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 600, "Antwort")
        canvas.translate(580, 200)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Vo ra bf as su ng - wird durch die lektorierte Version ersetzt.")

    document, _ = read_document(make_source(draw))
    assert document.version is Version.VORABFASSUNG
    assert [word.text for word in document.pages[0].words] == ["Antwort"]


def test_a_korrektur_stamp_tells_the_version() -> None:
    document, _ = read_document(make_source(lambda canvas: canvas.drawString(400, 800, "Korrektur")))
    assert document.version is Version.KORREKTUR


def test_a_page_without_text_is_reported_as_a_scan() -> None:
    document, issues = read_document(make_source(lambda canvas: canvas.rect(0, 0, 500, 800, fill=1)), ocr="never")
    assert document.pages[0].words == ()
    assert [issue.code for issue in issues] == ["read.ocr_off"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "read.empty_file"), (b"PK\x03\x04 not a PDF", "read.not_a_pdf")],
)
def test_files_that_are_no_pdf_are_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(content)
    with pytest.raises(ExtractorError) as error:
        open_source(path)
    assert (error.value.code, error.value.exit_code) == (code, ExitCode.INPUT_UNREADABLE)
    assert error.value.data["file"] == "file.pdf"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError) as error:
        open_source(tmp_path / "none.pdf")
    assert error.value.code == "read.not_readable"


def test_an_encrypted_file_needs_its_password() -> None:
    source = make_source(lambda canvas: canvas.drawString(60, 600, "Antwort"), password="geheim")  # noqa: S106
    with pytest.raises(ExtractorError) as error:
        read_document(source)
    assert (error.value.code, error.value.exit_code) == ("read.encrypted", ExitCode.ENCRYPTED)
    with pytest.raises(ExtractorError) as error:
        read_document(PdfSource(source.name, source.data, source.sha256, "falsch"))
    assert error.value.code == "read.wrong_password"
    document, _ = read_document(PdfSource(source.name, source.data, source.sha256, "geheim"))
    assert document.pages[0].words[0].text == "Antwort"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_read_or_refused_but_never_fails_otherwise(share: float) -> None:
    source = make_source(*(draw_running_heads(number) for number in range(1, 6)))
    cut = PdfSource(source.name, source.data[: int(share * len(source.data))], source.sha256)
    try:
        document, _ = read_document(cut)
    except ExtractorError as error:
        assert error.code in ("read.damaged", "read.no_pages")
    else:
        assert document.page_count <= 5


def test_real_papers_lose_their_running_heads_and_nothing_else(corpus: Path) -> None:
    for path in sorted((corpus / "answers").glob("*.pdf")):
        document, issues = read_document(open_source(path))
        assert not issues
        assert all(page.set_aside for page in document.pages[1:] if page.character_count)
        heads = [line.text for page in document.pages[1:] for line in page.lines if line.y1 < 0.1 * page.height]
        assert heads == []
        assert document.version is (Version.VORABFASSUNG if path.stem == "1904961" else Version.LEKTORIERT)


def test_divided_words_are_marked_where_the_line_ends(corpus: Path) -> None:
    document, _ = read_document(open_source(corpus / "answers" / "1908701.pdf"))
    divided = [line.text for line in document.pages[9].lines if line.text.endswith("\u00ad")]
    assert any(text.endswith("mit rechtmä\u00ad") for text in divided)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_groups_of_digits_are_parted_in_every_direction(turn: int) -> None:
    """Where the thin blank is no character, PDFium sees no gap between the groups."""

    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(turn)
        canvas.drawString(0, 0, "43")
        canvas.drawString(11.1, 0, "719")

    words = {word.text: word for word in read_pages(draw)[0].words}
    assert {text: word.angle for text, word in words.items()} == {"43": turn, "719": turn}
    first, second = words["43"].box, words["719"].box
    gap = {0: second.x0 - first.x1, 90: first.y0 - second.y1, 180: first.x0 - second.x1, 270: second.y0 - first.y1}
    assert gap[turn] == pytest.approx(1.1, abs=0.2)


def test_columns_of_single_characters_are_words_of_their_own() -> None:
    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(("Pakistan 3 9", "Eritrea 8 5")):
            for x, text in zip((100, 250, 310), row.split(), strict=True):
                canvas.drawString(x, 600 - 14 * number, text)

    words = read_pages(draw)[0].words
    assert [word.text for word in words] == ["Pakistan", "3", "9", "Eritrea", "8", "5"]


def test_letters_placed_one_by_one_are_words_beside_a_note_in_the_margin() -> None:
    """PDFium takes such a page for one that is read downwards and breaks the line behind each letter."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(("Russische Föderation 1.234", "Demokratische Republik Kongo 56")):
            x = 100.0
            for letter in line:
                if letter != " ":
                    canvas.drawString(x, 600 - 14 * number, letter)
                x += canvas.stringWidth(letter)
        canvas.translate(560, 200)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Dieser Text wird ersetzt, sobald die lektorierte Version vorliegt. Er ist lang. " * 3)

    words = [word.text for word in read_pages(draw)[0].words if word.angle == 0]
    assert words == ["Russische", "Föderation", "1.234", "Demokratische", "Republik", "Kongo", "56"]


def test_a_word_goes_on_behind_a_lowered_figure() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(100, 600)
        text.textOut("CO")
        text.setRise(-3)
        text.setFont("Times-Roman", 6)
        text.textOut("2")
        text.setRise(0)
        text.setFont("Times-Roman", 10)
        text.textOut("-neutral")
        canvas.drawText(text)

    assert [line.text for line in read_pages(draw)[0].lines] == ["CO2-neutral"]


@pytest.mark.parametrize("narrower", [0.0, -0.05, -0.1])
def test_a_printed_blank_parts_words_though_ink_reaches_into_it(narrower: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Italic", 10)
        text = canvas.beginText(100, 600)
        text.setWordSpace(10 * narrower)
        text.textOut("wie folgt, Innern, für 3")
        canvas.drawText(text)

    assert [word.text for word in read_pages(draw)[0].words] == ["wie", "folgt,", "Innern,", "für", "3"]
