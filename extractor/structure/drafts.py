"""Questions while their lines are being gathered, and the role that a line plays in a paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.grammar.hyphenation import join_lines
from extractor.model.structure import ParagraphKind, Question
from extractor.structure.labels import Label
from extractor.structure.layout import PlacedLine


@dataclass(frozen=True, slots=True)
class LineRole:
    """What a line is: its kind, and the ids of the questions it belongs to."""

    kind: ParagraphKind
    question_ids: tuple[str, ...] = ()


@dataclass(slots=True)
class QuestionDraft:
    """A question whose lines are being gathered.

    ``texts`` are its lines without the label, ``text_left`` the x at which its second line begins, ``answer`` the first
    line of its answer.
    """

    label: Label
    first: PlacedLine
    texts: list[str]
    answer: PlacedLine | None = None
    text_left: float | None = None

    @property
    def question_id(self) -> str:
        return self.label.question_id


def finish_questions(drafts: Iterable[QuestionDraft]) -> tuple[Question, ...]:
    """The drafts with their lines joined and the wording of the number above a letter as ``parent``."""
    questions: list[Question] = []
    stems: dict[int | None, str] = {}
    for draft in drafts:
        text = join_lines(draft.texts)
        if not draft.label.letter:
            stems[draft.label.number] = text
        questions.append(
            Question(
                draft.question_id,
                draft.first.page,
                draft.first.line.y0,
                text,
                parent=stems.get(draft.label.number, "") if draft.label.letter else "",
                answer_page=draft.answer.page if draft.answer else None,
                answer_top=draft.answer.line.y0 if draft.answer else None,
            )
        )
    return tuple(questions)


def role_outside(drafts: Iterable[QuestionDraft], answered: tuple[str, ...]) -> LineRole:
    """The role of a line that is no question: preface before the first of them, else the answer to ``answered``."""
    return LineRole(ParagraphKind.ANSWER, answered) if any(drafts) else LineRole(ParagraphKind.PREFACE)
