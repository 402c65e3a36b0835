"""Tables by Land: sixteen of them, once each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from extractor.check.figures import Kind, kind_of
from extractor.check.ledger import Ledger
from extractor.model.check import CheckResult
from extractor.model.observation import Observation

_MOST = 12
"""A table with three quarters of the Länder in rows means to list them all; a list of the largest is shorter."""


_SMALL = 10
"""Bremen has a hundredth of the people of North Rhine-Westphalia; with ten in the smallest, nil is unlikely."""


def rows_by_land(table: Sequence[tuple[int, Observation]], laender: Collection[str]) -> dict[int, str]:
    """The Land of each row that stands for one, by row number."""
    return {one.row: one.region for _, one in table if one.row and one.region in laender}


def complete_rows(rows: Mapping[int, str], laender: Collection[str]) -> tuple[int, ...]:
    """The numbers of the rows for one Land each where all of ``laender`` stand in the table once, else nothing."""
    once = len(rows) == len(laender) == len(set(rows.values()))
    return tuple(rows) if once else ()


def check_laender(
    ledger: Ledger, table: Sequence[tuple[int, Observation]], rows: Mapping[int, str], laender: Collection[str]
) -> None:
    """Enter whether a table by Land has each Land once; the flag goes to its totals, or to its first figure.

    A table that lists the Länder several times over, once for each of several periods or kinds, is counted by times.
    A *darunter* claims nothing; a Land may be left out because it has nothing to count, which the sum of the others
    proves, or which their small figures suggest. ``rows`` are those of `rows_by_land`.
    """
    counted = Counter(rows.values())
    if not laender or len(counted) < _MOST:
        return
    listed = [(place, one) for place, one in table if one.row in rows]
    if any(one.row_role == "darunter" for _, one in listed):
        return
    times = max(counted.values())
    missing = sorted(land for land in laender if counted[land] < times)
    totals = [place for place, one in table if one.region == "DE" or one.row_role == "total"]
    first = totals[0] if totals else listed[0][0]
    if missing and (any(ledger.is_vouched(place, "col_sum") for place in totals) or _are_small(listed)):
        ledger.record("laender", (first,), left=None, right=None, result=CheckResult.NOT_APPLICABLE)
        return
    if missing:
        ledger.doubt(totals or [first], "land_missing")
        ledger.report("land_missing", first, lands=", ".join(missing))
    result = CheckResult.FAILS if missing else CheckResult.HOLDS
    ledger.record("laender", (first,), left=None, right=None, result=result, wording=", ".join(missing))


def _are_small(listed: Sequence[tuple[int, Observation]]) -> bool:
    """Whether the smallest figures of the Länder are so small that nil is likely for another one."""
    values = [one.value for _, one in listed if one.value is not None and kind_of(one) is Kind.COUNT]
    return not values or min(values) < _SMALL
