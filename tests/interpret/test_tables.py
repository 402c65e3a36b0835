"""Tables of the kinds that answers on titles hold, made by hand: what each figure means, and what is doubted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractor.model.table import CellRole
from tests.interpret.made_grids import figures, interpret

_GRANTS = "Wie viele Aufenthaltserlaubnisse nach § 25b AufenthG wurden in den Jahren 2021 bis 2023 erteilt?"
_SPOUSES = "Wie viele Visa zum Ehegattennachzug wurden erteilt?"


def _year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)


def test_titles_by_land_take_person_basis_and_period_from_the_question() -> None:
    found = figures(
        interpret(
            [
                ["Bundesland", "Aufenthaltserlaubnisse", "Niederlassungserlaubnisse"],
                ["Bayern", "1.200", "30"],
                ["Berlin", "900", "-"],
                ["Gesamt", "2.100", "30"],
            ],
            question="Wie viele Aufenthaltstitel nach § 22 Satz 2 AufenthG wurden russischen Staatsangehörigen im Jahr "
            "2024 erteilt (bitte nach Bundesländern aufschlüsseln)?",
        )
    )
    bavaria, dash, total = found[2, 2], found[3, 3], found[4, 2]
    assert (bavaria.value, bavaria.region, bavaria.nationality) == (1200, "DE-BY", "RUS")
    assert (bavaria.measure, bavaria.unit, bavaria.title_type) == ("grant", "titles", "residence_permit")
    assert (bavaria.legal_basis, bavaria.period_start, bavaria.period_end) == ("AufenthG § 22 Satz 2", *_year(2024))
    assert "period=question" in bavaria.label_source
    assert "title_type" not in bavaria.label_source
    assert (dash.value, dash.value_status, dash.title_type) == (0, "nil", "settlement_permit")
    assert (total.row_role, total.region, total.nationality) == ("total", "DE", "RUS")
    assert not any(one.flags for one in found.values())


def test_ages_stand_on_the_day_of_the_lead_in() -> None:
    found = figures(
        interpret(
            [
                ["Alter", "Personen"],
                ["unter 18 Jahre", "300"],
                ["18 bis unter 25 Jahre", "200"],
                ["65 Jahre und älter", "90"],
                ["Gesamt", "590"],
            ],
            question="Wie viele russische Staatsangehörige besitzen einen Titel nach § 22 Satz 2 AufenthG?",
            lead_in="Zum Stichtag 31. Juli 2025 waren im AZR folgende Personen erfasst:",
        )
    )
    assert [(found[row, 2].age_min, found[row, 2].age_max) for row in (2, 3, 4, 5)] == [
        (0, 17),
        (18, 24),
        (65, None),
        (None, None),
    ]
    for one in found.values():
        assert (one.measure, one.unit, one.register) == ("stock", "persons", "AZR")
        assert (one.reference_date, one.period_start) == (date(2025, 7, 31), None)
        assert "reference_date=lead_in" in one.label_source


def test_sexes_and_their_total() -> None:
    found = figures(
        interpret(
            [["Geschlecht", "Anzahl"], ["männlich", "3"], ["weiblich", "2"], ["divers", "1"], ["Insgesamt", "6"]],
            question="Wie viele Personen mit einer Aufenthaltserlaubnis nach § 25 Abs. 5 AufenthG lebten zum "
            "31. Dezember 2023 in Deutschland?",
        )
    )
    assert [one.sex for one in found.values()] == ["M", "F", "X", "T"]
    assert {(one.nationality, one.region) for one in found.values()} == {("", "")}, "no breakdown, no total"


@pytest.mark.parametrize("last", ["Gesamt", "Summe", "2023 (Stand: 30. Juni)", "2023*"])
def test_a_first_column_of_years_labels_the_rows(last: str) -> None:
    found = figures(
        interpret(
            [
                ["Jahr", "erteilt", "abgelehnt"],
                ["2021", "1.100", "5"],
                ["2022", "1.200", "6"],
                [last, "2.300", "11"],
            ],
            question=_GRANTS,
        )
    )
    assert sorted(found) == [(row, column) for row in (2, 3, 4) for column in (2, 3)], "a year is no figure"
    assert (found[2, 2].period_start, found[2, 2].period_end) == _year(2021)
    assert (found[3, 3].period_start, found[3, 3].period_end) == _year(2022)
    assert (found[3, 2].measure, found[3, 3].measure) == ("grant", "refusal")


def test_years_in_the_head_are_periods() -> None:
    found = figures(
        interpret([["Bundesland", "2021", "2022"], ["Bayern", "1", "2"], ["Gesamt", "1", "2"]], question=_GRANTS)
    )
    assert [(one.period_start, one.period_end) for one in found.values()] == [_year(2021), _year(2022)] * 2


def test_visas_by_mission_under_a_spanning_quarter() -> None:
    interpretation = interpret(
        [
            ["Auslandsvertretung", "1. Quartal 2020", "<"],
            ["^", "Visa erteilt", "Visa abgelehnt"],
            ["Beirut", "1.010", "13"],
            ["Istanbul", "700", "k. A."],
            ["Neu-Delhi", "<3", "0"],
            ["Gesamt", "1.710", "13"],
        ],
        question="Wie viele Visa zum Familiennachzug wurden erteilt (bitte nach Auslandsvertretungen aufschlüsseln)?",
    )
    found, reading = figures(interpretation), interpretation.readings[0]
    assert (reading.head_rows, reading.stub_cols) == (2, 1)
    beirut = found[3, 2]
    assert (beirut.place, beirut.place_type, beirut.nationality) == ("Beirut", "mission", "")
    assert (beirut.measure, beirut.title_type, beirut.topic) == ("visa_issued", "visa", ("visa",))
    assert beirut.col_label == "1. Quartal 2020 › Visa erteilt"
    assert (beirut.period_start, beirut.period_end) == (date(2020, 1, 1), date(2020, 3, 31))
    assert (found[4, 3].value, found[4, 3].value_status) == (None, "not_stated")
    assert (found[5, 2].value, found[5, 2].value_status, found[5, 3].value_status) == (None, "suppressed", "zero")
    assert found[6, 2].row_role == "total"


def test_parts_of_columns_and_rows() -> None:
    found = figures(
        interpret(
            [
                ["Staatsangehörigkeit", "Gesamt", "davon", "<", "unter 18 Jahre"],
                ["^", "^", "männlich", "weiblich", "^"],
                ["Insgesamt", "30", "17", "13", "8"],
                ["darunter:", "", "", "", ""],
                ["Syrien", "10", "6", "4", "3"],
                ["Irak", "9", "5", "4", ""],
            ],
            question="Wie viele Personen mit subsidiärem Schutz (§ 25 Abs. 2 Satz 1 zweite Alternative AufenthG) waren "
            "zum Stichtag 30. Juni 2023 im AZR erfasst?",
        )
    )
    assert {row for row, _ in found} == {3, 5, 6}, "the row that opens the parts holds no observation"
    assert [found[3, column].col_role for column in (2, 3, 4)] == ["total", "davon", "davon"]
    assert [found[5, column].sex for column in (2, 3, 4)] == ["T", "M", "F"]
    assert [(found[row, 2].row_role, found[row, 2].row_level) for row in (3, 5, 6)] == [
        ("total", 0),
        ("darunter", 1),
        ("darunter", 1),
    ]
    assert (found[3, 2].nationality, found[5, 2].nationality) == ("XTO", "SYR")
    assert (found[6, 5].value, found[6, 5].value_status) == (None, "blank")
    assert {one.legal_basis for one in found.values()} == {"AufenthG § 25 Abs. 2 Satz 1 Alt. 2"}


def test_darunter_inside_davon_is_one_level_deeper() -> None:
    found = figures(
        interpret(
            [
                ["Status", "Anzahl"],
                ["Ausreisepflichtige insgesamt", "100"],
                ["davon", ""],
                ["  geduldet", "80"],
                ["    darunter minderjährig", "20"],
                ["  ohne Duldung", "20"],
            ],
            question="Wie viele Ausreisepflichtige lebten zum 31. Dezember 2020 in Deutschland?",
        )
    )
    assert [(one.row_role, one.row_level) for one in found.values()] == [
        ("total", 0),
        ("davon", 1),
        ("darunter", 2),
        ("davon", 1),
    ]
    assert [one.title_type for one in found.values()] == ["", "toleration", "toleration", "none"]
    assert found[5, 2].age_max == 17


def test_section_rows_change_what_the_rows_are() -> None:
    interpretation = interpret(
        [
            ["Angaben zum 31.12.2024", "Duldungen"],
            ["Gesamt", "100"],
            ["nach Geschlecht", ""],
            ["männlich", "60"],
            ["weiblich", "40"],
            ["nach Bundesland", ""],
            ["Bayern", "100"],
        ],
        question="Wie viele Personen hatten eine Duldung?",
    )
    found, reading = figures(interpretation), interpretation.readings[0]
    roles = {(cell.row, cell.col): role for cell, role in zip(reading.table.cells, reading.roles, strict=True)}
    assert roles[3, 1] is roles[6, 1] is CellRole.SECTION
    assert found[4, 2].row_label == "nach Geschlecht › männlich"
    assert [(one.sex, one.region) for one in found.values()][1:] == [("M", ""), ("F", ""), ("", "DE-BY")]
    assert {one.reference_date for one in found.values()} == {date(2024, 12, 31)}


def test_a_second_head_inside_the_table_starts_a_new_period() -> None:
    found = figures(
        interpret(
            [
                ["1. Quartal 2020", "Visa"],
                ["Türkei", "5"],
                ["Gesamt", "5"],
                ["2. Quartal 2020", "Visa"],
                ["Türkei", "6"],
                ["Gesamt", "6"],
            ],
            question=_SPOUSES,
        )
    )
    assert [one.period_start for one in found.values()] == [date(2020, 1, 1)] * 2 + [date(2020, 4, 1)] * 2
    assert [one.nationality for one in found.values()] == ["TUR", "XTO"] * 2


def test_tables_side_by_side_have_labels_of_their_own() -> None:
    found = figures(
        interpret(
            [["2022", "Visa", "2023", "Visa"], ["Türkei", "5", "Indien", "7"], ["Gesamt", "5", "Gesamt", "7"]],
            question=_SPOUSES,
        )
    )
    assert [(one.nationality, one.period_start) for one in found.values()] == [
        ("TUR", date(2022, 1, 1)),
        ("IND", date(2023, 1, 1)),
        ("XTO", date(2022, 1, 1)),
        ("XTO", date(2023, 1, 1)),
    ]


def test_a_label_over_several_rows_holds_for_each() -> None:
    found = figures(
        interpret(
            [
                ["Land", "Geschlecht", "2022", "2023"],
                ["Bayern", "männlich", "1", "2"],
                ["^", "weiblich", "3", "4"],
                ["Berlin", "männlich", "5", "6"],
                ["^", "weiblich", "7", "8"],
            ],
            question="Wie viele Niederlassungserlaubnisse nach § 26 Abs. 3 AufenthG wurden erteilt?",
        )
    )
    last = found[5, 4]
    assert (last.region, last.sex, last.period_start, last.row_label) == (
        "DE-BE",
        "F",
        date(2023, 1, 1),
        "Berlin › weiblich",
    )


def test_what_no_list_knows_is_kept_and_flagged() -> None:
    interpretation = interpret(
        [["Programm", "Einreisen"], ["Bundesaufnahmeprogramm", "540"], ["Quasimodo", "1"]],
        question="Wie viele Personen sind im Rahmen der Aufnahmeprogramme eingereist?",
    )
    found = figures(interpretation)
    assert not found[2, 2].flags
    assert found[3, 2].flags == ("unmapped_label",)
    assert "Quasimodo" in found[3, 2].category
    assert [(issue.code, issue.data["labels"]) for issue in interpretation.issues] == [
        ("interpret.unmapped_labels", "Quasimodo")
    ]


def test_a_measure_that_nothing_decides_is_doubted() -> None:
    found = figures(interpret([["Bundesland", "Werte"], ["Bayern", "10"], ["Gesamt", "10"]], question="Welche?"))
    assert {(one.measure, "ambiguous" in one.flags) for one in found.values()} == {("other", True)}


@pytest.mark.parametrize(
    ("head", "value"),
    [("Soll 2024 in T€", "1.200"), ("Ausgaben in Mio. Euro", "1,2"), ("Ist 2023", "900"), ("Kosten", "1.200 €")],
)
def test_money_is_no_figure_on_titles(head: str, value: str) -> None:
    found = figures(
        interpret(
            [
                ["Titel", head],
                ["Integration von Personen mit Aufenthaltserlaubnis nach § 25a AufenthG", value],
                ["Duldung", value],
                ["Gesamt", value],
            ],
            question="Welche Mittel sind für Personen mit Aufenthaltstitel vorgesehen?",
        )
    )
    assert {one.topic for one in found.values()} == {("other",)}
    assert {(one.title_type, one.legal_basis) for one in found.values()} == {("", "")}
    assert not {one.unit for one in found.values()} & {"persons", "titles"}


def test_classes_in_a_first_column_label_the_rows() -> None:
    found = figures(
        interpret(
            [["Alter", "Anzahl"], ["unter 6", "10"], ["6 bis unter 18", "20"], ["über 65", "5"], ["Gesamt", "35"]],
            question="Wie viele Personen besaßen zum 31. Dezember 2023 eine Duldung?",
        )
    )
    assert sorted(found) == [(2, 2), (3, 2), (4, 2), (5, 2)]


def test_income_sorts_persons() -> None:
    found = figures(
        interpret(
            [["Bruttogehalt", "Personen"], ["unter 3.000 Euro", "10"], ["über 5.000 Euro", "20"]],
            question="Wie viele Personen besaßen zum 31. Dezember 2023 eine Blaue Karte EU?",
        )
    )
    assert {(one.unit, one.title_type) for one in found.values()} == {("persons", "eu_blue_card")}


def test_a_share_has_the_topic_of_what_it_is_a_share_of() -> None:
    found = figures(
        interpret(
            [["Herkunftsland", "Blaue Karte EU", "Anteil in %"], ["Indien", "40", "40,0"], ["Insgesamt", "100", "100"]],
            question="Wie viele Blaue Karten EU wurden 2019 erteilt?",
        )
    )
    share = found[2, 3]
    assert (share.value, share.unit, share.measure, share.share_of) == (
        Decimal("40.0"),
        "percent",
        "share",
        "Blaue Karte EU",
    )
    assert {one.topic for one in found.values()} == {("residence_permit",)}


def test_the_heads_of_a_count_and_its_share_in_one_cell() -> None:
    found = figures(
        interpret(
            [["Herkunftsland", "Ablehnungen absolut in Prozent", "<"], ["Irak", "40", "40,0"], ["Iran", "60", "60,0"]]
        )
    )
    assert [(found[2, column].measure, found[2, column].unit) for column in (2, 3)] == [
        ("refusal", "decisions"),
        ("share", "percent"),
    ]
    assert [found[2, column].col_label for column in (2, 3)] == ["Ablehnungen › absolut", "Ablehnungen › in Prozent"]


def test_one_head_over_many_columns_is_left_whole() -> None:
    grid = [["Land", "Anzahl Anteil", "<", "<"], ["Bayern", "4", "4", "5"], ["Hessen", "6", "6", "5"]]
    assert {one.col_label for one in figures(interpret(grid)).values()} == {"Anzahl Anteil"}
