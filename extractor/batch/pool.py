"""Processes that do one task at a time, within limits, and are killed for real when they hang or take too long.

A pool of the standard library cannot do that: a process inside native code hears no request to stop, and one that dies
breaks the pool for all.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Generic, TypeVar

TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")

# A crash may come from what the process had done before, or from the machine; one that comes twice is the document's.
_ATTEMPTS = 2
# Native caches (fonts, glyphs) grow with each document; a new process costs about 0.3 s, here 1.5 ms a document.
_TASKS_PER_PROCESS = 200
# Seconds that a process which crashed takes to end.
_MOMENT = 0.2


class End(Enum):
    """How a task ended."""

    DONE = auto()
    TIMED_OUT = auto()
    DIED = auto()


@dataclass(frozen=True, slots=True)
class Finished(Generic[TaskT, ResultT]):
    """One task that ended; ``result`` is ``None`` unless it is done, ``exit_code`` that of a process that died."""

    task: TaskT
    end: End
    result: ResultT | None = None
    exit_code: int | None = None


def run_tasks(
    tasks: Iterable[TaskT],
    work: Callable[[TaskT], ResultT],
    *,
    jobs: int,
    timeout: float,
    memory: int = 0,
) -> Generator[Finished[TaskT, ResultT], None, None]:
    """Does all tasks in up to ``jobs`` processes, at most ``timeout`` seconds each; yields them as they end.

    ``tasks`` is consumed as slots get free. ``work`` must be importable by name; an exception that it lets through ends
    its process and counts as died. A task whose process died is tried once more, in a new process. ``memory`` bounds
    what a process may take, in bytes of address space (0: no bound; Linux only). Closing the iterator (or Ctrl-C)
    kills the processes.
    """
    waiting = _Waiting(tasks)
    slots: list[_Slot[TaskT, ResultT]] = [_Slot(work, memory) for _ in range(jobs)]
    try:
        while True:
            for slot in slots:
                if not slot.busy and (attempt := waiting.take()):
                    slot.begin(*attempt, timeout)
            busy = [slot for slot in slots if slot.busy]
            if not busy:
                return
            patience = max(0.0, min(slot.deadline for slot in busy) - time.monotonic())
            ready = connection.wait([slot.connection for slot in busy], patience)
            for slot in busy:
                if slot.connection in ready:
                    finished = slot.finish()
                    if finished.end is End.DIED and slot.attempt < _ATTEMPTS:
                        waiting.put_back(finished.task)
                    else:
                        yield finished
                elif time.monotonic() >= slot.deadline:
                    yield slot.give_up()
    finally:
        for slot in slots:
            slot.kill()


class _Waiting(Generic[TaskT]):
    """The tasks that wait, each with the number of its attempt; those that come back go first."""

    def __init__(self, tasks: Iterable[TaskT]) -> None:
        self._tasks = iter(tasks)
        self._again: deque[TaskT] = deque()

    def take(self) -> tuple[TaskT, int] | None:
        if self._again:
            return self._again.popleft(), _ATTEMPTS
        for task in self._tasks:
            return task, 1
        return None

    def put_back(self, task: TaskT) -> None:
        self._again.append(task)


class _Slot(Generic[TaskT, ResultT]):
    """A place for one process, which is started when it is needed and replaced when it is gone or worn."""

    def __init__(self, work: Callable[[TaskT], ResultT], memory: int) -> None:
        self._work = work
        self._memory = memory
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._task: TaskT | None = None
        self._served = 0
        self.deadline = 0.0
        self.attempt = 1

    @property
    def busy(self) -> bool:
        return self._task is not None

    @property
    def connection(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("the slot has no process")
        return self._connection

    def begin(self, task: TaskT, attempt: int, timeout: float) -> None:
        self.attempt = attempt
        if self._process is not None and (self._served >= _TASKS_PER_PROCESS or not self._process.is_alive()):
            self.kill()
        if self._process is None:
            self._start()
        self._task = task
        self._served += 1
        self.deadline = time.monotonic() + timeout
        try:
            self.connection.send(task)
        except OSError:  # it died since; its end of the connection says so to `finish`
            self.deadline = time.monotonic()

    def finish(self) -> Finished[TaskT, ResultT]:
        task = self._take()
        try:
            result: ResultT = self.connection.recv()
        except (EOFError, OSError):
            # It closes its connection first and needs a moment to leave its exit code.
            return Finished(task, End.DIED, exit_code=self.kill(_MOMENT))
        return Finished(task, End.DONE, result)

    def give_up(self) -> Finished[TaskT, ResultT]:
        self.kill()
        return Finished(self._take(), End.TIMED_OUT)

    def kill(self, patience: float = 0.0) -> int | None:
        """Ends the process at once; its exit code (negative: the signal) if it ends by itself within ``patience``."""
        process, self._process = self._process, None
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if process is None:
            return None
        process.join(patience)
        process.kill()
        process.join()
        code = process.exitcode
        process.close()
        return code

    def _take(self) -> TaskT:
        if self._task is None:
            raise RuntimeError("the slot has no task")
        task, self._task = self._task, None
        return task

    def _start(self) -> None:
        context = get_context("spawn")
        self._connection, far_end = context.Pipe()
        process = context.Process(target=_serve, args=(far_end, self._work, self._memory), daemon=True)
        process.start()
        self._process = process
        far_end.close()
        self._served = 0


def _serve(tasks: Connection, work: Callable[[TaskT], ResultT], memory: int) -> None:
    """The process's whole life: ends when the other side is gone. Ctrl-C is for the other side to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if memory:
        _limit_memory(memory)
    while True:
        try:
            task = tasks.recv()
        except (EOFError, OSError):
            return
        tasks.send(work(task))


def _end_with_parent() -> None:
    """Leaves at once when the parent was killed, also out of native code, which lets other threads run."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _limit_memory(memory: int) -> None:
    # Elsewhere the system has no such limit (Windows) or does not keep it (macOS).
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def usable_cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
