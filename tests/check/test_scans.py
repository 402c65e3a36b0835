"""What it takes to vouch for a figure that text recognition has read in a picture."""

from __future__ import annotations

import pytest

from extractor.check.ledger import Ledger

from .made_tables import table

WITNESSES = ("row_sum", "col_sum", "share_recomputed", "sister_total", "prose")


def heard(reader: str, unit: str) -> set[str]:
    """Which of the program's own witnesses count for a figure."""
    (figure,) = table([[5]], units=[unit])
    ledger = Ledger([figure._replace(reader=reader)], "d")
    for witness in WITNESSES:
        ledger.vouch((0,), witness)
    return set(ledger.written()[0].evidence)


@pytest.mark.parametrize(("unit", "evidence"), [("persons", {"row_sum", "col_sum"}), ("percent", {"share_recomputed"})])
def test_only_sums_vouch_for_counts_of_a_scan_and_counts_for_its_percentages(unit: str, evidence: set[str]) -> None:
    assert heard("ocr", unit) == evidence
    assert heard("native", unit) == set(WITNESSES)


def test_what_a_person_has_reviewed_stays_reviewed() -> None:
    (figure,) = table([[5]])
    ledger = Ledger([figure._replace(reader="ocr", evidence=("reviewed",))], "d")
    ledger.vouch((0,), "prose")
    assert ledger.written()[0].evidence == ("reviewed",)
