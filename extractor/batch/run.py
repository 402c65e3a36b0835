"""The main job: inputs become one dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path

from extractor.batch.inputs import Inputs
from extractor.batch.pool import End, Finished, run_tasks
from extractor.batch.work import Outcome, Task, failed_outcome, process_document
from extractor.errors import ExitCode, ExtractorError
from extractor.model.issue import Issue, Severity
from extractor.model.result import DocumentResult
from extractor.model.table import TableStatus
from extractor.pipeline import Options
from extractor.write import Part, check_output, merge_parts, publish, staging, write_part


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run works; ``timeout`` is in seconds for one document."""

    language: str
    jobs: int
    timeout: float
    options: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no document."""

    file: str
    issue: Issue
    exit_code: ExitCode


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to: numbers of documents, pages, tables by status, observations, and what failed."""

    documents: int
    pages: int
    statuses: Counter[TableStatus]
    observations: int
    duplicates: int
    failures: tuple[Failure, ...]

    @property
    def exit_code(self) -> ExitCode:
        """0; 1 when some documents failed or tables are contradicted; when all failed, the code that they share."""
        if self.failures and not self.documents:
            codes = {failure.exit_code for failure in self.failures}
            return codes.pop() if len(codes) == 1 else ExitCode.INPUT_UNREADABLE
        if self.failures or self.statuses[TableStatus.CONTRADICTED]:
            return ExitCode.PARTIAL
        return ExitCode.OK


Progress = Callable[[Outcome], None]
"""Is told of each document that is done, in the order in which they end."""


def run_batch(
    inputs: Inputs,
    output: Path,
    settings: Settings,
    progress: Progress,
    work: Callable[[Task], Outcome] = process_document,
) -> Summary:
    """Reads all inputs and makes the dataset in ``output`` exactly of them.

    Raises `ExtractorError` when the output cannot be written (5). Where no input leads to a file, a dataset that is
    already there stays as it is.
    """
    check_output(output)
    with staging(output) as workplace:
        book = _Book(workplace, settings)
        for unusable in inputs.unusable:
            book.note_failure(unusable.name, unusable.issue, unusable.exit_code)
        ended = run_tasks(book.tasks(inputs.files), work, jobs=settings.jobs, timeout=settings.timeout)
        for finished in ended:
            outcome = book.enter(finished)
            if outcome.failure and outcome.exit_code is ExitCode.OUTPUT_NOT_WRITABLE:
                raise ExtractorError(outcome.failure.code, outcome.exit_code, **outcome.failure.data)
            progress(outcome)
        if inputs.files or not any(output.glob("*")):
            dataset = workplace / "dataset"
            dataset.mkdir()
            merge_parts(book.parts, dataset, settings.language)
            publish(dataset, output)
        return book.summary()


class _Book:
    """Keeps what is known of each input while the run goes on: parts, failures and counts, no rows."""

    def __init__(self, workplace: Path, settings: Settings) -> None:
        self.parts: list[Part] = []
        self._settings = settings
        self._folder = workplace / "parts"
        self._places = 0
        self._first_file: dict[str, str] = {}
        self._outcomes: list[Outcome] = []
        self._failures: list[Failure] = []
        self._duplicates = 0

    def tasks(self, files: tuple[Path, ...]) -> Iterator[Task]:
        """One task for each different file; equal files are noted, files that cannot be opened are failures."""
        for path in files:
            try:
                with path.open("rb") as stream:
                    sha256 = file_digest(stream, "sha256").hexdigest()
            except OSError as error:
                reason = error.strerror or str(error)
                issue = Issue("inputs.not_readable", Severity.ERROR, data={"file": path.name, "reason": reason})
                self.note_failure(path.name, issue, ExitCode.INPUT_UNREADABLE)
                continue
            if sha256 in self._first_file:
                self._duplicates += 1
                issue = Issue("run.duplicate", Severity.INFO, data={"other": self._first_file[sha256]})
                self._note(path.name, issue)
                continue
            self._first_file[sha256] = path.name
            yield Task(path, sha256, self._next_place(), self._settings.language, self._settings.options)

    def enter(self, finished: Finished[Task, Outcome]) -> Outcome:
        """Notes how a task ended; one that was killed or died gets its part, with the reason, here."""
        outcome = finished.result or self._lost(finished)
        self.parts.append(outcome.part)
        self._outcomes.append(outcome)
        if outcome.failure:
            self._failures.append(Failure(outcome.part.file, outcome.failure, outcome.exit_code))
        return outcome

    def note_failure(self, name: str, issue: Issue, exit_code: ExitCode) -> None:
        self._note(name, issue)
        self._failures.append(Failure(name, issue, exit_code))

    def summary(self) -> Summary:
        statuses: Counter[TableStatus] = Counter()
        for outcome in self._outcomes:
            statuses.update(outcome.statuses)
        return Summary(
            documents=sum(outcome.failure is None for outcome in self._outcomes),
            pages=sum(outcome.pages for outcome in self._outcomes),
            statuses=statuses,
            observations=sum(outcome.observations for outcome in self._outcomes),
            duplicates=self._duplicates,
            failures=tuple(sorted(self._failures, key=lambda failure: failure.file)),
        )

    def _lost(self, finished: Finished[Task, Outcome]) -> Outcome:
        task = finished.task
        if finished.end is End.TIMED_OUT:
            issue = Issue("run.timed_out", Severity.ERROR, data={"seconds": f"{self._settings.timeout:g}"})
        else:
            issue = Issue("run.crashed", Severity.ERROR, data={"code": finished.exit_code or 0})
        # What the process may have left half-written lies in its own folder, which no part names any more.
        again = Task(task.path, task.sha256, self._next_place(), task.language, task.options)
        return failed_outcome(again, issue, ExitCode.INPUT_UNREADABLE)

    def _note(self, name: str, issue: Issue) -> None:
        result = DocumentResult(name, issues=(issue,))
        self.parts.append(write_part(result, "", self._next_place(), self._settings.language))

    def _next_place(self) -> Path:
        self._places += 1
        return self._folder / f"{self._places:07d}"
