"""How figures change over time within one answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.summary.rows import TIMES, Row, counts, grouped, is_of_part


@dataclass(frozen=True, slots=True)
class Series:
    """The same count for two or more times, the earliest first."""

    rows: tuple[Row, ...]


def find_changes(rows: Iterable[Row]) -> tuple[Series, ...]:
    """The series of each question's tables: same measure and population, different days or periods.

    Nothing is said where two different values stand for one time. Of periods inside each other (quarters and their
    year) the shorter ones are kept; a period without an end is no point of a series.
    """
    series = []
    whole = (row for row in rows if row["table_id"] and counts(row) and not is_of_part(row))
    for group in grouped(whole, *TIMES).values():
        points: dict[tuple[str, ...], list[Row]] = {}
        for row in group:
            if row["period_end"] or (row["reference_date"] and not row["period_start"]):
                points.setdefault(tuple(row[name] for name in TIMES), []).append(row)
        if any(len({row["value"] for row in same}) > 1 for same in points.values()):
            continue
        kept = [same[0] for same in points.values() if not _holds_another(same[0], points.values())]
        # A day and a period are points of different series.
        for with_period in (True, False):
            of_kind = [row for row in kept if bool(row["period_end"]) == with_period]
            if len({_time(row) for row in of_kind}) > 1:
                series.append(Series(tuple(sorted(of_kind, key=_time))))
    return tuple(series)


def _time(row: Row) -> tuple[str, str]:
    return (row["period_end"] or row["reference_date"], row["period_start"])


def _holds_another(row: Row, others: Iterable[Sequence[Row]]) -> bool:
    start, end = row["period_start"], row["period_end"]
    if not end:
        return False
    spans = {(same[0]["period_start"], same[0]["period_end"]) for same in others if same[0]["period_end"]}
    return any(start <= first and last <= end and (first, last) != (start, end) for first, last in spans)
