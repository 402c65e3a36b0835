"""How each question was answered: with figures, with a reference, not at all, in words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import replace
from functools import cache

from extractor.interpret.wording_figures import find_figures, noun_behind
from extractor.model.structure import AnswerStatus, Paragraph, ParagraphKind, Question, Structure
from extractor.resources import schemas_folder

_SENTENCE_END = re.compile(r"(?<=[a-zäöüß)\d][.!?])\s+(?=[A-ZÄÖÜ„])")
# From a thousand on, a number that is grouped is a figure also where no noun follows.
_GROUPED = re.compile(r"\d[ .]\d{3}")
# "innerhalb von 18 Monaten", "nach 2 Wochen": how long something takes by law, no figure that was asked for.
_TERM_BEFORE = re.compile(r"\b(?:innerhalb|binnen|nach|vor|seit|spätestens|Frist)\s(?:von\s|\w+en\s)?$")
_TERM_BEHIND = re.compile(r"\s(?:Tage|Wochen|Monate|Jahre)n?\b")


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
    status = AnswerStatus.FIGURES if _states_figure(text) else AnswerStatus.PROSE
    return replace(question, answer_status=status, answer_wording=sentences[0])


def _states_figure(text: str) -> bool:
    """Whether a text states a count, share or amount: with a unit, before a noun, or grouped in thousands."""
    for figure in find_figures(text):
        term = _TERM_BEFORE.search(text, 0, figure.begin) and _TERM_BEHIND.match(text, figure.stop)
        counts = figure.unit or noun_behind(text, figure) or _GROUPED.search(text, figure.begin, figure.stop)
        if counts and figure.printed.value and not term:
            return True
    return False


@cache
def _rules() -> tuple[tuple[AnswerStatus, re.Pattern[str]], ...]:
    rules = tomllib.loads((schemas_folder() / "rules" / "answers.toml").read_text(encoding="utf-8"))["rule"]
    return tuple((AnswerStatus(rule["status"]), re.compile(rule["pattern"])) for rule in rules)
