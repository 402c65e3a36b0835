"""The main job: inputs become one dataset, and only what is new or stale is read."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from extractor.batch.fingerprint import Fingerprints
from extractor.batch.inputs import Inputs
from extractor.batch.plan import Choice, Planned, Planner
from extractor.batch.pool import End, Finished
from extractor.batch.records import Input, StoredResult
from extractor.batch.state import STATE_FILES, State, put_aside
from extractor.batch.work import Outcome, Task, failed_outcome, process_document
from extractor.errors import ExitCode, ExtractorError
from extractor.lock import folder_lock
from extractor.logs import current_settings
from extractor.model.issue import Issue, Severity
from extractor.model.result import DocumentResult
from extractor.model.table import TableStatus
from extractor.pipeline import Options
from extractor.write import DATASET_FILES, check_output, make_part, merge_parts, publish, recover, staging

LOCK = "extractor"
OWN_FILES = (*STATE_FILES, f".{LOCK}.lock", ".review.lock", "uploads", "corrections", "codes")
"""What of ours may lie in an output before its first dataset does: the state, and what a review puts there."""

# Failures that may pass though the bytes stay the same, and cost little: the next run tries again.
_PASSING = frozenset({"read.not_readable", "read.too_many_pages", "run.killed"})
# No document does that to itself: the system was short of memory, or a person or a batch system ended the process.
_KILLED = -9


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run works. ``timeout`` is in seconds for one document; with ``add`` the documents of the last run stay."""

    language: str
    timeout: float
    options: Options = field(default_factory=Options)
    choice: Choice = field(default_factory=Choice)
    add: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no document."""

    file: str
    issue: Issue
    exit_code: ExitCode


@dataclass(frozen=True, slots=True)
class Summary:
    """What the dataset holds: numbers of documents, pages, tables by status, observations, and what failed.

    ``unchanged`` of the inputs were known from an earlier run.
    """

    documents: int
    pages: int
    statuses: Counter[TableStatus]
    observations: int
    duplicates: int
    failures: tuple[Failure, ...]
    unchanged: int = 0

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
"""Is told of each document that is done or was known, in the order in which they end."""

Work = Callable[[Task], Outcome]
Execute = Callable[[Iterable[Task], Work], Iterator[Finished[Task, Outcome]]]
"""Does all tasks, anywhere; yields them as they end."""


def run_batch(
    inputs: Inputs,
    output: Path,
    settings: Settings,
    execute: Execute,
    progress: Progress,
    work: Work = process_document,
) -> Summary:
    """Makes the dataset in ``output`` exactly of the inputs, reading what is not known yet.

    Raises `ExtractorError` when the output cannot be written or another run is at work in it (5), or when there is
    nothing to add to (6). What was read before is kept in the output's state. Where no input leads to a file, a dataset
    that is already there stays as it is.
    """
    output = output.resolve()
    check_output(output, OWN_FILES)
    with folder_lock(output, LOCK):
        recover(output)
        try:
            with State(output) as state:
                return _Run(state, inputs, output, settings).complete(execute, progress, work)
        except ExtractorError as error:
            if error.code == "state.damaged":
                put_aside(output)
            raise


def plan_batch(inputs: Inputs, output: Path, settings: Settings) -> Iterator[Planned]:
    """What `run_batch` would do with each file; nothing is written. Files that cannot be looked at are left out."""
    known = (output / STATE_FILES[0]).is_file()
    state = State(output, read_only=True) if known else None
    planner = _planner(state, settings)
    kept = _kept(state, inputs) if state and settings.add else ()
    try:
        for path in _by_size([*(Path(one.path) for one in kept if one.sha256), *inputs.files]):
            try:
                yield planner.plan(path)
            except OSError:
                continue
    finally:
        if state is not None:
            state.close()


def _planner(state: State | None, settings: Settings) -> Planner:
    fingerprints = Fingerprints(settings.options, settings.language)
    return Planner(state, fingerprints, settings.choice, password=settings.options.password is not None)


def _kept(state: State, inputs: Inputs) -> tuple[Input, ...]:
    """The inputs of the dataset that is there, less those that are named again."""
    named = {*map(_place, inputs.files), *(unusable.name for unusable in inputs.unusable)}
    return tuple(one for one in state.inputs() if one.path not in named)


def _place(path: Path) -> str:
    """The absolute path, links not followed: a file is known by the name it was given."""
    return os.path.normpath(path.absolute())


def _by_size(files: Iterable[Path]) -> list[Path]:
    """The largest first, so that no process is left alone with it at the end; equal ones in the order given."""
    return sorted(files, key=_size, reverse=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


class _Run:
    """One run: what is known of each input while it goes on, by path; no rows."""

    def __init__(self, state: State, inputs: Inputs, output: Path, settings: Settings) -> None:
        self._state, self._output, self._settings = state, output, settings
        self._nothing_named = not inputs.files
        self._planner = _planner(state, settings)
        if settings.add and not state.runs():
            raise ExtractorError("run.nothing_to_add_to", ExitCode.NOTHING_FOUND, folder=str(output))
        unusable = (Input(one.name, one.name, "", one.issue, one.exit_code) for one in inputs.unusable)
        files = (Input(_place(path), path.name) for path in inputs.files)
        kept = _kept(state, inputs) if settings.add else ()
        self._inputs = {one.path: one for one in (*kept, *files, *unusable)}
        self._unchanged = 0

    def complete(self, execute: Execute, progress: Progress, work: Work) -> Summary:
        if self._nothing_named and (self._output / DATASET_FILES[-1]).is_file():
            return _summary(self._inputs.values(), (), 0, 0)
        run_id = self._state.begin_run(self._inputs.values())
        try:
            for finished in execute(self._tasks(progress), work):
                progress(self._enter(run_id, finished))
        except BaseException:
            self._state.leave_run(run_id)
            raise
        return self._write(run_id)

    def _write(self, run_id: int) -> Summary:
        """Makes the dataset, unless the one that is there is made of just these results, and notes that it is there."""
        inputs = tuple(self._inputs.values())
        results, duplicates = self._results(inputs)
        notes = _notes(inputs, duplicates)
        contents = self._contents(results, notes)
        if self._state.dataset() != (contents, _look_of_files(self._output)):
            parts = [result.outcome.part for result in results]
            parts += [make_part(DocumentResult(n, issues=(i,)), "", self._settings.language) for n, i in notes]
            with staging(self._output) as workplace:
                dataset = workplace / "dataset"
                dataset.mkdir()
                merge_parts(parts, dataset, self._settings.language)
                with self._state.moved():
                    publish(dataset, self._output)
        self._state.end_run(run_id, inputs, self._unchanged, contents, _look_of_files(self._output))
        return _summary(inputs, results, len(duplicates), self._unchanged)

    def _tasks(self, progress: Progress) -> Iterator[Task]:
        """One task for each different file that is not known; files that cannot be opened are noted."""
        seen: set[str] = set()
        for path in _by_size(Path(one.path) for one in self._inputs.values() if one.issue is None):
            given = self._inputs[str(path)]
            try:
                planned = self._planner.plan(path)
            except OSError as error:
                if given.sha256:  # it was added by an earlier run, and what is known of it stays
                    continue
                data = {"file": path.name, "reason": error.strerror or str(error)}
                issue = Issue("inputs.not_readable", Severity.ERROR, data=data)
                self._inputs[given.path] = replace(given, issue=issue, exit_code=ExitCode.INPUT_UNREADABLE)
                continue
            self._inputs[given.path] = replace(given, sha256=planned.sha256)
            if planned.sha256 in seen:
                continue
            seen.add(planned.sha256)
            if planned.reason is None and planned.known is not None:
                self._unchanged += 1
                progress(planned.known.outcome)
            else:
                readings = None if self._settings.choice.force else self._state.readings(planned.sha256)
                yield Task(
                    path,
                    planned.sha256,
                    self._settings.language,
                    self._settings.options,
                    readings,
                    current_settings(),
                )

    def _enter(self, run_id: int, finished: Finished[Task, Outcome]) -> Outcome:
        """Keeps how a task ended; the reason for one that was killed or died is given here."""
        outcome = finished.result or self._lost(finished)
        path, part = str(finished.task.path), outcome.part
        # The file may have been changed after it was looked at: what counts is what was read.
        self._inputs[path] = replace(self._inputs[path], sha256=part.sha256)
        passing = outcome.failure is not None and outcome.failure.code in _PASSING
        fingerprint = "" if passing else self._planner.fingerprint(part.file, part.sha256)
        self._state.keep_result(run_id, outcome, fingerprint, self._unchanged)
        return outcome

    def _lost(self, finished: Finished[Task, Outcome]) -> Outcome:
        if finished.end is End.TIMED_OUT:
            issue = Issue("run.timed_out", Severity.ERROR, data={"seconds": f"{self._settings.timeout:g}"})
        elif finished.exit_code == _KILLED:
            issue = Issue("run.killed", Severity.ERROR)
        else:
            issue = Issue("run.crashed", Severity.ERROR, data={"code": finished.exit_code or 0})
        return failed_outcome(finished.task, issue, ExitCode.INPUT_UNREADABLE)

    def _results(self, inputs: Sequence[Input]) -> tuple[tuple[StoredResult, ...], tuple[tuple[Input, Input], ...]]:
        """The results of the dataset, and the inputs whose bytes are those of an earlier one, with that one."""
        first: dict[str, Input] = {}
        duplicates = []
        for one in inputs:
            if one.sha256 and one.sha256 in first:
                duplicates.append((one, first[one.sha256]))
            elif one.sha256:
                first[one.sha256] = one
        stored = (self._state.result(digest) for digest in first)
        return tuple(result for result in stored if result), tuple(duplicates)

    def _contents(self, results: Iterable[StoredResult], notes: Iterable[tuple[str, Issue]]) -> str:
        """A digest of what a dataset is made of; equal where the same bytes would be written again."""
        words = sorted(f"{one.outcome.part.sha256} {one.result_id}" for one in results)
        words += sorted(f"{name} {issue}" for name, issue in notes)
        words.append(self._planner.fingerprint("", ""))
        return sha256("\n".join(words).encode("utf-8", "surrogateescape")).hexdigest()


def _notes(inputs: Iterable[Input], duplicates: Iterable[tuple[Input, Input]]) -> list[tuple[str, Issue]]:
    """What is to be said of inputs that are no document of the dataset, with their names."""
    notes = [(one.name, one.issue) for one in inputs if one.issue is not None]
    return notes + [
        (one.name, Issue("run.duplicate", Severity.INFO, data={"other": other.name})) for one, other in duplicates
    ]


def _look_of_files(output: Path) -> str:
    """Sizes and times of the dataset's files; empty where one is missing."""
    try:
        facts = {name: (output / name).stat() for name in DATASET_FILES}
    except OSError:
        return ""
    return json.dumps({name: [one.st_size, one.st_mtime_ns] for name, one in facts.items()})


def _summary(inputs: Iterable[Input], results: Iterable[StoredResult], duplicates: int, unchanged: int) -> Summary:
    failures = [Failure(one.name, one.issue, one.exit_code) for one in inputs if one.issue is not None]
    statuses: Counter[TableStatus] = Counter()
    documents = pages = observations = 0
    for result in results:
        outcome = result.outcome
        statuses.update(outcome.statuses)
        pages += outcome.pages
        observations += outcome.observations
        if outcome.failure is None:
            documents += 1
        else:
            failures.append(Failure(outcome.part.file, outcome.failure, outcome.exit_code))
    failures.sort(key=lambda failure: failure.file)
    return Summary(documents, pages, statuses, observations, duplicates, tuple(failures), unchanged)
