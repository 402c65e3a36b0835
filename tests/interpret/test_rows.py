"""How the rows of a table hang together: paths, sections, totals, parts, levels."""

from __future__ import annotations

import pytest

from extractor.interpret.layout import read_layout
from extractor.interpret.rows import RowLabel, read_row_labels
from tests.interpret.drawing import INDENT, make_table


def labels_of(rows: list[list[str]], stub: tuple[int, ...] = (1,), **options: object) -> dict[int, RowLabel]:
    table = make_table(rows, **options)  # type: ignore[arg-type]
    return read_row_labels(table, read_layout(table), stub)


def roles_of(rows: list[list[str]]) -> list[tuple[str, str, int]]:
    return [(label.own, label.role, label.level) for label in labels_of(rows).values()]


def test_a_total_may_stand_first_or_last() -> None:
    assert [role for _, role, _ in roles_of([["Staat", "Zahl"], ["Gesamt", "3"], ["Irak", "3"]])] == ["total", "detail"]
    assert [role for _, role, _ in roles_of([["Staat", "Zahl"], ["Irak", "3"], ["Summe", "3"]])] == ["detail", "total"]


@pytest.mark.parametrize("first", [True, False])
def test_a_total_that_names_what_it_sums_is_inner_beside_a_bare_one(first: bool) -> None:
    inner = ["Summe Top 2", "30"]
    body = [inner, ["Syrien", "20"], ["Irak", "10"]] if first else [["Syrien", "20"], ["Irak", "10"], inner]
    shown = {own: role for own, role, _ in roles_of([["Staat", "Zahl"], *body, ["Sonstige", "4"], ["Gesamt", "34"]])}
    assert (shown["Summe Top 2"], shown["Gesamt"], shown["Sonstige"]) == ("subtotal", "total", "detail")


def test_parts_below_a_row_that_opens_them() -> None:
    rows = [
        ["Land", "Zahl"],
        ["Syrien", "30"],
        ["davon:", ""],
        [f"{INDENT}männlich", "20"],
        [f"{INDENT}weiblich", "10"],
    ]
    assert roles_of([*rows, ["Irak", "9"]]) == [
        ("Syrien", "total", 0),
        ("männlich", "davon", 1),
        ("weiblich", "davon", 1),
        ("Irak", "detail", 0),
    ]
    assert labels_of(rows)[4].path == ("Syrien", "männlich")


def test_a_total_ends_the_parts_above_it() -> None:
    rows = [["Land", "Zahl"], ["Syrien", "30"], ["darunter:", ""], ["männlich", "20"], ["Gesamt", "39"]]
    assert roles_of(rows)[1:] == [("männlich", "darunter", 1), ("Gesamt", "total", 0)]


@pytest.mark.parametrize(("word", "role"), [("darunter", "darunter"), ("davon", "davon"), ("hiervon", "davon")])
def test_a_label_that_opens_parts_is_a_part_of_the_row_above(word: str, role: str) -> None:
    labels = labels_of([["Staat", "Zahl"], ["Syrien", "30"], [f"{word} Minderjährige", "20"]])
    assert (labels[3].path, labels[3].role, labels[3].level) == (("Syrien", f"{word} Minderjährige"), role, 1)


def test_parts_of_a_total_are_not_below_it_in_their_path() -> None:
    labels = labels_of([["Staat", "Zahl"], ["Gesamt", "30"], ["davon:", ""], ["Syrien", "20"], ["Irak", "10"]])
    assert [label.path for label in labels.values()] == [("Gesamt",), ("Syrien",), ("Irak",)]


def test_a_section_holds_until_the_next() -> None:
    rows = [["", "Zahl"], ["Länder", ""], ["Bayern", "3"], ["Staaten", ""], ["Syrien", "2"], ["Irak", "1"]]
    spans = {(2, 1): (1, 2), (4, 1): (1, 2)}
    assert [one.section for one in labels_of(rows, spans=spans).values()] == ["Länder", "Staaten", "Staaten"]


def test_a_label_over_several_rows_is_the_outer_level() -> None:
    rows = [
        ["Land", "Geschlecht", "Zahl"],
        ["Bayern", "männlich", "3"],
        ["", "weiblich", "4"],
        ["Berlin", "weiblich", "1"],
    ]
    labels = labels_of(rows, (1, 2), spans={(2, 1): (2, 1)})
    assert [label.path for label in labels.values()] == [
        ("Bayern", "männlich"),
        ("Bayern", "weiblich"),
        ("Berlin", "weiblich"),
    ]
    assert {label.level for label in labels.values()} == {1}


@pytest.mark.parametrize("numbers", ["1 2 3", "1. 2. 3.", "1. 2. 2.", "1 1 3", "7 8 9"])
def test_running_numbers_and_ranks_are_no_labels(numbers: str) -> None:
    names = ["Syrien", "Irak", "Iran"]
    rows = [["Nr.", "Staat", "Zahl"]] + [[no, name, "20"] for no, name in zip(numbers.split(), names, strict=True)]
    labels = labels_of(rows, (1, 2))
    assert [(label.path, label.level) for label in labels.values()] == [((name,), 0) for name in names]


def test_classes_are_no_running_numbers() -> None:
    rows = [["Klasse", "Land", "Zahl"], ["3", "Bayern", "20"], ["1", "Berlin", "30"], ["2", "Hessen", "5"]]
    assert labels_of(rows, (1, 2))[2].path == ("3", "Bayern")


def test_a_label_that_goes_on_shares_what_stands_above_it() -> None:
    rows = [
        ["Titel", "Zahl"],
        ["Niederlassungserlaubnis", "30"],
        ["nach § 9 AufenthG", "10"],
        ["nach § 26 Abs. 3", "20"],
    ]
    labels = labels_of([*rows, ["Gesamt", "30"]])
    assert [label.under for label in labels.values()] == [(), *[("Niederlassungserlaubnis",)] * 2, ()]
    assert labels[2].role == "subtotal"


def test_a_second_head_forgets_what_stood_above() -> None:
    rows = [
        ["Land", "erteilt"],
        ["Bayern", "9"],
        ["davon:", ""],
        ["männlich", "4"],
        ["Land", "abgelehnt"],
        ["Bayern", "3"],
    ]
    assert labels_of(rows)[6] == RowLabel(("Bayern",), "", "detail", 0)
