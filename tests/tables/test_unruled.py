"""Tables without a frame, and prose that must not become one."""

from __future__ import annotations

import pytest

from extractor.model.page import Rule, Word
from extractor.tables.native import read_page
from tests.tables.drawing import LINE, across, down, draw_page, draw_text, texts_of

HEAD = ["Land", "2017", "2018 gesamt"]
BODY = [["Bayern", "3 196", "12,2"], ["Berlin", "1 800*", "-"], ["Nordrhein-Westfalen", "21 942", "7,5"]]


def draw_rows(rows: list[list[str]], xs: tuple[float, ...] = (60.0, 190.0, 260.0), top: float = 100.0) -> list[Word]:
    return [
        word
        for number, row in enumerate(rows)
        for x, text in zip(xs, row, strict=True)
        for word in draw_text(text, x, top + number * LINE * 1.3)
    ]


@pytest.mark.parametrize(
    "rules",
    [
        [],
        [across(112.0, 58, 330)],
        [across(97.0, 58, 330), across(112.0, 58, 330), across(158.0, 58, 330)],
    ],
    ids=["none", "under the head", "three across"],
)
def test_columns_come_from_white_space(rules: list[Rule]) -> None:
    (grid,) = read_page(draw_page(draw_rows([HEAD, *BODY]), rules))
    assert texts_of(grid.cells) == {
        (r, c): text for r, row in enumerate([HEAD, *BODY], 1) for c, text in enumerate(row, 1)
    }


def test_a_spanning_head_covers_its_columns() -> None:
    words = draw_text("Asylanträge und Entscheidungen", 185, 86) + draw_rows([HEAD, *BODY])
    (grid,) = read_page(draw_page(words, []))
    spanning = next(cell for cell in grid.cells if cell.text == "Asylanträge und Entscheidungen")
    assert (spanning.row, spanning.col, spanning.col_span) == (1, 2, 2)


def test_prose_with_figures_is_no_table() -> None:
    prose = [
        "Im Jahr 2018 wurden 161 931 Anträge gestellt, davon 78 298 von",
        "Minderjährigen; im Jahr davor waren es 198 317 und 89 207, also",
        "rund 18 Prozent mehr. Auf Syrien entfielen 44 167 Anträge, auf den",
        "Irak 16 333 und auf Afghanistan 9 942, zusammen 70 442 oder 43,5",
    ]
    words = [word for number, line in enumerate(prose) for word in draw_text(line, 60, 100 + LINE * number)]
    assert read_page(draw_page(words, [])) == []


def test_a_list_of_questions_is_no_table() -> None:
    lines = ["1. Wie viele Personen", "2. Wie viele Anträge", "3. Welche Kosten in Höhe von 5"]
    words = [word for number, line in enumerate(lines) for word in draw_text(line, 60, 100 + LINE * number)]
    assert read_page(draw_page(words, [])) == []


def test_a_table_of_contents_is_no_table() -> None:
    words = draw_rows([["Abschnitt ........ ", "", "3"], ["Anhang ........ ", "", "14"], ["Ende ........ ", "", "15"]])
    assert read_page(draw_page(words, [])) == []


def test_columns_inside_one_ruled_column_are_parted() -> None:
    rules = [across(y, 56, 330) for y in (95, 110, 160)] + [down(x, 95, 160) for x in (56, 180, 330)]
    (grid,) = read_page(draw_page(draw_rows([["Land", "2017", "2018"], *BODY]), rules))
    assert grid.cols == 3
    assert [cell.text for cell in grid.cells if cell.row == 3] == ["Berlin", "1 800*", "-"]
