"""Processes that do one task at a time and are killed for real when they hang or take too long.

A pool of the standard library cannot do that: a process inside native code hears no request to stop, and one that dies
breaks the pool for all.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Generic, TypeVar

TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")

# Native caches (fonts, glyphs) grow with each document; a new process costs about 0.3 s, here 1.5 ms a document.
_TASKS_PER_PROCESS = 200


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
) -> Iterator[Finished[TaskT, ResultT]]:
    """Does all tasks in up to ``jobs`` processes, at most ``timeout`` seconds each; yields them as they end.

    ``tasks`` is consumed as slots get free. ``work`` must be importable by name; an exception that it lets through ends
    its process and counts as died. Closing the iterator (or Ctrl-C) kills the processes.
    """
    waiting = iter(tasks)
    slots: list[_Slot[TaskT, ResultT]] = [_Slot(work) for _ in range(jobs)]
    try:
        exhausted = False
        while True:
            for slot in slots:
                if not slot.busy and not exhausted:
                    try:
                        slot.begin(next(waiting), timeout)
                    except StopIteration:
                        exhausted = True
            busy = [slot for slot in slots if slot.busy]
            if not busy:
                return
            patience = max(0.0, min(slot.deadline for slot in busy) - time.monotonic())
            ready = connection.wait([slot.connection for slot in busy], patience)
            for slot in busy:
                if slot.connection in ready:
                    yield slot.finish()
                elif time.monotonic() >= slot.deadline:
                    yield slot.give_up()
    finally:
        for slot in slots:
            slot.kill()


class _Slot(Generic[TaskT, ResultT]):
    """A place for one process, which is started when it is needed and replaced when it is gone or worn."""

    def __init__(self, work: Callable[[TaskT], ResultT]) -> None:
        self._work = work
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._task: TaskT | None = None
        self._served = 0
        self.deadline = 0.0

    @property
    def busy(self) -> bool:
        return self._task is not None

    @property
    def connection(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("the slot has no process")
        return self._connection

    def begin(self, task: TaskT, timeout: float) -> None:
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
            return Finished(task, End.DIED, exit_code=self.kill())
        return Finished(task, End.DONE, result)

    def give_up(self) -> Finished[TaskT, ResultT]:
        self.kill()
        return Finished(self._take(), End.TIMED_OUT)

    def kill(self) -> int | None:
        """Ends the process at once; its exit code (negative: the signal) if it had ended by itself before."""
        process, self._process = self._process, None
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if process is None:
            return None
        # One that died closes its connection first and needs a moment to leave its exit code.
        process.join(0.2 if self._task is None else 0)
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
        self._process = context.Process(target=_serve, args=(far_end, self._work), daemon=True)
        self._process.start()
        far_end.close()
        self._served = 0


def _serve(tasks: Connection, work: Callable[[TaskT], ResultT]) -> None:
    """The process's whole life: ends when the other side is gone. Ctrl-C is for the other side to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            task = tasks.recv()
        except (EOFError, OSError):
            return
        tasks.send(work(task))


def usable_cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
