"""The share of minors where a table is broken down by age."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.summary.rows import Row, counts, grouped, is_total, value_of

# § 2 BGB: who has completed the eighteenth year of life is of age.
_LAST_YEAR = 17


@dataclass(frozen=True, slots=True)
class MinorShare:
    """``parts`` are the rows of those under 18 (several where the groups are finer), ``whole`` their total."""

    parts: tuple[Row, ...]
    whole: Row

    @property
    def count(self) -> Decimal:
        return sum(map(value_of, self.parts), Decimal(0))

    @property
    def percent(self) -> Decimal:
        """The share in percent, unrounded."""
        return 100 * self.count / value_of(self.whole)


def find_minor_shares(rows: Iterable[Row]) -> tuple[MinorShare, ...]:
    """One share for each table and population with a total and age groups that cover 0 to 17 exactly."""
    found = []
    counted = (row for row in rows if row["table_id"] and counts(row))
    for group in grouped(counted, "age_min", "age_max", columns=("table_id",)).values():
        wholes = [row for row in group if not row["age_min"] and not row["age_max"] and is_total(row)]
        parts = _minors(group)
        # Two different totals of one population: which of them the ages belong to is not known.
        if parts and len({row["value"] for row in wholes}) == 1 and value_of(wholes[0]):
            found.append(MinorShare(parts, wholes[0]))
    return tuple(found)


def _minors(rows: Sequence[Row]) -> tuple[Row, ...]:
    """One row for all minors, else the rows of age groups that follow each other from 0 to 17; () if there are none."""
    young = [row for row in rows if row["age_max"] and int(row["age_max"]) <= _LAST_YEAR]
    for row in young:
        if int(row["age_min"] or 0) == 0 and int(row["age_max"]) == _LAST_YEAR:
            return (row,)
    parts: list[Row] = []
    expected = 0
    for row in sorted(young, key=lambda one: int(one["age_min"] or 0)):
        if int(row["age_min"] or 0) == expected:
            parts.append(row)
            expected = int(row["age_max"]) + 1
        else:
            return ()
    return tuple(parts) if expected == _LAST_YEAR + 1 else ()
