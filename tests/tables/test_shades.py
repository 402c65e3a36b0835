"""Tables whose cells are shaded instead of ruled."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from extractor.model.geometry import Box
from extractor.model.page import Word
from extractor.tables.native import read_page
from tests.tables.drawing import across, draw_page, draw_text

ROWS = [["Land", "2017", "2018", "2019"], ["Bayern", "1.234", "56", "7"], ["Berlin", "8", "9", "10"]]
XS = (60.0, 150.0, 220.0, 290.0)


def rows_of(words: list[Word], shades: tuple[Box, ...], rules: tuple[float, ...] = ()) -> list[list[str]]:
    page = replace(draw_page(words, [across(y, 60, 360) for y in rules]), shades=shades)
    (grid,) = read_page(page)
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(1, grid.rows + 1)]


def draw_rows() -> list[Word]:
    return [
        word
        for number, row in enumerate(ROWS)
        for x, text in zip(XS, row, strict=True)
        for word in draw_text(text, x + 4, 103 + 16 * number)
    ]


def test_a_bare_column_between_shaded_ones_has_their_rows() -> None:
    """As in real papers: no rule runs between the head and the first row, only the shades change."""
    shaded = tuple(
        Box(x, top, x + width, bottom)
        for x, width in ((60, 90), (220, 70))
        for top, bottom in ((100, 116), (116, 132), (132, 148))
    )
    assert rows_of(draw_rows(), shaded, (100, 132, 148)) == ROWS


def test_the_last_bare_column_parts_its_head_from_the_first_figures() -> None:
    shaded = tuple(
        Box(x, top, x + 70, bottom) for x in (150, 220) for top, bottom in ((100, 116), (116, 132), (132, 148))
    )
    stub = tuple(Box(60, top, 150, bottom) for top, bottom in ((100, 116), (116, 132), (132, 148)))
    assert rows_of(draw_rows(), (*shaded, *stub), (100, 132, 148)) == ROWS


def test_a_narrow_shaded_strip_without_print_is_no_column() -> None:
    cells = tuple(
        Box(x, top, x + width, bottom)
        for x, width in ((52.5, 7.5), (60, 90), (150, 70), (220, 70), (290, 70))
        for top, bottom in ((100, 116), (116, 132), (132, 148))
    )
    assert rows_of(draw_rows(), cells) == ROWS


def test_bare_rows_between_rows_shaded_cell_by_cell_are_rows_of_theirs() -> None:
    rows = [*ROWS[:2], ["darunter:", "", "", ""], ["Berlin", "8", "9", "10"], ["Bremen", "11", "", "13"]]
    words = [
        word
        for number, row in enumerate(rows)
        for x, text in zip(XS, row, strict=True)
        for word in draw_text(text, x + 4, 103 + 16 * number)
    ]
    edges = (*XS, 360.0)
    shaded = tuple(Box(left, top, right, top + 16) for top in (100.0, 132.0, 164.0) for left, right in pairwise(edges))
    assert rows_of(words, shaded) == rows
