"""Second stage: the front page, the questions with their answers, and the running text between the tables."""

from __future__ import annotations

from extractor.model.page import PdfDocument
from extractor.model.structure import FrontPage, ParagraphKind, Question, Structure
from extractor.structure.drafts import LineRole
from extractor.structure.front_page import has_written_questions, is_answer, is_question, read_front_page
from extractor.structure.layout import PlacedLine, Typography, measure_typography, place_lines
from extractor.structure.paragraphs import gather_paragraphs
from extractor.structure.places import place_tables
from extractor.structure.questions import read_questions
from extractor.structure.written_questions import read_written_questions

__all__ = ["place_tables", "read_structure"]


def read_structure(document: PdfDocument) -> Structure:
    """The outline of a document: front page, questions in order, paragraphs in reading order.

    Questions are looked for in papers that carry some (answers and questions); any other paper has none, and its text
    is preface. A PDF that is no Drucksache has an empty front page. Nothing is raised for text of any form.
    """
    typography = measure_typography(document)
    lines = place_lines(document, typography)
    first = document.pages[0] if document.pages else None
    front = (
        read_front_page([placed.line for placed in lines if placed.page == first.number], first.height)
        if first
        else FrontPage()
    )
    if typography is None:
        return Structure(front)
    begin = _text_begin(lines, typography) if front.document_type else 0
    questions, roles = _read_text(lines[begin:], typography, front)
    head = tuple(LineRole(ParagraphKind.FRONT) for _ in lines[:begin])
    return Structure(front, questions, gather_paragraphs(lines, (*head, *roles), typography))


def _text_begin(lines: tuple[PlacedLine, ...], typography: Typography) -> int:
    """The index of the first line behind the title block of the first page."""
    first = lines[0].page if lines else 0
    largest = max(
        (
            index
            for index, placed in enumerate(lines)
            if placed.page == first and placed.line.size > typography.body * 1.05
        ),
        default=-1,
    )
    return largest + 1


def _read_text(
    lines: tuple[PlacedLine, ...], typography: Typography, front: FrontPage
) -> tuple[tuple[Question, ...], tuple[LineRole, ...]]:
    if is_answer(front.document_type) and typography.small is not None:
        return read_questions(lines, typography, with_answers=True)
    if is_question(front.document_type):
        return read_questions(lines, typography, with_answers=False)
    if has_written_questions(front.document_type):
        return read_written_questions(lines, typography)
    return (), tuple(LineRole(ParagraphKind.PREFACE) for _ in lines)
