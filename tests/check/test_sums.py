"""Sums down and across: found where they are planted, doubted where they break, not imagined elsewhere."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .made_tables import LAENDER, cells, check, table

_LARGE = st.integers(min_value=150, max_value=90_000)


def _with_totals(body: Sequence[Sequence[int]]) -> list[list[int]]:
    rows = [[*line, sum(line)] for line in body]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _reshaped(width: int, height: int) -> st.SearchStrategy[list[list[int]]]:
    figures = st.lists(_LARGE, min_size=width * height, max_size=width * height, unique=True)
    return figures.map(lambda flat: [flat[start : start + width] for start in range(0, width * height, width)])


_BODIES = st.tuples(st.integers(3, 6), st.integers(5, 9)).flatmap(lambda size: _reshaped(*size))


@given(_BODIES)
@settings(max_examples=40, deadline=None)
def test_planted_totals_vouch_for_every_cell(body: list[list[int]]) -> None:
    values = _with_totals(body)
    document = check(table(values, row_roles=["detail"] * len(body) + ["total"]))
    every = {f"r{r + 1}c{c + 1}" for r in range(len(values)) for c in range(len(values[0]))}
    assert cells(document, evidence="col_sum") == every
    assert cells(document, evidence="row_sum") == every
    assert not cells(document, flag="sum_mismatch")
    assert all(one.result.value == "holds" for one in document.checks)


@given(_BODIES, st.data())
@settings(max_examples=60, deadline=None)
def test_a_planted_fault_is_reported_at_its_cell(body: list[list[int]], data: st.DataObject) -> None:
    values = _with_totals(body)
    row = data.draw(st.integers(0, len(body) - 1))
    col = data.draw(st.integers(0, len(body[0]) - 1))
    values[row][col] += data.draw(st.integers(1, 70_000))
    cols = [f"Spalte {c}" for c in range(len(body[0]))] + ["Gesamt"]
    document = check(
        table(
            values,
            cols=cols,
            row_roles=["detail"] * len(body) + ["total"],
            col_roles=["detail"] * len(body[0]) + ["total"],
        )
    )
    flagged = cells(document, flag="sum_mismatch")
    fault = f"r{row + 1}c{col + 1}"
    assert fault in flagged
    # Besides the fault only the printed totals that it contradicts are doubted.
    assert f"r{row + 1}c{len(values[0])}" in flagged
    assert flagged <= {fault, f"r{row + 1}c{len(values[0])}", f"r{len(values)}c{col + 1}"}
    assert fault not in cells(document, evidence="row_sum") | cells(document, evidence="col_sum")


def test_random_figures_get_no_evidence() -> None:
    source = random.Random(7)
    for _ in range(200):
        width, height = source.randint(2, 8), source.randint(2, 16)
        values = [[int(source.paretovariate(0.7) * 3) for _ in range(width)] for _ in range(height)]
        document = check(table(values, rows=["Gesamt", *(f"L{r}" for r in range(1, height))]))
        assert not any(one.evidence or one.flags for one in document.observations), values


def test_the_largest_states_below_a_total_are_no_parts() -> None:
    document = check(
        table(
            [[4645, 596], [1434, 180], [669, 179], [421, 32]],
            rows=["Staatsangehörigkeiten gesamt", "Afghanistan", "Somalia", "Guinea"],
            row_roles=["total", "darunter", "darunter", "darunter"],
            levels=[0, 1, 1, 1],
        )
    )
    assert not any(one.evidence or one.flags for one in document.observations)


def test_a_total_above_a_cut_off_list_without_roles_is_no_claim() -> None:
    document = check(table([[9000], [4000], [3000], [1000]], rows=["Gesamt", "Syrien", "Irak", "Iran"]))
    assert not document.checks


@pytest.mark.parametrize("first", [True, False])
def test_one_column_of_large_parts_is_enough_where_a_label_says_total(first: bool) -> None:
    parts, labels = [780, 520, 349, 216], ["Flughäfen", "Inland", "Schweiz", "See"]
    values = [sum(parts), *parts] if first else [*parts, sum(parts)]
    rows = ["Gesamt", *labels] if first else [*labels, "Gesamt"]
    document = check(table([[value] for value in values], rows=rows))
    assert cells(document, evidence="col_sum") == {f"r{r}c1" for r in range(1, 6)}


def test_section_by_section_and_a_sister_that_differs() -> None:
    """One period adds up over its borders, the other, printed the same way, does not: that is a contradiction."""
    borders = ["nach Grenze › Flughäfen", "nach Grenze › Inland", "nach Grenze › Schweiz"]
    states = ["nach Staatsangehörigkeit (Top-2) › Iran", "nach Staatsangehörigkeit (Top-2) › Irak"]
    values = [1729, 780, 520, 349, 357, 189, 7044, 2819, 2351, 1874, 1105, 960]
    rows = [*("Gesamt", *borders, *states), *("Gesamt", *borders, *states)]
    document = check(table([[value] for value in values], rows=rows))
    assert cells(document, flag="sum_mismatch") == {"r1c1", "r2c1", "r3c1", "r4c1"}
    assert cells(document, evidence="col_sum") == {"r7c1", "r8c1", "r9c1", "r10c1"}


def test_davon_complete_incomplete_and_too_large() -> None:
    roles, levels = ["total", "davon", "davon"], [0, 1, 1]
    rows = ["Gesamt", "männlich", "weiblich"]
    document = check(table([[434, 900], [418, 500], [16, 300]], rows=rows, row_roles=roles, levels=levels))
    assert cells(document, evidence="col_sum") == {"r1c1", "r2c1", "r3c1"}
    assert cells(document, note="incomplete_davon") == {"r1c2", "r2c2", "r3c2"}
    assert not cells(document, flag="sum_mismatch")
    document = check(table([[434], [418], [26]], rows=rows, row_roles=roles, levels=levels))
    assert cells(document, flag="sum_mismatch") == {"r1c1", "r2c1", "r3c1"}


def test_davon_by_different_dimensions_need_not_add_up() -> None:
    observations = table(
        [[1000], [600], [400], [300]],
        rows=["Gesamt", "männlich", "weiblich", "unter 18"],
        row_roles=["total", "davon", "davon", "davon"],
        levels=[0, 1, 1, 1],
    )

    whole, male, female, minor = observations
    document = check((whole, male._replace(sex="M"), female._replace(sex="F"), minor._replace(age_max=17)))
    assert not cells(document, flag="sum_mismatch")


def test_darunter_above_its_whole() -> None:
    document = check(
        table([[100, 50], [101, 20]], rows=["Gesamt", "Syrien"], row_roles=["total", "darunter"], levels=[0, 1])
    )
    assert cells(document, flag="subset_exceeds") == {"r1c1", "r2c1"}
    assert [one.difference for one in document.checks] == [1]


def test_subtotals_above_their_items_and_a_promised_sum_that_fails() -> None:
    """As in the Hamburg survey: item labels under a "Summe" row, and one list that is 100 short."""
    rows = [
        "Summe Aufenthaltserlaubnis",
        "§ 23 Abs. 1",
        "§ 25 Abs. 1",
        "§ 25 Abs. 3",
        "Niederlassungserlaubnis",
        "§ 26 Abs. 3",
        "§ 26 Abs. 4",
        "Aufenthaltsgestattung",
        "Summe der Flüchtlinge",
    ]
    levels = [0, 1, 1, 1, 0, 1, 1, 0, 0]
    roles = ["subtotal", "detail", "detail", "detail", "subtotal", "detail", "detail", "detail", "total"]
    values = [5211, 1798, 164, 3149, 7361, 3477, 3884, 9822, 22394]
    document = check(table([[value] for value in values], rows=rows, row_roles=roles, levels=levels))
    assert cells(document, flag="sum_mismatch") == {"r1c1", "r2c1", "r3c1", "r4c1"}
    assert [(one.left, one.right, one.difference) for one in document.checks if one.result.value == "fails"] == [
        (5211, 5111, 100)
    ]
    assert cells(document, evidence="col_sum") == {"r1c1", "r5c1", "r6c1", "r7c1", "r8c1", "r9c1"}


def test_nested_levels_without_roles_are_found_innermost_first() -> None:
    source = random.Random(3)
    rows = []
    for _ in range(6):
        a, b, c, d = (source.randint(200, 9000) for _ in range(4))
        rows.append([a + b + c + d, a + b, a, b, c + d, c, d])
    document = check(table(rows))
    assert cells(document, evidence="row_sum") == {f"r{r}c{c}" for r in range(1, 7) for c in range(1, 8)}


def test_blank_cells_count_as_nil_where_the_sum_proves_it() -> None:
    document = check(
        table(
            [[2030, 30899], [634, 18338], [1396, 12557], [None, 4]],
            rows=["Gesamt", "familiär", "Duldung", "EU-Recht"],
            row_roles=["total", "davon", "davon", "davon"],
            levels=[0, 1, 1, 1],
        )
    )
    assert cells(document, note="blank_read_as_nil") == {"r4c1"}
    assert "r4c1" in cells(document, evidence="col_sum")
    assert next(one for one in document.observations if one.obs_id.endswith("r4c1")).value is None


def test_a_bound_takes_its_whole_equation_out() -> None:
    values = [[100 + 7 * r, 250 + r * r, 350 + 7 * r + r * r] for r in range(8)]
    values[2][0] = "<3"  # type: ignore[call-overload]
    document = check(table(values))
    assert "r3c3" not in cells(document, evidence="row_sum")
    assert "r4c3" in cells(document, evidence="row_sum")
    assert not cells(document, flag="sum_mismatch")


def test_columns_that_overlap_are_no_contradiction() -> None:
    """The whole counts decisions with one or the other content: now and then both."""
    ones = [6196, 11601, 7906, 10062, 4866, 10254, 2090, 4402, 2652, 6219]
    twos = [130, 230, 180, 190, 210, 390, 120, 220, 150, 580]
    both = [0, 0, 0, 0, 0, 0, 0, 0, 5, 2]
    values = [[one, two, one + two - shared] for one, two, shared in zip(ones, twos, both, strict=True)]
    cols = ["nach § 11 Abs. 2", "nach § 11 Abs. 7", "nach § 11 Abs. 2 und/oder Abs. 7"]
    document = check(table(values, cols=cols))
    assert not cells(document, flag="sum_mismatch")


def test_sixteen_laender_promise_their_total() -> None:
    values = [[200 + 31 * r] for r in range(16)]
    total = sum(value for (value,) in values)
    observations = table(
        [*values, [total + 9]], rows=[*LAENDER, "Gesamt"], row_roles=["detail"] * 16 + ["total"], region="DE"
    )

    rows = tuple(one._replace(region=land) for one, land in zip(observations, [*LAENDER, "DE"], strict=True))
    document = check(rows)
    assert "r17c1" in cells(document, flag="sum_mismatch")
    assert not cells(document, flag="land_missing")
    document = check(rows[:4] + rows[5:])
    assert cells(document, flag="land_missing") == {"r17c1"}
    assert any(one.code == "check.land_missing" and one.data["lands"] == LAENDER[4] for one in document.issues)
    assert not cells(document, flag="sum_mismatch")


def test_durations_and_percentages_of_states_do_not_add_up() -> None:
    values = [[6 + r, 7, 13 + r] for r in range(12)]
    assert not check(table(values, units=["months"] * 3)).checks


def test_existing_flags_stay() -> None:
    observations = table([[3000], [1000], [2000]], rows=["Gesamt", "a", "b"], flags=("ambiguous",))
    document = check(observations)
    assert all("ambiguous" in one.flags for one in document.observations)
    assert cells(document, evidence="col_sum")


def test_numbers_of_columns_are_no_slip() -> None:
    source = random.Random(5)
    parts = [[source.randint(100, 9000), source.randint(100, 9000)] for _ in range(12)]
    values = [[3, 4, 5], *([one + two, one, two] for one, two in parts)]
    document = check(table(values, cols=["Summe Einnahmen", "Verwaltung", "Übrige"]))
    assert not cells(document, flag="sum_mismatch")
    assert cells(document, evidence="row_sum") == {f"r{r}c{c}" for r in range(2, 14) for c in range(1, 4)}


def test_a_total_under_its_head_is_no_total_of_columns_under_another() -> None:
    """Decisions are not the sum of first and follow-up applications, although the same labels add up elsewhere."""
    values = [[1000 + 7 * r, 400, 600 + 7 * r, 5000 + 11 * r] for r in range(1, 5)]
    cols = [
        "Anträge › insgesamt",
        "Anträge › davon Erstanträge",
        "Anträge › davon Folgeanträge",
        "Entscheidungen › insgesamt",
    ]
    document = check(table(values, cols=cols, col_roles=["total", "davon", "davon", "total"]))
    assert not cells(document, flag="sum_mismatch")
    assert "r1c1" in cells(document, evidence="row_sum")
    assert "r1c4" not in cells(document, evidence="row_sum")


def test_a_row_of_totals_that_is_displaced_by_one_cell() -> None:
    source = random.Random(8)
    body = [[source.randint(1000, 9000), source.randint(500, 4000), source.randint(100, 900)] for _ in range(8)]
    totals = [sum(column) for column in zip(*body, strict=True)]
    right = [*totals[:2], totals[1] * 3]
    rows = [*(f"Land {r}" for r in range(8)), "Bundesgebiet gesamt"]
    document = check(table([*body, right], rows=rows, row_roles=["detail"] * 8 + ["total"]))
    assert {"r9c1", "r9c2"} <= cells(document, evidence="col_sum")
    assert "r9c3" not in cells(document, evidence="col_sum")


def test_columns_of_equal_heads_add_up_in_one_table_and_not_in_the_next() -> None:
    cols = ["Summe Entscheidungen", "Anerkennungen", "Flüchtlingsschutz", "Keine Verbesserung"]
    first = [[10 * r + 300 + 29 * r + 4000, 10 * r, 300 + 29 * r, 4000] for r in range(1, 8)]
    second = [[769, 0, 67, 1006], [113, 0, 8, 105]]
    document = check(table(first, cols=cols), table(second, cols=cols, table_id="p001t2"))
    flagged = {one.obs_id for one in document.observations if "sum_mismatch" in one.flags}
    assert flagged == {"d:p001t2:r1c1", "d:p001t2:r1c2", "d:p001t2:r1c3", "d:p001t2:r1c4"}


@pytest.mark.parametrize(("smallest", "flagged"), [(40, True), (3, False)])
def test_a_land_that_is_not_listed_may_have_nothing_to_count(smallest: int, flagged: bool) -> None:

    observations = table([[smallest + 13 * r] for r in range(15)], rows=LAENDER[1:])
    rows = tuple(one._replace(region=land) for one, land in zip(observations, LAENDER[1:], strict=True))
    assert bool(cells(check(rows), flag="land_missing")) is flagged


def test_states_exclude_each_other_so_more_than_their_whole_contradicts_it() -> None:
    rows = ["Gesamt", "Syrien", "Irak", "sonstige"]
    values = [[42276, 38753], [30000, 28000], [10000, 9000], [3000, 2500]]
    observations = table(values, rows=rows, row_roles=["total", *["davon"] * 3], levels=[0, 1, 1, 1])
    coded = {1: "XTO", 2: "SYR", 3: "IRQ", 4: ""}
    states = tuple(one._replace(nationality=coded[one.row or 0]) for one in observations)
    assert len(cells(check(states), flag="sum_mismatch")) == 8
    minors = tuple(one._replace(age_max=17) if one.row == 4 else one for one in states)
    assert not cells(check(minors), flag="sum_mismatch")
