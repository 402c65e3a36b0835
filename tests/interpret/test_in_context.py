"""Labels that only the words around them explain: parts of years, ages without "Jahre", children of a family."""

from __future__ import annotations

from datetime import date

import pytest

from tests.interpret.made_grids import figures, interpret

_STAYING = "Wie viele Personen besaßen zum 31. Dezember 2023 eine Duldung?"


@pytest.mark.parametrize(
    ("head", "labels", "ages"),
    [
        ("Altersgruppe", ("unter 18", "18 bis unter 25", "65 und älter"), [(0, 17), (18, 24), (65, None)]),
        ("Alter", ("bis 15", "16–17", "ab 18"), [(0, 15), (16, 17), (18, None)]),
    ],
)
def test_ages_without_the_word_for_years(
    head: str, labels: tuple[str, ...], ages: list[tuple[int | None, int | None]]
) -> None:
    found = figures(interpret([[head, "Personen"], *([label, "10"] for label in labels)], question=_STAYING))
    assert [(one.age_min, one.age_max) for one in found.values()] == ages
    assert [one.age_label for one in found.values()] == list(labels)
    assert not any(one.flags for one in found.values())


def test_ages_in_the_head() -> None:
    found = figures(
        interpret(
            [["Land", "Alter", "<"], ["^", "unter 16", "16 bis unter 18"], ["Bayern", "1", "2"], ["Hessen", "3", "4"]],
            question=_STAYING,
        )
    )
    assert [(found[3, column].age_min, found[3, column].age_max) for column in (2, 3)] == [(0, 15), (16, 17)]
    assert not any(one.flags for one in found.values())


def test_numbers_are_no_ages_where_nothing_says_so() -> None:
    found = figures(interpret([["Größe der Unterkunft", "Personen"], ["unter 10", "5"], ["ab 10", "6"]], question="?"))
    assert {(one.age_min, one.age_max) for one in found.values()} == {(None, None)}
    assert all("unmapped_label" in one.flags for one in found.values())


def test_months_take_their_year_from_the_period_around() -> None:
    found = figures(
        interpret(
            [["Monat", "Erstanträge"], ["August", "10"], ["Dez.*", "20"]],
            lead_in="Die Entwicklung von August bis Dezember 2015 zeigt die Tabelle:",
        )
    )
    assert [(one.period_start, one.period_end) for one in found.values()] == [
        (date(2015, 8, 1), date(2015, 8, 31)),
        (date(2015, 12, 1), date(2015, 12, 31)),
    ]
    assert [one.flags for one in found.values()] == [(), ()]
    assert found[2, 2].time_wording.startswith("August; ")


def test_quarters_below_years() -> None:
    found = figures(
        interpret(
            [["Erstanträge", "2022", "<", "2023", "<"], ["^", "1. Quartal", "2. Quartal", "1. Quartal", "2. Quartal"],
             ["Syrien", "1", "2", "3", "4"], ["Irak", "5", "6", "7", "8"]],
        )
    )  # fmt: skip
    assert [found[3, column].period_start for column in (2, 3, 4, 5)] == [
        date(2022, 1, 1),
        date(2022, 4, 1),
        date(2023, 1, 1),
        date(2023, 4, 1),
    ]
    assert not any(one.flags for one in found.values())


@pytest.mark.parametrize(
    "lead_in",
    [
        "Die Zahl der Asylanträge ergibt sich aus der Tabelle:",
        "Die Zahl der Asylanträge in den Jahren 2015 und 2016 ergibt sich aus der Tabelle:",
        "Die Zahl der Asylanträge im ersten Quartal 2015 ergibt sich aus der Tabelle:",
    ],
)
def test_a_month_whose_year_is_not_said_stays_unknown(lead_in: str) -> None:
    found = figures(interpret([["Monat", "Erstanträge"], ["August", "10"], ["Mai", "20"]], lead_in=lead_in))
    assert all("unmapped_label" in one.flags for one in found.values())
    assert not any(
        (one.period_start, one.period_end) == (date(2015, 8, 1), date(2015, 8, 31)) for one in found.values()
    )


@pytest.mark.parametrize(
    ("above", "role", "flags"),
    [("Visa zum Familiennachzug", "child", ()), ("Unterbringung in Haushalten", "", ("unmapped_label",))],
)
def test_children_of_a_family(above: str, role: str, flags: tuple[str, ...]) -> None:
    found = figures(interpret([[above, "<"], ["Personengruppe", "Visa"], ["Kinder", "5"], ["Pflegekräfte", "2"]]))
    assert (found[3, 2].person_role, tuple(flag for flag in found[3, 2].flags if flag != "ambiguous")) == (role, flags)
