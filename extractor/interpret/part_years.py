"""Labels that name a month or quarter without its year: the period around the table says which year it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from extractor.grammar.period import Period, TimeKind, read_periods
from extractor.interpret.meaning import Meaning

# Only asked whether a label is a part of a year; a leap year has every day.
_ANY_YEAR = 2000
_MARKS = " *:"


# As many paths as a long paper has: its tables repeat them.
@lru_cache(maxsize=16384)
def parts_of_year(labels: Sequence[str]) -> frozenset[str]:
    """Those of the labels that name a month, quarter or other part of a year, and no year."""
    return frozenset(label for label in labels if not read_periods(label) and _part_of_year(label, _ANY_YEAR))


def in_part_of_year(meaning: Meaning, labels: frozenset[str]) -> tuple[Meaning, frozenset[str]]:
    """The meaning narrowed to the part of a year that ``labels`` name, and the labels that are understood by that.

    Nothing is understood where there are several, or the period has the part in several years or in none.
    """
    start, end = meaning.said.get("period_start"), meaning.said.get("period_end")
    if len(labels) != 1 or start is None or end is None:
        return meaning, frozenset()
    (label,) = labels
    spans = [span for year in range(start.year, end.year + 1) if (span := _within(label, year, start, end))]
    if len(spans) != 1:
        return meaning, frozenset()
    wording = "; ".join(part for part in (label.strip(_MARKS), meaning.said.get("time_wording")) if part)
    said = {**meaning.said, "period_start": spans[0][0], "period_end": spans[0][1], "time_wording": wording}
    return Meaning(said, meaning.label_source, meaning.flags), labels


def _part_of_year(label: str, year: int) -> Period | None:
    """The month, quarter or other part of ``year`` that a whole label names."""
    plain = label.strip(_MARKS)
    periods = read_periods(plain, year)
    is_one = len(periods) == 1 and periods[0].kind is TimeKind.PERIOD and periods[0].wording == plain
    return periods[0] if is_one else None


def _within(label: str, year: int, start: date, end: date) -> tuple[date, date] | None:
    part = _part_of_year(label, year)
    if part is None or part.start is None or part.end is None or not start <= part.start <= part.end <= end:
        return None
    return part.start, part.end
