from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.page import PdfDocument
from extractor.model.structure import ParagraphKind, Question
from extractor.structure import read_structure
from tests.structure.papers import FILLER, Paper, answered_paper


def questions(paper: Paper | PdfDocument) -> dict[str, Question]:
    document = paper.document() if isinstance(paper, Paper) else paper
    found = read_structure(document).questions
    assert len({question.question_id for question in found}) == len(found)
    return {question.question_id: question for question in found}


def plain_paper(**kwargs: float) -> Paper:
    paper = answered_paper(**kwargs)
    paper.question("1. a)", "Wie viele Personen erhielten im Jahr 2018 eine", "Aufenthaltserlaubnis?")
    paper.question("b)", "Wie viele davon waren weiblich (bitte nach", "Ländern aufschlüsseln)?", letter=True)
    paper.answer("Die Fragen 1a und 1b werden gemeinsam beantwortet.")
    paper.question("2.", "Wie erklärt sich die Bundesregierung die Zahlen,", "und zwar")
    paper.question("a)", "im Jahr 2017,", letter=True)
    paper.question("b)", "im Jahr 2018?", letter=True)
    paper.answer()
    return paper


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.0171, 1.3])
def test_sizes_are_relative(scale: float) -> None:
    found = questions(plain_paper(scale=scale))
    assert list(found) == ["1a", "1b", "2", "2a", "2b"]


def test_lines_without_height_are_no_text() -> None:
    paper = plain_paper()
    for _ in range(3):
        paper.y += 14
        paper.put(FILLER, 0.0, paper.left)
    assert list(questions(paper)) == ["1a", "1b", "2", "2a", "2b"]


def test_text_parent_and_common_answer() -> None:
    found = questions(plain_paper())
    assert found["1a"].text == "Wie viele Personen erhielten im Jahr 2018 eine Aufenthaltserlaubnis?"
    assert found["1a"].parent == ""
    assert found["2b"].parent == "Wie erklärt sich die Bundesregierung die Zahlen, und zwar"
    assert found["1a"].answer_top == found["1b"].answer_top != found["2a"].answer_top
    assert all(question.answer_page == 2 for question in found.values())


def test_numbers_of_other_things_are_no_questions() -> None:
    paper = answered_paper()
    paper.question("1.", "Wie viele Personen erhielten einen Titel im", "2. Quartal 2018, und wie viele bis zum")
    paper.put("2. April 2019 nach", paper.small, paper.left + 62, gap=1.15)
    paper.put("2. dem Gesetz über den Aufenthalt?", paper.small, paper.left + 62, gap=1.15)
    paper.answer()
    paper.answer("2. Im Übrigen wird auf die Vorbemerkung der Bundesregierung verwiesen, die hier gilt.")
    assert list(questions(paper)) == ["1"]


def test_enumeration_of_the_preface_is_no_question() -> None:
    paper = Paper()
    paper.front()
    paper.preface("Vorbemerkung der Fragesteller")
    paper.preface(*[FILLER] * 3)
    for number in (1, 2, 3):
        paper.put(f"{number}. Dies ist ein Punkt der Aufzählung.", paper.small, paper.left + 38, gap=1.75)
    paper.break_page()
    paper.question("1.", "Wie viele Titel wurden erteilt?")
    paper.answer(*[FILLER] * 3)
    paper.question("2.", "Wie viele Titel wurden versagt?")
    paper.answer()
    found = questions(paper)
    assert list(found) == ["1", "2"]
    assert found["1"].text == "Wie viele Titel wurden erteilt?"


def test_enumeration_before_the_governments_preface_is_no_question() -> None:
    paper = Paper()
    paper.front()
    paper.preface(*[FILLER] * 3)
    paper.put("1. Dies ist ein Punkt.", paper.small, paper.left + 38, gap=1.75)
    paper.put("2. Dies ist noch einer.", paper.small, paper.left + 38, gap=1.75)
    paper.answer("V o r b e m e r k u n g d e r B u n d e s r e g i e r u n g")
    paper.answer(*[FILLER] * 3)
    paper.question("1.", "Wie viele Titel wurden erteilt?")
    paper.answer(*[FILLER] * 3)
    assert [question.text for question in questions(paper).values()] == ["Wie viele Titel wurden erteilt?"]


def test_letter_at_the_foot_of_the_first_page_is_no_answer() -> None:
    paper = Paper()
    paper.front()
    paper.preface(*[FILLER] * 3)
    paper.question("1.", "Wie viele Personen erhielten im Jahr 2018")
    paper.put("Die Antwort wurde namens der Bundesregierung mit Schreiben des Bundesministeriums", 9.5, 60, gap=3)
    paper.put("des Innern vom 4. März 2014 übermittelt.", 9.5, 60)
    paper.break_page()
    paper.put("eine Aufenthaltserlaubnis?", paper.small, paper.left + 62)
    paper.answer(*[FILLER] * 4)
    found = questions(paper)
    assert found["1"].text == "Wie viele Personen erhielten im Jahr 2018 eine Aufenthaltserlaubnis?"
    assert (found["1"].page, found["1"].answer_page) == (1, 2)


def test_question_over_a_page_break_with_a_footnote_between() -> None:
    paper = plain_paper()
    paper.question("3.", "Wie viele Personen erhielten nach Kenntnis der")
    paper.put("1 Siehe Bundestagsdrucksache 19/1.", 7.5, paper.left, gap=2)
    paper.break_page()
    paper.put("Bundesregierung einen Titel?", paper.small, paper.left + 62)
    paper.answer()
    found = questions(paper)["3"]
    assert found.text == "Wie viele Personen erhielten nach Kenntnis der Bundesregierung einen Titel?"
    assert (found.page, found.answer_page) == (2, 3)


def test_answer_that_begins_with_a_table() -> None:
    paper = plain_paper()
    paper.question("3.", "Wie viele Titel wurden erteilt?")
    paper.break_page()
    paper.table()
    paper.question("4.", "Wie viele wurden versagt?")
    paper.answer()
    found = questions(paper)
    assert (found["3"].page, found["3"].answer_page) == (2, 3)
    assert found["4"].page == 3


def test_body_is_the_answers_type_even_where_they_are_short() -> None:
    paper = answered_paper()
    for number in range(1, 11):
        paper.question(f"{number}.", *[FILLER] * 5, "nicht wahr?")
        paper.answer("Die Bundesregierung teilt diese Einschätzung nicht.")
    assert list(questions(paper)) == [str(number) for number in range(1, 11)]


def test_labels_read_as_lines_of_their_own() -> None:
    paper = plain_paper()
    first = paper.put("Wie viele Titel wurden erteilt?", paper.small, paper.left + 62, gap=1.75)
    label = replace(first, text="3.", x0=paper.left + 33, x1=paper.left + 41)
    letter = replace(first, text="a)", x0=paper.left + 46, x1=paper.left + 54)
    paper.pages[-1].extend((letter, label))
    paper.answer()
    assert questions(paper)["3a"].text == "Wie viele Titel wurden erteilt?"


def test_line_of_odd_size_inside_a_question() -> None:
    paper = plain_paper()
    paper.question("3.", "Wie viele Titel wurden", "im Jahr 2018 erteilt, und")
    paper.put("wie viele CO2-Minderungen gab es", paper.small * 1.2, paper.left + 62, gap=1.0)
    paper.put("im Jahr 2017?", paper.small, paper.left + 62, gap=1.15)
    paper.answer()
    assert questions(paper)["3"].text.endswith("wie viele CO2-Minderungen gab es im Jahr 2017?")


def test_doubled_letters() -> None:
    paper = plain_paper()
    paper.question("3.", "Wie viele Titel wurden erteilt", "an")
    for letter in "ab":
        paper.question(f"{letter})", "Personen", letter=True)
        paper.put("aa) aus Syrien,", paper.small, paper.left + 62, gap=1.75)
        paper.put("bb) aus dem Irak?", paper.small, paper.left + 62, gap=1.75)
    paper.answer()
    paper.question("4.", "Wie viele wurden versagt?")
    paper.answer()
    found = questions(paper)
    assert list(found)[5:] == ["3", "3a", "3aaa", "3abb", "3b", "3baa", "3bbb", "4"]
    assert found["3abb"].text == "aus dem Irak?"


def test_marks_inside_a_common_answer_tell_the_answers_apart() -> None:
    paper = answered_paper()
    paper.question("1.", "Wie viele Titel wurden erteilt?")
    paper.question("2.", "Wie viele Titel wurden versagt?")
    paper.question("3.", "Wie viele Titel wurden widerrufen?")
    paper.answer("Die Fragen 1 bis 3 werden gemeinsam beantwortet.", *[FILLER] * 3)
    paper.answer("Zu Frage 1:")
    paper.answer(*[FILLER] * 3)
    paper.break_page()
    paper.answer("Zu den Fragen 2 und 3:")
    paper.answer(*[FILLER] * 3)
    found = questions(paper)
    assert [question.answer_page for question in found.values()] == [2, 3, 3]
    assert found["2"].answer_top == found["3"].answer_top
    answers = [p for p in read_structure(paper.document()).paragraphs if p.kind is ParagraphKind.ANSWER]
    assert [p.question_ids for p in answers if p.page == 3] == [("2", "3"), ("2", "3")]


def test_paper_of_questions_has_no_answers() -> None:
    paper = Paper()
    paper.put("Deutscher Bundestag Drucksache 18/5489", 16, paper.left, gap=0.1)
    paper.put("18. Wahlperiode 01.07.2015", 11.5, paper.left)
    paper.y = 150
    paper.put("Große Anfrage", 17, paper.left, bold=True)
    paper.title("der Abgeordneten Anna Muster und der Fraktion BÜNDNIS 90/DIE GRÜNEN")
    paper.title("Ein Titel")
    paper.answer(*[FILLER] * 3)
    paper.put("1. Ein Punkt der Vorbemerkung.", paper.body, paper.left, gap=1.75)
    paper.answer("Wir fragen die Bundesregierung:")
    for number in (1, 2):
        paper.put(f"{number}. Welche Maßnahmen sind inzwischen umgesetzt, und welche", paper.body, paper.left, gap=1.75)
        paper.put("weiteren sollen bis wann umgesetzt werden?", paper.body, paper.left + 13, gap=1.15)
        paper.put("Wenn keine, warum nicht?", paper.body, paper.left + 13, gap=1.75)
    paper.put("Verkehr", paper.body, paper.left, gap=1.75)
    paper.put("3. Welche Pläne gibt es?", paper.body, paper.left, gap=1.75)
    paper.put("Berlin, den 1. Juli 2015", paper.body, paper.left, gap=3)
    found = questions(paper)
    assert list(found) == ["1", "2", "3"]
    assert found["2"].text.endswith("umgesetzt werden? Wenn keine, warum nicht?")
    assert found["3"].text == "Welche Pläne gibt es?"
    assert all(question.answer_page is None for question in found.values())
    assert read_structure(paper.document()).front_page.asking_group == "BÜNDNIS 90/DIE GRÜNEN"


def test_written_questions_stand_beside_the_names() -> None:
    paper = Paper()
    paper.put("Deutscher Bundestag Drucksache 20/13317", 16, paper.left, gap=0.1)
    paper.put("20. Wahlperiode 11.10.2024", 11.5, paper.left)
    paper.y = 150
    paper.put("Schriftliche Fragen", 17, paper.left, bold=True)
    paper.title("mit den in der Woche vom 7. Oktober 2024", "eingegangenen Antworten der Bundesregierung")
    paper.break_page()
    for number in (1, 2):
        line = paper.put(f"{number}. Abgeordnete", paper.body, 130, gap=2)
        paper.pages[-1].append(replace(line, text="Wie viele Titel", x0=240, x1=330, y0=line.y0 - 0.01))
        name = paper.put("Sevim Muster", paper.body, 142, bold=True, gap=1.1)
        paper.pages[-1].append(replace(name, text="wurden erteilt?", x0=240, x1=330, bold=False))
        if number == 2:
            paper.put("Antwort des Staatssekretärs Udo Muster", paper.body, 142, bold=True, gap=2)
            paper.put("vom 7. Oktober 2024", paper.body, 142, bold=True)
            for _ in range(3):
                paper.put(FILLER, paper.body, 142)
    structure = read_structure(paper.document())
    assert [(q.question_id, q.text, q.answer_page) for q in structure.questions] == [
        ("1", "Wie viele Titel wurden erteilt?", 2),
        ("2", "Wie viele Titel wurden erteilt?", 2),
    ]
    assert structure.front_page.title.startswith("Schriftliche Fragen mit den in der Woche")


@pytest.mark.parametrize("bold", [True, False])
def test_questions_of_the_answers_size(bold: bool) -> None:
    paper = Paper()
    paper.front()
    paper.answer(*[FILLER] * 3)
    for number in (1, 2, 3):
        paper.put(f"{number}. Wie viele Titel wurden im Jahr 2018 im ganzen", paper.body, 60, bold=bold, gap=1.75)
        paper.put("Land erteilt (bitte aufschlüsseln)?", paper.body, 60, bold=bold, gap=1.15)
        paper.answer(*[FILLER] * 2)
    found = questions(paper)
    assert list(found) == ["1", "2", "3"]
    assert found["2"].text == "Wie viele Titel wurden im Jahr 2018 im ganzen Land erteilt (bitte aufschlüsseln)?"
    assert found["3"].answer_top is not None
    assert found["3"].answer_top > found["3"].top + 20


@pytest.mark.parametrize("indent", [0, 20])
def test_numbers_at_the_left_edge(indent: int) -> None:
    paper = Paper()
    paper.front()
    paper.answer(*[FILLER] * 3)
    for number in range(1, 13):
        paper.put(f"{number}. Wie viele Titel wurden nach Kenntnis der", paper.small, paper.left, gap=1.75)
        paper.put("Bundesregierung im ganzen Land erteilt?", paper.small, paper.left + indent, gap=1.15)
        paper.answer(*[FILLER] * 2)
        if number == 6:
            paper.put("1 Siehe Bundestagsdrucksache 19/1.", 7.5, paper.left, gap=2)
            paper.break_page()
    found = questions(paper)
    assert list(found) == [str(number) for number in range(1, 13)]
    assert found["12"].text == "Wie viele Titel wurden nach Kenntnis der Bundesregierung im ganzen Land erteilt?"
    assert all(question.answer_page is not None for question in found.values())


def test_numbered_statements_are_no_questions() -> None:
    paper = Paper()
    paper.front()
    for number in (1, 2, 3):
        paper.put(f"{number}. Die Bundesregierung hat Titel im ganzen Land erteilt.", paper.body, 60, gap=1.75)
        paper.answer(*[FILLER] * 2)
    assert questions(paper) == {}


def test_no_questions_in_other_papers() -> None:
    paper = Paper()
    paper.front(kind="Antrag")
    paper.answer(*[FILLER] * 3)
    paper.put("1. Der Deutsche Bundestag stellt fest, dass Titel erteilt wurden.", paper.small, 93, gap=1.75)
    assert questions(paper) == {}


@given(st.lists(st.integers(min_value=0, max_value=3), min_size=1, max_size=8))
def test_any_tree_of_questions_is_found(letters: list[int]) -> None:
    paper = answered_paper()
    expected = []
    for number, count in enumerate(letters, 1):
        paper.question(f"{number}.", "Wie viele Titel wurden erteilt, und zwar", "im Jahr 2018?")
        expected.append(str(number))
        for letter in "abc"[:count]:
            paper.question(f"{letter})", "im Jahr 2017?", letter=True)
            expected.append(f"{number}{letter}")
        paper.answer()
        if paper.y > 600:
            paper.break_page()
    found = questions(paper)
    assert list(found) == expected
    assert all(question.answer_page is not None for question in found.values())
