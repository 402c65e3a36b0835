"""A review of small papers, for tests: one whose total is misprinted, one with text that would be a script."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.batch.pool import End, Finished
from extractor.batch.run import Execute, Settings, Work
from extractor.batch.work import Outcome, Task
from extractor.pipeline import Options
from extractor.review.desk import Desk
from extractor.review.process import KeptProcess
from tests.cli.papers import LAENDER, LEAD_IN, make_pdf, table

SCRIPT = "<script>document.title='x'</script>"
_ROWS = [
    LAENDER[0],
    ["Bayern", "1.200", "300", "1.500"],
    ["Hamburg", "200", "90", "280"],
    ["Hessen", "400", "110", "510"],
    ["Berlin", "700", "250", "950"],
    ["Bremen", "31", "12", "43"],
    ["Gesamt", "2.531", "762", "3.293"],
]
WRONG = make_pdf(LEAD_IN + table(_ROWS))
"""Hamburg's sum is misprinted: 280 for 290, in the row as in the column of sums."""
EVIL = make_pdf(
    LEAD_IN
    + table([["Land", "<img src=x onerror=alert(1)>"], ["Bayern", "1.200"], [SCRIPT, "200"], ["Gesamt", "1.400"]])
)


def at_once(files: int) -> Execute:
    """Reads in this process, which a test can look into."""

    def execute(tasks: Iterable[Task], work: Work) -> Iterator[Finished[Task, Outcome]]:
        for task in tasks:
            yield Finished(task, End.DONE, work(task))

    return execute


class KeptHere(KeptProcess):
    """Checks again in this process."""

    def __init__(self) -> None:
        super().__init__(60, 0)

    def execute(self, tasks: Iterable[Task], work: Work) -> Iterator[Finished[Task, Outcome]]:
        return at_once(1)(tasks, work)


def make_desk(folder: Path, by: str = "A. Muster", places: tuple[Path, ...] = ()) -> Desk:
    return Desk(folder, by, Settings("de", 60, Options()), places, at_once, KeptHere())


def wait(desk: Desk) -> None:
    """Until all papers are read."""
    deadline = time.monotonic() + 60
    while desk.progress().busy:
        assert time.monotonic() < deadline, desk.progress()
        time.sleep(0.02)
