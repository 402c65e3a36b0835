from __future__ import annotations

import csv
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from extractor.batch import run, work
from extractor.batch.inputs import Inputs, find_inputs
from extractor.batch.pool import run_tasks
from extractor.batch.run import Settings, Summary, run_batch
from extractor.batch.state import State
from extractor.batch.work import Task, process_document
from extractor.errors import ExitCode, ExtractorError
from extractor.model.table import TableStatus
from extractor.pipeline import Options
from extractor.write import DATASET_FILES
from extractor.write.part import unpack_lines
from tests.batch.jobs import read_as_told


def read(output: Path, table: str) -> list[dict[str, str]]:
    with (output / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def contents(output: Path) -> dict[str, bytes]:
    return {name: (output / name).read_bytes() for name in DATASET_FILES}


def make(folder: Path, **orders: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    for name, order in orders.items():
        (folder / f"{name}.pdf").write_text(order, encoding="utf-8")
    return [str(folder)]


def start(arguments: list[str], output: Path, jobs: int = 2, timeout: float = 30, **choices: Any) -> Summary:
    return run_on(find_inputs(arguments), output, jobs, timeout, **choices)


def run_on(found: Inputs, output: Path, jobs: int = 1, timeout: float = 30, **choices: Any) -> Summary:
    execute = partial(run_tasks, jobs=jobs, timeout=timeout)
    return run_batch(found, output, Settings("de", timeout, **choices), execute, lambda outcome: None, read_as_told)


def test_a_bad_document_stops_nothing(tmp_path: Path) -> None:
    arguments = make(tmp_path / "in", a="7", b="hang", c="crash", d="12", e="contradict 30")
    summary = start([*arguments, str(tmp_path / "fehlt.pdf")], tmp_path / "out", timeout=4)
    assert (summary.documents, summary.pages, summary.observations) == (3, 9, 3)
    assert summary.exit_code is ExitCode.PARTIAL
    assert [(failure.file, failure.issue.code) for failure in summary.failures] == [
        ("b.pdf", "run.timed_out"),
        ("c.pdf", "run.crashed"),
        ("fehlt.pdf", "inputs.not_found"),
    ]
    assert [row["doc_id"] for row in read(tmp_path / "out", "documents")] == ["bt-99-7", "bt-99-12", "bt-99-30"]
    errors = {row["file"]: row for row in read(tmp_path / "out", "issues") if row["severity"] == "error"}
    assert set(errors) == {"b.pdf", "c.pdf", "fehlt.pdf"}
    assert errors["b.pdf"]["message"].startswith("b.pdf: Nach 4 Sekunden aufgegeben")


def test_number_of_processes_and_order_of_inputs_do_not_show(tmp_path: Path) -> None:
    make(tmp_path / "in", **{f"n{number}": str(number) for number in range(8)})
    files = [str(tmp_path / "in" / f"n{number}.pdf") for number in range(8)]
    start(files, tmp_path / "one", jobs=1)
    start(files[::-1], tmp_path / "two", jobs=3)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_equal_files_count_once_and_this_is_said(tmp_path: Path) -> None:
    summary = start(make(tmp_path / "in", a="7", b="7"), tmp_path / "out")
    assert (summary.documents, summary.duplicates, summary.exit_code) == (1, 1, ExitCode.OK)
    (issue,) = [row for row in read(tmp_path / "out", "issues") if row["code"] == "run.duplicate"]
    assert (issue["file"], issue["severity"]) == ("b.pdf", "info")


def test_the_dataset_is_exactly_the_inputs_of_the_last_run(tmp_path: Path) -> None:
    start(make(tmp_path / "in", a="7", b="8"), tmp_path / "out")
    start(make(tmp_path / "in2", c="9"), tmp_path / "out")
    assert [row["doc_id"] for row in read(tmp_path / "out", "documents")] == ["bt-99-9"]


def test_no_input_at_all_leaves_an_old_dataset_alone(tmp_path: Path) -> None:
    start(make(tmp_path / "in", a="7"), tmp_path / "out")
    before = contents(tmp_path / "out")
    summary = start(make(tmp_path / "leer"), tmp_path / "out")
    assert summary.exit_code is ExitCode.NOTHING_FOUND
    assert contents(tmp_path / "out") == before
    start(make(tmp_path / "leer"), tmp_path / "new")
    assert [row["code"] for row in read(tmp_path / "new", "issues")] == ["inputs.no_pdf_in_folder"]


def test_nothing_is_read_when_the_output_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "diss.docx").write_text("x")
    with pytest.raises(ExtractorError, match=r"write\.other_content"):
        start(make(tmp_path / "in", a="hang"), tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["diss.docx"]


def test_a_file_that_vanished_is_a_failure(tmp_path: Path) -> None:
    found = find_inputs(make(tmp_path / "in", a="7", b="8"))
    (tmp_path / "in" / "a.pdf").unlink()
    summary = run_on(found, tmp_path / "out")
    assert [failure.issue.code for failure in summary.failures] == ["inputs.not_readable"]
    assert summary.documents == 1


def test_a_fault_of_ours_is_an_issue_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("row 3")

    monkeypatch.setattr(work, "read_one", fail)
    outcome = process_document(Task(tmp_path / "a.pdf", "a" * 64, "de", Options()))
    assert outcome.failure is not None
    assert outcome.failure.code == "run.internal_error"
    assert b"ValueError: row 3 (test_run.py:" in b"".join(unpack_lines(outcome.part.rows["issues"]))


def test_a_full_disk_ends_the_run_and_is_no_fault_of_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(State, "keep_result", full)
    with pytest.raises(ExtractorError, match=r"write\.not_writable"):
        start(make(tmp_path / "in", a="7"), tmp_path / "out")
    monkeypatch.undo()
    assert start(make(tmp_path / "in", a="7"), tmp_path / "out").documents == 1


def failure(code: ExitCode) -> run.Failure:
    from extractor.model.issue import Issue, Severity

    return run.Failure("a.pdf", Issue("read.not_a_pdf", Severity.ERROR), code)


@pytest.mark.parametrize(
    ("documents", "codes", "contradicted", "expected"),
    [
        (1, [], 0, ExitCode.OK),
        (0, [], 0, ExitCode.OK),
        (1, [], 1, ExitCode.PARTIAL),
        (1, [ExitCode.ENCRYPTED], 0, ExitCode.PARTIAL),
        (0, [ExitCode.ENCRYPTED], 0, ExitCode.ENCRYPTED),
        (0, [ExitCode.ENCRYPTED] * 2, 0, ExitCode.ENCRYPTED),
        (0, [ExitCode.ENCRYPTED, ExitCode.NOTHING_FOUND], 0, ExitCode.INPUT_UNREADABLE),
    ],
)
def test_exit_codes(documents: int, codes: list[ExitCode], contradicted: int, expected: ExitCode) -> None:
    from collections import Counter

    summary = Summary(
        documents,
        0,
        Counter({TableStatus.CONTRADICTED: contradicted}),
        0,
        0,
        tuple(failure(code) for code in codes),
    )
    assert summary.exit_code is expected
