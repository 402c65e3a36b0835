"""Papers with the single questions of many members: number and name on the left, the question beside them, the answer
below, headed "Antwort des Staatssekretärs …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.model.structure import ParagraphKind, Question
from extractor.structure.drafts import LineRole, QuestionDraft, finish_questions, role_outside
from extractor.structure.labels import Label
from extractor.structure.layout import PlacedLine, Typography
from extractor.structure.vocabulary import text_rules


@dataclass(slots=True)
class _Reading:
    typography: Typography
    drafts: list[QuestionDraft] = field(default_factory=list)
    pending: list[QuestionDraft] = field(default_factory=list)
    answered: tuple[str, ...] = ()
    open: bool = False


def read_written_questions(
    lines: Sequence[PlacedLine], typography: Typography
) -> tuple[tuple[Question, ...], tuple[LineRole, ...]]:
    """Questions in order, and one role for each of ``lines`` (in reading order).

    A question is opened by "12. Abgeordnete" in the order of the numbers; its words stand in the column to the right of
    the name. The answer begins with the bold line that names who gives it.
    """
    words = text_rules()["written_questions"]
    member = re.compile(rf"(\d{{1,4}})\.\s*(?:{'|'.join(words['members'])})\b")
    answer = re.compile("|".join(words["answers"]))
    reading = _Reading(typography)
    roles = [_read_line(reading, placed, member, answer) for placed in lines]
    return finish_questions(reading.drafts), tuple(roles)


def _read_line(reading: _Reading, placed: PlacedLine, member: re.Pattern[str], answer: re.Pattern[str]) -> LineRole:
    line = placed.line
    found = member.match(line.text)
    last = reading.drafts[-1].label.number or 0 if reading.drafts else 0
    if found and int(found[1]) == last + 1:
        draft = QuestionDraft(Label(last + 1, "", ""), placed, [])
        reading.drafts.append(draft)
        reading.pending.append(draft)
        reading.open = True
        return LineRole(ParagraphKind.HEADING, (draft.question_id,))
    if reading.open and line.bold and answer.match(line.text):
        for draft in reading.pending:
            draft.answer = placed
        reading.answered = tuple(draft.question_id for draft in reading.pending)
        reading.pending.clear()
        reading.open = False
        return LineRole(ParagraphKind.HEADING, reading.answered)
    if reading.open:
        return _beside(reading.drafts[-1], placed)
    if line.bold and reading.typography.is_body(line):
        return LineRole(ParagraphKind.HEADING)
    return role_outside(reading.drafts, reading.answered)


def _beside(draft: QuestionDraft, placed: PlacedLine) -> LineRole:
    """A line between the number and the answer: the question where it stands right of the name, else the name."""
    line, first = placed.line, draft.first.line
    if draft.text_left is None and placed.page == draft.first.page and line.x0 >= first.x1:
        draft.text_left = line.x0
    if draft.text_left is None or line.x0 < draft.text_left - line.size:
        return LineRole(ParagraphKind.HEADING, (draft.question_id,))
    draft.texts.append(line.text)
    return LineRole(ParagraphKind.QUESTION, (draft.question_id,))
