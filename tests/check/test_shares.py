"""Percentages recomputed from counts: the base is found, slips are reported, accidents are not taken for a base."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from .made_tables import cells, check, table


def _percent(part: int, whole: int) -> str:
    return str((Decimal(100 * part) / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP))


_PAIRS = st.lists(
    st.tuples(st.integers(200, 90_000), st.integers(1, 99)).map(lambda one: (one[0], one[0] * one[1] // 100)),
    min_size=6,
    max_size=12,
    unique=True,
)


@given(_PAIRS)
@settings(max_examples=40, deadline=None)
def test_a_percentage_vouches_for_itself_and_its_counts(pairs: list[tuple[int, int]]) -> None:
    values = [[whole, part, _percent(part, whole)] for whole, part in pairs]
    cols = ["Ablehnung gesamt", "darunter: offensichtlich unbegründet", "Anteil an Ablehnungen gesamt"]
    document = check(table(values, cols=cols, units=["decisions", "decisions", "percent"]))
    vouched = cells(document, evidence="share_recomputed")
    assert {f"r{r}c3" for r in range(1, len(pairs) + 1)} <= vouched
    assert not cells(document, flag="share_mismatch")


@given(_PAIRS, st.data())
@settings(max_examples=40, deadline=None)
def test_one_wrong_percentage_is_reported(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    values = [[whole, part, _percent(part, whole)] for whole, part in pairs]
    row = data.draw(st.integers(0, len(pairs) - 1))
    values[row][2] = str(Decimal(str(values[row][2])) + 7)
    document = check(table(values, units=["decisions", "decisions", "percent"]))
    flagged = cells(document, flag="share_mismatch")
    if flagged:
        assert flagged == {f"r{row + 1}c1", f"r{row + 1}c2", f"r{row + 1}c3"}
    assert f"r{row + 1}c3" not in cells(document, evidence="share_recomputed")


def test_the_slip_is_flagged_in_a_table_of_ten() -> None:
    source = random.Random(4)
    pairs = [(whole, source.randint(100, whole)) for whole in (source.randint(900, 40_000) for _ in range(10))]
    values = [[whole, part, _percent(part, whole)] for whole, part in pairs]
    values[3][2] = str(Decimal(str(values[3][2])) + 9)
    document = check(table(values, units=["cases", "cases", "percent"]))
    assert cells(document, flag="share_mismatch") == {"r4c1", "r4c2", "r4c3"}


def test_the_base_may_be_the_total_of_the_column() -> None:
    counts = [975, 692, 25, 23, 20, 18, 15, 15]
    values = [[count, _percent(count, 975) if count != 975 else None] for count in counts]
    rows = ["gesamt", "Russische Föderation", "Georgien", "Afghanistan", "Mazedonien", "Pakistan", "Kosovo", "Marokko"]
    document = check(table(values, rows=rows, units=["persons", "percent"]))
    assert {f"r{r}c2" for r in range(2, 9)} <= cells(document, evidence="share_recomputed")
    assert {"r1c1", "r2c1"} <= cells(document, evidence="share_recomputed")


def test_a_blank_count_of_no_per_cent_is_nil_only_where_one_more_would_show() -> None:
    values = [
        [837, 35, "4.2", None, "0.0"],
        [3313, 910, "27.5", None, "0.0"],
        [485, 64, "13.2", 1, "0.2"],
        [446, 27, "6.1", 7, "1.6"],
        [1653, 46, "2.8", 8, "0.5"],
        [405, 6, "1.5", 3, "0.7"],
        [1578, 84, "5.3", 10, "0.6"],
    ]
    document = check(table(values, units=["cases", "cases", "percent", "cases", "percent"]))
    assert {"r1c5", "r2c5"} <= cells(document, evidence="share_recomputed")
    assert cells(document, note="blank_read_as_nil") == {"r1c4"}


def test_random_percentages_have_no_base() -> None:
    source = random.Random(11)
    for _ in range(150):
        height = source.randint(3, 15)
        values = [
            [
                source.randint(1, 9000),
                source.randint(1, 900),
                source.randint(1, 90),
                str(Decimal(source.randint(0, 1000)) / 10),
            ]
            for _ in range(height)
        ]
        document = check(table(values, units=["cases", "cases", "cases", "percent"]))
        assert not any(one.evidence or one.flags for one in document.observations), values


def test_a_change_is_of_the_older_figure() -> None:
    source = random.Random(2)
    values = []
    for _ in range(8):
        new, old = source.randint(500, 9000), source.randint(500, 9000)
        values.append([new, old, _percent(new - old, old)])
    cols = ["1. Quartal 2009", "4. Quartal 2008", "Veränderung in Prozent"]
    document = check(table(values, cols=cols, units=["visas", "visas", "percent"]))
    assert {f"r{r}c3" for r in range(1, 9)} <= cells(document, evidence="share_recomputed")


def test_the_last_digit_may_be_off_without_alarm_and_without_evidence() -> None:
    source = random.Random(6)
    pairs = [(whole, source.randint(300, whole)) for whole in (source.randint(900, 40_000) for _ in range(12))]
    values = [[whole, part, _percent(part, whole)] for whole, part in pairs]
    values[5][2] = str(Decimal(str(values[5][2])) + Decimal("0.1"))
    document = check(table(values, units=["cases", "cases", "percent"]))
    assert "r6c3" not in cells(document, evidence="share_recomputed")
    assert not cells(document, flag="share_mismatch")
