"""What a figure means: its own labels, then what stands around the table, and doubts where neither decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractor.codes import load_code_lists
from extractor.interpret.dimensions import Dimensions
from extractor.interpret.groups import spoken
from extractor.interpret.meaning import Completion, Meaning, Source, as_share
from extractor.interpret.paths import as_total, read_path, row_dimension
from tests.interpret.drawing import by_place, interpret

CODES = load_code_lists()
STOCK = (
    "Zahl der zum Stichtag 31. Dezember 2023 im AZR erfassten Personen mit einer Aufenthaltserlaubnis nach "
    "§ 25 Absatz 5 AufenthG:"
)
LAENDER = [["Land", "Personen"], ["Bayern", "20"], ["Hessen", "10"]]


def complete(
    row: Dimensions, column: Dimensions, only_own: frozenset[str] = frozenset(), **around: Dimensions
) -> Meaning:
    """The meaning of a figure; ``around`` are the sources by their names, nearest first."""
    sources = [Source(name, spoken(said)) for name, said in around.items()]
    return Completion(spoken(column), sources, only_own).of(spoken(row))


def test_the_nearest_source_wins_and_is_named() -> None:
    near, far = Dimensions(measure="stock", unit="persons"), Dimensions(measure="stock", legal_basis="AufenthG § 25a")
    meaning = complete(Dimensions(nationality="SYR"), Dimensions(), heading=near, question=far)
    assert meaning.label_source == "measure=heading; unit=heading; legal_basis=question"
    assert (meaning.said["nationality"], meaning.said["legal_basis"]) == ("SYR", "AufenthG § 25a")
    assert meaning.flags == ()


def test_a_source_that_speaks_of_another_measure_does_not_say_what_was_counted() -> None:
    other = Dimensions(measure="stock", legal_basis="AufenthG § 25a", title_type="residence_permit")
    meaning = complete(Dimensions(nationality="SYR"), Dimensions(measure="asylum_request"), question=other)
    assert meaning.measure == "asylum_request"
    assert not {"legal_basis", "title_type"} & set(meaning.said)


def test_rows_that_differ_in_a_dimension_inherit_none() -> None:
    around = Dimensions(measure="stock", legal_basis="AufenthG § 25a")
    meaning = complete(Dimensions(), Dimensions(), frozenset({"legal_basis"}), question=around)
    assert meaning.measure == "stock"
    assert "legal_basis" not in meaning.said


def test_what_nothing_decides_is_other_and_doubted() -> None:
    meaning = complete(Dimensions(nationality="SYR"), Dimensions())
    assert (meaning.measure, meaning.flags) == ("other", ("ambiguous",))


def test_row_and_column_that_contradict_are_doubted() -> None:
    row, column = Dimensions(legal_basis="AufenthG § 25a"), Dimensions(legal_basis="AufenthG § 25b", measure="stock")
    assert "ambiguous" in complete(row, column).flags
    assert complete(replace(row, measure="stock"), replace(row, unit="persons")).flags == ()


def test_rows_of_one_kind_keep_what_each_of_them_says() -> None:
    asked = Source("question", spoken(Dimensions(measure="stock", nationality="IRQ", region="DE-BY")))
    column = Completion(spoken(Dimensions(sex="F")), [asked])
    first, second = (spoken(Dimensions(nationality=code, category=code)) for code in ("SYR", "AFG"))
    assert first.kind == second.kind
    for row, code in ((first, "SYR"), (second, "AFG")):
        meaning = column.of(row)
        assert [meaning.said[name] for name in ("nationality", "category", "sex", "region")] == [
            code,
            code,
            "F",
            "DE-BY",
        ]
        assert meaning.label_source == "measure=question; region=question"
    assert column.of(spoken(Dimensions(sex="M"))).said["nationality"] == "IRQ"


def test_what_is_said_weakly_gives_way_to_what_is_around() -> None:
    row = Dimensions(
        measure="protection_granted", unit="decisions", category="Flüchtlingsschutz", weak=("measure", "unit")
    )
    titles = complete(row, Dimensions(), heading=Dimensions(measure="grant", unit="titles"))
    visas = complete(row, Dimensions(), heading=Dimensions(measure="visa_issued"))
    assert (titles.measure, titles.said["unit"], titles.label_source) == (
        "grant",
        "titles",
        "measure=heading; unit=heading",
    )
    assert (visas.measure, visas.said["unit"], visas.label_source) == ("protection_granted", "decisions", "")


@pytest.mark.parametrize(
    ("label", "dimension", "field", "code"),
    [
        ("Gesamt", "nationality", "nationality", "XTO"),
        ("Gesamt", "region", "region", "DE"),
        ("Gesamt", "sex", "sex", "T"),
        ("Gesamt", "age", "age_label", ""),
        ("Unbekannt", "region", "region_label", "Unbekannt"),
        ("Unbekannt", "region", "region", ""),
        ("Sonstige", "nationality", "nationality", "XSO"),
        ("Sonstige", "region", "nationality", ""),
    ],
)
def test_totals_and_remainders_have_the_code_of_their_breakdown(
    label: str, dimension: str, field: str, code: str
) -> None:
    assert getattr(as_total(read_path((label,), CODES), dimension), field) == code


def test_the_dimension_of_most_rows() -> None:
    rows = [read_path((label,), CODES) for label in ("Gesamt", "Syrien", "Irak", "Phantasia", "Sonstige")]
    assert row_dimension(rows) == "nationality"
    assert row_dimension([]) == ""


def test_a_share_is_of_what_stands_beside_it() -> None:
    said = as_share(complete(Dimensions(nationality="SYR"), Dimensions(measure="grant")), "Erteilungen").said
    assert (said["measure"], said["unit"], said["share_of"]) == ("share", "percent", "Erteilungen")


def test_a_stock_has_its_day_and_a_flow_its_period() -> None:
    stock = by_place(interpret(LAENDER, "Am 31. Dezember 2020 lebten in Deutschland mit einer Aufenthaltserlaubnis:"))
    flow = by_place(
        interpret(LAENDER, "Im Jahr 2020 wurden folgende Aufenthaltserlaubnisse nach § 25a AufenthG erteilt:")
    )
    alive = by_place(
        interpret(
            LAENDER,
            "Zum Stichtag 31. März 2021 waren im AZR folgende Personen erfasst, denen im Jahr 2020 eine "
            "Aufenthaltserlaubnis nach § 25a AufenthG erteilt wurde:",
        )
    )
    assert (stock[2, 2].measure, stock[2, 2].reference_date) == ("stock", date(2020, 12, 31))
    assert (stock[2, 2].period_start, flow[2, 2].reference_date) == (None, None)
    assert (flow[2, 2].measure, flow[2, 2].period_start) == ("grant", date(2020, 1, 1))
    assert (alive[2, 2].measure, alive[2, 2].reference_date) == ("grant_alive_at_refdate", date(2021, 3, 31))
    assert (alive[2, 2].period_start, alive[2, 2].period_end) == (date(2020, 1, 1), date(2020, 12, 31))


def test_a_second_head_changes_the_measure() -> None:
    cells = by_place(interpret([["Land", "erteilt"], ["Bayern", "10"], ["Land", "abgelehnt"], ["Bayern", "3"]]))
    assert (cells[2, 2].measure, cells[4, 2].measure) == ("grant", "refusal")
    assert cells[4, 2].col_label == "abgelehnt"


def test_the_first_section_below_the_head_does_not_hold_for_the_second() -> None:
    rows = [["", "Personen"], ["Bayern", ""], ["männlich", "3"], ["weiblich", "9"], ["Hessen", ""], ["männlich", "4"]]
    cells = by_place(interpret(rows, STOCK, {(2, 1): (1, 2), (5, 1): (1, 2)}))
    assert [(one.region, one.sex) for one in cells.values()] == [("DE-BY", "M"), ("DE-BY", "F"), ("DE-HE", "M")]
    assert cells[6, 2].row_label == "Hessen › männlich"
    assert "region=section" in cells[6, 2].label_source


def test_numbered_states_are_known() -> None:
    rows = [["Rang", "Staat", "Personen"], ["1.", "Syrien", "30"], ["2.", "Irak", "12"], ["2.", "Iran", "12"]]
    meaning = interpret([*rows, ["", "Gesamt", "54"]], STOCK)
    assert meaning.unmapped == ()
    assert [one.nationality for one in meaning.observations] == ["SYR", "IRQ", "IRN", "XTO"]
    assert {one.flags for one in meaning.observations} == {()}


def test_a_corrected_figure_keeps_its_footnote() -> None:
    note = "* Wert korrigiert gegenüber der Vorabfassung."
    meaning = interpret([["Land", "Personen"], ["Bayern", "20*"], ["Hessen", "10"]], STOCK, notes=(note,))
    cells = by_place(meaning)
    assert (cells[2, 2].value, cells[2, 2].value_status, cells[2, 2].notes) == (20, "corrected", ("corrected",))
    assert cells[2, 2].footnotes == ("p001t1n1",)
    assert (cells[3, 2].value_status, cells[3, 2].footnotes) == ("exact", ())
    (footnote,) = meaning.reading.footnotes
    assert (footnote.mark, footnote.scope) == ("*", "r2c2")


def test_outcomes_of_one_procedure_share_title_and_basis() -> None:
    heads = ["Jahr", "Anträge", "erteilt", "abgelehnt", "anhängig"]
    lead_in = "Anträge auf Erteilung einer Aufenthaltserlaubnis nach § 25b AufenthG:"
    cells = by_place(interpret([heads, ["2021", "30", "20", "5", "5"], ["2022", "40", "20", "15", "5"]], lead_in))
    assert [cells[2, col].measure for col in (2, 3, 4, 5)] == ["application", "grant", "refusal", "pending"]
    assert {one.legal_basis for one in cells.values()} == {"AufenthG § 25b"}
    assert {one.title_type for one in cells.values()} == {"residence_permit"}


def test_a_basis_in_the_label_gives_the_title() -> None:
    rows = [["Rechtsgrundlage", "2021"], ["§ 18b Absatz 2 AufenthG (Blaue Karte EU)", "3"], ["§ 9 AufenthG", "4"]]
    cells = by_place(interpret([*rows, ["Gesamt", "7"]], "Erteilte Aufenthaltstitel nach Rechtsgrundlage:"))
    assert [one.title_type for one in cells.values()][:2] == ["eu_blue_card", "settlement_permit"]
    assert cells[4, 2].legal_basis == ""


def test_days_in_the_head_are_days_of_counting() -> None:
    rows = [["Land", "31.12.2021", "31.12.2022"], ["Bayern", "30", "20"], ["Hessen", "20", "3"]]
    cells = by_place(interpret(rows, "Anzahl der Personen mit Aufenthaltserlaubnis nach § 24 AufenthG:"))
    assert [cells[2, col].reference_date for col in (2, 3)] == [date(2021, 12, 31), date(2022, 12, 31)]


def test_a_budget_has_no_topic_of_ours() -> None:
    rows = [["Titel", "Soll 2021 in Tsd. Euro"], ["Integrationskurse", "101"], ["Migrationsberatung", "33"]]
    meaning = interpret(rows, "Die Haushaltsmittel können der folgenden Tabelle entnommen werden:")
    assert {one.topic for one in meaning.observations} == {("other",)}
    assert {one.unit for one in meaning.observations} == {"euros"}


def test_a_column_that_no_list_knows_is_flagged() -> None:
    cells = by_place(interpret([["Staat", "Wuppdich"], ["Syrien", "20"], ["Irak", "10"]], STOCK))
    assert all("unmapped_label" in one.flags for one in cells.values())
    assert cells[2, 2].col_label == "Wuppdich"
