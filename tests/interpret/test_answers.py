"""How each question was answered."""

from __future__ import annotations

import pytest

from extractor.interpret.answers import read_answers
from extractor.model.page import Line
from extractor.model.structure import AnswerStatus, FrontPage, Paragraph, ParagraphKind, Question, Structure


def answered(text: str, with_figures: tuple[str, ...] = ()) -> Question:
    line = Line(text, 70, 100, 500, 110, 11, False, 0)
    paragraphs = (Paragraph(2, ParagraphKind.ANSWER, text, (line,), ("1",)),) if text else ()
    (question,) = read_answers(Structure(FrontPage(), (Question("1", 2, 90, "Wie viele?"),), paragraphs), with_figures)
    return question


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Die sexuelle Orientierung wird statistisch nicht erfasst.", AnswerStatus.NOT_RECORDED),
        ("Hierzu liegen der Bundesregierung keine Erkenntnisse vor.", AnswerStatus.NOT_RECORDED),
        ("Auf die Antwort zu Frage 3 wird verwiesen.", AnswerStatus.REFERS_TO),
        ("Die Antwort ist als Verschlusssache eingestuft.", AnswerStatus.CLASSIFIED),
        ("Die Bundesregierung hält an ihrer Auffassung fest.", AnswerStatus.PROSE),
        ("Im Jahr 2020 waren es 1 204 Fälle.", AnswerStatus.FIGURES),
        ("Es handelte sich um 12 Personen.", AnswerStatus.FIGURES),
        ("Nach § 25 Absatz 5 und Artikel 16a gilt dies seit dem 1. Januar 2019.", AnswerStatus.PROSE),
    ],
)
def test_the_status_of_an_answer(text: str, status: AnswerStatus) -> None:
    assert answered(text).answer_status is status


def test_the_government_s_own_sentence_is_kept() -> None:
    text = (
        "Ein Programm ist nicht vorgesehen. Die Orientierung wird statistisch nicht erfasst. Mehr ist nicht zu sagen."
    )
    assert answered(text).answer_wording == "Die Orientierung wird statistisch nicht erfasst."


def test_figures_in_a_table_answer_a_question_whatever_the_words() -> None:
    assert answered("Weitere Angaben liegen nicht vor.", ("1",)).answer_status is AnswerStatus.FIGURES


def test_a_question_without_an_answer_has_no_status() -> None:
    assert answered("").answer_status is None
