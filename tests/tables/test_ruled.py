"""Ruled tables: what is drawn in odd ways is still read as it is meant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.geometry import Box
from extractor.tables.native import read_page
from tests.tables.drawing import across, down, draw_page, draw_table, draw_text, draw_word, texts_of

ROWS = [["Land", "2017", "2018"], ["Bayern", "1.234", "56"], ["Berlin", "-", "7,5%"]]
WIDTHS = [120.0, 60.0, 60.0]


def cells_of(rows: list[list[str]]) -> dict[tuple[int, int], str]:
    return {(r, c): text for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text}


@given(
    st.lists(
        st.lists(st.sampled_from(["", "12", "1.234", "-", "Syrien", "7,5%"]), min_size=3, max_size=3),
        min_size=2,
        max_size=8,
    )
)
def test_a_ruled_table_is_given_back(rows: list[list[str]]) -> None:
    rows = [["Land", "2017", "2018"], *rows, ["Gesamt", "1", "2"]]
    (grid,) = read_page(draw_table(rows, WIDTHS))
    assert (grid.rows, grid.cols) == (len(rows), 3)
    assert texts_of(grid.cells) == cells_of(rows)


def test_every_place_is_covered_once() -> None:
    (grid,) = read_page(draw_table(ROWS, WIDTHS))
    covered = [
        (cell.row + down_, cell.col + right)
        for cell in grid.cells
        for down_ in range(cell.row_span)
        for right in range(cell.col_span)
    ]
    assert sorted(covered) == [(r, c) for r in range(1, 4) for c in range(1, 4)]


@pytest.mark.parametrize("doubled", [2.5, 3.0])
def test_doubled_frame_lines_make_no_columns(doubled: float) -> None:
    page = draw_table(ROWS, WIDTHS)
    extra = [
        replace(rule, position=rule.position + doubled) for rule in page.rules if rule.position in (60.0, 300.0, 100.0)
    ]
    (grid,) = read_page(replace(page, rules=(*page.rules, *extra)))
    assert (grid.rows, grid.cols) == (3, 3)
    assert texts_of(grid.cells) == cells_of(ROWS)


def test_rules_drawn_cell_by_cell_and_dashed_are_whole_rules() -> None:
    page = draw_table(ROWS, WIDTHS)
    pieces = []
    for rule in page.rules:
        position = rule.start
        while position < rule.end:
            pieces.append(replace(rule, start=position, end=min(position + 4.0, rule.end)))
            position += 6.0
    (grid,) = read_page(replace(page, rules=tuple(pieces)))
    assert texts_of(grid.cells) == cells_of(ROWS)


@pytest.mark.parametrize("missing", ["left", "right", "both"])
def test_a_frame_that_is_open_at_its_sides_keeps_its_columns(missing: str) -> None:
    page = draw_table(ROWS, WIDTHS)
    gone = {"left": {60.0}, "right": {300.0}, "both": {60.0, 300.0}}[missing]
    rules = tuple(rule for rule in page.rules if rule.horizontal or rule.position not in gone)
    (grid,) = read_page(replace(page, rules=rules))
    assert texts_of(grid.cells) == cells_of(ROWS)


def test_a_spanning_head_is_one_cell() -> None:
    page = draw_table([["", "Asylanträge", ""], ["Land", "2017", "2018"], ["Bayern", "1", "2"]], WIDTHS)
    rules = tuple(
        rule if rule.horizontal or rule.position != 240.0 else replace(rule, start=116.0) for rule in page.rules
    )
    (grid,) = read_page(replace(page, rules=rules))
    spanning = next(cell for cell in grid.cells if cell.text == "Asylanträge")
    assert (spanning.row, spanning.col, spanning.col_span) == (1, 2, 2)


@pytest.mark.parametrize("figures", [("12.345", "6.789", "5.556"), ("12.345", "-", "0")])
def test_the_first_row_is_parted_from_a_head_of_several_levels_that_no_rule_parts_from_it(
    figures: tuple[str, ...],
) -> None:
    rules = [across(y, 60, 330) for y in (100, 160, 176)] + [across(y, 150, 330) for y in (116,)]
    rules += [across(132, 240, 330)]
    rules += [down(60, 100, 176), down(330, 100, 176), down(150, 100, 176), down(240, 116, 176), down(285, 132, 176)]
    words = draw_text("Schutz 2018", 64, 115) + draw_text("Gewährung", 200, 103)
    words += draw_text("Verfolgung", 250, 119) + draw_text("davon Frauen", 286, 134)
    for x, text in zip((64, 160, 244, 290), ("Gesamt", *figures), strict=True):
        words += draw_text(text, x, 149)
    for x, text in zip((64, 160, 244, 290), ("Syrien", "10", "9", "8"), strict=True):
        words += draw_text(text, x, 163)
    (grid,) = read_page(draw_page(words, rules))
    texts = texts_of(grid.cells)
    assert [texts[row, column] for row in (4, 5) for column in (1, 2, 3, 4)] == [
        *("Gesamt", *figures),
        *("Syrien", "10", "9", "8"),
    ]
    assert texts[1, 1] == "Schutz 2018"
    covered = [
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.col, cell.col + cell.col_span)
    ]
    assert sorted(covered) == [(row, column) for row in range(1, 6) for column in range(1, 5)]


def test_displaced_rules_of_one_row_stay_in_order() -> None:
    """As in real papers: the last rows have their vertical rules 20 points beside those of the head."""
    edges, moved = [60.0, 160.0, 220.0, 280.0, 340.0], [60.0, 160.0, 200.0, 262.0, 340.0]
    rules = [across(y, 60, 340) for y in (100, 116, 132, 148)]
    rules += [down(x, 100, 132) for x in edges] + [down(x, 132, 148) for x in moved]
    words = []
    for number, (xs, row) in enumerate(
        [(edges, ["Land", "A", "B", "C"]), (edges, ["Bayern", "1", "2", "3"]), (moved, ["Berlin", "4", "5", "6"])]
    ):
        for x, text in zip(xs, row, strict=False):
            words += draw_text(text, x + 3, 103 + 16 * number)
    (grid,) = read_page(draw_page(words, rules))
    assert grid.cols == 4
    assert [cell.text for cell in grid.cells if cell.row == 3] == ["Berlin", "4", "5", "6"]


def test_rows_that_are_not_ruled_apart_are_told_by_their_figures() -> None:
    rules = [across(y, 60, 240) for y in (100, 116, 166)] + [down(x, 100, 166) for x in (60, 180, 240)]
    words = [*draw_text("Artikel", 64, 103), *draw_text("2018", 190, 103)]
    lines = [("davon Ablehnungen", ""), ("nach Artikel 6", "10"), ("nach Artikel 7", "1"), ("Ablehnungen durch", "")]
    for number, (label, figure) in enumerate([*lines]):
        words += draw_text(label, 64, 119 + 11 * number) + draw_text(figure, 200, 119 + 11 * number)
    (grid,) = read_page(draw_page(words, rules))
    rows = [[cell.text for cell in grid.cells if cell.row == row] for row in range(2, grid.rows + 1)]
    assert rows[0] == ["davon Ablehnungen", ""]
    assert rows[1] == ["nach Artikel 6", "10"]
    assert rows[2][1] == "1"


def test_a_wrapped_label_belongs_to_the_figure_on_its_last_line() -> None:
    rules = [across(y, 60, 240) for y in (100, 116, 162)] + [down(x, 100, 162) for x in (60, 180, 240)]
    words = [*draw_text("Verfahren", 64, 103), *draw_text("2018", 190, 103)]
    for number, (label, figure) in enumerate(
        [("Ablehnungen durch den", ""), ("Mitgliedstaat gesamt", "2 081"), ("Sonstige", "7")]
    ):
        words += draw_text(label, 64, 119 + 11 * number) + draw_text(figure, 195, 119 + 11 * number)
    (grid,) = read_page(draw_page(words, rules))
    assert [cell.text for cell in grid.cells if cell.row == 2] == [
        "Ablehnungen durch den Mitgliedstaat gesamt",
        "2 081",
    ]


def test_rotated_heads_are_read_in_their_own_direction() -> None:
    rules = [across(y, 60, 240) for y in (100, 180, 196, 212)] + [down(x, 100, 212) for x in (60, 150, 195, 240)]
    words = [
        draw_word("(z.B.", 165, 140, 90),
        draw_word("Rücknahmen)", 165, 104, 90),
        draw_word("Erledigungen", 153, 110, 90),
        draw_word("Widerrufe", 200, 104, 270),
        draw_word("gesamt", 200, 146, 270),
    ]
    for number, row in enumerate([["Syrien", "1", "2"], ["Irak", "3", "4"]]):
        for x, text in zip((64, 160, 210), row, strict=True):
            words += draw_text(text, x, 183 + 16 * number)
    (grid,) = read_page(draw_page(words, rules))
    head = [cell.text for cell in grid.cells if cell.row == 1]
    assert head == ["", "Erledigungen (z.B. Rücknahmen)", "Widerrufe gesamt"]


def test_a_row_without_side_rules_joins_its_frames_but_a_heading_does_not() -> None:
    upper, lower = draw_table(ROWS, WIDTHS), draw_table([["Hessen", "3", "4"], ["Bremen", "5", "6"]], WIDTHS, top=162.0)
    between = draw_text("davon", 64, 151)
    joined = read_page(draw_page([*upper.words, *between, *lower.words], [*upper.rules, *lower.rules]))
    assert [grid.rows for grid in joined] == [6]
    second = draw_table([["Land", "2015", "2016"], ["Bremen", "5", "6"]], WIDTHS, top=162.0)
    apart = read_page(draw_page([*upper.words, *between, *second.words], [*upper.rules, *second.rules]))
    assert [grid.rows for grid in apart] == [3, 2]


def test_tables_side_by_side_are_two() -> None:
    left, right = draw_table(ROWS, WIDTHS, left=40.0), draw_table(ROWS, WIDTHS, left=300.0)
    grids = read_page(draw_page([*left.words, *right.words], [*left.rules, *right.rules]))
    assert [texts_of(grid.cells) for grid in grids] == [cells_of(ROWS)] * 2


def test_a_box_around_prose_is_no_table() -> None:
    words = [word for number in range(4) for word in draw_text("Die Angaben sind nicht bekannt", 64, 103 + 11 * number)]
    rules = [across(100, 60, 300), across(150, 60, 300), down(60, 100, 150), down(300, 100, 150)]
    assert read_page(draw_page(words, rules)) == []


def test_a_sideways_table_is_read_and_its_boxes_stay_on_the_page() -> None:
    page = draw_table(ROWS, WIDTHS)
    turned = replace(
        page,
        words=tuple(
            replace(word, x0=word.y0, y0=842 - word.x1, x1=word.y1, y1=842 - word.x0, angle=90) for word in page.words
        ),
        rules=tuple(
            down(rule.position, 842 - rule.end, 842 - rule.start)
            if rule.horizontal
            else across(842 - rule.position, rule.start, rule.end)
            for rule in page.rules
        ),
    )
    (grid,) = read_page(turned)
    assert texts_of(grid.cells) == cells_of(ROWS)
    first = grid.cells[0]
    assert first.text_box is not None
    assert first.box.contains(turned.words[0].box.center_x, turned.words[0].box.center_y)


def test_a_row_of_figures_without_vertical_rules_stands_in_the_columns_of_the_others() -> None:
    page = draw_table([*ROWS, ["Gesamt", "9.999", "8"], ["Bremen", "3", "4"]], WIDTHS)
    rules = [rule for rule in page.rules if rule.horizontal]
    rules += [down(x, 100, 148) for x in (60, 180, 240, 300)] + [down(x, 164, 180) for x in (60, 180, 240, 300)]
    (grid,) = read_page(replace(page, rules=tuple(rules)))
    assert [cell.text for cell in grid.cells if cell.row == 4] == ["Gesamt", "9.999", "8"]


def test_a_total_below_the_frame_is_taken_in_but_a_note_is_not() -> None:
    page = draw_table(ROWS, WIDTHS)
    total = draw_text("Gesamt", 64, 151) + draw_text("9.999", 184, 151) + draw_text("8", 244, 151)
    (grid,) = read_page(replace(page, words=(*page.words, *total)))
    assert [cell.text for cell in grid.cells if cell.row == 4] == ["Gesamt", "9.999", "8"]
    note = draw_text("* Stand 2018: 12 Fälle", 64, 151)
    (grid,) = read_page(replace(page, words=(*page.words, *note)))
    assert grid.rows == 3


def test_labels_to_the_left_of_the_frame_are_a_column() -> None:
    page = draw_table([["2017", "2018"], ["1.234", "56"], ["-", "7,5%"]], WIDTHS[1:], left=180.0)
    labels = draw_text("Bayern", 140, 119) + draw_text("Berlin", 140, 135)
    (grid,) = read_page(replace(page, words=(*page.words, *labels)))
    assert [cell.text for cell in grid.cells if cell.col == 1] == ["", "Bayern", "Berlin"]


def test_two_tables_that_touch_are_two() -> None:
    upper = draw_table(ROWS, WIDTHS)
    lower = draw_table([["Herkunftsland", "Anträge"], ["Syrien", "12"], ["Irak", "7"]], [160.0, 80.0], top=148.0)
    grids = read_page(draw_page([*upper.words, *lower.words], [*upper.rules, *lower.rules]))
    assert [(grid.rows, grid.cols) for grid in grids] == [(3, 3), (3, 2)]


def test_a_change_of_shade_parts_head_and_body() -> None:
    words = draw_text("Land", 64, 103) + draw_text("2018", 190, 103)
    for number, row in enumerate([["Bayern", "1.234"], ["Berlin", "56"], ["Bremen", "7"]]):
        for x, text in zip((64, 190), row, strict=True):
            words += draw_text(text, x, 119 + 14 * number)
    shades = (Box(60, 100, 180, 116), Box(180, 100, 240, 116), Box(60, 116, 180, 162), Box(180, 116, 240, 162))
    (grid,) = read_page(replace(draw_page(words, []), shades=shades))
    assert texts_of(grid.cells) == cells_of([["Land", "2018"], ["Bayern", "1.234"], ["Berlin", "56"], ["Bremen", "7"]])


def test_a_list_beside_rows_that_are_ruled_apart_stands_in_their_rows() -> None:
    """As in real papers: the left half of a table is one tall cell, the right half has a rule under each row."""
    rules = [across(y, 60, 360) for y in (100, 116, 182)] + [across(y, 210, 360) for y in (138, 160)]
    rules += [down(x, 100, 182) for x in (60, 160, 210, 310, 360)]
    words = []
    for x, text in zip((64, 164, 214, 314), ("Herkunft", "2013", "Staat", "2013"), strict=True):
        words += draw_text(text, x, 103)
    for number, row in enumerate(
        [("Irak", "14 209", "Polen", "8"), ("Iran", "7", "Malta", "5"), ("", "", "Zypern", "1")]
    ):
        for x, text in zip((64, 164, 214, 314), row, strict=True):
            words += draw_text(text, x, 120 + 22 * number)
    (grid,) = read_page(draw_page(words, rules))
    assert [[cell.text for cell in grid.cells if cell.row == row] for row in (2, 3, 4)] == [
        ["Irak", "14 209", "Polen", "8"],
        ["Iran", "7", "Malta", "5"],
        ["", "", "Zypern", "1"],
    ]
