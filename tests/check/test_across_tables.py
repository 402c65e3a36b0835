"""Sister tables, prose, periods within periods, codes, notes that explain, and the status of a table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractor.check.ledger import CONTRADICTIONS
from extractor.messages import LANGUAGES, render
from extractor.model.geometry import Box
from extractor.model.observation import Observation
from extractor.model.structure import FrontPage, Paragraph, ParagraphKind, Structure
from extractor.model.table import Table, TablePart, TablePlace, TableReading, TableStatus

from .made_tables import cells, check, table

_STOCK = {"reference_date": date(2018, 12, 31)}
_YEAR = {"period_start": date(2018, 1, 1), "period_end": date(2018, 12, 31)}


def _reading(table_id: str = "p001t1", notes: tuple[str, ...] = (), lead_in: str = "") -> TableReading:
    box = Box(0, 0, 1, 1)
    part = TablePart(1, box, 1, 1)
    return TableReading(
        Table(table_id, (part,), 1, 1, (), "native"), TablePlace(table_id, "1", "", lead_in, "", notes), 1, 1, "", ()
    )


def _total(value: int, table_id: str, **codes: object) -> tuple[Observation, ...]:
    return table([[value]], rows=["Gesamt"], row_roles=["total"], table_id=table_id, **{**_STOCK, **codes})  # type: ignore[arg-type]


def test_sister_tables_with_one_total_vouch_for_each_other() -> None:
    document = check(_total(30899, "p001t1", nationality="XTO"), _total(30899, "p001t2", region="DE"))
    assert all(one.evidence == ("sister_total",) for one in document.observations)


def test_small_figures_agree_by_accident() -> None:
    document = check(_total(7, "p001t1"), _total(7, "p001t2"))
    assert not any(one.evidence for one in document.observations)


def test_figures_of_an_unknown_meaning_are_not_compared() -> None:
    for codes in ({"measure": "other"}, {"flags": ("ambiguous",)}, {"reference_date": None}):
        document = check(_total(500, "p001t1", **codes), _total(500, "p001t2", **codes))
        assert not document.checks


def test_one_of_three_sisters_differs() -> None:
    document = check(_total(30899, "p001t1"), _total(30899, "p001t2"), _total(30989, "p001t3"))
    assert [one.flags for one in document.observations] == [(), (), ("sister_mismatch",)]
    assert [one.code for one in document.issues] == ["check.sister_mismatch"]


def test_two_figures_of_one_meaning_are_a_doubt_about_the_meaning() -> None:
    document = check(_total(30899, "p001t1"), _total(512, "p001t2"))
    assert all(one.flags == ("duplicate_key",) for one in document.observations)
    assert not document.issues


def _stated(value: int, **codes: object) -> Observation:
    (one,) = _total(value, "", **codes)
    return one._replace(obs_id="d:1:s1", row=None, col=None, reader="prose", row_role="", row_label="", col_label="")


def test_prose_agrees_or_contradicts() -> None:
    document = check(_total(1790, "p001t1"), (_stated(1790),))
    assert all(one.evidence == ("prose",) for one in document.observations)
    document = check(_total(30899, "p001t1"), (_stated(138516),))
    assert all(one.flags == ("prose_mismatch",) for one in document.observations)
    assert [(one.left, one.right) for one in document.checks] == [(30899, 138516)]
    document = check(_total(300, "p001t1"), (_stated(296)._replace(value_status="about"),))
    assert not document.checks


def _answer(text: str) -> Structure:
    return Structure(FrontPage(), paragraphs=(Paragraph(1, ParagraphKind.ANSWER, text, (), ("1",)),))


_HEAD = "Asylantragstellung während ein gültiger Titel oder eine Duldung vorlagen"
_SENTENCE = (
    "Im gesamten Jahr 2018 waren {count} Personen erfasst, die einen Asylantrag gestellt haben, während sie einen "
    "gültigen Aufenthaltstitel oder eine gültige Duldung besaßen. Die weiteren Angaben stehen in den Tabellen:"
)


def _asked(value: int) -> tuple[Observation, ...]:
    return table(
        [[value]],
        rows=["Gesamt"],
        cols=[f"{_HEAD} › 2018 gesamt"],
        row_roles=["total"],
        measure="asylum_request",
        **_YEAR,
    )


def test_a_lead_in_that_speaks_of_the_table_in_its_own_words() -> None:
    document = check(_asked(30899), structure=_answer(_SENTENCE.format(count="138 516")))
    assert cells(document, flag="prose_mismatch") == {"r1c1"}
    assert document.checks[0].right == 138516
    document = check(_asked(30899), structure=_answer(_SENTENCE.format(count="30 899")))
    assert cells(document, evidence="prose") == {"r1c1"}


def test_sentences_about_something_else_or_another_time_are_no_witness() -> None:
    other = "Im Jahr 2018 wurden 4 711 Personen in Aufnahmeeinrichtungen untergebracht."
    earlier = _SENTENCE.format(count="138 516").replace("Jahr 2018", "Jahr 2017")
    quarter = _SENTENCE.format(count="138 516").replace("gesamten Jahr 2018", "vierten Quartal 2018")
    for text in (other, earlier, quarter):
        assert not check(_asked(30899), structure=_answer(text)).checks


def test_a_quarter_above_its_year() -> None:
    quarter = {"period_start": date(2018, 10, 1), "period_end": date(2018, 12, 31)}
    observations = table([[700, 650], [300, 900]], rows=["Syrien", "Irak"], measure="decision")
    coded = tuple(
        one._replace(nationality="SYR" if one.row == 1 else "IRQ", **(quarter if one.col == 1 else _YEAR))  # type: ignore[arg-type]
        for one in observations
    )
    document = check(coded)
    assert cells(document, flag="subset_exceeds") == {"r1c1", "r1c2"}
    stock = tuple(one._replace(measure="stock") for one in coded)
    assert not cells(check(stock), flag="subset_exceeds")


def test_codes_that_the_schema_does_not_know() -> None:
    (one,) = _total(5, "p001t1", topic=("permits",))
    document = check((one._replace(unit="Personen"),))
    assert {(one.data["field"], one.data["value"]) for one in document.issues} == {
        ("unit", "Personen"),
        ("topic", "permits"),
    }


def test_a_note_under_the_table_explains_the_difference() -> None:
    months = table([[1000], [2000], [3000], [6100]], rows=["Januar", "Februar", "März", "kumulierter Wert"])
    note = "* Aufgrund nachträglicher Änderungen sind die Monatswerte nicht zu einem Gesamtwert zu addieren."
    document = check(months, readings=(_reading(notes=(note,)),))
    assert cells(document, note="explained") == {"r1c1", "r2c1", "r3c1", "r4c1"}
    assert [(one.result.value, one.wording, one.difference) for one in document.checks] == [("explained", note, 100)]
    assert not check(months, readings=(_reading(),)).checks


def test_status_of_tables() -> None:
    def status(values: list[list[int | None]]) -> tuple[TableStatus, str]:
        rows = ["Gesamt", "Erstanträge", "Folgeanträge"]
        document = check(
            table(values, rows=rows, row_roles=["total", "davon", "davon"], levels=[0, 1, 1]),  # type: ignore[arg-type]
            readings=(_reading(),),
        )
        return document.readings[0].status, document.readings[0].reason

    assert status([[5000], [3500], [1500]]) == (TableStatus.VERIFIED, "col_sum")
    assert status([[5000, 70], [3500, 30], [1500, 20]]) == (TableStatus.CONSISTENT, "col_sum")
    assert status([[5000], [3000], [1500]]) == (TableStatus.UNVERIFIED, "no_evidence")
    assert status([[5000], [3500], [1600]]) == (TableStatus.CONTRADICTED, "sum_mismatch")
    assert check(readings=(_reading(),)).readings[0].reason == "no_figures"


def test_checks_have_names_of_their_own() -> None:
    document = check(_total(30899, "p001t1"), _total(30899, "p001t2"), _total(Decimal(512).__int__(), "p001t3"))
    names = [one.check_id for one in document.checks]
    assert len(names) == len(set(names))


def test_everything_reported_has_words_in_both_languages() -> None:
    data = {
        "cell": "r1c1",
        "left": "1",
        "right": "2",
        "difference": "1",
        "lands": "DE-BE",
        "field": "unit",
        "value": "x",
    }
    for code in (*CONTRADICTIONS, "land_missing", "unknown_code"):
        for language in LANGUAGES:
            assert "r1c1" in render(f"check.{code}", language, **data)
