"""What a process does with one document: all stages, then its rows as a part on the disk."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extractor.errors import ExitCode, ExtractorError, describe_fault
from extractor.model.issue import Issue, Severity
from extractor.model.result import DocumentResult
from extractor.model.table import TableStatus
from extractor.pipeline import Options, read_one
from extractor.write import Part, write_part


@dataclass(frozen=True, slots=True)
class Task:
    """One file to be read; its part goes into ``folder``, which does not exist yet."""

    path: Path
    sha256: str
    folder: Path
    language: str
    options: Options


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the parent keeps of a document: its part and a few numbers.

    ``failure`` is the issue that ended it, ``None`` for a document that was read; ``exit_code`` belongs to it.
    ``statuses`` counts tables by status; ``observations`` are those of tables and prose.
    """

    part: Part
    pages: int = 0
    statuses: Mapping[TableStatus, int] = field(default_factory=dict)
    observations: int = 0
    failure: Issue | None = None
    exit_code: ExitCode = ExitCode.OK


def process_document(task: Task) -> Outcome:
    """Reads one document and writes its part; whatever goes wrong is an outcome, not an error.

    Exit code 5 says that nothing could be written, which is no fault of the document.
    """
    try:
        return _outcome(task, read_one(task.path, task.options))
    except ExtractorError as error:
        return failed_outcome(task, Issue(error.code, Severity.ERROR, data=error.data), error.exit_code)
    except Exception as error:  # a fault of ours in one document must not end the batch; it is reported as such
        issue = Issue("run.internal_error", Severity.ERROR, data={"reason": describe_fault(error)})
        return failed_outcome(task, issue, ExitCode.INPUT_UNREADABLE)


def failed_outcome(task: Task, issue: Issue, exit_code: ExitCode) -> Outcome:
    """The outcome of a document that gave nothing but an issue; its part is written here, unless the disk refuses."""
    shutil.rmtree(task.folder, ignore_errors=True)
    result = DocumentResult(task.path.name, issues=(issue,))
    if exit_code is not ExitCode.OUTPUT_NOT_WRITABLE:
        try:
            part = write_part(result, task.sha256, task.folder, task.language)
            return Outcome(part, failure=issue, exit_code=exit_code)
        except ExtractorError as error:
            issue, exit_code = Issue(error.code, Severity.ERROR, data=error.data), error.exit_code
    return Outcome(Part(task.folder, task.path.name, "", task.sha256), failure=issue, exit_code=exit_code)


def _outcome(task: Task, result: DocumentResult) -> Outcome:
    part = write_part(result, result.facts.pdf_sha256 if result.facts else task.sha256, task.folder, task.language)
    return Outcome(
        part,
        pages=result.facts.pages if result.facts else 0,
        statuses={
            status: count for status in TableStatus if (count := sum(table.status is status for table in result.tables))
        },
        observations=len(result.observations),
    )
