"""What every table reader promises, held by one set of tests for all of them."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any

import pytest

from extractor.errors import ExitCode, ExtractorError
from extractor.messages import render
from extractor.model.geometry import Box
from extractor.model.page import PdfDocument, PdfSource
from extractor.model.table import Grid
from extractor.read import read_document
from extractor.tables.camelot_reader import CamelotReader
from extractor.tables.native import NativeReader
from extractor.tables.pdfplumber_reader import PdfplumberReader
from extractor.tables.reader import READER_NAMES, TableReader, find_reader
from tests.generator.case import Case
from tests.generator.scenarios import make_case

# Plainly ruled tables, which every reader reads alike; camelot's hybrid adds tables of its own on some of them.
_READERS: dict[str, Callable[[], TableReader]] = {
    "native": NativeReader,
    "pdfplumber": PdfplumberReader,
    "camelot lattice": lambda: CamelotReader("lattice"),
    "camelot network": lambda: CamelotReader("network"),
    "camelot hybrid": CamelotReader,
}
_RULED = [name for name in _READERS if name != "camelot network"]
_PLACED = ("page_rotated_90", "page_rotated_180", "page_rotated_270", "page_cropped", "sideways_90", "sideways_270")
_SHAPES = ("two_head_levels", "stub_spans", "section_rows", "several_tables", "break_with_head", "no_rules")


@pytest.fixture(params=_READERS)
def reader(request: pytest.FixtureRequest) -> TableReader:
    return _READERS[request.param]()


@pytest.fixture(params=_RULED)
def ruled_reader(request: pytest.FixtureRequest) -> TableReader:
    return _READERS[request.param]()


@cache
def plainly_ruled(scenario: str) -> Case:
    """A case with single lines: camelot takes the gap of doubled ones for a column, and misses broad rectangles."""
    cases = (make_case(seed, scenario) for seed in range(100))
    return next(case for case in cases if "drawing_lines" in case.features)


@cache
def opened(case: Case) -> tuple[PdfSource, PdfDocument]:
    source = PdfSource("made.pdf", case.pdf, sha256(case.pdf).hexdigest())
    return source, read_document(source)[0]


@pytest.mark.parametrize("scenario", [*_SHAPES, *_PLACED])
def test_each_place_is_covered_once_inside_the_page(reader: TableReader, scenario: str) -> None:
    source, document = opened(make_case(2, scenario))
    grids, issues = reader.read_grids(source, document)
    assert not issues
    pages = {page.number: page for page in document.pages}
    for grid in grids:
        covered = [
            (row, col)
            for cell in grid.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for col in range(cell.col, cell.col + cell.col_span)
        ]
        assert sorted(covered) == [(row, col) for row in range(1, grid.rows + 1) for col in range(1, grid.cols + 1)]
        assert grid.reader == reader.name
        sheet = Box(0, 0, pages[grid.page].width, pages[grid.page].height)
        for box in (grid.box, *(cell.box for cell in grid.cells)):
            assert box.x0 <= box.x1 and box.y0 <= box.y1
            assert sheet.contains(box.x0, box.y0, 0.01) and sheet.contains(box.x1, box.y1, 0.01)
        assert {cell.page for cell in grid.cells} == {grid.page}


def test_grids_come_by_page_and_from_top_to_bottom(reader: TableReader) -> None:
    for scenario in ("several_tables", "break_with_head", "same_columns_other_table"):
        grids, _ = reader.read_grids(*opened(make_case(3, scenario)))
        places = [(grid.page, grid.box.y0, grid.box.x0) for grid in grids]
        assert places == sorted(places)


@pytest.mark.parametrize("scenario", _PLACED)
def test_cells_stand_where_their_print_is_seen(ruled_reader: TableReader, scenario: str) -> None:
    """Turned, cut and sideways pages: the boxes are in points of the page as it is shown."""
    case = plainly_ruled(scenario)
    grid = best_grid(ruled_reader, case)
    cells = {(cell.row, cell.col): cell for cell in grid.cells}
    for expected in case.tables[0].cells:
        if expected.text and expected.x is not None and expected.y is not None:
            assert cells[expected.row, expected.col].box.contains(expected.x, expected.y, 3.0), expected


def test_lines_of_a_cell_are_joined_and_hyphenation_undone(ruled_reader: TableReader) -> None:
    case = plainly_ruled("wrapped_labels")
    grid = best_grid(ruled_reader, case)
    wanted = {" ".join(cell.text.split()) for cell in case.tables[0].cells if cell.text}
    assert wanted <= {" ".join(cell.text.split()) for cell in grid.cells}
    assert not any("\n" in cell.text or "\u00ad" in cell.text for cell in grid.cells)


def test_spans_come_from_the_cells_themselves(ruled_reader: TableReader) -> None:
    case = plainly_ruled("two_head_levels")
    grid = best_grid(ruled_reader, case)
    spans = {(cell.row, cell.col): (cell.row_span, cell.col_span) for cell in grid.cells}
    wanted = {(cell.row, cell.col): (cell.row_span, cell.col_span) for cell in case.tables[0].cells if cell.text}
    assert any(span != (1, 1) for span in wanted.values())
    assert {place: spans[place] for place in wanted} == wanted


@pytest.mark.parametrize("scenario", ["rotated_90", "rotated_270"])
@pytest.mark.parametrize("name", ["native", "pdfplumber"])
def test_rotated_heads_are_read_in_their_own_direction(name: str, scenario: str) -> None:
    case = make_case(2, scenario)
    texts = {cell.text for cell in best_grid(_READERS[name](), case).cells}
    assert {cell.text for cell in case.tables[0].cells if cell.text} <= texts


def best_grid(reader: TableReader, case: Case) -> Grid:
    """The grid with the shape of the (single) table of the case; camelot's hybrid gives pieces of prose besides."""
    expected = case.tables[0]
    grids, issues = reader.read_grids(*opened(case))
    assert not issues
    return next(grid for grid in grids if (grid.rows, grid.cols) == (expected.rows, expected.cols))


def test_only_the_asked_pages_are_read(reader: TableReader) -> None:
    source, document = opened(make_case(2, "break_with_head"))
    grids, issues = reader.read_grids(source, document, (2,))
    assert {grid.page for grid in grids} == {2}
    assert not issues


def test_unknown_pages_have_no_tables(reader: TableReader) -> None:
    source, document = opened(make_case(2, "ruled"))
    assert reader.read_grids(source, document, (99,)) == ((), ())
    assert reader.read_grids(source, document, ()) == ((), ())


def test_a_fault_in_pdfplumber_costs_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from pdfplumber.page import Page

    find = Page.find_tables

    def failing(page: Page, *arguments: Any) -> Any:
        if page.page_number == 1:
            raise RuntimeError("broken on purpose")
        return find(page, *arguments)

    monkeypatch.setattr(Page, "find_tables", failing)
    check_fault_on_page_1(PdfplumberReader())


def test_pages_that_pdfplumber_does_not_find_break_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from pdfplumber.pdf import PDF

    def failing(pdf: PDF) -> list[Any]:
        raise IndexError("the page has no size")

    monkeypatch.setattr(PDF, "pages", property(failing))
    source, document = opened(make_case(2, "break_with_head"))
    grids, issues = PdfplumberReader().read_grids(source, document)
    assert grids == ()
    assert [issue.page for issue in issues] == [page.number for page in document.pages]


def test_a_fault_in_camelot_costs_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from camelot.handlers import PDFHandler

    parse = PDFHandler._parse_page

    def failing(handler: PDFHandler, page: Any, *arguments: Any, **options: Any) -> Any:
        if page.page_idx == 0:
            raise ValueError("max() arg is an empty sequence")
        return parse(handler, page, *arguments, **options)

    monkeypatch.setattr(PDFHandler, "_parse_page", failing)
    check_fault_on_page_1(CamelotReader("lattice"))


def check_fault_on_page_1(reader: TableReader) -> None:
    source, document = opened(make_case(2, "break_with_head"))
    grids, issues = reader.read_grids(source, document)
    assert {grid.page for grid in grids} == {page.number for page in document.pages} - {1}
    assert [(issue.code, issue.page, issue.data["reader"]) for issue in issues] == [
        ("tables.page_failed", 1, reader.name)
    ]
    for language in ("de", "en"):
        assert reader.name in render(issues[0].code, language, **issues[0].data)


def test_a_fault_in_one_table_of_camelot_costs_that_table(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.tables import camelot_reader

    spans = camelot_reader._spans
    calls = iter(range(100))

    def failing(cells: Any) -> Any:
        if next(calls) == 0:
            raise IndexError("broken on purpose")
        return spans(cells)

    case = make_case(3, "several_tables")
    whole, _ = CamelotReader("lattice").read_grids(*opened(case))
    monkeypatch.setattr(camelot_reader, "_spans", failing)
    grids, issues = CamelotReader("lattice").read_grids(*opened(case))
    assert len(grids) == len(whole) - 1 > 0
    assert [issue.code for issue in issues] == ["tables.page_failed"]


@pytest.mark.parametrize("name", ["pdfplumber", "camelot"])
def test_a_file_that_a_reader_cannot_open_costs_its_pages(name: str) -> None:
    source, document = opened(make_case(2, "break_with_head"))
    grids, issues = find_reader(name).read_grids(PdfSource("x.pdf", b"%PDF-1.4 nothing", source.sha256), document)
    assert grids == ()
    assert [issue.page for issue in issues] == [page.number for page in document.pages]


def test_pages_of_pdfplumber_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    from pdfplumber.page import Page

    closed: list[int] = []
    close = Page.close

    def noting(page: Page) -> None:
        closed.append(page.page_number)
        close(page)

    monkeypatch.setattr(Page, "close", noting)
    source, document = opened(make_case(2, "break_with_head"))
    PdfplumberReader().read_grids(source, document)
    assert set(closed) == {page.number for page in document.pages}


@pytest.mark.parametrize("name", ["pdfplumber", "camelot"])
def test_a_reader_that_is_not_installed_says_so(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source, document = opened(make_case(2, "ruled"))
    load = builtins.__import__

    def without(module: str, *arguments: Any) -> Any:
        if module.split(".")[0] == name:
            raise ImportError("not here", name=name)
        return load(module, *arguments)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ExtractorError) as raised:
        find_reader(name).read_grids(source, document)
    assert raised.value.exit_code is ExitCode.MISSING_DEPENDENCY


def test_readers_are_found_by_name() -> None:
    assert READER_NAMES == ("native", "pdfplumber", "camelot")
    assert [find_reader(name).name for name in READER_NAMES] == list(READER_NAMES)
    with pytest.raises(ExtractorError) as raised:
        find_reader("tesseract")
    assert raised.value.exit_code is ExitCode.USAGE
    with pytest.raises(ValueError, match="stream"):
        CamelotReader("stream")
