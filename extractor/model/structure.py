"""The front page, the questions with their answers, and the running text between the tables."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from extractor.model.page import Line


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the first page of a Drucksache says of it; what it does not say is ``None`` or empty.

    ``parliament`` is the short sign used in ids (``bt`` for the Bundestag), ``number`` the part behind the slash.
    """

    parliament: str = ""
    wahlperiode: int | None = None
    number: int | None = None
    date: datetime.date | None = None
    document_type: str = ""
    title: str = ""
    question_drucksache: str = ""
    asking_group: str = ""
    ministry: str = ""
    letter_date: datetime.date | None = None


class AnswerStatus(StrEnum):
    """How a question was answered."""

    FIGURES = "figures"
    NOT_RECORDED = "not_recorded"
    REFERS_TO = "refers_to"
    CLASSIFIED = "classified"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Question:
    """One question or sub-question: ``3c``, plain ``3`` where there are no letters.

    ``page`` and ``top`` say where it starts, ``answer_page`` and ``answer_top`` where its answer starts (the common
    answer where several are answered together). ``parent`` is the wording of the number above the letters, if any.
    """

    question_id: str
    page: int
    top: float
    text: str
    parent: str = ""
    answer_page: int | None = None
    answer_top: float | None = None
    answer_status: AnswerStatus | None = None
    answer_wording: str = ""

    @property
    def wording(self) -> str:
        """The text, behind that of the number above it."""
        return f"{self.parent} {self.text}".strip()


class ParagraphKind(StrEnum):
    """What a paragraph is."""

    FRONT = "front"
    PREFACE = "preface"
    HEADING = "heading"
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, with line ends joined and hyphenation undone in ``text``.

    ``question_ids`` are the questions it belongs to: one for a question, one or more for an answer.
    """

    page: int
    kind: ParagraphKind
    text: str
    lines: tuple[Line, ...]
    question_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """The outline of one document, paragraphs in reading order."""

    front_page: FrontPage
    questions: tuple[Question, ...] = ()
    paragraphs: tuple[Paragraph, ...] = field(default=())
