"""What a process does with one document: all stages, then its rows are packed for the writer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from extractor.batch.second_readings import pack_readings, unpack_readings
from extractor.errors import ExitCode, ExtractorError, describe_fault
from extractor.logs import LogSettings, begin_logging, logged_document
from extractor.model.issue import Issue, Severity
from extractor.model.result import DocumentResult
from extractor.model.second_reading import SecondReadings
from extractor.model.table import TableStatus
from extractor.pipeline import Interpreted, Options, check_one, interpret_one, read_one
from extractor.write import Part, make_part
from extractor.write.rows import issue_entry

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """One file to be read; ``readings`` are what other readers are known to find in it, packed."""

    path: Path
    sha256: str
    language: str
    options: Options
    readings: bytes | None = None
    log: LogSettings = field(default_factory=LogSettings)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document: its rows and a few numbers.

    ``failure`` is the issue that ended it, ``None`` for a document that was read; ``exit_code`` belongs to it.
    ``statuses`` counts tables by status; ``observations`` are those of tables and prose; ``seconds`` is the time taken;
    ``readings`` are what other readers found, packed, where that is new.
    """

    part: Part
    pages: int = 0
    statuses: Mapping[TableStatus, int] = field(default_factory=dict)
    observations: int = 0
    failure: Issue | None = None
    exit_code: ExitCode = ExitCode.OK
    seconds: float = 0.0
    readings: bytes | None = None


def process_document(task: Task) -> Outcome:
    """Reads one document; whatever goes wrong is an outcome, not an error."""
    return _process(task, read_one)


def process_again(task: Task) -> Outcome:
    """As `process_document`, for a process that stays: the last documents are only checked again.

    Reading takes three quarters of the time (96 pages: 4.1 of 5.6 s), and no correction changes what is read.
    """

    def read(path: Path, options: Options, known: SecondReadings) -> DocumentResult:
        reading = replace(options, corrections=(), second_reader="never", topic="")
        return check_one(_interpreted(path, task.sha256, reading), options, known)

    return _process(task, read)


@lru_cache(maxsize=2)
def _interpreted(path: Path, sha256: str, options: Options) -> Interpreted:
    return interpret_one(path, options)


_Read = Callable[[Path, Options, SecondReadings], DocumentResult]


def _process(task: Task, read: _Read) -> Outcome:
    begin_logging(task.log)
    start = time.monotonic()
    with logged_document(task.path.name):
        outcome = replace(_attempt(task, read), seconds=time.monotonic() - start)
        _LOG.info("document done", extra={"pages": outcome.pages, "seconds": round(outcome.seconds, 3)})
    return outcome


def _attempt(task: Task, read: _Read) -> Outcome:
    try:
        known = unpack_readings(task.readings) if task.readings else {}
        before = len(known)
        result = read(task.path, task.options, known)
        _log_issues(result.issues, task)
        return _outcome(task, result, pack_readings(known) if len(known) > before else None)
    except ExtractorError as error:
        return failed_outcome(task, Issue(error.code, Severity.ERROR, data=error.data), error.exit_code)
    except MemoryError:
        return failed_outcome(task, Issue("run.out_of_memory", Severity.ERROR), ExitCode.INPUT_UNREADABLE)
    except Exception as error:  # a fault of ours in one document must not end the batch; it is reported as such
        _LOG.exception("internal error")
        issue = Issue("run.internal_error", Severity.ERROR, data={"reason": describe_fault(error)})
        return failed_outcome(task, issue, ExitCode.INPUT_UNREADABLE)


def failed_outcome(task: Task, issue: Issue, exit_code: ExitCode) -> Outcome:
    """The outcome of a document that gave nothing but an issue."""
    _log_issues((issue,), task)
    part = make_part(DocumentResult(task.path.name, issues=(issue,)), task.sha256, task.language)
    return Outcome(part, failure=issue, exit_code=exit_code)


def _outcome(task: Task, result: DocumentResult, readings: bytes | None) -> Outcome:
    # A file that was changed since it was looked at counts as what was read.
    return Outcome(
        make_part(result, result.facts.pdf_sha256 if result.facts else task.sha256, task.language),
        pages=result.facts.pages if result.facts else 0,
        statuses={
            status: count for status in TableStatus if (count := sum(table.status is status for table in result.tables))
        },
        observations=len(result.observations),
        readings=readings,
    )


def _log_issues(issues: Iterable[Issue], task: Task) -> None:
    for issue in issues:
        text = issue_entry(issue, "", task.path.name, task.language)["message"]
        _LOG.log(
            _LEVELS[issue.severity],
            text,
            extra={"page": issue.page, "stage": issue.code.split(".")[0], "code": issue.code},
        )


_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}
