from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from extractor.batch import cluster, dispatch, remote
from extractor.batch.cluster import run_on_cluster
from extractor.batch.inputs import find_inputs
from extractor.batch.pool import End, Finished, run_tasks
from extractor.batch.run import Execute, Settings, Summary, run_batch
from extractor.batch.work import Outcome, Task, process_document
from extractor.cli import run_command
from extractor.errors import ExitCode, ExtractorError
from extractor.pipeline import Options
from tests.batch.jobs import read_as_told, say_where
from tests.batch.test_pool import wait_until_gone
from tests.batch.test_run import contents, make

ROOT = Path(__file__).resolve().parents[2]
needs_dask = pytest.mark.skipif(find_spec("distributed") is None, reason="needs Dask: pip install -e '.[distributed]'")


@contextmanager
def running_cluster(folder: Path, workers: int, daemon: bool = False) -> Iterator[Any]:
    """A cluster that is there before us, as that of a computing centre is."""
    import dask
    from distributed import LocalCluster

    settings = {"distributed.worker.daemon": daemon, "temporary_directory": str(folder)}
    with dask.config.set(settings):
        running = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0")
        with running:
            yield running


@pytest.fixture(scope="module")
def own_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with running_cluster(tmp_path_factory.mktemp("dask"), workers=2) as running:
        yield running


@pytest.fixture
def address(own_cluster: Any) -> str:
    return str(own_cluster.scheduler_address)


def batch(
    folder: Path,
    output: Path,
    execute: Execute,
    work: Callable[[Task], Outcome] = read_as_told,
    progress: Callable[[Outcome], None] = lambda _: None,
) -> Summary:
    return run_batch(find_inputs([str(folder)]), output, Settings("de", 5), execute, progress, work)


def here(timeout: float = 30) -> Execute:
    return partial(run_tasks, jobs=2, timeout=timeout)


def task(path: Path, text: str = "7") -> Task:
    path.write_text(text, encoding="utf-8")
    return Task(path, sha256(text.encode()).hexdigest(), "de", Options())


def failure_data(finished: Finished[Task, Outcome]) -> dict[str, Any]:
    assert finished.result is not None
    assert finished.result.failure is not None
    return dict(finished.result.failure.data)


@needs_dask
def test_a_worker_killed_in_the_middle_does_not_show(tmp_path: Path, own_cluster: Any, address: str) -> None:
    make(tmp_path / "in", **{f"n{number}": f"slow {number}" for number in range(12)})
    before = {worker.pid for worker in own_cluster.workers.values()}
    killed: list[int] = []

    def kill_a_worker(_: Outcome) -> None:
        if not killed:
            killed.append(min(before))
            os.kill(killed[0], signal.SIGKILL)

    execute = partial(run_on_cluster, scheduler=address, timeout=30)
    summary = batch(tmp_path / "in", tmp_path / "cluster", execute, progress=kill_a_worker)
    assert (summary.documents, len(before), len(killed)) == (12, 2, 1)
    batch(tmp_path / "in", tmp_path / "here", here())
    assert contents(tmp_path / "cluster") == contents(tmp_path / "here")


@needs_dask
def test_a_document_that_kills_every_worker_costs_only_itself(tmp_path: Path) -> None:
    import dask

    make(tmp_path / "in", a="7", b="murder", c="8")
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):  # one worker, and its second chance
        summary = batch(tmp_path / "in", tmp_path / "out", partial(run_on_cluster, jobs=1, timeout=30))
    assert summary.documents == 2
    assert [(failure.file, failure.issue.code) for failure in summary.failures] == [("b.pdf", "run.crashed")]


@needs_dask
def test_what_hangs_or_crashes_ends_as_it_does_here(tmp_path: Path, address: str) -> None:
    make(tmp_path / "in", a="7", b="hang", c="crash", d="seize", e="contradict 30")
    summary = batch(tmp_path / "in", tmp_path / "cluster", partial(run_on_cluster, scheduler=address, timeout=5))
    assert {failure.file: failure.issue.code for failure in summary.failures} == {
        "b.pdf": "run.timed_out",
        "c.pdf": "run.crashed",
        "d.pdf": "run.timed_out",
    }
    batch(tmp_path / "in", tmp_path / "here", here(timeout=5))
    assert contents(tmp_path / "cluster") == contents(tmp_path / "here")


@needs_dask
def test_real_papers_sent_as_bytes_give_the_same_dataset(tmp_path: Path, address: str) -> None:
    def on_another_machine(tasks: Iterable[Task], work: Callable[[Task], Outcome]) -> Iterator[Any]:
        # A file that has changed and one that is not there are the same to a worker.
        given = {str(one.path): one for one in tasks}
        others = (replace(one, sha256="0" * 64) for one in given.values())
        for finished in run_on_cluster(others, work, scheduler=address, timeout=60):
            yield replace(finished, task=given[str(finished.task.path)])

    papers = tmp_path / "in"
    papers.mkdir()
    for path in sorted((ROOT / "samples").rglob("*.pdf"))[:3]:
        (papers / f"{path.parent.name}.pdf").symlink_to(path)
    (papers / "kein Übel; $x\n.pdf").write_text("not a PDF")
    batch(papers, tmp_path / "cluster", on_another_machine, process_document)
    batch(papers, tmp_path / "here", here(), process_document)
    assert contents(tmp_path / "cluster") == contents(tmp_path / "here")


@needs_dask
def test_bytes_are_sent_where_the_file_is_not_seen_and_leave_nothing_behind(tmp_path: Path, address: str) -> None:
    seen, changed = task(tmp_path / "a.pdf"), replace(task(tmp_path / "b.pdf", "8"), sha256="0" * 64)
    gone = Task(tmp_path / "c.pdf", "0" * 64, "de", Options())
    ended = {one.task: one for one in run_on_cluster([seen, changed, gone], say_where, scheduler=address, timeout=30)}
    assert failure_data(ended[seen])["path"] == str(seen.path)
    sent = failure_data(ended[changed])
    assert (Path(sent["path"]).name, sent["text"], sent["mode"]) == ("b.pdf", "8", 0o700)
    assert sent["path"] != str(changed.path)
    assert not Path(sent["path"]).parent.exists()
    assert ended[gone].end is End.DONE
    assert failure_data(ended[gone])["reason"] == "No such file or directory"


@needs_dask
def test_tasks_are_taken_only_when_there_is_a_place_for_them(tmp_path: Path, address: str) -> None:
    taken = []

    def tasks() -> Iterator[Task]:
        for number in range(10):
            taken.append(number)
            yield task(tmp_path / f"{number}.pdf", f"slow {number}")

    ended = run_on_cluster(tasks(), read_as_told, scheduler=address, jobs=2, timeout=30)
    next(ended)
    assert len(taken) <= 2
    ended.close()  # type: ignore[attr-defined]


def test_without_tasks_no_cluster_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_client", None)
    assert list(run_on_cluster([], read_as_told, timeout=1)) == []


@needs_dask
@pytest.mark.parametrize(
    ("found", "code"),
    [(("", ""), "cluster.other_program"), ((None, ""), "cluster.other_codes"), ((None, None), None)],
)
def test_workers_with_another_program_are_refused(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch, found: tuple[str | None, str | None], code: str
) -> None:
    options = Options(codes=(tmp_path / "codes",))
    ours = tuple(
        own if other is None else other for own, other in zip(remote.fingerprints(options, "de"), found, strict=True)
    )
    monkeypatch.setattr(cluster, "fingerprints", lambda *_: ours)
    tasks = [replace(task(tmp_path / "a.pdf"), options=options)]
    if code is None:
        assert len(list(run_on_cluster(tasks, read_as_told, scheduler=address, timeout=30))) == 1
        return
    with pytest.raises(ExtractorError, match=code) as error:
        list(run_on_cluster(tasks, read_as_told, scheduler=address, timeout=30))
    assert error.value.exit_code is ExitCode.CONFIGURATION_INVALID


@needs_dask
def test_a_worker_that_joined_later_is_found_out_by_its_answer(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_check_workers", lambda *_: "another")
    with pytest.raises(ExtractorError, match=r"cluster\.other_program"):
        list(run_on_cluster([task(tmp_path / "a.pdf")], read_as_told, scheduler=address, timeout=30))


@needs_dask
def test_workers_that_cannot_kill_are_refused(tmp_path: Path) -> None:
    with running_cluster(tmp_path, workers=1, daemon=True) as as_dask_has_it:
        execute = partial(run_on_cluster, scheduler=as_dask_has_it.scheduler_address, timeout=30)
        with pytest.raises(ExtractorError, match=r"cluster\.daemonic") as error:
            list(execute([task(tmp_path / "a.pdf")], read_as_told))
    assert error.value.exit_code is ExitCode.CONFIGURATION_INVALID


@needs_dask
def test_a_cluster_that_goes_away_ends_the_run_and_the_next_one_goes_on(tmp_path: Path) -> None:
    make(tmp_path / "in", **{f"n{number}": f"slow {number}" for number in range(12)})
    with running_cluster(tmp_path / "dask", workers=1) as other:
        execute = partial(run_on_cluster, scheduler=other.scheduler_address, timeout=30)
        with pytest.raises(ExtractorError, match=r"cluster\.lost") as error:
            batch(tmp_path / "in", tmp_path / "out", execute, progress=lambda _: other.close())
    assert error.value.exit_code is ExitCode.NETWORK
    summary = batch(tmp_path / "in", tmp_path / "out", here())
    assert summary.documents == 12
    assert summary.unchanged >= 1


@needs_dask
@pytest.mark.parametrize(
    ("scheduler", "code"),
    [("tcp://127.0.0.1:1", "cluster.unreachable"), ("host:", "cluster.unreachable"), ("", "cluster.no_workers")],
)
def test_a_cluster_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheduler: str, code: str
) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_CONNECT", 1)
    with running_cluster(tmp_path / "dask", workers=0) as empty:
        execute = partial(run_on_cluster, scheduler=scheduler or empty.scheduler_address, timeout=3)
        with pytest.raises(ExtractorError, match=code) as error:
            list(execute([task(tmp_path / "a.pdf")], read_as_told))
    assert error.value.exit_code is ExitCode.NETWORK


@needs_dask
def test_a_cluster_whose_last_worker_left_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "_SECONDS_BETWEEN_LOOKS", 0.1)
    monkeypatch.setattr(dispatch, "_SECONDS_WITHOUT_WORKERS", 0.2)
    with running_cluster(tmp_path / "dask", workers=1) as shrinking:
        execute = run_on_cluster(
            [task(tmp_path / f"{n}.pdf") for n in range(9)],
            read_as_told,
            scheduler=shrinking.scheduler_address,
            jobs=1,
            timeout=30,
        )
        next(execute)
        shrinking.scale(0)
        with pytest.raises(ExtractorError, match=r"cluster\.no_workers"):
            list(execute)


def test_without_dask_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    arguments = ["run", str(tmp_path), "-o", str(tmp_path / "out"), "--lang", "en"]
    for choice in (["--executor", "dask"], ["--scheduler", "tcp://127.0.0.1:1"]):
        assert run_command([*arguments, *choice]) == ExitCode.MISSING_DEPENDENCY
        assert "pip install 'drucksachen-extractor[distributed]'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@needs_dask
def test_the_command_reads_on_a_cluster(tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    paper = sorted((ROOT / "samples").rglob("*.pdf"))[0]
    command = ["run", str(paper), "--lang", "en", "-o"]
    codes = {
        run_command([*command, str(tmp_path / "cluster"), "--scheduler", address]),
        run_command([*command, str(tmp_path / "here")]),
    }
    assert len(codes) == 1
    assert contents(tmp_path / "cluster") == contents(tmp_path / "here")
    assert "distributed" not in capsys.readouterr().err


def test_the_process_that_reads_is_kept_for_the_next_document_and_ends_when_none_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = remote.Limits(30, 0)
    first, second = task(tmp_path / "a.pdf"), task(tmp_path / "b.pdf")
    processes = []
    for seconds, one in ((60, first), (0.1, second)):
        monkeypatch.setattr(remote, "_IDLE_SECONDS", seconds)
        reader = remote._borrow(say_where, limits)
        read = reader.read((one, True)).result
        assert read is not None
        assert read.outcome is not None
        assert read.outcome.failure is not None
        processes.append(int(read.outcome.failure.data["process"]))
        remote._give_back(reader)
    assert processes[0] == processes[1]
    wait_until_gone(processes[0])
    assert remote._borrow(say_where, limits) is not reader
