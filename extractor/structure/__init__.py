"""Second stage: the front page, the questions with their answers, and the running text between the tables."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.page import PdfDocument
from extractor.model.structure import FrontPage, ParagraphKind, Question, Structure
from extractor.structure.drafts import LineRole
from extractor.structure.front_page import has_written_questions, is_answer, is_question, read_front_page
from extractor.structure.layout import PlacedLine, Typography, measure_typography, place_lines
from extractor.structure.paragraphs import gather_paragraphs
from extractor.structure.places import place_tables
from extractor.structure.prose import leave_out_tables
from extractor.structure.questions import QuestionStyle, read_questions
from extractor.structure.vocabulary import front_page_rules
from extractor.structure.written_questions import read_written_questions

__all__ = ["leave_out_tables", "place_tables", "read_structure"]

# Of numbered paragraphs that are set as the text or bold, more than this share must be questions to be taken for them:
# requests ("Bitte nach Ländern aufschlüsseln.") are the rest.
_ASKED_SHARE = 0.6


def read_structure(document: PdfDocument) -> Structure:
    """The outline of a document: front page, questions in order, paragraphs in reading order.

    Questions are looked for in papers that carry some (answers and questions); any other paper has none, and its text
    is preface. A PDF that is no Drucksache has an empty front page. Nothing is raised for text of any form.
    """
    typography = measure_typography(document)
    lines = place_lines(document, typography)
    first = document.pages[0] if document.pages else None
    own = [placed.line for placed in lines if first and placed.page == first.number]
    front = read_front_page(own, first.height, typography.body if typography else 0.0) if first else FrontPage()
    if typography is None:
        return Structure(front)
    text = _text_range(lines, typography) if front.document_type else frozenset(range(len(lines)))
    questions, read = _read_text([lines[index] for index in sorted(text)], typography, front)
    remaining = iter(read)
    roles = [next(remaining) if index in text else LineRole(ParagraphKind.FRONT) for index in range(len(lines))]
    return Structure(front, questions, gather_paragraphs(lines, roles, typography))


def _text_range(lines: Sequence[PlacedLine], typography: Typography) -> frozenset[int]:
    """The indices of the lines outside the title block and the notice at the foot of the first page."""
    first = [index for index, placed in enumerate(lines) if placed.page == lines[0].page]
    # Author and title are set 13 to 16 % larger than the body, the type of the paper 50 to 60 %.
    begin = max((index for index in first if lines[index].line.size > 1.05 * typography.body), default=-1) + 1
    openings = tuple(front_page_rules()["document"]["notices"])
    notice = [index for index in first if index >= begin and lines[index].line.text.startswith(openings)]
    end = min(notice, default=len(first))
    return frozenset((*range(begin, end), *range(len(first), len(lines))))


def _read_text(
    lines: Sequence[PlacedLine], typography: Typography, front: FrontPage
) -> tuple[tuple[Question, ...], tuple[LineRole, ...]]:
    if is_answer(front.document_type):
        for style in (QuestionStyle.SMALL, QuestionStyle.BOLD, QuestionStyle.PLAIN):
            questions, roles = read_questions(lines, typography, style)
            if questions and (style is QuestionStyle.SMALL or _are_asked(questions)):
                return questions, roles
    if is_question(front.document_type):
        return read_questions(lines, typography, QuestionStyle.UNANSWERED)
    if has_written_questions(front.document_type):
        return read_written_questions(lines, typography)
    return (), tuple(LineRole(ParagraphKind.PREFACE) for _ in lines)


def _are_asked(questions: Sequence[Question]) -> bool:
    """Whether numbered paragraphs are questions: most end with a question mark and have an answer."""
    asked = sum("?" in question.text and question.answer_page is not None for question in questions)
    return asked > _ASKED_SHARE * len(questions)
