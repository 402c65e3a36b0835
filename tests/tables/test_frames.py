"""What stands in, beside and below ruled frames: underlines, tables side by side, boxes, rows outside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.tables.native import read_page
from tests.tables.drawing import LINE, across, down, draw_page, draw_table, draw_text, texts_of

ROWS = [["Land", "2017", "2018"], ["Bayern", "1.234", "56"], ["Berlin", "-", "7,5%"]]
WIDTHS = [120.0, 60.0, 60.0]


@pytest.mark.parametrize("label", ["4. Quartal", "4. Quartal 2018 und 1. Quartal 2019"], ids=["short", "long"])
def test_an_underlined_label_across_the_table_makes_no_row(label: str) -> None:
    """Its underline may end where a column does, or be longer than most rules of the table."""
    words = draw_text(label, 62, 119)
    body = draw_table(ROWS[1:], [words[-1].x1 - 60, 60.0, 60.0], top=132.0)
    head = draw_table([["Land", "2017", "2018"]], [words[-1].x1 - 60, 60.0, 60.0])
    right = words[-1].x1 + 120
    rules = [*head.rules, *body.rules, down(60, 116, 132), down(right, 116, 132)]
    underline = across(127.5, words[0].x0, words[-1].x1)
    (grid,) = read_page(draw_page([*head.words, *words, *body.words], [*rules, underline]))
    assert grid.rows == 4
    assert [cell.text for cell in grid.cells if cell.row == 2] == [label]


def test_tables_side_by_side_above_a_box_are_two() -> None:
    """As in real papers: a legend in a frame of its own touches both tables from below."""
    left, right = draw_table(ROWS, WIDTHS, left=40.0), draw_table(ROWS, WIDTHS, left=292.0)
    legend = [across(150, 60, 500), across(170, 60, 500), down(60, 150, 170), down(500, 150, 170)]
    words = [*left.words, *right.words, *draw_text("Zuwachs > 20 Prozent", 100, 155)]
    grids = read_page(draw_page(words, [*left.rules, *right.rules, *legend]))
    expected = {(r, c): text for r, row in enumerate(ROWS, 1) for c, text in enumerate(row, 1)}
    assert [texts_of(grid.cells) for grid in grids] == [expected, expected]


def test_a_blank_strip_between_columns_parts_no_table() -> None:
    """The figures behind the strip have their labels before it; the rule at the foot runs through."""
    left, right = draw_table(ROWS, WIDTHS), draw_table([["2019", "2020"], ["3", "4"], ["5", "6"]], [60.0, 60.0], 310.0)
    rules = [*left.rules, *right.rules, across(150, 60, 430)]
    (grid,) = read_page(draw_page([*left.words, *right.words], rules))
    assert [cell.text for cell in grid.cells if cell.row == 2 and cell.text] == ["Bayern", "1.234", "56", "3", "4"]


def test_a_box_around_prose_with_a_figure_is_no_table() -> None:
    prose = "Die Angaben lassen sich im Detail genau nachvollziehen und sind plausibel"
    words = [*draw_text("Aufwand", 64, 103), *draw_text("2,7", 304, 103)]
    words += [*draw_text("Evaluierung", 64, 119), *draw_text("nach Jahren", 304, 119)]
    words += [word for number in range(4) for word in draw_text(prose, 64, 135 + LINE * number)]
    rules = [across(y, 60, 420) for y in (100, 116, 132, 182)] + [down(x, 100, 182) for x in (60, 420)]
    assert read_page(draw_page(words, [*rules, down(300, 100, 132)])) == []


def test_a_total_below_the_frame_may_look_like_a_year() -> None:
    page = draw_table(ROWS, WIDTHS)
    total = draw_text("Gesamt", 64, 151) + draw_text("9.999", 184, 151) + draw_text("1979", 244, 151)
    (grid,) = read_page(replace(page, words=(*page.words, *total)))
    assert [cell.text for cell in grid.cells if cell.row == 4] == ["Gesamt", "9.999", "1979"]


def test_rows_that_are_not_ruled_apart_may_have_their_figures_in_different_columns() -> None:
    rules = [across(y, 60, 300) for y in (100, 116, 148)] + [down(x, 100, 148) for x in (60, 180, 240, 300)]
    words = [word for x, text in zip((64, 190, 250), ROWS[0], strict=True) for word in draw_text(text, x, 103)]
    words += [*draw_text("Hamburg", 64, 119), *draw_text("73", 190, 119)]
    words += [*draw_text("Sachsen", 64, 135), *draw_text("55", 250, 135)]
    (grid,) = read_page(draw_page(words, rules))
    assert [[cell.text for cell in grid.cells if cell.row == row] for row in (2, 3)] == [
        ["Hamburg", "73", ""],
        ["Sachsen", "", "55"],
    ]


def test_the_last_line_of_heads_may_be_a_level_of_its_own() -> None:
    """As in real papers: "in abs." and "in Prozent" are parted by white space only, like the figures below."""
    rules = [across(y, 60, 420) for y in (100, 124, 140, 156, 172)] + [down(x, 100, 172) for x in (60, 180, 300, 420)]
    words = [*draw_text("Land", 64, 103), *draw_text("Anerkennungen", 200, 102), *draw_text("Ablehnungen", 320, 102)]
    for x in (184, 304):
        words += [*draw_text("in abs.", x, 113), *draw_text("in Prozent", x + 60, 113)]
    for number, label in enumerate(("Syrien", "Irak", "Iran")):
        for x, text in zip((64, 184, 250, 304, 370), (label, "1.234", "5,6", "78", "9,0"), strict=True):
            words += draw_text(text, x, 127 + 16 * number)
    (grid,) = read_page(draw_page(words, rules))
    heads = [(cell.text, cell.row_span, cell.col_span) for cell in grid.cells if cell.row <= 2]
    assert heads == [
        ("Land", 2, 1),
        ("Anerkennungen", 1, 2),
        ("Ablehnungen", 1, 2),
        *[(text, 1, 1) for text in ("in abs.", "in Prozent") * 2],
    ]


def test_a_row_without_side_rules_joins_its_frames_where_a_wrapped_label_follows() -> None:
    """The only figure of the row below stands between the two lines of its label."""
    upper, lower = draw_table(ROWS, WIDTHS), draw_table([["", "", ""], ["Bremen", "5", "6"]], WIDTHS, top=164.0)
    words = [*draw_text("darunter", 64, 152), *draw_text("Ablehnungen", 64, 164), *draw_text("im Land", 64, 172)]
    figure = draw_text("15,4", 190, 168)
    (grid,) = read_page(draw_page([*upper.words, *words, *figure, *lower.words], [*upper.rules, *lower.rules]))
    assert [cell.text for cell in grid.cells if cell.row == 5] == ["Ablehnungen im Land", "15,4", ""]
