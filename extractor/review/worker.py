"""One thread that does all that writes into the output, one thing after the other, what a person waits for first."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import IntEnum
from queue import PriorityQueue
from typing import Any, TypeVar

ResultT = TypeVar("ResultT")


class Urgency(IntEnum):
    """Who goes first: what somebody does on the page, then papers that wait to be read."""

    AT_ONCE = 0
    LATER = 1


@dataclass(order=True, frozen=True, slots=True)
class _Job:
    urgency: Urgency
    number: int
    work: Callable[[], Any] = field(compare=False)
    future: Future[Any] = field(compare=False)


class Worker:
    """A dataset is exchanged as a whole: what is put into its folder meanwhile would be lost, hence one thread."""

    def __init__(self) -> None:
        self._jobs: PriorityQueue[_Job] = PriorityQueue()
        self._numbers = itertools.count()
        threading.Thread(target=self._serve, daemon=True).start()

    def submit(self, urgency: Urgency, work: Callable[[], ResultT]) -> Future[ResultT]:
        """Does the work when its turn comes; what it returns or raises is in the future."""
        future: Future[ResultT] = Future()
        self._jobs.put(_Job(urgency, next(self._numbers), work, future))
        return future

    def _serve(self) -> None:
        while True:
            job = self._jobs.get()
            try:
                job.future.set_result(job.work())
            except BaseException as error:  # it is raised where the result is asked for
                job.future.set_exception(error)
