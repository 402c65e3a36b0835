from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.grammar.period import read_periods


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("zum Stichtag 31. Juli 2025", ["@2025-07-31"]),
        ("zum Stand 31. Dezember 2013", ["@2013-12-31"]),
        ("Stand: 30. Juni 2023", ["@2023-06-30"]),
        ("(Stand: 15. Dezember 2015)", ["@2015-12-15"]),
        ("mit Stand vom 31. Oktober 2024", ["@2024-10-31"]),
        ("Ende Oktober 2023", ["@2023-10-31"]),
        ("Ende 2018", ["@2018-12-31"]),
        ("zum Jahresende 2018", ["@2018-12-31"]),
        ("zur Jahresmitte 2023", ["@2023-06-30"]),
        ("zum 31. Dezember 2015", ["@2015-12-31"]),
        ("am 31.12.2015", ["@2015-12-31"]),
        ("31.12.2018", ["@2018-12-31"]),
        ("Stichtag: 31.12.18", ["@2018-12-31"]),
        ("im Jahr 2022", ["2022-01-01/2022-12-31"]),
        ("2018", ["2018-01-01/2018-12-31"]),
        ("2022 (ab 24. Februar)", ["2022-02-24/2022-12-31"]),
        ("2022 (bis 24. Februar)", ["2022-01-01/2022-02-24"]),
        ("Gesamtjahr 2018", ["2018-01-01/2018-12-31"]),
        ("2018 gesamt", ["2018-01-01/2018-12-31"]),
        ("im 1. Halbjahr 2024", ["2024-01-01/2024-06-30"]),
        ("im zweiten Halbjahr 2023", ["2023-07-01/2023-12-31"]),
        ("4. Quartal 2018", ["2018-10-01/2018-12-31"]),
        ("4.Quartal 2018", ["2018-10-01/2018-12-31"]),
        ("im ersten Quartal des Jahres 2009", ["2009-01-01/2009-03-31"]),
        ("1. bis 3. Quartal 2018", ["2018-01-01/2018-09-30"]),
        ("Q4 2018", ["2018-10-01/2018-12-31"]),
        ("IV. Quartal 2018", ["2018-10-01/2018-12-31"]),
        ("bis einschließlich April 2019", ["../2019-04-30"]),
        ("bis Ende 2023", ["../2023-12-31"]),
        ("seit dem 24. Februar 2022", ["2022-02-24/.."]),
        ("seit Mai 2021", ["2021-05-01/.."]),
        ("ab 2015", ["2015-01-01/.."]),
        ("von Januar 2020 an", ["2020-01-01/.."]),
        ("vom 1. Dezember 2015 bis 1. Dezember 2016", ["2015-12-01/2016-12-01"]),
        ("vom 1. Januar 2022 bis zum 31. Dezember 2022", ["2022-01-01/2022-12-31"]),
        ("zwischen dem 1. März 2020 und dem 30. Juni 2020", ["2020-03-01/2020-06-30"]),
        ("01.01. – 31.07.2018", ["2018-01-01/2018-07-31"]),
        ("01.01.– 31.07.2018", ["2018-01-01/2018-07-31"]),
        ("Januar bis Juni 2019", ["2019-01-01/2019-06-30"]),
        ("von Mai 2021 bis Juni 2022", ["2021-05-01/2022-06-30"]),
        ("in den Jahren 2015 bis 2018", ["2015-01-01/2018-12-31"]),
        ("in den ersten beiden Quartalen 2018", ["2018-01-01/2018-06-30"]),
        ("in den letzten drei Monaten des Jahres 2020", ["2020-10-01/2020-12-31"]),
        ("aus 2013 und früher", ["../2013-12-31"]),
        ("Jan 18", ["2018-01-01/2018-01-31"]),
        ("2015-2018", ["2015-01-01/2018-12-31"]),
        ("2025 (bis 30.06.)", ["2025-01-01/2025-06-30"]),
        ("2024 (bis 31. März)", ["2024-01-01/2024-03-31"]),
        ("Seit dem 1. Januar 2023 bis einschließlich April 2024", ["2023-01-01/2024-04-30"]),
        ("zum Stichtag 31. Juli 2025 seit dem 24. Februar 2022", ["@2025-07-31", "2022-02-24/.."]),
        ("Im Jahr 2013 erhielten 11 290 Personen", ["2013-01-01/2013-12-31"]),
        ("erhielten 2013 11.290 Personen eine Karte", ["2013-01-01/2013-12-31"]),
        ("waren 2018 insgesamt 500 Personen", ["2018-01-01/2018-12-31"]),
        ("waren 2018 Personen erfasst", []),
        ("insgesamt 2018 Visa", []),
        ("Bundestagsdrucksache 19/2018", []),
        ("§ 25 Abs. 5", []),
        ("1.790 Personen", []),
        ("31. Februar 2020", []),
        ("5. Quartal 2018", ["2018-01-01/2018-12-31"]),
    ],
)
def test_wordings(text: str, canonical: list[str]) -> None:
    assert [period.canonical for period in read_periods(text)] == canonical


def test_default_year_completes_what_names_none() -> None:
    assert [period.canonical for period in read_periods("Stand: 30.06.", 2018)] == ["@2018-06-30"]
    assert [period.canonical for period in read_periods("im 1. Halbjahr", 2019)] == ["2019-01-01/2019-06-30"]
    assert read_periods("im 1. Halbjahr") == ()


def test_two_years_with_a_stroke_are_ambiguous() -> None:
    (period,) = read_periods("2020/2021")
    assert period.ambiguous
    assert period.canonical == "2020-01-01/2021-12-31"


_DAYS = st.dates(date(1960, 1, 1), date(2049, 12, 31))
_NAMES = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
          "Dezember"]  # fmt: skip


def _long(day: date) -> str:
    return f"{day.day}. {_NAMES[day.month - 1]} {day.year}"


@given(_DAYS, st.sampled_from(["zum Stichtag {}", "Stand: {}", "am {}", "mit Stand vom {}"]), st.booleans())
def test_any_day_is_read_back(day: date, frame: str, numeric: bool) -> None:
    printed = f"{day.day:02}.{day.month:02}.{day.year}" if numeric else _long(day)
    assert [period.canonical for period in read_periods(frame.format(printed))] == [f"@{day}"]


@given(st.tuples(_DAYS, _DAYS).map(sorted))
def test_any_two_days_make_a_period(days: list[date]) -> None:
    text = f"vom {_long(days[0])} bis zum {_long(days[1])}"
    (period,) = read_periods(text)
    assert period.canonical == f"{days[0]}/{days[1]}"
    assert period.wording == text


@given(st.text("0123456789. –JahrQutlseibzm", max_size=30))
def test_wordings_stand_where_they_say(text: str) -> None:
    for period in read_periods(text):
        assert text[period.begin : period.stop] == period.wording
        assert period.start is None or period.end is None or period.start <= period.end
