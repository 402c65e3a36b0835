"""When something was counted or happened: periods, open periods, reference dates, in running text and labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from extractor.grammar.dates import MONTH, SPAN, has_year, is_day, last_day, read_span


class TimeKind(StrEnum):
    """What a time wording is: a period with both ends, one that is open at an end, or the day of a count."""

    PERIOD = "period"
    SINCE = "since"
    UNTIL = "until"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Period:
    """A time wording. Dates are inclusive; ``start`` is ``None`` for UNTIL, ``end`` for SINCE, equal for REFERENCE.

    ``begin`` and ``stop`` are offsets in the text, ``wording`` the text between them. ``ambiguous`` where the words
    allow another reading ("2020/2021" may be a school year).
    """

    kind: TimeKind
    start: date | None
    end: date | None
    wording: str
    begin: int
    stop: int
    ambiguous: bool = False

    @property
    def canonical(self) -> str:
        """ "2022-02-24/2025-07-31", "2022-02-24/..", "../2019-04-30", "@2025-07-31" for a reference date."""
        if self.kind is TimeKind.REFERENCE:
            return f"@{self.start}"
        return f"{self.start or '..'}/{self.end or '..'}"


_PREFIX = re.compile(
    r"""(?:
      (?P<reference>(?:zum|mit|am|per|Zum|Mit|bis\szum)?\s?(?:Stichtag|Stichdatum|(?:Bearbeitungs|Daten|Sach|Erhebungs)?[Ss]tand|Auswertungsdatum|Auswertungsstichtag)(?:\s?:)?(?:\s(?:vom|am|zum|jeweils|ist|war|des|Ende|der))?)
     |(?P<since>seit(?:dem|\sdem|\sBeginn\sdes|\sAnfang|\sdem\sJahr|\sEnde)?|ab(?:\sdem)?|beginnend\smit(?:\sdem)?)
     |(?P<after>nach\sdem)
     |(?P<before>vor\sdem|vor)
     |(?P<until>bis(?:\szum|\szu|\seinschließlich|\seinschl\.|\sinklusive)*(?:\s(?:zum\s)?Ende(?:\sdes\sJahres)?|\sMitte)?|–\s?|-\s?)
     |(?P<ends>(?:zum\s|am\s|per\s)?(?:Ende|Jahresende|Jahresschluss|Quartalsende|Halbjahresende)(?:\sdes(?:\sJahres)?)?)
     |(?P<middle>(?:zur\s|in\sder\s)?(?:Mitte|Jahresmitte)(?:\sdes\sJahres)?)
     |(?P<begins>(?:zum\s|zu\s)?(?:Anfang|Beginn|Jahresanfang|Jahresbeginn)(?:\sdes\sJahres)?)
     |(?P<on>zum|am|per|von\szum)
     |(?P<from>vom|von(?:\sdem)?|zwischen(?:\sdem)?)
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_RANGE = re.compile(
    r"\s*(?:(?:bis|an|und\sbis)(?:\szum|\szur|\szu|\seinschließlich|\seinschl\.|\sinklusive|\sdem|\sEnde|\sam)*|–|-|—|/)\s*",
    re.IGNORECASE,
)
# "Jan 18" as a whole label; in running text the figure would be a count.
_SHORT_MONTH = re.compile(rf"(?P<month>{MONTH})\s['’]?(?P<year>\d\d)")
_AND_EARLIER = re.compile(r"\s(?:und|oder)\s(?:früher|davor)\b")
_ONWARDS = re.compile(r"\s?an\b")
_AND = re.compile(r"\s*und(?:\sdem)?\s*", re.IGNORECASE)
_END_OF_RANGE = re.compile(r"Ende\s*$", re.IGNORECASE)


def read_periods(text: str, default_year: int | None = None) -> tuple[Period, ...]:
    """All time wordings of ``text`` in order; ``default_year`` completes those that name none ("Stand: 30.06.").

    "vom 1. Dezember 2015 bis 1. Dezember 2016" is one period; "seit dem 1. Januar 2023 bis einschließlich April 2024"
    too. "31.12.2015" alone is a reference date, "2015" alone a period.
    """
    return _read_periods(text, default_year)


@lru_cache(maxsize=16384)
def _read_periods(text: str, default_year: int | None) -> tuple[Period, ...]:
    short = _SHORT_MONTH.fullmatch(text.strip())
    if short:
        return _read_periods(f"{short['month']} 20{short['year']}", default_year)
    matches = [match for match in SPAN.finditer(text) if _is_time(text, match)]
    years = _years(matches, default_year)
    periods: list[Period] = []
    index = 0
    while index < len(matches):
        joined = _read_range(text, matches[index : index + 2], years[index : index + 2])
        single = joined or _read_single(text, matches[index], years[index])
        if single:
            periods.append(single)
        index += 2 if joined else 1
    return tuple(_close(text, periods))


def _years(matches: list[re.Match[str]], default_year: int | None) -> list[int | None]:
    """The year for each match that names none: the last one named before it ("2025 (bis 30.06.)"), else the default."""
    years: list[int | None] = []
    known = default_year
    for match in matches:
        years.append(known)
        span = read_span(match) if has_year(match) else None
        known = span[1].year if span else known
    return years


# "2018 Personen", "Drucksache 19/2018": figures that look like a year. A bare figure is a year only where nothing
# before it makes it a number, and no counted noun stands behind it.
_NUMBER_BEFORE = re.compile(
    r"(?:[/§\d.]|\b(?:Nr\.|Drucksache|[Ii]nsgesamt|rund|etwa|ca\.|knapp|gut|circa|als|mehr|Zelle:))\s?$"
)
_COUNTED_BEHIND = re.compile(r"\s?(?:[A-ZÄÖÜ][\w-]*(?:en|er|n|e|innen|fälle|a|träge|ungen)\b|Euro|€|Prozent)")
_YEAR_NOUNS = re.compile(r"\s?(?:Gesamt|Insgesamt|Stand|Stichtag|Januar|Quartal|Summe)")
_SAID_YEAR = re.compile(
    r"(?:[Jj]ahre?n?|\b(?:[Ss]eit|[Bb]is|[Aa]b|in|und|von|Ende|Anfang|Mitte|Stand|\d{4}\s?[–-]))\s?$"
)


def _is_time(text: str, match: re.Match[str]) -> bool:
    if not match["only_year"] or match[0] != match["only_year"]:
        return True
    window = max(0, match.start() - 14)
    if _SAID_YEAR.search(text, window, match.start()):
        return True
    if _NUMBER_BEFORE.search(text, window, match.start()):
        return False
    return bool(not _COUNTED_BEHIND.match(text, match.end()) or _YEAR_NOUNS.match(text, match.end()))


def _prefix(text: str, end: int) -> re.Match[str] | None:
    """The longest time preposition that ends at ``end``."""
    for start in range(max(0, end - 45), end):
        if start and (text[start - 1].isalnum() or text[start].isspace()):
            continue
        match = _PREFIX.match(text, start, end)
        if match:
            return match
    return None


def _read_range(text: str, matches: list[re.Match[str]], years: list[int | None]) -> Period | None:
    if len(matches) < 2:
        return None
    first, second = matches
    between = text[first.end() : second.start()]
    prefix = _prefix(text, first.start())
    is_between = bool(prefix and prefix["from"] and prefix["from"].casefold().startswith("zwischen"))
    if not (_RANGE.fullmatch(between) or (is_between and _AND.fullmatch(between))):
        return None
    last = read_span(second, years[1])
    if last is None:
        return None
    # "01.01. – 31.07.2018", "Januar bis Juni 2018": the first takes the year of the last.
    begin = read_span(first, last[1].year)
    if begin is None or begin[0] > last[1]:
        return None
    start = prefix.start() if prefix and (prefix["from"] or prefix["since"]) else first.start()
    return Period(TimeKind.PERIOD, begin[0], last[1], text[start : second.end()], start, second.end())


def _read_single(text: str, match: re.Match[str], default_year: int | None) -> Period | None:
    span = read_span(match, default_year)
    if span is None:
        return None
    prefix = _prefix(text, match.start())
    begin = prefix.start() if prefix else match.start()
    kind, start, end = _classify(prefix, match, span)
    if prefix and prefix["from"] and _ONWARDS.match(text, match.end()):
        kind, start, end = TimeKind.SINCE, span[0], None
    if _AND_EARLIER.match(text, match.end()):
        kind, start, end = TimeKind.UNTIL, None, span[1]
    # "2020/2021" may be a school year.
    return Period(kind, start, end, text[begin : match.end()], begin, match.end(), bool(match["next_year"]))


def _classify(
    prefix: re.Match[str] | None, match: re.Match[str], span: tuple[date, date]
) -> tuple[TimeKind, date | None, date | None]:
    start, end = span
    if prefix is None:
        return (TimeKind.REFERENCE if is_day(match) else TimeKind.PERIOD), start, end
    if prefix["since"]:
        at_end = _END_OF_RANGE.search(prefix["since"])
        return TimeKind.SINCE, end if at_end else start, None
    if prefix["after"]:
        return TimeKind.SINCE, end + timedelta(days=1), None
    if prefix["before"]:
        return TimeKind.UNTIL, None, start - timedelta(days=1)
    if prefix["until"]:
        return TimeKind.UNTIL, None, end
    if prefix["reference"] or prefix["ends"]:
        return TimeKind.REFERENCE, end, end
    if prefix["begins"]:
        return TimeKind.REFERENCE, start, start
    if prefix["middle"]:
        middle = last_day(start.year, 6) if end.month - start.month > 1 else date(start.year, start.month, 15)
        return TimeKind.REFERENCE, middle, middle
    if prefix["on"] and is_day(match):
        return TimeKind.REFERENCE, end, end
    return (TimeKind.REFERENCE if is_day(match) else TimeKind.PERIOD), start, end


def _close(text: str, periods: list[Period]) -> Iterator[Period]:
    """Joins "seit …" with a following "bis …", and "2025 (bis 30.06.)", "2022 (ab 24. Februar)" with their limit."""
    index = 0
    while index < len(periods):
        here = periods[index]
        following = periods[index + 1] if index + 1 < len(periods) else None
        closed = _closed(text, here, following) if following else None
        yield closed or here
        index += 2 if closed else 1


def _closed(text: str, here: Period, following: Period) -> Period | None:
    if following.kind is TimeKind.SINCE:
        return _begun(text, here, following)
    if following.kind is not TimeKind.UNTIL or following.end is None or here.start is None:
        return None
    between = text[here.stop : following.begin]
    inside = here.kind is TimeKind.PERIOD and here.end is not None and here.start <= following.end <= here.end
    if not (here.kind is TimeKind.SINCE or inside) or not re.fullmatch(r"[\s,(]*(?:und)?\s*", between):
        return None
    if here.start > following.end:
        return None
    return replace(
        here,
        kind=TimeKind.PERIOD,
        end=following.end,
        wording=text[here.begin : following.stop],
        stop=following.stop,
    )


def _begun(text: str, here: Period, following: Period) -> Period | None:
    """A period with a limit in brackets behind it ("2022 (ab 24. Februar)"), from which on it counts."""
    if here.kind is not TimeKind.PERIOD or not re.fullmatch(r"\s?\(\s?", text[here.stop : following.begin]):
        return None
    if not (here.start and here.end and following.start and here.start <= following.start <= here.end):
        return None
    return replace(here, start=following.start, wording=text[here.begin : following.stop], stop=following.stop)
