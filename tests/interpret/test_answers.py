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
        ("Die Bundespolizei hat 11 Ersuchen an andere Staaten gestellt.", AnswerStatus.FIGURES),
        ("Eine Anhörung dauert etwa 100 Minuten.", AnswerStatus.FIGURES),
        ("Die Dauer betrug im Jahr 2013 durchschnittlich 8,7 Monate.", AnswerStatus.FIGURES),
        ("Bekannt geworden sind vier Fälle.", AnswerStatus.FIGURES),
        ("Der Anteil liegt bei 7 Prozent.", AnswerStatus.FIGURES),
        ("Davon waren 6 245 aufhältig.", AnswerStatus.FIGURES),
        ("Laut Fußnote 2 des Entscheiderbriefs 12/2012 ist das zulässig.", AnswerStatus.PROSE),
        ("Über den Antrag wird innerhalb von 2 Tagen entschieden.", AnswerStatus.PROSE),
        ("Die Fragen 1 und 2 der Kleinen Anfrage werden gemeinsam beantwortet.", AnswerStatus.PROSE),
        ("Das regelt Artikel 3 Absatz 2 der Verordnung (EU) 604/2013.", AnswerStatus.PROSE),
        ("Im Antragsjahr 2024 Vereinfachungen vorzunehmen, ist geplant.", AnswerStatus.PROSE),
        ("Im Verfahren VG Musterstadt 11 A 31/22 wurde keine Revision eingelegt.", AnswerStatus.PROSE),
        ("Es gab keine Fälle.", AnswerStatus.PROSE),
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
