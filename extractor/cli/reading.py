"""What the commands share that read many documents: how they are spread, what is told meanwhile and at the end."""

from __future__ import annotations

import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.progress import progress_bar
from extractor.cli.session import Session, say, say_text
from extractor.errors import ExitCode, ExtractorError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extractor.batch.inputs import Inputs
    from extractor.batch.run import Execute, Settings, Summary
    from extractor.batch.work import Outcome

# Forty times what the slowest paper of the corpus takes (96 pages, 124 tables); a document that needs longer hangs.
SECONDS_PER_DOCUMENT = 300.0
# Seven times what the corpus's papers take with all readers (570 MB of addresses, of which 130 MB are used).
MEGABYTES_PER_DOCUMENT = 4096
_SHOWN_FAILURES = 20


def local_processes(
    jobs: int | None, files: int, timeout: float = SECONDS_PER_DOCUMENT, megabytes: int = MEGABYTES_PER_DOCUMENT
) -> Execute:
    """Processes on this machine: ``jobs`` of them, by default one for each core, and no more than there are files."""
    from extractor.batch.pool import run_tasks, usable_cores

    return partial(
        run_tasks, jobs=min(jobs or usable_cores(), max(1, files)), timeout=timeout, memory=megabytes * 1024 * 1024
    )


def dask_cluster(
    scheduler: str | None,
    jobs: int | None,
    files: int,
    timeout: float = SECONDS_PER_DOCUMENT,
    megabytes: int = MEGABYTES_PER_DOCUMENT,
) -> Execute:
    """The cluster of this scheduler, on which ``jobs`` documents at a time are read, by default as many as it can take;
    without address a cluster on this machine, with as many workers as `local_processes` has processes.
    """
    from extractor.batch.cluster import run_on_cluster
    from extractor.batch.pool import usable_cores

    if not scheduler:
        jobs = min(jobs or usable_cores(), max(1, files))
    return partial(
        run_on_cluster, scheduler=scheduler or "", jobs=jobs, timeout=timeout, memory=megabytes * 1024 * 1024
    )


def read_documents(
    session: Session, found: Inputs, output: Path, settings: Settings, execute: Execute, quiet: bool
) -> Summary:
    """`run_batch` with a progress bar, and with words about what was reached when it is interrupted."""
    from extractor.batch.run import run_batch

    with _telling(session, len(found.files), quiet) as tell:
        try:
            summary = run_batch(found, output, settings, execute, tell)
        except KeyboardInterrupt as stop:
            raise ExtractorError("run.interrupted", ExitCode.INTERRUPTED, folder=str(output)) from stop
    return summary


@contextmanager
def _telling(session: Session, files: int, quiet: bool) -> Iterator[Callable[[Outcome], None]]:
    """A function that takes each outcome into the progress bar: pages, tables, documents in a minute."""
    began = time.monotonic()
    documents = pages = tables = 0
    with progress_bar(files, session.text("run.progress"), quiet) as advance:

        def tell(outcome: Outcome) -> None:
            nonlocal documents, pages, tables
            documents += 1
            pages += outcome.pages
            tables += sum(outcome.statuses.values())
            rate = documents * 60 / max(time.monotonic() - began, 0.001)
            counts = session.text("run.progress_counts", pages=pages, tables=tables, rate=f"{rate:.0f}")
            advance(f"{counts} {outcome.part.file}")

        yield tell


def tell_failures(session: Session, summary: Summary) -> None:
    """Says what could not be read, the first ones each."""
    for failure in summary.failures[:_SHOWN_FAILURES]:
        say_text(session.issue_text(failure.issue, failure.file))
    if len(summary.failures) > _SHOWN_FAILURES:
        say(session, "run.more_failures", count=len(summary.failures) - _SHOWN_FAILURES)
