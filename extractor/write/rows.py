"""The rows of one document for each table of the dataset, columns in the order of the table schemas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from extractor.messages import render, shown
from extractor.model.issue import Issue
from extractor.model.observation import Observation
from extractor.model.result import DocumentResult
from extractor.model.table import CellRole, Table, TableReading
from extractor.resources import column_names
from extractor.write.text import Value, field_text

TABLES = ("documents", "questions", "tables", "cells", "observations", "footnotes", "checks", "issues")
"""The tables of the dataset; each is described in ``schemas/tables`` and written even when it is empty."""

Row = tuple[str, ...]


def rows_of(result: DocumentResult, language: str) -> dict[str, list[Row]]:
    """All rows of one document by table, without heads; messages of issues in ``language``."""
    doc_id = result.facts.doc_id if result.facts else ""
    entries: dict[str, Iterable[Mapping[str, Value]]] = {
        "documents": _document(result),
        "questions": _questions(result, doc_id),
        "tables": (_table(reading, doc_id) for reading in result.tables),
        "cells": (cell for reading in result.tables for cell in cell_entries(reading.table, doc_id, reading.roles)),
        "observations": (_observation(observation) for observation in result.observations),
        "footnotes": _footnotes(result, doc_id),
        "checks": _checks(result),
        "issues": (issue_entry(issue, doc_id, result.file, language) for issue in result.issues),
    }
    return {name: [as_row(name, entry) for entry in entries[name]] for name in TABLES}


def as_row(table: str, entry: Mapping[str, Value]) -> Row:
    """The fields of one row in the order of the schema; ``KeyError`` where the entry lacks a column."""
    return tuple([field_text(entry[column]) for column in column_names(table)])


def _document(result: DocumentResult) -> Iterator[Mapping[str, Value]]:
    facts = result.facts
    if facts is None:
        return
    front = facts.front_page
    yield {
        "doc_id": facts.doc_id,
        "file": shown(facts.file),
        "pdf_sha256": facts.pdf_sha256,
        "pages": facts.pages,
        "parliament": front.parliament,
        "wahlperiode": front.wahlperiode,
        "number": front.number,
        "date": front.date,
        "document_type": front.document_type,
        "title": front.title,
        "question_drucksache": front.question_drucksache,
        "asking_group": front.asking_group,
        "ministry": front.ministry,
        "letter_date": front.letter_date,
        "version": facts.version,
        "url": facts.url,
    }


def _questions(result: DocumentResult, doc_id: str) -> Iterator[Mapping[str, Value]]:
    for question in result.questions:
        yield {
            "doc_id": doc_id,
            "question_id": question.question_id,
            "page": question.page,
            "answer_page": question.answer_page,
            "question": question.text,
            "answer_status": question.answer_status,
            "answer_wording": question.answer_wording,
        }


def _table(reading: TableReading, doc_id: str) -> Mapping[str, Value]:
    table = reading.table
    box = table.parts[0].box
    return {
        "table_id": table.table_id,
        "doc_id": doc_id,
        "question_id": reading.place.question_id,
        "first_page": table.first_page,
        "last_page": table.last_page,
        "x0": box.x0,
        "y0": box.y0,
        "x1": box.x1,
        "y1": box.y1,
        "rows": table.rows,
        "cols": table.cols,
        "head_rows": reading.head_rows,
        "stub_cols": reading.stub_cols,
        "caption": reading.caption,
        "lead_in": reading.place.lead_in,
        "reader": table.reader,
        "joined_by": table.joined_by,
        "topic": reading.topic,
        "status": reading.status,
        "reason": reading.reason,
    }


def cell_entries(table: Table, doc_id: str, roles: tuple[CellRole, ...] = ()) -> Iterator[Mapping[str, Value]]:
    """The grid of a table cell by cell; without ``roles`` (one for each cell) the role stays empty."""
    for index, cell in enumerate(table.cells):
        yield {
            "table_id": table.table_id,
            "doc_id": doc_id,
            "page": cell.page,
            "row": cell.row,
            "col": cell.col,
            "row_span": cell.row_span,
            "col_span": cell.col_span,
            "x0": cell.box.x0,
            "y0": cell.box.y0,
            "x1": cell.box.x1,
            "y1": cell.box.y1,
            "text": cell.text,
            "role": roles[index] if roles else "",
        }


def _observation(observation: Observation) -> Mapping[str, Value]:
    return observation._asdict()


def _footnotes(result: DocumentResult, doc_id: str) -> Iterator[Mapping[str, Value]]:
    for reading in result.tables:
        for footnote in reading.footnotes:
            yield {
                "footnote_id": footnote.footnote_id,
                "doc_id": doc_id,
                "table_id": footnote.table_id,
                "page": footnote.page,
                "mark": footnote.mark,
                "text": footnote.text,
                "scope": footnote.scope,
            }


def _checks(result: DocumentResult) -> Iterator[Mapping[str, Value]]:
    for check in result.checks:
        yield {
            "check_id": check.check_id,
            "doc_id": check.doc_id,
            "table_id": check.table_id,
            "rule": check.rule,
            "left": check.left,
            "right": check.right,
            "difference": check.difference,
            "result": check.result,
            "cells": check.cells,
            "wording": check.wording,
        }


def issue_entry(issue: Issue, doc_id: str, file: str, language: str) -> Mapping[str, Value]:
    """An issue put into words; ``file``, ``page`` and ``table_id`` are placeholders that every message may use."""
    places: dict[str, str | int] = {"file": file, "page": issue.page or "", "table_id": issue.table_id}
    return {
        "doc_id": doc_id,
        "file": shown(file),
        "page": issue.page,
        "table_id": issue.table_id,
        "code": issue.code,
        "severity": issue.severity,
        "message": render(issue.code, language, **{**places, **issue.data}),
    }
