from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.grammar.numbers import PrintedValue, format_value, is_number, read_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.790", "1790"),
        ("1 790", "1790"),
        ("1\u00a0790", "1790"),
        ("1\u2009790", "1790"),
        ("1\u202f790", "1790"),
        ("12.345.678", "12345678"),
        ("2018", "2018"),
        ("12,2", "12.2"),
        ("1.234,56", "1234.56"),
        ("-5", "-5"),
        ("– 12,3", "-12.3"),
        ("+3", "3"),
        ("1,5 Mio.", "1500000"),
    ],
)
def test_plain_numbers(text: str, value: str) -> None:
    assert read_value(text) == PrintedValue(Decimal(value))


@pytest.mark.parametrize(("text", "value"), [("14.90 9", "14909"), ("1.234.5 67", "1234567")])
def test_a_number_broken_inside_its_last_group_is_whole(text: str, value: str) -> None:
    read = read_value(text)
    assert read is not None
    assert read.value == Decimal(value)


@pytest.mark.parametrize("text", ["14.909 9", "14.9 0", "14.90 99", "14 9", "90 9.123"])
def test_two_numbers_are_not_put_together(text: str) -> None:
    assert read_value(text) is None


@pytest.mark.parametrize("text", ["24,7%", "24,7 %", "24,7 Prozent", "24,7\u00a0%", "24.7%"])
def test_percentages(text: str) -> None:
    assert read_value(text) == PrintedValue(Decimal("24.7"), percent=True)


def test_noughts() -> None:
    assert read_value("0") == PrintedValue(Decimal(0), status="zero")
    assert read_value("0,0%") == PrintedValue(Decimal("0.0"), percent=True)


@pytest.mark.parametrize("text", ["5 Euro", "5 €", "5€", "€ 5"])
def test_currency(text: str) -> None:
    assert read_value(text) == PrintedValue(Decimal(5), currency=True)


@pytest.mark.parametrize("text", ["-", "–", "—", " - "])
def test_dashes_are_nil(text: str) -> None:
    assert read_value(text) == PrintedValue(Decimal(0), status="nil")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("k. A.", "not_stated"),
        ("k.A.", "not_stated"),
        ("K. A.", "not_stated"),
        ("n. v.", "not_available"),
        (".", "suppressed"),
        ("...", "not_available"),
        ("x", "not_applicable"),
        ("entfällt", "not_applicable"),
        ("Entfällt.", "not_applicable"),
        ("", "blank"),
        ("  ", "blank"),
    ],
)
def test_markers(text: str, status: str) -> None:
    assert read_value(text) == PrintedValue(None, status=status)


@pytest.mark.parametrize(
    ("text", "status", "least", "most"),
    [
        ("rund 300", "about", None, None),
        ("mehr als 300", "above", "301", None),
        ("mindestens 300", "above", "300", None),
        ("gut 300", "above", "300", None),
        ("knapp 300", "below", None, "300"),
        ("unter 300", "below", None, "299"),
        ("höchstens 300", "below", None, "300"),
        (">300", "above", "301", None),
    ],
)
def test_bounds(text: str, status: str, least: str | None, most: str | None) -> None:
    expected = PrintedValue(Decimal(300), Decimal(least) if least else None, Decimal(most) if most else None, status)
    assert read_value(text) == expected


def test_small_cells_are_withheld() -> None:
    assert read_value("<3") == PrintedValue(None, Decimal(1), Decimal(2), "suppressed")
    assert read_value("< 1 %") == PrintedValue(Decimal(1), None, Decimal(1), "below", percent=True)


@pytest.mark.parametrize(
    ("text", "value", "marks"),
    [
        ("1 158*", "1158", ("*",)),
        ("42,8*", "42.8", ("*",)),
        ("386**", "386", ("**",)),
        ("1.234 1)", "1234", ("1)",)),
        ("1.234¹", "1234", ("¹",)),
        ("1.234 1) 2)", "1234", ("1)", "2)")),
        ("(12)", "12", ("()",)),
    ],
)
def test_marks_are_kept_apart(text: str, value: str, marks: tuple[str, ...]) -> None:
    assert read_value(text) == PrintedValue(Decimal(value), marks=marks)


@pytest.mark.parametrize(
    "text",
    ["00,0%", "60,9 1", "40.5000", "1.5", "1.2.2018", "31.12.2018", "19/8701", "4.", "1.234 567", "18-34", "3 bis 5",
     "007", "1 23", "1,2,3", "Gesamt", "§ 25", "12 Personen", "1..234", "*keine Quote", "1.234.56", "* *", "9" * 19],
)  # fmt: skip
def test_what_is_not_one_number(text: str) -> None:
    assert read_value(text) is None
    assert not is_number(text)


@given(st.decimals(-(10**9), 10**9, places=2) | st.integers(0, 10**9).map(Decimal))
def test_numbers_survive_a_round_trip(value: Decimal) -> None:
    printed = read_value(format_value(PrintedValue(value)))
    assert printed is not None
    assert printed.value == value


_WORDS = st.sampled_from(["", "rund ", "unter ", "höchstens ", "mehr als ", "gut ", "<"])
_UNITS = st.sampled_from(["", " %", "%", " Euro"])
_MARKS = st.sampled_from(["", "*", " 1)", "²"])


@given(_WORDS, st.integers(0, 10**7), st.integers(0, 99), _UNITS, _MARKS)
def test_canonical_print_reads_back(word: str, whole: int, cents: int, unit: str, mark: str) -> None:
    fraction = f",{cents}" if cents else ""
    printed = read_value(f"{word}{whole}{fraction}{unit}{mark}")
    assert printed is not None
    again = read_value(format_value(printed))
    assert again == printed
    assert format_value(again) == format_value(printed)


@given(st.text("0123456789., %*-–()x<", max_size=12))
@settings(max_examples=400)
def test_any_reading_has_a_canonical_print(text: str) -> None:
    printed = read_value(text)
    if printed is not None:
        assert read_value(format_value(printed)) == printed
