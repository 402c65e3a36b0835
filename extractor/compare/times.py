"""When an observation counts: the place on the axis of a series, and the kind of axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

Row = Mapping[str, str]

_WHOLE_MONTHS = {1: "month", 3: "quarter", 6: "half_year", 12: "year"}


@dataclass(frozen=True, order=True, slots=True)
class Time:
    """A period, a day, or the day of those who came in a period; ISO dates, empty where there is none.

    Ordered by the end. ``end`` is the last day of the period, or the day of a count without one.
    """

    end: str
    start: str = ""
    cohort_end: str = ""
    cohort_start: str = ""
    is_day: bool = False

    @property
    def last_day(self) -> date:
        """The day by which the count was complete."""
        return date.fromisoformat(self.end)


@dataclass(frozen=True, slots=True)
class TimedRow:
    """Where a row stands: its time, the kind of that time, and the day on which a register was asked for a period."""

    time: Time
    shape: str
    counted_on: str = ""


def read_time(row: Row, printed_on: str = "") -> TimedRow | None:
    """The time of an observation, ``None`` where the paper does not say it or leaves its end open.

    The shape is what two times must have in common to stand on one axis: ``day`` (a stock), ``year``, ``quarter``,
    ``half_year``, ``month``, else first and last day within the year (``01-01..09-30`` for nine months of a year, of
    which only the same months of another year are comparable). A count of a period in a register on a later day is of
    its own (``year@day``); a count since a fixed day has that day in its shape (``since 2022-02-24``), and so
    has a period that was not over when the paper was printed (``year unfinished 2018-10-12``): it is a part of it.
    """
    start, end, day = row["period_start"], row["period_end"], row["reference_date"]
    if end:
        time, shape = Time(end, start), _period_shape(start, end)
        counted_on, shape = (day, f"{shape}@day") if day else ("", shape)
        if printed_on and printed_on < end:
            shape = f"{shape} unfinished {printed_on}"
    elif day:
        time, shape, counted_on = Time(day, is_day=True), f"since {start}" if start else "day", ""
    else:
        return None
    return TimedRow(_with_cohort(time, row), shape + _cohort_shape(time, row), counted_on)


def _with_cohort(time: Time, row: Row) -> Time:
    return Time(time.end, time.start, row["cohort_end"], row["cohort_start"], time.is_day)


def _cohort_shape(time: Time, row: Row) -> str:
    """What the cohort adds: how long it is, and how long ago it was at the time of the count."""
    first, last = row["cohort_start"], row["cohort_end"]
    if not first and not last:
        return ""
    if not first or not last:
        return f" open_cohort {first}..{last}"
    lag = (time.last_day - date.fromisoformat(last)).days // 30
    return f" cohort {_period_shape(first, last)}-{lag}"


def _period_shape(start: str, end: str) -> str:
    if not start:
        return "until"
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if whole and months in _WHOLE_MONTHS and (first.month - 1) % months == 0:
        return _WHOLE_MONTHS[months]
    years = last.year - first.year
    return f"{start[5:]}..{end[5:]}" + (f"+{years}" if years else "")
