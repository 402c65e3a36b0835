"""What follows for a figure from its labels and surroundings taken together."""

from __future__ import annotations

from datetime import date

import pytest

from tests.interpret.made_grids import figures, interpret

_IN_REGISTER = (
    "Nach dem Jahr der Erteilung gliedern sich die zum Stichtag 31. Juli 2025 im AZR erfassten Personen wie folgt:"
)
_ASKED = "Wie viele Titel nach § 22 Satz 2 AufenthG wurden seit dem 24. Februar 2022 erteilt?"


def test_grants_counted_in_the_register_on_a_later_day() -> None:
    found = figures(
        interpret(
            [["Jahr der Erteilung", "Personen"], ["2022 (ab 24. Februar)", "4"], ["2023", "6"], ["Gesamt", "10"]],
            lead_in=_IN_REGISTER,
            question=_ASKED,
        )
    )
    assert {(one.measure, one.unit, one.reference_date) for one in found.values()} == {
        ("grant_alive_at_refdate", "persons", date(2025, 7, 31))
    }
    assert [(one.period_start, one.period_end) for one in found.values()] == [
        (date(2022, 2, 24), date(2022, 12, 31)),
        (date(2023, 1, 1), date(2023, 12, 31)),
        (date(2022, 2, 24), date(2025, 7, 31)),
    ]
    assert "reference_date=lead_in" in found[3, 2].label_source
    assert "period=question" in found[4, 2].label_source


def test_grants_that_no_register_counts_stay_grants() -> None:
    found = figures(
        interpret(
            [["Jahr der Erteilung", "Titel"], ["2022", "4"], ["2023", "6"]],
            lead_in="Nach Angaben der Länder (Stand: 31. Juli 2025) wurden erteilt:",
            question=_ASKED,
        )
    )
    assert {(one.measure, one.reference_date) for one in found.values()} == {("grant", None)}


@pytest.mark.parametrize(
    ("head", "measure"),
    [
        ("§ 4 Abs. 1 AsylG", "protection_granted"),
        ("Art. 16a GG, § 3 Abs. 1 AsylG", "protection_granted"),
        ("§ 29 Abs. 1 AsylG", "decision"),
        ("Ablehnungen § 4 Abs. 1 AsylG", "refusal"),
    ],
)
def test_a_decision_below_a_legal_basis_of_protection(head: str, measure: str) -> None:
    found = figures(
        interpret([["Herkunftsland", head], ["Syrien", "5"], ["Irak", "6"]], lead_in="Entscheidungen im Jahr 2016:")
    )
    assert {one.measure for one in found.values()} == {measure}


def test_what_courts_decided_is_at_the_court_that_the_table_names() -> None:
    found = figures(
        interpret(
            [
                [
                    "2018",
                    "Berufungen",
                    "Gerichtsentscheidungen",
                    "<",
                    "anhängige Rechtsmittel",
                    "Entscheidungen des BAMF",
                ],
                ["^", "^", "Gesamt", "Ablehnungen", "^", "^"],
                ["Syrien", "12", "11", "8", "11", "90"],
                ["Irak", "2", "1", "8", "1", "80"],
            ]
        )
    )
    assert [found[3, column].instance for column in (2, 3, 4, 5, 6)] == ["court_2"] * 4 + [""]
    assert "instance=columns" in found[3, 3].label_source


def test_what_percentages_are_a_share_of_says_what_their_count_is() -> None:
    found = figures(
        interpret(
            [["2018", "Absolut", "Verhältnis zu Asylerstanträgen gesamt"], ["Syrien", "7.228", "19,9%"],
             ["Irak", "648", "17,9%"]],
            question="Wie viele der Asylsuchenden waren Nachgeborene?",
        )
    )  # fmt: skip
    count = found[2, 2]
    assert (count.measure, count.unit, count.flags) == ("application", "applications", ("ambiguous",))
    assert "measure=columns" in count.label_source


def test_things_that_are_no_measure_are_named_by_their_words() -> None:
    found = figures(
        interpret(
            [
                [
                    "Mitgliedstaat",
                    "Übernahmeersuchen an die Mitgliedstaaten",
                    "<",
                    "Übernahmeersuchen von Mitgliedstaaten",
                    "<",
                ],
                ["^", "Ersuchen", "Zustimmungen", "Ersuchen", "Zustimmungen"],
                ["Italien", "12", "11", "8", "7"],
                ["Malta", "2", "1", "8", "5"],
            ],
            question="Wie viele Asylanträge wurden 2018 gestellt?",
        )
    )
    assert {one.measure for one in found.values()} == {"other"}
    assert len({found[3, column].category for column in (2, 3, 4, 5)}) == 4
    assert (found[3, 2].place, found[3, 2].nationality) == ("Italien", "")


def test_the_state_that_gave_a_visa_is_no_nationality() -> None:
    found = figures(
        interpret(
            [["VIS-Treffer 2015", "<"], ["VIS-Treffer gesamt", "30"], ["Ausstellendes Land", ""], ["Deutschland", "20"],
             ["Italien", "10"]],
        )
    )  # fmt: skip
    assert [(one.place, one.nationality, one.region) for one in found.values()] == [
        ("", "", ""),
        ("Deutschland", "", ""),
        ("Italien", "", ""),
    ]


def test_an_unknown_land_is_not_the_whole() -> None:
    found = figures(
        interpret(
            [["Bundesland", "2015"], ["Bayern", "30"], ["Hessen", "20"], ["unbekannt", "1"], ["Gesamt", "51"]],
            lead_in="Asylanträge nach Ländern:",
        )
    )
    assert [(one.region, one.region_label) for one in found.values()][2:] == [("", "unbekannt"), ("DE", "")]


@pytest.mark.parametrize("head", ["Jahr der Einreise", "Einreisejahr", "Jahr der Ersteinreise"])
def test_the_year_of_entry_defines_the_group_that_is_counted_on_a_day(head: str) -> None:
    found = figures(
        interpret(
            [[head, "Personen"], ["2015", "8"], ["2016", "3"], ["Gesamt", "11"]],
            lead_in="Zum Stichtag 31. Dezember 2024 waren im AZR Personen mit einer Aufenthaltserlaubnis erfasst:",
        )
    )
    assert [(one.cohort_start, one.cohort_end) for one in found.values()] == [
        (date(2015, 1, 1), date(2015, 12, 31)),
        (date(2016, 1, 1), date(2016, 12, 31)),
        (None, None),
    ]
    assert {(one.measure, one.period_start, one.reference_date) for one in found.values()} == {
        ("stock", None, date(2024, 12, 31))
    }


@pytest.mark.parametrize(
    ("head", "lead_in"),
    [
        ("Jahr der Einreise", "Zahl der Einreisen von Ortskräften:"),
        (
            "Jahr",
            "Am 31. Dezember des Jahres waren Personen mit einer Aufenthaltserlaubnis erfasst (Stand: 1. Mai 2024):",
        ),
    ],
)
def test_other_years_are_periods(head: str, lead_in: str) -> None:
    found = figures(interpret([[head, "Personen"], ["2015", "8"], ["2016", "3"]], lead_in=lead_in))
    assert {one.cohort_start for one in found.values()} == {None}
    assert [one.period_start for one in found.values()] == [date(2015, 1, 1), date(2016, 1, 1)]
