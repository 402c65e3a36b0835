"""Work that a process of the batch may be given in tests; it must be importable by name."""

from __future__ import annotations

import os
import signal
import time

from extractor.batch.work import Outcome, Task, failed_outcome
from extractor.errors import ExitCode
from extractor.model.issue import Issue, Severity
from extractor.model.table import TableStatus
from extractor.write import write_part
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
    """Takes the content of the file as an order: a Drucksache number, ``hang``, ``crash``, ``contradict``."""
    order = task.path.read_text(encoding="utf-8")
    if order == "hang":
        time.sleep(60)
    if order == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    status = TableStatus.CONTRADICTED if order.startswith("contradict") else TableStatus.VERIFIED
    number = order.split()[-1]
    part = write_part(
        make_result(f"bt-99-{number}", task.sha256, task.path.name), task.sha256, task.folder, task.language
    )
    return Outcome(part, pages=3, statuses={status: 1}, observations=1)


def write_nothing(task: Task) -> Outcome:
    """As when the disk is full."""
    issue = Issue("write.not_writable", Severity.ERROR, data={"folder": "x", "reason": "full"})
    return failed_outcome(task, issue, ExitCode.OUTPUT_NOT_WRITABLE)
