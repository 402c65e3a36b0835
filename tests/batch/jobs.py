"""Work that a process of the batch may be given in tests; it must be importable by name."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from pathlib import Path

from extractor.batch.work import Outcome, Task, failed_outcome
from extractor.errors import ExitCode
from extractor.model.issue import Issue, Severity
from extractor.model.table import TableStatus
from extractor.write import make_part
from tests.write.results import make_result


def double(number: int) -> tuple[int, int]:
    """Twice the number, and the process that found it. Negative numbers hang, 13 crashes, 14 leaves quietly."""
    if number < 0:
        time.sleep(60)
    if number == 13:
        os.kill(os.getpid(), signal.SIGSEGV)
    if number == 14:
        os._exit(3)
    return 2 * number, os.getpid()


def read_as_told(task: Task) -> Outcome:
    """Takes the content of the file as an order: a Drucksache number, ``hang``, ``crash``, ``contradict``, ``slow``;
    ``seize`` holds on to the interpreter in native code, ``murder`` kills the parent."""
    order = task.path.read_text(encoding="utf-8")
    if order == "hang":
        time.sleep(60)
    if order == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if order == "seize":
        ctypes.PyDLL(None).sleep(60)
    if order == "murder":
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    if order.startswith("slow"):
        time.sleep(0.3)
    status = TableStatus.CONTRADICTED if order.startswith("contradict") else TableStatus.VERIFIED
    number = order.split()[-1]
    part = make_part(make_result(f"bt-99-{number}", task.sha256, task.path.name), task.sha256, task.language)
    return Outcome(part, pages=3, statuses={status: 1}, observations=1)


def say_where(task: Task) -> Outcome:
    """An outcome that says by which process, where and with which bytes the file was read, and who else may read it."""
    data: dict[str, str | int] = {
        "process": os.getpid(),
        "path": str(task.path),
        "text": task.path.read_text(encoding="utf-8"),
        "mode": task.path.parent.stat().st_mode & 0o777,
    }
    issue = Issue("run.internal_error", Severity.ERROR, data={"reason": "", **data})
    return failed_outcome(task, issue, ExitCode.INPUT_UNREADABLE)


def die_once(mark: Path) -> str:
    """Dies where the file is not there, and leaves it."""
    if not mark.exists():
        mark.write_text("")
        os._exit(1)
    return "again"


def take_megabytes(count: int) -> str:
    """Whether so much memory is to be had."""
    try:
        return "enough" if bytearray(count << 20) else ""
    except MemoryError:
        return "too much"


def say_and_hang(_: int) -> None:
    """Prints its process id and holds on in native code."""
    print(os.getpid(), flush=True)
    ctypes.CDLL(None).sleep(600)
