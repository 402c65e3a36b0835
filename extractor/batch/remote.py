"""What a Dask worker does with a document: a process of its own reads it, so that what hangs can be killed.

Nothing here needs Dask to be imported but `read_order`, which Dask calls.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import file_digest
from multiprocessing import current_process
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from extractor.batch.fingerprint import Fingerprints
from extractor.batch.pool import End, Finished, run_tasks

if TYPE_CHECKING:
    from extractor.batch.work import Outcome, Task
    from extractor.pipeline import Options

# Long enough for the next document to find a process that runs, short enough that a cluster is free again soon after a
# run that could not say good-bye.
_IDLE_SECONDS = 60.0
# A process that only looks at the program's files takes a second, on a slow network file system some more.
_SECONDS_TO_LOOK = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for one document, and bytes of memory (0: no bound)."""

    timeout: float
    memory: int


@dataclass(frozen=True, slots=True)
class Order:
    """A task as it is sent; with ``pdf``, the bytes of the file, where the worker cannot see it."""

    task: Task
    pdf: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an order, without the task, which the other side has.

    ``seen`` is false where there is no such file: nothing was read. ``program`` is the fingerprint of the program that
    read; empty where its process did not live to say so.
    """

    worker: str
    end: End
    outcome: Outcome | None
    exit_code: int | None
    seen: bool
    program: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a worker says of itself. Where it is ``daemonic`` it may start no processes, and nothing else is known."""

    daemonic: bool
    program: str = ""
    with_codes: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """What the reading process sends back; no outcome where it does not see the file."""

    program: str
    outcome: Outcome | None


def read_order(order: Order, work: Callable[[Task], Outcome], limits: Limits) -> Answer:
    """Does the order in a process beside the Dask worker, which is kept for the next one."""
    from distributed import get_worker

    worker = get_worker()
    reader = _borrow(work, limits)
    # Dask removes what is in its folder when a worker was killed, once another one starts there.
    with _file_for(order, Path(worker.local_directory)) as task:
        finished = reader.read((task, order.pdf is None))
    _give_back(reader)
    read = finished.result
    return Answer(
        worker.address,
        finished.end,
        read.outcome if read else None,
        finished.exit_code,
        read is None or read.outcome is not None,
        read.program if read else "",
    )


async def look(options: Options, language: str) -> Look:
    """Looks at the worker that runs this, with the eyes of a new process: one that has loaded what is installed now."""
    if current_process().daemon:
        return Look(daemonic=True)
    return await asyncio.to_thread(_look, options, language)


def fingerprints(options: Options, language: str) -> tuple[str, str]:
    """The fingerprint of the program on this machine, without code lists of the user's own and with them."""
    without = Fingerprints(replace(options, codes=()), language).of("", "")
    return without, Fingerprints(options, language).of("", "")


def _look(options: Options, language: str) -> Look:
    _dismiss()
    (finished,) = run_tasks([(options, language)], _fingerprints_of, jobs=1, timeout=_SECONDS_TO_LOOK)
    if finished.result is None:
        raise RuntimeError(f"a process that looks at the program: {finished.end.name}, {finished.exit_code}")
    return Look(False, *finished.result)


def _fingerprints_of(asked: tuple[Options, str]) -> tuple[str, str]:
    return fingerprints(*asked)


def _read_here(work: Callable[[Task], Outcome], asked: tuple[Task, bool]) -> _Read:
    """In the reading process, where also a network file system that hangs falls under the time limit."""
    task, look_first = asked
    program = _program(replace(task.options, password=None, corrections=(), max_pages=0), task.language)
    if look_first and _digest(task.path) != task.sha256:
        return _Read(program, None)
    return _Read(program, work(task))


@cache
def _program(options: Options, language: str) -> str:
    return fingerprints(options, language)[1]


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError:  # it is somewhere else, or for others to read: the bytes are asked for
        return ""


@contextmanager
def _file_for(order: Order, folder: Path) -> Iterator[Task]:
    """The task, where bytes were sent with a file of the same name in a private folder that goes afterwards."""
    if order.pdf is None:
        yield order.task
        return
    with TemporaryDirectory(prefix="extractor-", dir=folder) as private:
        path = Path(private, order.task.path.name)
        path.write_bytes(order.pdf)
        yield replace(order.task, path=path)


class _Reader:
    """A process that reads one document after the other, and is replaced when it hangs, dies or is worn."""

    def __init__(self, work: Callable[[Task], Outcome], limits: Limits) -> None:
        self.work, self.limits = work, limits
        self.rest: threading.Timer | None = None
        self._asked: deque[tuple[Task, bool]] = deque()
        # `run_tasks` takes a task only when it is asked for the next end, and by then one lies here.
        tasks = iter(self._asked.popleft, None)
        reading = partial(_read_here, work)
        self._ended = run_tasks(tasks, reading, jobs=1, timeout=limits.timeout, memory=limits.memory)

    def read(self, asked: tuple[Task, bool]) -> Finished[tuple[Task, bool], _Read]:
        self._asked.append(asked)
        return next(self._ended)

    def close(self) -> None:
        self._ended.close()


_idle: list[_Reader] = []
_guard = threading.Lock()


def _borrow(work: Callable[[Task], Outcome], limits: Limits) -> _Reader:
    with _guard:
        for reader in _idle:
            if reader.limits == limits and reader.work == work:
                _idle.remove(reader)
                if reader.rest is not None:
                    reader.rest.cancel()
                return reader
    return _Reader(work, limits)


def _give_back(reader: _Reader) -> None:
    with _guard:
        _idle.append(reader)
        reader.rest = threading.Timer(_IDLE_SECONDS, _retire, [reader])
        reader.rest.daemon = True
        reader.rest.start()


def _retire(reader: _Reader) -> None:
    with _guard:
        if reader not in _idle:  # it got work in this very moment
            return
        _idle.remove(reader)
    reader.close()


def _dismiss() -> None:
    """Ends the processes that wait: they may have loaded an older program."""
    for reader in tuple(_idle):
        _retire(reader)
