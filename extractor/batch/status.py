"""How far the runs on an output have come, also while one is at work."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extractor.batch.records import RunRecord
from extractor.batch.run import LOCK
from extractor.batch.state import STATE_FILE, State
from extractor.errors import ExitCode, ExtractorError
from extractor.lock import folder_lock


@dataclass(frozen=True, slots=True)
class Status:
    """What the state of an output says.

    ``done`` documents with ``pages`` are read; ``failed`` has for each code of an issue the names of the files;
    ``pending`` inputs of the last run are still to be looked at. ``speed`` is in documents a second, over the last run,
    and ``None`` where it has read nothing; ``seconds_left`` follows from it.
    """

    run: RunRecord
    running: bool
    done: int
    pages: int
    failed: dict[str, tuple[str, ...]]
    pending: int
    speed: float | None
    seconds_left: float | None


def read_status(output: Path) -> Status:
    """The status of an output; `ExtractorError` (6) where no run is recorded."""
    missing = ExtractorError("status.no_state", ExitCode.NOTHING_FOUND, folder=str(output))
    if not (output / STATE_FILE).is_file():
        raise missing
    with State(output, read_only=True) as state:
        runs = state.runs()
        if not runs:
            raise missing
        inputs = state.inputs(runs[0].run_id)
        failed: dict[str, list[str]] = defaultdict(list)
        for file, issue in state.failures():
            failed[issue.code].append(file)
        for one in inputs:
            if one.issue is not None:
                failed[one.issue.code].append(one.name)
        done, pages = state.totals()
    run = runs[0]
    running = run.ended is None and _is_held(output)
    named = sum(one.issue is None for one in inputs)
    pending = 0 if run.complete else max(0, named - run.read - run.unchanged)
    seconds = ((datetime.now(UTC) if running else run.ended or run.started) - run.started).total_seconds()
    speed = run.read / seconds if run.read and seconds else None
    return Status(
        run,
        running,
        done,
        pages,
        {code: tuple(sorted(files)) for code, files in sorted(failed.items())},
        pending,
        speed,
        pending / speed if speed and running else None,
    )


def _is_held(output: Path) -> bool:
    try:
        with folder_lock(output, LOCK):
            return False
    except ExtractorError as error:
        return error.code == "lock.held"
