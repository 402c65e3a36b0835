from __future__ import annotations

import itertools
import os
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.batch.pool import End, run_tasks
from tests.batch.jobs import die_once, double, say_and_hang, take_megabytes


def test_all_tasks_are_done_in_few_processes() -> None:
    ended = list(run_tasks(range(100, 120), double, jobs=2, timeout=30))
    assert {finished.end for finished in ended} == {End.DONE}
    results = [finished.result for finished in ended if finished.result]
    assert sorted(result[0] for result in results) == [2 * number for number in range(100, 120)]
    assert len({process for _, process in results}) <= 2


def test_what_hangs_is_killed_and_what_crashes_costs_only_itself() -> None:
    started = time.monotonic()
    ended = {finished.task: finished for finished in run_tasks([1, -1, 13, 2, 14, 3], double, jobs=2, timeout=3)}
    assert time.monotonic() - started < 30
    assert ended[-1].end is End.TIMED_OUT
    assert (ended[13].end, ended[13].exit_code) == (End.DIED, -11)
    assert (ended[14].end, ended[14].exit_code) == (End.DIED, 3)
    assert [finished.result[0] for task in (1, 2, 3) if (finished := ended[task]).result] == [2, 4, 6]


def test_a_process_that_does_not_start_says_why() -> None:
    with pytest.raises((AttributeError, pickle.PicklingError)):
        list(run_tasks([1], lambda number: number, jobs=1, timeout=30))


def test_tasks_are_taken_only_when_there_is_a_place_for_them() -> None:
    taken = []

    def tasks() -> itertools.chain[int]:
        for number in range(10):
            taken.append(number)
            yield number  # type: ignore[misc]

    ended = run_tasks(tasks(), double, jobs=1, timeout=30)
    next(ended)
    assert taken == [0]
    ended.close()  # type: ignore[attr-defined]


def test_closing_kills_the_processes() -> None:
    ended = run_tasks([1, -1], double, jobs=2, timeout=60)
    next(ended)
    started = time.monotonic()
    ended.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 5


def test_nothing_to_do() -> None:
    assert list(run_tasks([], double, jobs=4, timeout=1)) == []


@pytest.mark.parametrize("limit", [2])
def test_worn_processes_are_replaced(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr("extractor.batch.pool._TASKS_PER_PROCESS", limit)
    ended = run_tasks(range(100, 104), double, jobs=1, timeout=30)
    assert len({finished.result[1] for finished in ended if finished.result}) == 2


def test_a_task_whose_process_died_is_tried_once_more(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    second.write_text("")
    ended = {finished.task: finished for finished in run_tasks([first, second], die_once, jobs=1, timeout=30)}
    assert {finished.end for finished in ended.values()} == {End.DONE}
    assert ended[first].result == "again"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a process within a memory limit")
def test_a_process_gets_no_more_memory_than_it_may_have() -> None:
    small, large = run_tasks([1, 3000], take_megabytes, jobs=1, timeout=30, memory=1 << 30)
    assert (small.result, large.result) == ("enough", "too much")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_processes_end_with_their_parent_even_when_they_hang(tmp_path: Path) -> None:
    program = "from tests.batch.test_pool import hang_in_a_process; hang_in_a_process()"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    wait_until_gone(worker)


def hang_in_a_process() -> None:
    """Says which process hangs; for a process of the test above, whose parent is killed."""
    for _ in run_tasks([0], say_and_hang, jobs=1, timeout=600):
        pass


def wait_until_gone(process: int) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{process}/stat").read_text().split()[2] == "Z":
                return
            os.kill(process, 0)
        except (ProcessLookupError, FileNotFoundError):
            return
        time.sleep(0.05)
    raise AssertionError("the process is still there")
