"""The process in which documents are checked again: it stays between two acts and remembers what it read last."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator

from extractor.batch.pool import Finished, run_tasks
from extractor.batch.run import Work
from extractor.batch.work import Outcome, Task


class KeptProcess:
    """Does one task after the other in one process, with the limits that every document has."""

    def __init__(self, timeout: float, memory: int) -> None:
        """``timeout`` in seconds for one document, ``memory`` in bytes."""
        self._timeout, self._memory = timeout, memory
        self._waiting: deque[Task] = deque()
        self._running: Generator[Finished[Task, Outcome], None, None] | None = None

    def execute(self, tasks: Iterable[Task], work: Work) -> Iterator[Finished[Task, Outcome]]:
        """Yields the tasks as they end."""
        for task in tasks:
            self._waiting.append(task)
            if self._running is None:
                self._running = run_tasks(self._take(), work, jobs=1, timeout=self._timeout, memory=self._memory)
            try:
                finished = next(self._running)
            except BaseException:
                self.forget()
                raise
            yield finished

    def forget(self) -> None:
        """Ends the process; the next task begins a new one, which knows nothing."""
        if self._running is not None:
            self._running.close()
            self._running = None

    def _take(self) -> Iterator[Task]:
        # Asked for only where a task waits, so it never ends.
        while self._waiting:
            yield self._waiting.popleft()
