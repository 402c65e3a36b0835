"""A Dask cluster as the place where documents are read: an executor of `extractor.batch.run`.

Here the cluster is found or started and its workers are looked at. Documents are handed out by
`extractor.batch.dispatch`; what happens to them on the workers is in `extractor.batch.remote`. The extra
``distributed`` is needed, and imported only where a cluster is used.
"""

from __future__ import annotations

import logging
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import chain
from multiprocessing import resource_tracker
from typing import Any

from extractor.batch.dispatch import Dispatcher, no_workers, worker_failed
from extractor.batch.pool import Finished, usable_cores
from extractor.batch.remote import Limits, Look, fingerprints, look
from extractor.batch.work import Outcome, Task
from extractor.errors import ExitCode, ExtractorError

_SECONDS_TO_CONNECT = 30.0
_SECONDS_TO_CLOSE = 10.0


def check_installed() -> None:
    """`ExtractorError` (3) where the extra ``distributed`` is not installed."""
    if find_spec("distributed") is None:
        raise ExtractorError("cluster.not_installed", ExitCode.MISSING_DEPENDENCY)


def run_on_cluster(
    tasks: Iterable[Task],
    work: Callable[[Task], Outcome],
    *,
    scheduler: str = "",
    jobs: int | None = None,
    timeout: float,
    memory: int = 0,
) -> Iterator[Finished[Task, Outcome]]:
    """Does all tasks on the cluster of a scheduler, or without its address on one that is started here; yields them as
    they end.

    Each document is read by a process of its own beside the Dask worker, within ``timeout`` seconds and ``memory``
    bytes. ``jobs`` bounds how many are handed out at a time; for a cluster started here it is the number of workers
    (default: cores). A document whose worker died is read again elsewhere. `ExtractorError`: 7 where the cluster cannot
    be reached or is lost, 9 where its workers have another program or cannot do the work.
    """
    waiting = iter(tasks)
    first = next(waiting, None)
    if first is None:
        return
    with _client(scheduler, jobs) as client:
        whole = _check_workers(client, first)
        dispatcher = Dispatcher(client, work, Limits(timeout, memory), jobs if scheduler else None, whole)
        yield from dispatcher.serve(chain([first], waiting))


@contextmanager
def _client(scheduler: str, jobs: int | None) -> Iterator[Any]:
    import dask
    from distributed import Client, LocalCluster
    from distributed.comm import resolve_address

    # The bytes of one PDF are no graph that was sent by mistake.
    settings: dict[str, object] = {"distributed.admin.large-graph-warning-threshold": "1 TiB"}
    if scheduler:
        with dask.config.set(settings):
            try:
                resolve_address(scheduler)  # a client that was given nonsense takes a minute to let go of it
                client = Client(scheduler, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
            except (OSError, ValueError) as error:  # the latter where it is no address
                raise _unreachable(scheduler, error) from error
            with _closing(client):
                yield client
        return
    settings["distributed.worker.daemon"] = False  # they are to have children: the processes that read
    # Dask's web pages are for clusters that somebody watches. Its server cannot be done without; it says nothing.
    settings |= {"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []}
    with (
        tempfile.TemporaryDirectory(prefix="extractor-") as folder,
        dask.config.set(settings, temporary_directory=folder),
    ):
        with _interrupts_held():
            cluster = LocalCluster(
                n_workers=jobs or usable_cores(),
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",
                scheduler_kwargs={"dashboard": False},
                # It bounds the Dask worker, which only passes on; what reads has its own bound.
                memory_limit=0,
                silence_logs=logging.CRITICAL,
                # Whoever can connect can run code: others on this machine must not.
                security=True,
            )
        with _closing(cluster), _closing(Client(cluster, set_as_default=False)) as client:
            yield client


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C, which a terminal sends to all processes, waits until the block is done, and never reaches the threads and
    processes that begin in it: this one closes them. The same holds for SIGTERM."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # it lets signals through again when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _closing(one: Any) -> Iterator[Any]:
    try:
        yield one
    finally:
        one.close(timeout=_SECONDS_TO_CLOSE)


def _check_workers(client: Any, first: Task) -> str:
    """Compares the program of each worker with this one; the fingerprint that all answers must bear."""
    try:
        client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
    except TimeoutError as error:
        raise no_workers(_SECONDS_TO_CONNECT) from error
    program, with_codes = fingerprints(first.options, first.language)
    looks: dict[str, Look | Exception] = client.run(look, first.options, first.language, on_error="return")
    for worker, seen in looks.items():
        if isinstance(seen, OSError):  # it left meanwhile; should it come back, its answers say what it has
            continue
        if isinstance(seen, Exception):
            raise worker_failed(seen, f"{worker}: ")
        if seen.daemonic:
            raise ExtractorError("cluster.daemonic", ExitCode.CONFIGURATION_INVALID, worker=worker)
        if seen.program != program:
            raise ExtractorError("cluster.other_program", ExitCode.CONFIGURATION_INVALID, worker=worker)
        if seen.with_codes != with_codes:
            folders = ", ".join(str(folder) for folder in first.options.codes)
            raise ExtractorError("cluster.other_codes", ExitCode.CONFIGURATION_INVALID, worker=worker, folders=folders)
    return with_codes


def _unreachable(scheduler: str, error: Exception) -> ExtractorError:
    reason = (error.strerror if isinstance(error, OSError) else "") or str(error) or type(error).__name__
    return ExtractorError("cluster.unreachable", ExitCode.NETWORK, scheduler=scheduler, reason=reason)
