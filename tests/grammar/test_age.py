from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.grammar.age import AgeRange, read_ages, read_stays


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("minderjährig", 0, 17),
        ("Minderjährige", 0, 17),
        ("unter 18 Jahren", 0, 17),
        ("unter 18 Jahre", 0, 17),
        ("unter 16 Jahre(n)", 0, 15),
        ("unter 18-Jährige", 0, 17),
        ("unter-18-Jährige", 0, 17),
        ("bis unter 14 Jahre", 0, 13),
        ("16 bis unter 18 Jahre", 16, 17),
        ("16 bis unter 18 Jahren", 16, 17),
        ("von 14 bis unter 18 Jahren", 14, 17),
        ("18 bis 24 Jahre", 18, 24),
        ("18-34", 18, 34),
        ("18 – 34 Jahre", 18, 34),
        ("0 bis 17 Jahre", 0, 17),
        ("bis 17 Jahre", 0, 17),
        ("im Alter von 14 bis 17 Jahren", 14, 17),
        ("16- und 17-Jährige", 16, 17),
        ("16- bis 17-Jährige", 16, 17),
        ("65 Jahre und älter", 65, None),
        ("65 und älter", 65, None),
        ("ab 65 Jahren", 65, None),
        ("mindestens 18 Jahre alt", 18, None),
        ("über 65 Jahre", 66, None),
        ("über 18 Jahre", 18, None),
        ("volljährig", 18, None),
        ("Erwachsene", 18, None),
        ("das 18. Lebensjahr noch nicht vollendet", 0, 17),
        ("17-Jährige", 17, 17),
    ],
)
def test_ages(text: str, least: int, most: int | None) -> None:
    (age,) = read_ages(text)
    assert (age.least, age.most) == (least, most)


@pytest.mark.parametrize(
    "text",
    [
        "Aufenthalt seit mehr als sechs Jahren",
        "Aufenthaltsdauer bis 6 Jahre",
        "seit weniger als 6 Jahren in Deutschland",
        "2015 bis 2018",
        "3 bis 5 Monate",
        "§ 18 bis 21 AufenthG",
        "1.500 bis 2.000",
        "31. Juli 2025",
        "innerhalb von zwei Jahren",
        "35 bis 40 Prozent",
        "4. Quartal 2018",
    ],
)
def test_what_is_no_age(text: str) -> None:
    assert read_ages(text) == ()


def test_above_eighteen_is_ambiguous() -> None:
    (age,) = read_ages("über 18 Jahre")
    assert age.ambiguous


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Aufenthalt seit mehr als sechs Jahren", "6", None),
        ("Aufenthaltsdauer bis 6 Jahre", None, "6"),
        ("Aufenthalt seit weniger als sechs Jahren", None, "6"),
        ("Aufenthaltsdauer 3 bis unter 6 Jahre", "3", "6"),
        ("Aufenthaltsdauer 10 Jahre und länger", "10", None),
        ("seit mehr als 6 Jahren aufhältig", "6", None),
    ],
)
def test_stays(text: str, least: str | None, most: str | None) -> None:
    (stay,) = read_stays(text)
    assert stay.least == (Decimal(least) if least else None)
    assert stay.most == (Decimal(most) if most else None)


def test_an_age_is_no_stay() -> None:
    assert read_stays("Aufenthaltserlaubnis, 16 bis unter 18 Jahre") == ()
    assert read_stays("unter 18 Jahre") == ()


_AGES = st.integers(0, 99)


@given(_AGES | st.none(), _AGES | st.none())
def test_canonical_ages_read_back(least: int | None, most: int | None) -> None:
    assume(least is not None or most is not None)
    assume(least is None or most is None or 0 < least <= most)
    text = AgeRange(least, most, "", 0, 0).canonical
    (age,) = read_ages(text)
    assert (age.least or None, age.most) == (least or None, most)
    assert age.canonical == text


@given(st.integers(1, 40), st.integers(1, 40))
def test_canonical_stays_read_back(first: int, second: int) -> None:
    for text in (
        f"Aufenthalt mehr als {first} Jahre",
        f"Aufenthalt bis {first} Jahre",
        f"Aufenthalt {min(first, second)} bis {max(first, second)} Jahre",
    ):
        (stay,) = read_stays(text)
        assert stay.canonical == text
