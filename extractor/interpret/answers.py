"""How each question was answered: with figures, with a reference, not at all, in words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import replace
from functools import cache

from extractor.model.structure import AnswerStatus, Paragraph, ParagraphKind, Question, Structure
from extractor.resources import schemas_folder

_SENTENCE_END = re.compile(r"(?<=[a-zäöüß)\d][.!?])\s+(?=[A-ZÄÖÜ„])")
# A figure in words of the answer: a number that is no year, date, citation or number of a paper.
_FIGURE = re.compile(
    r"(?<![\d./§])(?<!Absatz )(?<!Artikel )(?<!Frage )(?<!Nummer )(?<!Satz )\d{1,3}(?:[ .]\d{3})+(?![\d/])"
    r"|\b\d+(?:,\d+)?\s(?:Personen|Fälle|Prozent|Anträge|Visa|Titel|Entscheidungen|Verfahren)\b"
)


def read_answers(structure: Structure, with_figures: Collection[str]) -> tuple[Question, ...]:
    """The questions with status and wording of their answers; ``with_figures`` are those with tables or figures."""
    texts: dict[str, list[Paragraph]] = {}
    for paragraph in structure.paragraphs:
        if paragraph.kind is ParagraphKind.ANSWER:
            for question_id in paragraph.question_ids:
                texts.setdefault(question_id, []).append(paragraph)
    return tuple(_answered(question, texts, with_figures) for question in structure.questions)


def _answered(question: Question, texts: dict[str, list[Paragraph]], with_figures: Collection[str]) -> Question:
    text = " ".join(paragraph.text for paragraph in texts.get(question.question_id, ()))
    if question.question_id in with_figures:
        return replace(question, answer_status=AnswerStatus.FIGURES)
    if not text:
        return question
    sentences = _SENTENCE_END.split(text)
    for status, pattern in _rules():
        for sentence in sentences:
            if pattern.search(sentence):
                return replace(question, answer_status=status, answer_wording=sentence)
    status = AnswerStatus.FIGURES if _FIGURE.search(text) else AnswerStatus.PROSE
    return replace(question, answer_status=status, answer_wording=sentences[0])


@cache
def _rules() -> tuple[tuple[AnswerStatus, re.Pattern[str]], ...]:
    rules = tomllib.loads((schemas_folder() / "rules" / "answers.toml").read_text(encoding="utf-8"))["rule"]
    return tuple((AnswerStatus(rule["status"]), re.compile(rule["pattern"])) for rule in rules)
