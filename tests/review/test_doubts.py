"""What a person is shown first, and when they are through."""

from __future__ import annotations

import pytest

from extractor.review.doubts import find_doubts


def _table(table_id: str, status: str) -> dict[str, str]:
    return {"doc_id": "d", "table_id": table_id, "status": status}


def _figure(table_id: str, evidence: str = "", flags: str = "") -> dict[str, str]:
    return {"doc_id": "d", "table_id": table_id, "evidence": evidence, "flags": flags}


def test_contradictions_come_first_and_what_is_done_last() -> None:
    tables = [
        _table("sound", "verified"),
        _table("reviewed", "unverified"),
        _table("flagged", "consistent"),
        _table("unmapped", "consistent"),
        _table("unverified", "unverified"),
        _table("aside", "contradicted"),
        _table("contradicted", "contradicted"),
        _table("empty", "unverified"),
    ]
    figures = [
        _figure("sound", "row_sum"),
        _figure("reviewed", "reviewed"),
        _figure("flagged", "row_sum", "duplicate_key"),
        _figure("unmapped", "", "ambiguous;unmapped_label"),
        _figure("unverified"),
        _figure("aside", "", "sum_mismatch"),
        _figure("contradicted", "", "sum_mismatch"),
    ]
    found = find_doubts(tables, figures, {("d", "aside")})
    assert [(one.table_id, one.figures, one.done) for one in found] == [
        ("contradicted", 1, False),
        ("unverified", 1, False),
        ("unmapped", 1, False),
        ("flagged", 1, False),
        ("aside", 0, True),
        ("reviewed", 0, True),
    ]
    assert [one.kind for one in found[:4]] == ["contradicted", "unverified", "unmapped", "doubtful"]


@pytest.mark.parametrize(
    ("status", "evidence", "flags", "figures"),
    [
        ("consistent", "", "", 0),
        ("contradicted", "", "", 1),
        ("contradicted", "row_sum", "", 0),
        ("contradicted", "row_sum;reviewed", "sum_mismatch", 0),
        ("verified", "row_sum", "ambiguous", 1),
    ],
)
def test_which_figures_are_open(status: str, evidence: str, flags: str, figures: int) -> None:
    found = find_doubts([_table("t", status)], [_figure("t", evidence, flags)], set())
    assert sum(one.figures for one in found) == figures
