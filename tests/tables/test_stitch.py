"""Tables that go on over a page break, and neighbours that must stay apart."""

from __future__ import annotations

from dataclasses import replace

from extractor.model.page import Line, Page
from extractor.model.table import Table
from extractor.tables.native import read_page
from extractor.tables.stitch import stitch_grids
from tests.tables.drawing import draw_document, draw_table

WIDTHS = [120.0, 60.0, 60.0]
HEAD = ["Land", "2017", "2018"]


def stitch(*tables: list[list[str]], tops: tuple[float, ...] = (), lines: dict[int, str] | None = None) -> list[Table]:
    """Tables on following pages; ``lines`` puts a line of prose at the top of a page."""
    pages: list[Page] = []
    for number, rows in enumerate(tables, 1):
        top = tops[number - 1] if tops else (780.0 - 16 * len(rows) if number < len(tables) else 100.0)
        page = replace(draw_table(rows, WIDTHS, top=top), number=number)
        printed = [Line(word.text, word.x0, word.y0, word.x1, word.y1, 9.0, False, 0) for word in page.words]
        if lines and number in lines:
            printed.insert(0, Line(lines[number], 60, 80, 300, 90, 10.0, False, 0))
        pages.append(replace(page, lines=tuple(printed)))
    document = draw_document(*pages)
    return list(stitch_grids([grid for page in pages for grid in read_page(page)], document))


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(1, table.rows + 1)]


def test_a_repeated_head_is_left_out() -> None:
    (table,) = stitch([HEAD, ["Bayern", "1", "2"]], [HEAD, ["Berlin", "3", "4"]], [HEAD, ["Bremen", "5", "6"]])
    assert rows_of(table) == [HEAD, ["Bayern", "1", "2"], ["Berlin", "3", "4"], ["Bremen", "5", "6"]]
    assert table.joined_by == "repeated_head"
    assert [part.page for part in table.parts] == [1, 2, 3]
    assert [(part.first_row, part.last_row) for part in table.parts] == [(1, 2), (3, 3), (4, 4)]
    assert table.table_id == "p001t1"


def test_a_table_goes_on_without_a_head() -> None:
    (table,) = stitch([HEAD, ["Bayern", "1", "2"]], [["Berlin", "3", ""], ["Bremen", "5", ""]])
    assert table.joined_by == "same_columns"
    assert rows_of(table)[2:] == [["Berlin", "3", ""], ["Bremen", "5", ""]]


def test_a_repeated_subtotal_is_not_counted_twice() -> None:
    total = ["Summe", "9", "12"]
    (table,) = stitch([HEAD, total, ["Bayern", "1", "2"]], [HEAD, total, ["Berlin", "3", "4"]])
    assert table.joined_by == "repeated_head_and_subtotal"
    assert rows_of(table) == [HEAD, total, ["Bayern", "1", "2"], ["Berlin", "3", "4"]]


def test_another_head_makes_another_table() -> None:
    other = ["Land", "2015", "2016"]
    assert len(stitch([HEAD, ["Bayern", "1", "2"]], [other, ["Berlin", "3", "4"]])) == 2


def test_a_second_list_below_its_own_total_is_another_table() -> None:
    by_land = [HEAD, ["Gesamt", "9", "12"], ["Bayern", "1", "2"]]
    by_state = [HEAD, ["Alle Staatsangehörigkeiten", "9", "12"], ["Syrien", "3", "4"]]
    assert len(stitch(by_land, by_state)) == 2


def test_the_same_total_again_on_a_page_that_was_not_full_is_another_table() -> None:
    by_land = [HEAD, ["Gesamt", "9", "12"], ["Bayern", "1", "2"]]
    by_state = [HEAD, ["Gesamt", "9", "12"], ["Syrien", "3", "4"]]
    full_page = [HEAD, *([f"Land {number}", "1", "2"] for number in range(40))]
    tables = stitch(by_land, by_state, full_page, tops=(500.0, 100.0, 100.0))
    assert [table.first_page for table in tables][:2] == [1, 2]


def test_prose_between_parts_keeps_them_apart() -> None:
    tables = stitch([HEAD, ["Bayern", "1", "2"]], [HEAD, ["Berlin", "3", "4"]], lines={2: "Im Einzelnen gilt:"})
    assert len(tables) == 2


def test_tables_headed_by_different_periods_stay_apart() -> None:
    first = [["4. Quartal 2018", "", ""], ["Bayern", "1", "2"]]
    second = [["Jahr 2018", "", ""], ["Bayern", "3", "4"]]
    assert len(stitch(first, second)) == 2


def test_a_table_that_goes_on_on_a_scanned_page_is_no_surer_than_that() -> None:
    pages = [
        replace(draw_table([HEAD, [land, "1", "2"]], WIDTHS, top=top), number=number)
        for number, land, top in ((1, "Bayern", 740.0), (2, "Berlin", 100.0))
    ]
    (first,), (second,) = (read_page(page) for page in pages)
    (table,) = stitch_grids([first, replace(second, reader="ocr")], draw_document(*pages))
    assert table.reader == "ocr"
