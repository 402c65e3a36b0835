"""Figures on residence titles in the sentences of an answer."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.codes import load_code_lists
from extractor.interpret.prose import read_prose
from extractor.model.observation import Observation
from extractor.model.page import Line
from extractor.model.structure import FrontPage, Paragraph, ParagraphKind, Question, Structure

GRANTED = (
    "Zum Stichtag 31. März 2024 waren im AZR insgesamt 2 110 afghanische Staatsangehörige erfasst, denen seit dem "
    "1. September 2021 eine Aufenthaltserlaubnis nach § 22 Satz 2 AufenthG erteilt wurde; 81 waren nicht mehr "
    "aufhältig."
)


def prose_of(*texts: str, kind: ParagraphKind = ParagraphKind.ANSWER, asked: str = "") -> tuple[Observation, ...]:
    paragraphs = tuple(
        Paragraph(3, kind, text, (Line(text, 70, 100, 500, 110 + number, 11, False, 0),), ("3c",))
        for number, text in enumerate(texts)
    )
    structure = Structure(FrontPage(), (Question("3c", 2, 90, asked),), paragraphs)
    return read_prose("bt-99-1", "0" * 64, structure, load_code_lists())


def test_two_figures_of_one_sentence() -> None:
    granted, left = prose_of(GRANTED)
    assert (granted.obs_id, left.obs_id) == ("bt-99-1:3c:s1", "bt-99-1:3c:s2")
    assert (granted.value, granted.value_raw, granted.measure) == (2110, "2 110", "grant_alive_at_refdate")
    assert (granted.nationality, granted.legal_basis) == ("AFG", "AufenthG § 22 Satz 2")
    assert (granted.period_start, granted.reference_date) == (date(2021, 9, 1), date(2024, 3, 31))
    assert (left.value, left.measure, left.nationality) == (81, "stock_not_resident", "AFG")
    assert {(one.table_id, one.row, one.reader, one.page) for one in (granted, left)} == {("", None, "prose", 3)}
    assert (granted.x0, granted.y0, granted.x1) == (70, 100, 500)


def test_figures_on_scanned_pages_say_so() -> None:
    line = Line(GRANTED, 70, 100, 500, 110, 11, False, 0)
    paragraphs = tuple(Paragraph(page, ParagraphKind.ANSWER, GRANTED, (line,), ("3c",)) for page in (3, 4))
    structure = Structure(FrontPage(), (Question("3c", 2, 90, ""),), paragraphs)
    found = read_prose("bt-99-1", "0" * 64, structure, load_code_lists(), frozenset({4}))
    assert [(one.page, one.reader) for one in found] == [(3, "prose"), (3, "prose"), (4, "ocr"), (4, "ocr")]


def test_figures_are_counted_over_the_paragraphs_of_a_question() -> None:
    ids = [one.obs_id.rsplit(":", 1)[1] for one in prose_of(GRANTED, GRANTED)]
    assert ids == ["s1", "s2", "s3", "s4"]


@pytest.mark.parametrize(
    "text",
    [
        "Auf die Antwort zu Frage 3 auf Bundestagsdrucksache 19/8701 wird verwiesen.",
        "Für Integrationskurse standen 2020 insgesamt 12 000 Euro bereit.",
        "Nach § 25 Absatz 5 AufenthG kann eine Aufenthaltserlaubnis erteilt werden.",
        "Im Jahr 2020 wurden 1 200 Kraftfahrzeuge zugelassen.",
    ],
)
def test_what_is_no_figure_on_a_title(text: str) -> None:
    assert prose_of(text) == ()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "Von den 234 Leistungen der Länder wie Antrag auf Wohngeld oder Aufenthaltstitel sind viele online.",
            "Wie ist der Stand der Anträge auf einen Aufenthaltstitel im Internet?",
        ),
        ("Bundesweit wurden 854 Straftaten erfasst.", "Wie viele Personen haben einen Aufenthaltstitel?"),
        ("Das sind 50 Prozent mehr als im Vorjahr.", "Wie hoch ist der Anteil der Personen mit Aufenthaltstitel?"),
        ("Die in Kapitels 3004 Titels 683 veranschlagten Aufenthaltstitel wurden erteilt.", ""),
        ("Im Verfahren VG Musterstadt 11 A 31/22 wurde über eine Aufenthaltserlaubnis entschieden.", ""),
        ("Es ergingen 11 Entscheidungen nach § 9 des Bundes-Klimaschutzgesetzes.", ""),
    ],
)
def test_what_counts_other_things_than_the_question(text: str, asked: str) -> None:
    assert prose_of(text, asked=asked) == ()


def test_a_figure_without_a_noun_is_what_was_asked_for() -> None:
    (found,) = prose_of("Im Jahr 2022 waren es 1 204.", asked="Wie viele Aufenthaltserlaubnisse wurden erteilt?")
    assert (found.value, found.unit, found.measure) == (1204, "titles", "grant")


def test_only_answers_state_figures() -> None:
    assert prose_of(GRANTED, kind=ParagraphKind.QUESTION) == ()


def test_rough_figures_keep_their_bounds() -> None:
    (about,) = prose_of("Im Jahr 2022 wurden rund 300 Aufenthaltserlaubnisse nach § 25a AufenthG erteilt.")
    assert (about.value, about.value_status, about.measure) == (300, "about", "grant")


@pytest.mark.parametrize(("size", "expected"), [(7, []), (11, [2])])
def test_the_mark_of_a_footnote_is_no_figure(size: float, expected: list[int]) -> None:
    texts = {
        "Die Angaben beruhen auf dem Ausländerzentralregister.": 11.0,
        "Sie wurden nicht gesondert erhoben.": 11.0,
        "2 Personen mit Duldung waren zum Stichtag 31. Dezember 2023 erfasst.": size,
    }
    paragraphs = tuple(
        Paragraph(3, ParagraphKind.ANSWER, text, (Line(text, 70, 100, 500, 110, of, False, 0),), ("3c",))
        for text, of in texts.items()
    )
    structure = Structure(FrontPage(), (Question("3c", 2, 90, ""),), paragraphs)
    found = read_prose("bt-99-1", "0" * 64, structure, load_code_lists())
    assert [one.value for one in found] == expected
