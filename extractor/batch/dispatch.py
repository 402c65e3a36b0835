"""What is sent to a Dask cluster and what comes back: a bounded number of documents at a time, until each has ended."""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from extractor.batch.pool import End, Finished
from extractor.batch.remote import Answer, Limits, Order, read_order
from extractor.batch.work import Outcome, Task, failed_outcome
from extractor.errors import ExitCode, ExtractorError, describe_fault
from extractor.model.issue import Issue, Severity

# One document for each place and one more that waits there, so that no place is idle while an answer travels.
_ORDERS_PER_PLACE = 2
# Workers of a batch system come and go; a cluster that has had none for so long is not coming back by itself.
_SECONDS_WITHOUT_WORKERS = 600.0
# How often is looked whether the cluster is still there and how large it is.
_SECONDS_BETWEEN_LOOKS = 5.0


@dataclass(frozen=True, slots=True)
class _Sent:
    """A task that is out, as ``future``; ``alone`` says that nothing else is."""

    task: Task
    future: Any
    alone: bool


class Dispatcher:
    """Hands out tasks through a Dask client and takes the answers, all in the thread that asks for them.

    ``jobs`` bounds how many are out at a time (``None``: what the cluster has places for); ``program`` is the
    fingerprint that each answer must bear.
    """

    def __init__(
        self, client: Any, work: Callable[[Task], Outcome], limits: Limits, jobs: int | None, program: str
    ) -> None:
        self._client, self._work, self._limits, self._jobs, self._program = client, work, limits, jobs, program
        self._out: dict[str, _Sent] = {}
        self._done: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._unseen: deque[tuple[Task, bool]] = deque()
        # Dask gives up a task when four workers died under it, but blames all that a worker had. What it gave up is
        # done again when all else is done, one after the other: what then kills workers is the culprit.
        self._suspects: deque[Task] = deque()
        self._places = 0
        self._looked = -_SECONDS_BETWEEN_LOOKS
        self._had_workers = time.monotonic()

    def serve(self, tasks: Iterator[Task]) -> Iterator[Finished[Task, Outcome]]:
        """Yields the tasks as they end; takes one from ``tasks`` when there is a place for it.

        `ExtractorError`: 7 where the cluster is lost or stays without workers, 9 where a worker has another program or
        cannot do the work. What is out is then called off.
        """
        try:
            while True:
                self._look_at_cluster()
                yield from self._hand_out(tasks)
                if not self._out:
                    return
                for key in self._ended():
                    yield from self._take(self._out.pop(key))
        finally:
            if self._client.status == "running":
                self._client.cancel([sent.future for sent in self._out.values()])

    def _look_at_cluster(self) -> None:
        if self._client.status != "running":
            raise lost(self._client.status)
        now = time.monotonic()
        if now < self._looked + _SECONDS_BETWEEN_LOOKS:
            return
        self._looked = now
        try:
            self._places = sum(self._client.nthreads().values())
        except OSError as error:
            raise lost(str(error)) from error
        if self._places:
            self._had_workers = now
        elif now > self._had_workers + _SECONDS_WITHOUT_WORKERS:
            raise no_workers(_SECONDS_WITHOUT_WORKERS)

    def _hand_out(self, tasks: Iterator[Task]) -> Iterator[Finished[Task, Outcome]]:
        """Sends as much as there are places for; what cannot be sent has ended."""
        while len(self._out) < (self._jobs or max(1, self._places * _ORDERS_PER_PLACE)):
            with_pdf = alone = False
            if self._unseen:
                task, alone = self._unseen.popleft()
                with_pdf = True
            elif (new := next(tasks, None)) is not None:
                task = new
            elif self._suspects and not self._out:
                task, alone = self._suspects.popleft(), True
            else:
                return
            try:
                pdf = task.path.read_bytes() if with_pdf else None
            except OSError as error:
                yield Finished(task, End.DONE, _not_readable(task, error))
                continue
            future = self._client.submit(read_order, Order(task, pdf), self._work, self._limits, pure=False)
            self._out[future.key] = _Sent(task, future, alone)
            future.add_done_callback(lambda ended: self._done.put(ended.key))

    def _ended(self) -> list[str]:
        """The keys of what ended, after a while none."""
        try:
            keys = [self._done.get(timeout=_SECONDS_BETWEEN_LOOKS)]
        except queue.Empty:
            return []
        while not self._done.empty():
            keys.append(self._done.get())
        return keys

    def _take(self, sent: _Sent) -> Iterator[Finished[Task, Outcome]]:
        """The end of a task, unless it has to go out once more."""
        from distributed import CancelledError, KilledWorker

        try:
            answer: Answer = sent.future.result()
        except KilledWorker:
            if sent.alone:
                yield Finished(sent.task, End.DIED)
            else:
                self._suspects.append(sent.task)
            return
        except (Exception, CancelledError) as error:
            # Whatever a document does becomes an answer; what comes here is a fault of the cluster.
            if sent.future.status == "error":
                raise worker_failed(error) from error
            raise lost(str(error) or type(error).__name__) from error
        if answer.program and answer.program != self._program:
            raise ExtractorError("cluster.other_program", ExitCode.CONFIGURATION_INVALID, worker=answer.worker)
        if answer.seen:
            yield Finished(sent.task, answer.end, answer.outcome, answer.exit_code)
        else:
            self._unseen.append((sent.task, sent.alone))


def _not_readable(task: Task, error: OSError) -> Outcome:
    """What a process on this machine would have said of the file."""
    data = {"file": task.path.name, "reason": error.strerror or str(error)}
    return failed_outcome(task, Issue("read.not_readable", Severity.ERROR, data=data), ExitCode.INPUT_UNREADABLE)


def no_workers(seconds: float) -> ExtractorError:
    """The error of a scheduler without workers."""
    return ExtractorError("cluster.no_workers", ExitCode.NETWORK, seconds=f"{seconds:g}")


def lost(reason: str) -> ExtractorError:
    """The error of a cluster that is gone."""
    return ExtractorError("cluster.lost", ExitCode.NETWORK, reason=reason)


def worker_failed(error: BaseException, where: str = "") -> ExtractorError:
    """The error of a worker that cannot even begin; ``where`` goes before the reason."""
    reason = where + describe_fault(error)
    return ExtractorError("cluster.worker_failed", ExitCode.CONFIGURATION_INVALID, reason=reason)
