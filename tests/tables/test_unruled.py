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


def rows_of(words: list[Word], rules: list[Rule]) -> list[list[str]]:
    (grid,) = read_page(draw_page(words, rules))
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(1, grid.rows + 1)]


@pytest.mark.parametrize(
    ("heads", "right", "expected"),
    [
        ([["", "", "31. Dezember"], ["Land", "2017", "2018"]], 330.0, "31. Dezember 2018"),
        ([["", "", "Sonstige"], ["", "", "Erledi-"], ["Land", "2017", "gungen"]], 300.0, "Sonstige Erledigungen"),
    ],
    ids=["two lines", "three lines"],
)
def test_the_last_head_may_stand_beside_its_figures(heads: list[list[str]], right: float, expected: str) -> None:
    """A head that is flush right over centred figures: its last line begins to the right of all of them."""
    words = draw_rows(BODY, top=140.0)
    for number, row in enumerate(heads):
        y = 140.0 - LINE * (len(heads) - number) - 4
        words += [*draw_text(row[0], 60, y), *draw_text(row[1], 190, y)]
        words += draw_text(row[2], right - 4.5 * len(row[2]), y)
    assert rows_of(words, [])[0] == ["Land", "2017", expected]


def test_two_rows_between_rules_are_a_table() -> None:
    rules = [across(97.0, 58, 330), across(112.0, 58, 330), across(138.0, 58, 330)]
    assert rows_of(draw_rows([HEAD, *BODY[:2]]), rules) == [HEAD, *BODY[:2]]
    assert read_page(draw_page(draw_rows([HEAD, *BODY[:2]]), [])) == []


def test_a_label_may_have_many_lines() -> None:
    lines = ["(einschl.", "ehem. Ser-", "bien und", "Montene-", "gro,", "Kosovo)"]
    words = draw_rows([HEAD, ["Serbien", "3 196", "12,2"]], top=100.0)
    words += [word for number, line in enumerate(lines, 1) for word in draw_text(line, 60, 114.3 + LINE * number)]
    words += draw_rows([["Berlin", "1 800*", "-"], ["Hessen", "21 942", "7,5"]], top=202.0)
    rows = rows_of(words, [across(112.0, 58, 330)])
    assert rows[1:] == [
        ["Serbien (einschl. ehem. Serbien und Montenegro, Kosovo)", "3 196", "12,2"],
        ["Berlin", "1 800*", "-"],
        ["Hessen", "21 942", "7,5"],
    ]


def test_the_last_label_of_a_numbered_table_may_be_wrapped() -> None:
    body = [["1", "Bayern", "3 196"], ["2", "Berlin", "1 800"], ["", "(West)", ""], ["3", "Erlaubnis zum", "42"]]
    words = draw_rows([["Nr.", "Land", "2018"]], (60.0, 100.0, 260.0), 88.0)
    for number, row in enumerate([*body, ["", "Daueraufenthalt", ""]]):
        for x, text in zip((60.0, 100.0, 260.0), row, strict=True):
            words += draw_text(text, x, 104 + LINE * number)
    assert [row[1] for row in rows_of(words, [])[1:]] == ["Bayern", "Berlin (West)", "Erlaubnis zum Daueraufenthalt"]


def test_tables_side_by_side_have_their_labels_beside_each_other() -> None:
    xs = (60.0, 170.0, 260.0, 370.0)
    body = [
        ["Ermächtigung", "27 500", "Ermächtigung", "25 100"],
        ["davon fällig:", "", "davon fällig:", ""],
        ["bis 2015", "13 500", "bis 2015", "12 300"],
        ["bis 2016", "9 000", "bis 2016", "8 200"],
    ]
    assert rows_of(draw_rows(body, xs), []) == body


def test_contents_with_numbered_parts_are_no_table() -> None:
    xs = (60.0, 130.0, 400.0)
    lines = [["Plan 02", "Deutscher Bundestag", "4"], ["Plan 04", "Bundeskanzleramt", "6"], ["Plan 05", "Amt", ""]]
    words = draw_rows([*lines, ["", "Drucksache", "12"]], xs)
    assert read_page(draw_page(words, [])) == []


def test_a_head_that_begins_behind_all_labels_is_none_of_theirs() -> None:
    words = draw_text("4. Quartal 2018", 108, 98) + draw_text("2019", 200, 98)
    words += draw_rows([["Irak", "8", "9"], ["Iran", "7", "6"], ["Mali", "5", "4"]], (60.0, 172.0, 214.0), 114.0)
    assert rows_of(words, [across(111, 58, 240)])[0] == ["", "4. Quartal 2018", "2019"]


def test_a_figure_may_follow_the_last_line_of_a_wrapped_label() -> None:
    """PDFium gives the words cell by cell: the figure on the first line comes behind the second line of the label."""
    words = []
    for number, (label, rest, figure) in enumerate(
        [("Ablehnungen durch", "den Staat", "157"), ("Familiennachzug zu", "Deutschen", "103"), ("Sonstige", "", "40")]
    ):
        y = 100 + 30 * number
        words += [*draw_text(label, 60, y), *draw_text(rest, 60, y + LINE), *draw_text(figure, 200, y)]
    rules = [across(y, 58, 240) for y in (97, 126, 156, 186)]
    assert rows_of(words, rules)[0] == ["Ablehnungen durch den Staat", "157"]
