"""All tables and sentences of one document understood."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.codes import CodeLists
from extractor.interpret.answers import read_answers
from extractor.interpret.garbled import flag_garbled
from extractor.interpret.prose import read_prose
from extractor.interpret.surroundings import Paper
from extractor.interpret.tables import interpret_table
from extractor.model.issue import Issue, Severity
from extractor.model.observation import Observation
from extractor.model.page import PdfDocument
from extractor.model.structure import ParagraphKind, Question, Structure
from extractor.model.table import Table, TablePlace, TableReading


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What the stage hands on: tables understood, observations, questions with how they were answered, issues."""

    readings: tuple[TableReading, ...]
    observations: tuple[Observation, ...]
    questions: tuple[Question, ...]
    issues: tuple[Issue, ...]


def interpret_tables(
    doc_id: str,
    document: PdfDocument,
    structure: Structure,
    tables: tuple[Table, ...],
    places: tuple[TablePlace, ...],
    codes: CodeLists,
) -> Interpretation:
    """Every figure of the document's tables, and those on residence titles in its prose, with their meaning.

    ``places`` has one entry for each of ``tables``. Issues: ``interpret.unmapped_labels`` and
    ``interpret.garbled_cells`` per table.
    """
    questions = {question.question_id: question.wording for question in structure.questions}
    paper = Paper(doc_id, document.sha256, structure.front_page.title, codes, _answers(structure), questions)
    meant = [interpret_table(table, place, paper) for table, place in zip(tables, places, strict=True)]
    observations, garbled = flag_garbled((one for table in meant for one in table.observations), document.pages)
    recognised = frozenset(page.number for page in document.pages if page.recognised)
    prose = read_prose(doc_id, document.sha256, structure, codes, recognised)
    with_figures = {one.question_id for one in (*observations, *prose) if one.value is not None}
    issues = tuple(
        Issue(
            "interpret.unmapped_labels",
            Severity.INFO,
            table.reading.table.first_page,
            table.reading.table.table_id,
            {"count": len(table.unmapped), "labels": "; ".join(table.unmapped)},
        )
        for table in meant
        if table.unmapped
    )
    return Interpretation(
        tuple(table.reading for table in meant),
        (*observations, *prose),
        read_answers(structure, with_figures),
        (*issues, *garbled),
    )


def _answers(structure: Structure) -> dict[str, tuple[str, ...]]:
    """The paragraphs of each question's answer, in order."""
    answers: dict[str, list[str]] = {}
    for paragraph in structure.paragraphs:
        if paragraph.kind is ParagraphKind.ANSWER:
            for question_id in paragraph.question_ids:
                answers.setdefault(question_id, []).append(paragraph.text)
    return {question_id: tuple(texts) for question_id, texts in answers.items()}
