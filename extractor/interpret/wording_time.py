"""Which of the dates of a text are the period, the day of counting, and the time that defines the group counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from extractor.grammar.period import Period, TimeKind, read_periods
from extractor.interpret.wording_measure import GRANTS, events_in

_COHORT_EVENTS = frozenset(
    {"entry", "departure", "application", "refusal", "asylum_request", "withdrawal", "revocation", "protection_granted"}
)
_MOVES = frozenset({"entry", "departure"})
# What is decided on applications of a year is counted in that year: only moves define another group for it.
_HANDLING = frozenset(
    {"grant", "first_grant", "grant_alive_at_refdate", "renewal", "visa_issued", "refusal", "withdrawal", "processed"}
    | {"otherwise_closed", "decision", "protection_granted", "application", "status_change", "share", "duration"}
)


@dataclass(frozen=True, slots=True)
class Times:
    """The dates of an observation, as in the model. ``ambiguous``: the text names several and does not decide."""

    period_start: date | None = None
    period_end: date | None = None
    reference_date: date | None = None
    cohort_start: date | None = None
    cohort_end: date | None = None
    wording: str = ""
    ambiguous: bool = False

    def dates(self) -> dict[str, Any]:
        """All but the wording, as fields of `Dimensions`."""
        return {
            "period_start": self.period_start,
            "period_end": self.period_end,
            "reference_date": self.reference_date,
            "cohort_start": self.cohort_start,
            "cohort_end": self.cohort_end,
        }


def read_times(text: str, measure: str = "", near: int | None = None, default_year: int | None = None) -> Times:
    """The dates that ``text`` gives a figure of ``measure``.

    ``near`` is the offset of the figure: of several dates of one kind the closest is taken. ``default_year``
    completes dates without a year.
    """
    periods = read_periods(text, default_year)
    if not periods:
        return Times()
    references = [period for period in periods if period.kind is TimeKind.REFERENCE]
    spans = [period for period in periods if period.kind is not TimeKind.REFERENCE]
    cohorts = [span for span in spans if _defines_group(text, span, measure)]
    spans = [span for span in spans if span not in cohorts]
    reference, unsure_day = _closest(references, near)
    start, end, unsure_span = _hull(spans, near)
    group_start, group_end, _ = _hull(cohorts, near)
    day = reference.end if reference else None
    if start and not end and day and start <= day:
        end = day
    if group_start and not group_end and day and group_start <= day:
        group_end = day
    wording = "; ".join(period.wording for period in periods)
    unsure = unsure_day or unsure_span or any(span.ambiguous for span in spans)
    return Times(start, end, day, group_start, group_end, wording, unsure)


def has_reference(text: str) -> bool:
    """Whether ``text`` names a day of counting."""
    return any(period.kind is TimeKind.REFERENCE for period in read_periods(text))


def has_period(text: str) -> bool:
    """Whether ``text`` names a period, be it open."""
    return any(period.kind is not TimeKind.REFERENCE for period in read_periods(text))


def _clause(text: str, span: Period) -> str:
    begin = max(text.rfind(sign, 0, span.begin) for sign in (",", ";", "("))
    ends = [end for sign in (",", ";", ")") if (end := text.find(sign, span.stop)) >= 0]
    return text[begin + 1 : min(ends, default=len(text))]


def _defines_group(text: str, span: Period, measure: str) -> bool:
    """Whether a period says when those who are counted entered, applied, were refused, rather than when was counted."""
    if measure == "pending":
        # What waits on a day came in before: "Anhängige Verfahren aus 2013 (Stand 31. Dezember 2015)".
        return any(period.kind is TimeKind.REFERENCE for period in read_periods(text))
    events = events_in(_clause(text, span))
    defining = (_MOVES if measure in _HANDLING else _COHORT_EVENTS) - {measure}
    counted = GRANTS if measure == "grant_alive_at_refdate" else {measure} - {"stock", "cohort"}
    return bool(events & defining) and not events & counted and not events & GRANTS


def _closest(periods: list[Period], near: int | None) -> tuple[Period | None, bool]:
    if not periods:
        return None, False
    different = len({period.end for period in periods}) > 1
    if near is None:
        return periods[0], different
    return min(periods, key=lambda period: _distance(period, near)), False


def _distance(period: Period, near: int) -> int:
    return min(abs(period.begin - near), abs(period.stop - near))


def _hull(spans: list[Period], near: int | None) -> tuple[date | None, date | None, bool]:
    """First and last day; neighbouring periods ("1. und 2. Quartal", "2018 und 2019") are one."""
    if not spans:
        return None, None, False
    if len(spans) == 1 or _are_neighbours(spans):
        return spans[0].start, spans[-1].end, False
    distinct = {(span.start, span.end) for span in spans}
    chosen = spans[0] if near is None else min(spans, key=lambda span: _distance(span, near))
    inner = [span for span in spans if span is not chosen and _is_within(chosen, span)]
    return chosen.start, chosen.end, len(distinct) > 1 and near is None and not inner


def _is_within(inner: Period, outer: Period) -> bool:
    return bool(
        inner.start
        and inner.end
        and outer.start
        and outer.end
        and outer.start <= inner.start
        and inner.end <= outer.end
    )


def _are_neighbours(spans: list[Period]) -> bool:
    for before, after in pairwise(spans):
        if before.end is None or after.start is None or after.start - before.end != timedelta(days=1):
            return False
        if after.begin - before.stop > _LONGEST_JOIN:
            return False
    return True


# " und ", ", ", " sowie im Jahr ": longer stretches between two periods belong to different statements.
_LONGEST_JOIN = 15
