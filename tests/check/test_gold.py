"""The checks on the gold tables, as a perfect reader and interpreter would hand them over."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.check import CheckedDocument

from .gold_tables import gold_observations
from .made_tables import check

_PAPERS = ("1800705", "1807625", "1904961", "1908701")


@pytest.fixture(scope="module")
def checked(shared: Path) -> dict[str, CheckedDocument]:
    return {pdf: check(gold_observations(shared / "gold", pdf)) for pdf in _PAPERS}


def test_the_only_contradiction_is_the_known_one(checked: dict[str, CheckedDocument]) -> None:
    """The gold README: all sums and percentages hold but one, *Gesamt 2.432* against 2.356."""
    found = [
        (pdf, issue.code, issue.page, issue.data["left"], issue.data["right"])
        for pdf, document in checked.items()
        for issue in document.issues
    ]
    assert found == [("1908701", "check.sum_mismatch", 82, "2432", "2356")]


def test_more_than_half_of_the_figures_are_vouched_for(checked: dict[str, CheckedDocument]) -> None:
    observations = [one for document in checked.values() for one in document.observations]
    vouched = [one for one in observations if one.evidence and not one.flags]
    assert len(vouched) >= 0.7 * len(observations)


def test_blank_cells_are_proven_nil_by_the_sums(checked: dict[str, CheckedDocument]) -> None:
    blank = [one for one in checked["1807625"].observations if one.value_status == "blank"]
    assert len(blank) > 100
    assert all("blank_read_as_nil" in one.notes and one.value is None for one in blank)
