"""Single dates, months, quarters, half-years and years, as German papers write them."""

from __future__ import annotations

import calendar
import re
from datetime import date

_MONTHS = {
    "januar": 1, "jänner": 1, "jan": 1, "februar": 2, "feb": 2, "märz": 3, "mrz": 3, "april": 4, "apr": 4, "mai": 5,
    "juni": 6, "jun": 6, "juli": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
    "oktober": 10, "okt": 10, "november": 11, "nov": 11, "dezember": 12, "dez": 12,
}  # fmt: skip
_ORDINALS = {"erste": 1, "zweite": 2, "dritte": 3, "vierte": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}

MONTH = r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|(?:Jan|Feb|Mrz|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\b\.?)"  # noqa: E501
# Statistics on residence titles begin with the registers of the 1950s and end in the future of no answer.
YEAR = r"(?:19[5-9]\d|20\d{2})"
_ORDINAL = r"(?:[1-4]\s?\.|(?:erste|zweite|dritte|vierte)[rnms]?|I{1,3}\.|IV\.)"
_PART = r"(?:Quartals?|Quart\.|Qu\.|Halbjahr(?:e?s)?|Hj\.?|HJ|Jahreshälfte|Vierteljahr(?:e?s)?|Jahresdrittel)"
_OF_YEAR = rf"(?:\s?,?\s?(?:des\s(?:Jahres|Kalenderjahres)\s|im\sJahr(?:e)?\s|/\s?)?(?P<part_year>{YEAR}))?"

SPAN = re.compile(
    rf"""(?<![\w.])(?:
      (?P<iso>(?P<iso_year>{YEAR})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d))
     |(?P<day>\d{{1,2}})\.\s?(?:(?P<month_name>{MONTH})(?:\s(?P<year_behind_name>{YEAR}))?
        |(?P<month>\d{{1,2}})\.\s?(?P<year>{YEAR}|\d{{2}}(?![\d.]))?)
     |(?P<run>ersten|letzten)\s(?P<run_length>beiden|zwei|drei|vier|fünf|sechs|acht|neun|zehn|elf)\s(?P<run_part>Quartalen?|Monaten?)
        (?:\s(?:des\s(?:Jahres\s)?)?(?P<run_year>{YEAR}))
     |(?P<part_ordinal>{_ORDINAL})(?:\s?(?:bis|-|–|und)\s?(?P<part_last>{_ORDINAL}))?\s?(?P<part>{_PART}){_OF_YEAR}
     |(?:(?P<short_part>[QH])\s?(?P<short_ordinal>[1-4])[\s/]{{0,3}}(?P<short_year>{YEAR}))
     |(?:Monat\s)?(?P<only_month>{MONTH})(?:\s(?:des\sJahres\s)?(?P<only_month_year>{YEAR}))?
     |(?:(?:Gesamt|Kalender|Berichts)?[Jj]ahr(?:e?s)?\s|Jg\.\s)?(?P<only_year>{YEAR})(?:/(?P<next_year>{YEAR}|\d\d))?
    )(?![\w%]|[.,]\d)""",
    re.VERBOSE,
)
"""One date or calendar span. Its groups are read by `read_span`."""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), last_day(year, last)


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def month_number(name: str) -> int:
    """1 to 12; ``KeyError`` for what is no month."""
    return _MONTHS[name.rstrip(".").casefold()]


def ordinal_number(text: str) -> int:
    """The number of "4.", "vierten", "IV."; ``KeyError`` for anything else."""
    plain = text.strip().rstrip(".").strip().casefold()
    if plain.isdigit():
        return int(plain)
    return _ORDINALS[plain] if plain in _ORDINALS else _ORDINALS[plain.rstrip("rnms")]


def has_year(match: re.Match[str]) -> bool:
    """Whether a match of `SPAN` names its year."""
    names = ("iso", "year_behind_name", "year", "part_year", "short_year", "only_month_year", "only_year", "run_year")
    return any(match[name] for name in names)


def is_day(match: re.Match[str]) -> bool:
    """Whether a match of `SPAN` is a single day."""
    return bool(match["iso"] or match["day"])


def read_span(match: re.Match[str], default_year: int | None = None) -> tuple[date, date] | None:
    """First and last day of a match of `SPAN`; ``None`` for an impossible date or where the year is not known."""
    if match["iso"]:
        day = _day(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"]))
        return (day, day) if day else None
    if match["day"]:
        return _read_day(match, default_year)
    if match["part_ordinal"] or match["short_ordinal"]:
        return _read_part(match, default_year)
    if match["run"]:
        return _read_run(match)
    if match["only_month"]:
        year = int(match["only_month_year"]) if match["only_month_year"] else default_year
        month = month_number(match["only_month"])
        return _months(year, month, month) if year else None
    first = int(match["only_year"])
    last = _full_year(match["next_year"]) if match["next_year"] else first
    return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _read_day(match: re.Match[str], default_year: int | None) -> tuple[date, date] | None:
    printed = match["year_behind_name"] or match["year"]
    year = _full_year(printed) if printed else default_year
    month = month_number(match["month_name"]) if match["month_name"] else int(match["month"])
    day = _day(year, month, int(match["day"])) if year else None
    return (day, day) if day else None


def _read_part(match: re.Match[str], default_year: int | None) -> tuple[date, date] | None:
    printed = match["part_year"] or match["short_year"]
    year = int(printed) if printed else default_year
    if year is None:
        return None
    name = match["part"] or match["short_part"]
    months = 3 if name.startswith(("Q", "V")) else 4 if name == "Jahresdrittel" else 6
    first = ordinal_number(match["part_ordinal"] or match["short_ordinal"])
    last = ordinal_number(match["part_last"]) if match["part_last"] else first
    if not first <= last <= 12 // months:
        return None
    return _months(year, (first - 1) * months + 1, last * months)


_LENGTHS = {
    "beiden": 2, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "acht": 8, "neun": 9, "zehn": 10, "elf": 11,
}  # fmt: skip


def _read_run(match: re.Match[str]) -> tuple[date, date] | None:
    """ "die ersten beiden Quartale 2018": so many parts from the beginning or the end of a year."""
    months = _LENGTHS[match["run_length"]] * (3 if match["run_part"].startswith("Q") else 1)
    if months > 12:
        return None
    year = int(match["run_year"])
    return _months(year, 1, months) if match["run"] == "ersten" else _months(year, 13 - months, 12)
