"""The questions of an answer, and which line of the paper belongs to which of them.

In the Bundestag questions are set smaller than answers and indented, with hanging numbers ("3.", "b)"); an answer
follows the last of the questions that it answers together. Other parliaments set them bold, or as the answers are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from extractor.model.structure import ParagraphKind, Question
from extractor.structure.answer_marks import read_answer_mark
from extractor.structure.drafts import LineRole, QuestionDraft, finish_questions, role_outside
from extractor.structure.labels import Label, follows, is_complete, read_label
from extractor.structure.layout import PlacedLine, Typography
from extractor.structure.vocabulary import text_rules

# A number stands no further right than the first one but for the width of a digit (half a type size).
_DIGIT = 0.6
# No heading of a preface is longer, even letter-spaced.
_LONGEST_HEADING = 120
# Letters stand under each other to within this part of the type size.
_LETTER_EDGE = 1.2


class QuestionStyle(Enum):
    """How questions are told from answers: smaller and indented, bold, by number alone; or there are no answers."""

    SMALL = "small"
    BOLD = "bold"
    PLAIN = "plain"
    UNANSWERED = "unanswered"


@dataclass(slots=True)
class _Reading:
    """The state of one pass over the lines."""

    typography: Typography
    style: QuestionStyle
    drafts: list[QuestionDraft] = field(default_factory=list)
    pending: list[QuestionDraft] = field(default_factory=list)
    answered: tuple[str, ...] = ()
    group: list[QuestionDraft] = field(default_factory=list)
    open: bool = False
    letter_left: float | None = None
    previous: PlacedLine | None = None

    @property
    def with_answers(self) -> bool:
        return self.style is not QuestionStyle.UNANSWERED

    def restart(self) -> None:
        """Forget everything found so far: it was an enumeration in the preface."""
        self.drafts.clear()
        self.pending.clear()
        self.group.clear()
        self.answered, self.open, self.letter_left = (), False, None


def read_questions(
    lines: Sequence[PlacedLine], typography: Typography, style: QuestionStyle
) -> tuple[tuple[Question, ...], tuple[LineRole, ...]]:
    """Questions in order, and one role for each of ``lines`` (in reading order, behind the front page's title block).

    ``style`` says how the questions are set. Lines before the first question are preface.
    """
    reading = _Reading(typography, style)
    roles: list[LineRole] = []
    for placed in lines:
        role = _read_line(reading, placed)
        if role is None:
            # The government's preface, or the words that introduce the questions: what came before is preface.
            reading.restart()
            roles = [LineRole(ParagraphKind.PREFACE) for _ in roles]
            role = LineRole(ParagraphKind.HEADING)
        roles.append(role)
        if not placed.framed:
            reading.previous = placed
    return finish_questions(reading.drafts), tuple(_name_groups(roles, reading.drafts))


def _read_line(reading: _Reading, placed: PlacedLine) -> LineRole | None:
    if placed.framed:
        return _close(reading, placed)
    if _turns_to_questions(placed.line.text, reading.with_answers) and not _has_answers(reading):
        return None
    if not _in_question_style(reading, placed):
        if placed.at_foot:
            # A footnote between a question and its continuation on the next page.
            return _outside(reading)
        return _close(reading, placed)
    label = _accept_label(reading, placed)
    if label is not None:
        return _open_question(reading, placed, label)
    if reading.open and _continues(reading, placed):
        draft = reading.drafts[-1]
        draft.texts.append(placed.line.text)
        if draft.text_left is None:
            draft.text_left = placed.line.x0
        return LineRole(ParagraphKind.QUESTION, (draft.question_id,))
    if reading.style is QuestionStyle.PLAIN:
        return _close(reading, placed)
    if reading.pending and not reading.open:
        return LineRole(ParagraphKind.HEADING)
    if reading.open:
        reading.open = False
        return LineRole(ParagraphKind.HEADING)
    return _outside(reading)


def _in_question_style(reading: _Reading, placed: PlacedLine) -> bool:
    typography, line = reading.typography, placed.line
    if reading.style is QuestionStyle.BOLD:
        return typography.is_body(line) and line.bold
    if reading.style is not QuestionStyle.SMALL:
        return typography.is_body(line)
    if typography.is_small(line):
        # A number may stand at the left edge, and so may what goes on behind it; a footnote stands apart.
        goes_on = reading.open and not typography.starts_paragraph(placed)
        return line.x0 >= typography.indent or goes_on or read_label(line.text) is not None
    return not typography.is_body(line) and _stands_as_question(reading, placed)


def _stands_as_question(reading: _Reading, placed: PlacedLine) -> bool:
    """Whether a line of odd size (raised figures, a symbol) stands where a question's next line or label must stand."""
    if not reading.drafts:
        return False
    draft, left = reading.drafts[-1], placed.line.x0
    if not reading.typography.starts_paragraph(placed):
        return reading.open and draft.text_left is not None and abs(left - draft.text_left) <= 1
    label = read_label(placed.line.text)
    if label is None or follows(label, draft.label, may_skip=False) is None:
        return False
    if label.number is None:
        return reading.letter_left is not None and abs(left - reading.letter_left) <= 1
    # "10." begins one digit further left than "9.".
    return any(-1 <= other.first.line.x0 - left <= _DIGIT * placed.line.size for other in reading.drafts)


def _accept_label(reading: _Reading, placed: PlacedLine) -> Label | None:
    label = read_label(placed.line.text)
    if label is None or placed.line.bold != _questions_bold(reading):
        return None
    starts_block = not reading.open or reading.typography.starts_paragraph(placed)
    previous = reading.previous
    if not starts_block and previous is not None and not is_complete(previous.line.text):
        return None
    last = reading.drafts[-1].label if reading.drafts else None
    if label.number == 1 and last is not None and not _has_answers(reading) and starts_block:
        return _restart_at(reading, placed, label)
    accepted = follows(label, last, may_skip=not reading.open)
    if accepted is None or not _stands_in_line(reading, placed, label):
        return None
    return accepted


def _restart_at(reading: _Reading, placed: PlacedLine, label: Label) -> Label | None:
    """A second "1." before any answer: the first was an enumeration in the preface, if it stood no further left."""
    first = reading.drafts[0].first.line
    if placed.line.x0 > first.x0 + _DIGIT * first.size:
        return None
    reading.restart()
    return label


def _stands_in_line(reading: _Reading, placed: PlacedLine, label: Label) -> bool:
    """Whether the label stands where its like stand: numbers hang left of all text, letters under each other."""
    line = placed.line
    if label.number is not None:
        return not reading.drafts or line.x0 <= reading.drafts[0].first.line.x0 + _DIGIT * line.size
    if len(label.letter) == 2 and reading.letter_left is not None:
        return line.x0 >= reading.letter_left
    if reading.letter_left is not None:
        return abs(line.x0 - reading.letter_left) <= _LETTER_EDGE * line.size
    return line.x0 >= reading.drafts[0].first.line.x0


def _questions_bold(reading: _Reading) -> bool:
    return reading.drafts[0].first.line.bold if reading.drafts else reading.style is QuestionStyle.BOLD


def _open_question(reading: _Reading, placed: PlacedLine, label: Label) -> LineRole:
    alone = read_label(placed.line.text) == Label(None, label.letter, label.rest)
    if alone and len(label.letter) == 1 and reading.letter_left is None:
        reading.letter_left = placed.line.x0
    draft = QuestionDraft(label, placed, [label.rest])
    reading.drafts.append(draft)
    reading.pending.append(draft)
    reading.open = True
    return LineRole(ParagraphKind.QUESTION, (draft.question_id,))


def _continues(reading: _Reading, placed: PlacedLine) -> bool:
    """Whether an unlabelled line in the questions' style goes on with the open question."""
    draft, line = reading.drafts[-1], placed.line
    if not reading.with_answers and line.x0 <= draft.first.line.x0 + 1:
        # In a paper of questions the text between them begins at the left edge, where the numbers stand.
        return False
    if not reading.typography.starts_paragraph(placed):
        return True
    if reading.style is QuestionStyle.PLAIN:
        # An answer begins with a paragraph; over a page break only an unfinished question goes on.
        return placed.gap is None and not is_complete(draft.texts[-1])
    edge = draft.text_left if draft.text_left is not None else draft.first.line.x0 + 1
    return line.x0 >= edge - 1


def _close(reading: _Reading, placed: PlacedLine) -> LineRole:
    """A line that is no question: the answer to all questions that wait for one begins here."""
    if not reading.with_answers:
        reading.open = False
        return LineRole(ParagraphKind.HEADING if reading.drafts else ParagraphKind.PREFACE)
    if reading.pending and not _is_heading(reading, placed):
        for draft in reading.pending:
            draft.answer = placed
        reading.answered = tuple(draft.question_id for draft in reading.pending)
        reading.group, reading.pending = reading.pending, []
    reading.open = False
    _narrow(reading, placed)
    return _outside(reading)


def _outside(reading: _Reading) -> LineRole:
    return role_outside(reading.drafts, reading.answered)


def _narrow(reading: _Reading, placed: PlacedLine) -> None:
    """Inside a common answer: what follows "Zu Frage 3:" answers that question alone."""
    if len(reading.group) < 2:
        return
    named = read_answer_mark(placed.line.text, [draft.question_id for draft in reading.group])
    for draft in reading.group:
        if draft.question_id in named:
            draft.answer = placed
    reading.answered = named or reading.answered


def _is_heading(reading: _Reading, placed: PlacedLine) -> bool:
    return placed.line.bold and not placed.framed and placed.line.size > reading.typography.body


def _has_answers(reading: _Reading) -> bool:
    """Whether an answer was found in the body's type; a footnote or the letter's date may look like one."""
    return any(draft.answer is not None and _is_answer(reading, draft.answer) for draft in reading.drafts)


def _is_answer(reading: _Reading, placed: PlacedLine) -> bool:
    return placed.framed or reading.typography.is_body(placed.line)


def _turns_to_questions(text: str, with_answers: bool) -> bool:
    headings = text_rules()["headings"]
    if not with_answers:
        return text.startswith(headings["questions_begin"]) and text.rstrip().endswith(":")
    # "V o r b e m e r k u n g  d e r  B u n d e s r e g i e r u n g" is letter-spaced on many pages.
    return len(text) <= _LONGEST_HEADING and _bare(text) in _bare_prefaces()


@cache
def _bare_prefaces() -> frozenset[str]:
    return frozenset(_bare(preface) for preface in text_rules()["headings"]["prefaces"])


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def _name_groups(roles: Iterable[LineRole], drafts: Sequence[QuestionDraft]) -> Iterable[LineRole]:
    """Roles without the ids of questions that were forgotten at a restart."""
    known = {draft.question_id for draft in drafts}
    for role in roles:
        forgotten = role.kind is ParagraphKind.QUESTION and not set(role.question_ids) <= known
        yield LineRole(ParagraphKind.PREFACE) if forgotten else role
