"""Pages as pictures: put straight, their rules found, their lines measured."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractor.model.geometry import Box
from extractor.model.page import Rule
from extractor.read.ink import Ink
from extractor.read.ocr import Sign
from extractor.read.pdfium import open_document, open_page, view_of
from extractor.read.picture import DOTS_PER_INCH, Picture, Spot, draw_page, straighten
from extractor.read.picture_rules import find_rules, without_rules
from extractor.read.typeset import PrintedLine, measure_line
from tests.read.test_read import make_source

SCALE = DOTS_PER_INCH / 72


def drawn(draw: object, size: tuple[float, float] = (595, 842)) -> Picture:
    source = make_source(draw, size=size)  # type: ignore[arg-type]
    with open_document(source) as document, open_page(document, 1) as page:
        picture = draw_page(page, view_of(page))
    assert picture is not None
    return picture


def turned(picture: Picture, degrees: float) -> Picture:
    image = Image.fromarray(picture.pixels).rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
    return Picture(np.asarray(image), picture.scale)


def noisy(picture: Picture, levels: float) -> Picture:
    grey = picture.pixels * 0.93 + 8 + np.random.default_rng(3).normal(0, levels, picture.pixels.shape)
    return Picture(grey.clip(0, 255).astype(np.uint8), picture.scale)


def draw_grid(canvas: Canvas) -> None:
    """A head over two columns, 0.3 points thick, with print in all cells and a title above."""
    canvas.setFont("Helvetica", 20)
    canvas.drawString(100, 742, "Illegal eingereiste Familien")
    canvas.setFont("Times-Roman", 9)
    canvas.setLineWidth(0.3)
    for y in (700, 680, 660, 640, 620):
        canvas.line(100, y, 400, y)
    canvas.line(100, 620, 100, 700)
    canvas.line(400, 620, 400, 700)
    canvas.line(250, 620, 250, 680)
    canvas.drawString(180, 686, "Mmmm lllll HHHHH insgesamt")
    for y in (666, 646, 626):
        canvas.drawString(110, y, "Mecklenburg-Vorpommern")
        canvas.drawString(360, y, "1.234")


@pytest.mark.parametrize("noise", [0, 12, 20])
def test_rules_are_found_and_letters_are_none(noise: float) -> None:
    rules = find_rules(noisy(drawn(draw_grid), noise) if noise else drawn(draw_grid))
    level = [rule for rule in rules if rule.horizontal]
    upright = sorted((rule for rule in rules if not rule.horizontal), key=lambda rule: rule.position)
    assert [rule.position for rule in level] == pytest.approx([142, 162, 182, 202, 222], abs=0.5)
    assert [rule.position for rule in upright] == pytest.approx([100, 250, 400], abs=0.5)
    assert all((rule.start, rule.end) == pytest.approx((100, 400), abs=1.5) for rule in level)
    assert (upright[1].start, upright[1].end) == pytest.approx((162, 222), abs=1.5)
    assert all(rule.thickness < 2 for rule in rules)


def test_rules_are_painted_over_and_print_is_not() -> None:
    picture = drawn(draw_grid)
    clean = without_rules(picture, find_rules(picture))
    assert find_rules(clean) == ()
    figure = (slice(round(166 * SCALE), round(178 * SCALE)), slice(round(358 * SCALE), round(385 * SCALE)))
    assert np.array_equal(clean.pixels[figure], picture.pixels[figure])


@pytest.mark.parametrize("skew", [-2.3, -0.5, 0.2, 1.4])
def test_a_page_that_lies_askew_is_put_straight(skew: float) -> None:
    def draw(canvas: Canvas) -> None:
        for line in range(20):
            canvas.drawString(80, 750 - 14 * line, "Wie viele Personen waren zum Stichtag im Besitz einer Duldung?")
        canvas.line(80, 400, 500, 400)

    (rule,) = find_rules(straighten(turned(drawn(draw), skew)))
    assert rule.end - rule.start == pytest.approx(420, abs=3)


def test_a_straight_page_stays_as_it_is() -> None:
    picture = drawn(draw_grid)
    assert straighten(picture) is picture


def test_a_huge_page_is_drawn_coarsely() -> None:
    picture = drawn(lambda canvas: canvas.line(0, 0, 14000, 14000), size=(14400, 14400))
    assert picture.pixels.size <= 16_000_000
    assert picture.pixels.shape[1] == pytest.approx(14400 * picture.scale, abs=1)


def line_of(
    text: str, *, font: str = "Times-Roman", size: float = 10, read: str = "", score: float = 1.0
) -> PrintedLine:
    """A line measured: ``text`` is printed at (50, 50), ``read`` is what the engine makes of it."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        canvas.drawString(50, 50, text)

    picture = drawn(draw, size=(500, 100))
    spot = Spot(Box(round(40 * SCALE), round(36 * SCALE), round(480 * SCALE), round(54 * SCALE)))
    ends = [0.0]
    for sign in text:
        ends.append(ends[-1] + stringWidth(sign, font, size))
    # The engine places its signs by a fifth of the size only.
    middles = [
        10 + (left + right) / 2 + 0.2 * size * (-1) ** number for number, (left, right) in enumerate(pairwise(ends))
    ]
    printed = [(sign, middle / 440) for sign, middle in zip(text, middles, strict=True) if sign != " "]
    signs, parted, index = [], False, 0
    for sign in read or text:
        if sign == " ":
            parted = True
        else:
            signs.append(Sign(sign, printed[index][1], score, parted))
            index, parted = index + 1, False
    return measure_line(Ink(picture).of_line(spot), spot, tuple(signs), picture.scale)


def text_of(line: PrintedLine) -> str:
    return " ".join(word.text for word in line.words)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("nach § 25 Abs. 4 Satz 1 AufenthG", "nach § 25 Abs. 4Satz 1 AufenthG", id="blanks missed"),
        pytest.param("Drucksache 19/8701 vom 25. März", "Drucksache19/8701 vom25. März", id="beside figures"),
        pytest.param("wegen fehlender Papiere", "wegen f ehlender Papiere", id="one too many"),
        pytest.param("in 11 Fällen", "in 11 Fällen", id="ones stand apart"),
        pytest.param("4 743", "4743", id="thousands"),
        pytest.param("01.01. – 31.12.2018", "01.01. - 31.12.2018", id="dash"),
        pytest.param("Aufenthaltserlaubnis", "Aufenthaltserlaubnis", id="one word"),
    ],
)
@pytest.mark.parametrize("font", ["Times-Roman", "Helvetica", "Times-Bold"])
def test_words_begin_and_end_where_they_are_printed(text: str, read: str, font: str) -> None:
    assert text_of(line_of(text, read=read, font=font)) == text


def test_words_have_their_place_and_size() -> None:
    line = line_of("Aufenthaltserlaubnis nach dem Aufenthaltsgesetz", size=10.5)
    box = line.place(line.words[1], 10.5)
    left = 50 + stringWidth("Aufenthaltserlaubnis ", "Times-Roman", 10.5)
    assert (box.x0, box.x1) == pytest.approx((left, left + stringWidth("nach", "Times-Roman", 10.5)), abs=0.8)
    assert (box.y0, box.y1) == pytest.approx((50 - 0.89 * 10.5, 50 + 0.22 * 10.5), abs=0.6)
    assert line.size == pytest.approx(10.5, rel=0.02)


@pytest.mark.parametrize("text", ["1.234", "12,5", "1.234,56", "0,4%", "1.234.567"])
def test_commas_and_dots_are_told_by_their_depth(text: str) -> None:
    # The engine is not sure of them; the ink is.
    assert text_of(line_of(text, read=text.translate(str.maketrans(".,", ",.")), score=0.9)) == text


@pytest.mark.parametrize(("text", "found"), [("Nr.7 a", "Nr\ufffd\ufffd a"), ("Abs. b", "Abs. b")])
def test_only_figures_are_held_back_where_the_engine_is_not_sure(text: str, found: str) -> None:
    assert text_of(line_of(text, score=0.7)) == found.replace("Nr", "\ufffd\ufffd")


def test_a_raised_mark_is_no_digit_of_the_figure() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 50, "1.234")
        canvas.setFont("Times-Roman", 6)
        canvas.drawString(50 + stringWidth("1.234", "Times-Roman", 10), 54, "2")

    picture = drawn(draw, size=(200, 100))
    spot = Spot(Box(round(45 * SCALE), round(36 * SCALE), round(120 * SCALE), round(56 * SCALE)))
    signs = tuple(Sign(sign, (6 + 4.5 * number) / 75, 1.0) for number, sign in enumerate("1.2342"))
    assert text_of(measure_line(Ink(picture).of_line(spot), spot, signs, SCALE)) == "1.234\ufffd"


def test_a_line_is_measured_without_its_neighbours() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 50, "gejagt")
        canvas.drawString(50, 40, "Burgen")

    picture = drawn(draw, size=(200, 100))
    # The box of an engine reaches into the line below.
    spot = Spot(Box(round(45 * SCALE), round(40 * SCALE), round(120 * SCALE), round(55 * SCALE)))
    signs = tuple(Sign(sign, (7 + 4 * number) / 75, 1.0) for number, sign in enumerate("gejagt"))
    line = measure_line(Ink(picture).of_line(spot), spot, signs, SCALE)
    assert line.spot.box.y0 + line.baseline == pytest.approx(50, abs=0.7)


def test_a_rule_needs_print_on_no_side() -> None:
    picture = drawn(lambda canvas: canvas.line(100, 400, 300, 400))
    assert [(type(rule), rule.horizontal) for rule in find_rules(picture)] == [(Rule, True)]
