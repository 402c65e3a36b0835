"""Lines of labels between rows of figures: to the row above, to the row below, or rows of their own."""

from __future__ import annotations

import pytest

from extractor.tables.print import PrintLine
from extractor.tables.wraps import LooseLine, RowLines, place_loose_lines
from tests.tables.drawing import draw_text


def draw_line(text: str, middle: float) -> PrintLine:
    return PrintLine(tuple(draw_text(text, 60, middle - 5)), text, middle)


def labels_of(lines: list[tuple[float, str, bool]]) -> list[str]:
    """The labels of the rows that come of lines at these heights; the flag says which stand beside a figure."""
    rows = [RowLines(middle, {0: [draw_line(text, middle)]}) for middle, text, has_figure in lines if has_figure]
    loose = [LooseLine(draw_line(text, middle), 0) for middle, text, has_figure in lines if not has_figure]
    return [" ".join(line.text for line in row.lines[0]) for row in place_loose_lines(rows, loose)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            [(0, "§ 25 Absatz 2", True), (11, "(Flücht-", False), (22, "lingsschutz)", False), (40, "§ 25b", True)],
            ["§ 25 Absatz 2 (Flücht- lingsschutz)", "§ 25b"],
            id="figure on the first line of three",
        ),
        pytest.param(
            [(0, "Ablehnungen", True), (18, "aus humanitären", False), (29, "Gründen", True)],
            ["Ablehnungen", "aus humanitären Gründen"],
            id="the white space says more than a small letter",
        ),
        pytest.param(
            [(0, "Bosnien und", True), (11, "Herzegowina", False), (22, "Serbien", True)],
            ["Bosnien und Herzegowina", "Serbien"],
            id="the letters decide where all lines are as far apart",
        ),
        pytest.param(
            [
                (0, "Einnahmen", True),
                (17, "(ohne Münzeinnahmen", False),
                (31, "und Rücklagen)", False),
                (48, "Saldo", True),
            ],
            ["Einnahmen (ohne Münzeinnahmen und Rücklagen)", "Saldo"],
            id="brackets",
        ),
        pytest.param(
            [(0, "2. UBA", True), (11, "2.2 Druckkosten und", False), (22, "Kosten für", False), (33, "Satz", True)],
            ["2. UBA", "2.2 Druckkosten und Kosten für Satz"],
            id="a number begins a label",
        ),
        pytest.param(
            [(0, "Zusagen nach", True), (11, "§ 23 Absatz 2", False), (29, "davon", False), (47, "Syrien", True)],
            ["Zusagen nach § 23 Absatz 2", "davon", "Syrien"],
            id="a label that opens a list of parts is a row and keeps others apart",
        ),
    ],
)
def test_lines_of_labels_go_to_their_row(lines: list[tuple[float, str, bool]], expected: list[str]) -> None:
    assert labels_of(lines) == expected


def test_columns_beside_each_other_are_parted_at_one_height() -> None:
    """As in real papers: the number and the label begin an entry, its figures stand in its last line."""
    lines = [
        (0, ("05", "Auswärtiges Amt", "04, 11"), True),
        (11, ("06", "Inneres", "11, 12,"), False),
        (22, ("", "", "19, 20,"), False),
        (33, ("", "", "33, 34"), True),
    ]
    rows = [
        RowLines(middle, {column: [draw_line(text, middle)] for column, text in enumerate(texts) if text})
        for middle, texts, has_figure in lines
        if has_figure
    ]
    loose = [
        LooseLine(draw_line(text, middle), column)
        for middle, texts, has_figure in lines
        for column, text in enumerate(texts)
        if text and not has_figure
    ]
    placed = [
        [" ".join(line.text for line in row.lines[column]) for column in range(3)]
        for row in place_loose_lines(rows, loose)
    ]
    assert placed == [["05", "Auswärtiges Amt", "04, 11"], ["06", "Inneres", "11, 12, 19, 20, 33, 34"]]


def test_labels_centred_on_their_figures_have_a_line_above_and_one_below() -> None:
    rows = [RowLines(10, {1: [draw_line("5", 10)]}), RowLines(46, {1: [draw_line("7", 46)]})]
    texts = {4: "Bosnien", 16: "Herzegowina", 40: "Serbien", 52: "Montenegro"}
    loose = [LooseLine(draw_line(text, middle), 0) for middle, text in texts.items()]
    placed = [[line.text for line in row.lines[0]] for row in place_loose_lines(rows, loose)]
    assert placed == [["Bosnien", "Herzegowina"], ["Serbien", "Montenegro"]]
