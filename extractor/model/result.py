"""Everything the program knows of one document when all stages are done."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model.check import Check
from extractor.model.issue import Issue
from extractor.model.observation import Observation
from extractor.model.page import Version
from extractor.model.structure import FrontPage, Question
from extractor.model.table import TableReading


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The row of a document in the dataset; ``url`` is the official one, empty where no rule gives it."""

    doc_id: str
    file: str
    pdf_sha256: str
    pages: int
    front_page: FrontPage
    version: Version
    url: str


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """The outcome of one document; ``facts`` is ``None`` where the file could not be read at all."""

    file: str
    facts: DocumentFacts | None = None
    questions: tuple[Question, ...] = ()
    tables: tuple[TableReading, ...] = ()
    observations: tuple[Observation, ...] = ()
    checks: tuple[Check, ...] = ()
    issues: tuple[Issue, ...] = ()
