"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class CheckResult(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"
    EXPLAINED = "explained"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: ``left`` as printed, ``right`` as computed or as said elsewhere, ``difference = left - right``.

    ``cells`` names what was compared (``r3c2;r4c2``), ``wording`` what the paper says about it.
    """

    check_id: str
    doc_id: str
    table_id: str
    rule: str
    left: Decimal | None
    right: Decimal | None
    difference: Decimal | None
    result: CheckResult
    cells: tuple[str, ...] = ()
    wording: str = ""
