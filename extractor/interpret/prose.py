"""Figures that the answers state in prose: sentences on residence titles become observations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from extractor.codes import CodeLists
from extractor.codes.topics import load_topics
from extractor.interpret.garbled import GARBLED, without_broken_numbers
from extractor.interpret.wording import WordingReading, read_context, read_statements
from extractor.model.geometry import Box
from extractor.model.observation import Observation
from extractor.model.page import UNREADABLE
from extractor.model.structure import Paragraph, ParagraphKind, Question, Structure
from extractor.model.table import RECOGNISED

# Footnotes are set at two thirds to four fifths of the answers' type size, the next larger text (questions) at 0.9.
_NOTE_SIZE = 0.85
_NOTE_MARK = re.compile(r"\d{1,2}\)?\s+(?=[A-ZÄÖÜ„])")


def read_prose(
    doc_id: str, sha256: str, structure: Structure, codes: CodeLists, recognised: frozenset[int] = frozenset()
) -> tuple[Observation, ...]:
    """One observation for each figure on a residence title in the answers; boxes are those of the paragraphs.

    ``recognised`` are the pages whose words text recognition has read.
    """
    questions = {question.question_id: question for question in structure.questions}
    observations: list[Observation] = []
    counts: dict[str, int] = {}
    answers = [paragraph for paragraph in structure.paragraphs if paragraph.kind is ParagraphKind.ANSWER]
    sizes = [line.size for one in answers for line in one.lines]
    largest_note = _NOTE_SIZE * median(sizes) if sizes else 0.0
    for paragraph in answers:
        if not any(sign.isdigit() for sign in paragraph.text):
            continue
        text = paragraph.text
        if all(line.size <= largest_note for line in paragraph.lines):
            # "2 Im Jahr 2016 …" at the foot of a page: the mark is no figure.
            text = text[found.end() :] if (found := _NOTE_MARK.match(text)) else text
        question_id = paragraph.question_ids[0] if paragraph.question_ids else ""
        for reading in _statements(without_broken_numbers(text), questions.get(question_id), codes):
            counts[question_id] = counts.get(question_id, 0) + 1
            obs_id = f"{doc_id}:{question_id}:s{counts[question_id]}"
            reader = RECOGNISED if paragraph.page in recognised else "prose"
            observations.append(_observation(obs_id, doc_id, sha256, question_id, paragraph, reading, reader))
    return tuple(observations)


def _statements(text: str, question: Question | None, codes: CodeLists) -> Iterator[WordingReading]:
    context = question.wording if question else ""
    for reading in read_statements(text, context, codes):
        if reading.value is None or not load_topics("permits").intersection(reading.topic):
            continue
        # A figure is one on a title only where the sentence itself counts something that it names.
        if reading.measure in ("", "other") or reading.unit in ("", "other", "euros", "months", "years"):
            continue
        # "50 Prozent mehr als im Vorjahr" is a share of whatever the answer speaks of, not of what was asked.
        if reading.unit == "percent" and not load_topics("permits").intersection(read_context(text, codes).topic):
            continue
        yield reading


def _observation(
    obs_id: str, doc_id: str, sha256: str, question_id: str, paragraph: Paragraph, said: WordingReading, reader: str
) -> Observation:
    box = Box.around(line.box for line in paragraph.lines)
    return Observation(
        obs_id=obs_id,
        doc_id=doc_id,
        question_id=question_id,
        table_id="",
        row=None,
        col=None,
        page=paragraph.page,
        x0=box.x0,
        y0=box.y0,
        x1=box.x1,
        y1=box.y1,
        value=said.value,
        value_raw=said.value_raw,
        value_status=said.value_status,
        value_min=said.value_min,
        value_max=said.value_max,
        **said.of_figure(),
        row_role="detail",
        col_role="detail",
        row_level=0,
        topic=said.topic,
        flags=(*said.flags, GARBLED) if UNREADABLE in paragraph.text else said.flags,
        pdf_sha256=sha256,
        reader=reader,
    )
