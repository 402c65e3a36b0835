"""Another reader as witness: what counts as the same cell and the same text, and what is entered for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.check.document import CheckedDocument
from extractor.check.readings import Outcome, compare_cells, is_same_text
from extractor.check.second_reader import SecondReading
from extractor.model.check import CheckResult
from extractor.model.geometry import Box
from extractor.model.table import Cell, CellRole, Grid, Table, TablePart, TablePlace, TableReading, TableStatus
from extractor.pipeline import Options, read_one

from .made_tables import cells, check, table

_WIDTH, _HEIGHT = 60.0, 15.0
Texts = Sequence[Sequence[str]]


def grid(texts: Texts, *, page: int = 1, top: float = 100, height: float = _HEIGHT, reader: str = "pdfplumber") -> Grid:
    """Cells of 60 x 15 points from the left edge 50 on."""
    made = []
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            box = Box(50 + _WIDTH * c, top + height * r, 50 + _WIDTH * (c + 1), top + height * (r + 1))
            made.append(Cell(r + 1, c + 1, 1, 1, text, page, box))
    around = Box.around(cell.box for cell in made)
    return Grid(page, around, len(texts), len(texts[0]), tuple(made), reader)


def reading(*parts: Grid, table_id: str = "p001t1") -> TableReading:
    """A table of our own reader over one or more pages."""
    placed: list[Cell] = []
    spans = []
    rows = 0
    for part in parts:
        placed += [replace(cell, row=cell.row + rows) for cell in part.cells]
        spans.append(TablePart(part.page, part.box, rows + 1, rows + part.rows))
        rows += part.rows
    made = Table(table_id, tuple(spans), rows, parts[0].cols, tuple(placed), "native")
    return TableReading(made, TablePlace(table_id), 0, 0, "", tuple(CellRole.BODY for _ in placed))


def checked(texts: Texts, **options: object) -> CheckedDocument:
    """A document with one table whose figures add up to nothing."""
    values = [[text or None for text in row] for row in texts]
    return check(table(values, **options), readings=(reading(grid(texts, reader="native")),))  # type: ignore[arg-type]


def ask(document: CheckedDocument, *answers: tuple[str, Sequence[Grid]], always: bool = False) -> CheckedDocument:
    second = SecondReading(document, always=always)
    for reader, grids in answers:
        second.hear(reader, second.open_pages(), grids)
    return second.entered()


def rows_of_rule(document: CheckedDocument) -> list[tuple[CheckResult, tuple[str, ...], str]]:
    return [(one.result, one.cells, one.wording) for one in document.checks if one.rule == "second_reader"]


FIGURES = [["17", "23"], ["5", "41"]]


def test_a_reader_that_agrees_vouches_for_every_cell() -> None:
    before = checked(FIGURES)
    assert before.readings[0].status is TableStatus.UNVERIFIED
    after = ask(before, ("pdfplumber", [grid(FIGURES)]))
    assert cells(after, evidence="second_reader") == {"r1c1", "r1c2", "r2c1", "r2c2"}
    assert (after.readings[0].status, after.readings[0].reason) == (TableStatus.VERIFIED, "second_reader")
    assert rows_of_rule(after) == [(CheckResult.HOLDS, ("r1c1", "r1c2", "r2c1", "r2c2"), "pdfplumber")]
    assert after.issues == before.issues


def test_a_reader_that_differs_is_a_doubt_with_both_readings() -> None:
    after = ask(checked(FIGURES), ("pdfplumber", [grid([["17", "28"], ["5", "41"]])]))
    assert cells(after, flag="readers_differ") == {"r1c2"}
    assert cells(after, evidence="second_reader") == {"r1c1", "r2c1", "r2c2"}
    assert after.readings[0].status is TableStatus.CONSISTENT
    row = next(one for one in after.checks if one.result is CheckResult.FAILS)
    assert (row.rule, row.left, row.right, row.difference) == ("second_reader", Decimal(23), Decimal(28), Decimal(-5))
    assert row.wording == "native: „23“; pdfplumber: „28“"
    assert [(one.code, one.table_id, one.data["count"]) for one in after.issues] == [
        ("check.readers_differ", "p001t1", 1)
    ]
    assert [one.value for one in after.observations] == [17, 23, 5, 41]


def test_where_there_is_no_cell_nothing_is_said() -> None:
    after = ask(checked(FIGURES), ("pdfplumber", []), ("camelot", [grid([["17", "23"]], reader="camelot")]))
    assert cells(after, evidence="second_reader") == {"r1c1", "r1c2"}
    assert not cells(after, flag="readers_differ")
    assert (CheckResult.NOT_APPLICABLE, ("r2c1", "r2c2"), "pdfplumber, camelot") in rows_of_rule(after)


def test_a_further_reader_is_asked_only_for_what_is_open_and_settles_it() -> None:
    second = SecondReading(checked(FIGURES))
    second.hear("pdfplumber", (1,), [grid([["17", "28"], ["5", "41"]])])
    assert second.open_pages() == (1,)
    second.hear("camelot", (1,), [grid([["99", "23"], ["99", "99"]], reader="camelot")])
    assert second.open_pages() == ()
    after = second.entered()
    assert len(cells(after, evidence="second_reader")) == 4
    assert not cells(after, flag="readers_differ")
    assert (CheckResult.HOLDS, ("r1c2",), "native: „23“; pdfplumber: „28“; camelot: „23“") in rows_of_rule(after)


def test_pages_that_were_not_asked_for_get_no_row() -> None:
    second = SecondReading(checked(FIGURES))
    second.hear("pdfplumber", (), [])
    after = second.entered()
    assert not rows_of_rule(after)
    assert after.readings == checked(FIGURES).readings


def test_doubts_about_the_meaning_stay() -> None:
    document = checked(FIGURES)
    doubted = tuple(one._replace(flags=("ambiguous",)) for one in document.observations)
    after = ask(replace(document, observations=doubted), ("pdfplumber", [grid(FIGURES)]))
    assert all(one.flags == ("ambiguous",) and one.evidence == ("second_reader",) for one in after.observations)
    assert after.readings[0].status is TableStatus.CONSISTENT


def test_auto_leaves_alone_what_has_a_witness() -> None:
    document = checked(FIGURES)
    first, *rest = document.observations
    document = replace(document, observations=(first._replace(evidence=("prose",)), *rest))
    assert len(cells(ask(document, ("pdfplumber", [grid(FIGURES)])), evidence="second_reader")) == 3
    always = ask(document, ("pdfplumber", [grid(FIGURES)]), always=True)
    assert always.observations[0].evidence == ("prose", "second_reader")


def test_what_a_person_has_put_right_is_not_compared() -> None:
    document = checked(FIGURES)
    first, *rest = document.observations
    reviewed = first._replace(value_raw="71", value=Decimal(71), evidence=("reviewed",))
    after = ask(replace(document, observations=(reviewed, *rest)), ("pdfplumber", [grid(FIGURES)]), always=True)
    assert after.observations[0] == reviewed


def test_only_figures_on_the_wanted_topics_are_asked_for() -> None:
    document = check(
        table([["1"]], table_id="p001t1", topic=("asylum",)),
        table([["2"]], table_id="p001t2", topic=("asylum", "visa")),
        readings=(reading(grid([["1"]])), reading(grid([["2"]], top=300), table_id="p001t2")),
    )
    second = SecondReading(document, topics=frozenset({"visa"}))
    second.hear("pdfplumber", (1,), [grid([["1"]]), grid([["2"]], top=300)])
    assert [one.evidence for one in second.entered().observations] == [(), ("second_reader",)]


def test_a_table_over_two_pages_is_compared_page_by_page() -> None:
    first, second = grid([["17", "23"]], page=1), grid([["5", "41"]], page=2, top=60)
    observations = tuple(one._replace(page=one.row or 1) for one in table(FIGURES))
    document = check(observations, readings=(reading(first, second),))
    # The second page begins with the head again, which our table leaves out.
    again = [first, grid([["Kopf", "Kopf"], ["5", "14"]], page=2, top=45)]
    after = ask(document, ("pdfplumber", again))
    assert cells(after, evidence="second_reader") == {"r1c1", "r1c2", "r2c1"}
    assert cells(after, flag="readers_differ") == {"r2c2"}


def test_blank_in_both_is_a_witness_too() -> None:
    blank = [["17", ""], ["", "41"]]
    assert len(cells(ask(checked(blank), ("pdfplumber", [grid(blank)])), evidence="second_reader")) == 4
    moved = ask(checked(blank), ("pdfplumber", [grid([["", "17"], ["", "41"]])]))
    assert cells(moved, flag="readers_differ") == {"r1c1", "r1c2"}
    assert cells(moved, evidence="second_reader") == {"r2c1", "r2c2"}


def test_a_blank_cell_of_another_size_says_nothing() -> None:
    taller = grid([["17", "", ""]], height=2 * _HEIGHT)
    after = ask(checked([["17", ""], ["", ""]]), ("pdfplumber", [taller]))
    assert cells(after, evidence="second_reader") == {"r1c1"}
    assert not cells(after, flag="readers_differ")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param("1.234²", "1.2342", id="it does not see what is raised"),
        pytest.param("160.324", "160.324 160.324", id="it sees twice what is printed twice to look bold"),
    ],
)
def test_a_reader_that_is_blind_to_the_manner_of_print_says_nothing(ours: str, theirs: str) -> None:
    (found,) = compare_cells(grid([[ours]]).cells, [grid([[theirs]])], "camelot").values()
    assert found.outcome is Outcome.ABSENT


@pytest.mark.parametrize(
    ("ours", "theirs", "agrees"),
    [
        ([["17"], ["5"], ["1 041"]], "17 5 1041", True),
        ([["17"], ["5"], ["1 041"]], "17 5 1 041", True),
        ([["17"], ["5"], ["1 041"]], "17 51 041", False),
        ([["17"], ["5"], ["1 041"]], "5 17 1 041", False),
        ([["17"], ["5"], ["1 041"]], "17 5", False),
        ([["17"], ["5"], ["1 041"]], "17 5 1 041 9", False),
        ([["17"], [""], ["41"]], "17 41", False),
    ],
)
def test_rows_that_the_other_reader_does_not_part(ours: Texts, theirs: str, agrees: bool) -> None:
    band = grid([[theirs]], height=3 * _HEIGHT)
    found = compare_cells(grid(ours).cells, [band], "pdfplumber").values()
    assert {one.outcome for one in found} == {Outcome.SAME if agrees else Outcome.ABSENT}


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("13 633", "13633", True),
        ("13\u2009633", "13.633", False),
        ("0,7 %", "0,7%", True),
        ("–", "-", True),
        ("-5", "5", False),
        ("5,0", "50", False),
        ("1.234²", "1.2342", False),
        ("1.234²", "1.234²", True),
        ("60,9 1", "60,91", False),
        ("12 345 67", "12 345 67", True),
        ("k. A.", "k.A.", True),
        ("Ermessens\u00adduldung", "Ermessensduldung", True),
        ("ﬁktiv", "fiktiv", True),
        ("", "", True),
        ("", "0", False),
    ],
)
def test_when_texts_are_the_same(ours: str, theirs: str, same: bool) -> None:
    assert is_same_text(ours, theirs) is same


@given(
    st.lists(st.lists(st.integers(0, 99_999), min_size=3, max_size=3), min_size=2, max_size=6),
    st.floats(-1.5, 1.5),
    st.data(),
)
def test_one_changed_figure_is_the_only_difference(values: list[list[int]], shift: float, data: st.DataObject) -> None:
    texts = [[str(value) for value in row] for row in values]
    row = data.draw(st.integers(0, len(texts) - 1))
    col = data.draw(st.integers(0, 2))
    other = [list(line) for line in texts]
    other[row][col] = str(values[row][col] + 1)
    found = compare_cells(grid(texts).cells, [grid(other, top=100 + shift)], "pdfplumber")
    different = {place for place, one in found.items() if one.outcome is Outcome.DIFFERENT}
    assert different == {(1, row + 1, col + 1)}
    assert all(one.outcome is Outcome.SAME for place, one in found.items() if place not in different)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        pytest.param("1904961", 20, id="ruled"),
        pytest.param("1800705", 17, id="rows not ruled apart"),
    ],
)
def test_a_page_of_an_answer_is_vouched_for(corpus: Path, tmp_path: Path, name: str, page: int) -> None:
    writer = pypdf.PdfWriter()
    source = pypdf.PdfReader(corpus / "answers" / f"{name}.pdf")
    for number in (1, page):
        writer.add_page(source.pages[number - 1])
    writer.write(tmp_path / "cut.pdf")
    never = read_one(tmp_path / "cut.pdf", Options())
    auto = read_one(tmp_path / "cut.pdf", Options(second_reader="auto"))
    assert sum(not one.evidence for one in never.observations if one.table_id) >= 10
    assert all(one.evidence and "readers_differ" not in one.flags for one in auto.observations if one.table_id)
    # A witness adds evidence; what was read and understood stays.
    bare = [one._replace(evidence=()) for one in never.observations]
    assert [one._replace(evidence=()) for one in auto.observations] == bare
