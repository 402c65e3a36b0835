"""What a run keeps for the next one: only what is new or stale is read, and the dataset does not show it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.batch import fingerprint, state
from extractor.batch.inputs import find_inputs
from extractor.batch.plan import Choice
from extractor.batch.pool import End, Finished
from extractor.batch.run import Settings, Summary, plan_batch, run_batch
from extractor.batch.second_readings import pack_readings, unpack_readings
from extractor.batch.state import State
from extractor.batch.status import read_status
from extractor.batch.work import Outcome, Task, failed_outcome, process_document
from extractor.corrections import Correction
from extractor.errors import ExitCode, ExtractorError
from extractor.model.geometry import Box
from extractor.model.issue import Issue, Severity
from extractor.model.second_reading import SecondReadings
from extractor.model.table import Cell, Grid
from extractor.pipeline import Options
from extractor.tables import families
from extractor.tables.families import read_again
from extractor.write import DATASET_FILES
from tests.batch.jobs import read_as_told
from tests.generator.scenarios import make_case
from tests.test_architecture import SHARED, STAGES


class Reader:
    """Reads in this process, and remembers what."""

    def __init__(self, work: Callable[[Task], Outcome] = read_as_told) -> None:
        self._work = work
        self.read: list[str] = []

    def __call__(self, tasks: Iterable[Task], work: Callable[[Task], Outcome]) -> Iterator[Finished[Task, Outcome]]:
        for task in tasks:
            self.read.append(task.path.name)
            yield Finished(task, End.DONE, work(task))

    def run(self, output: Path, *arguments: Path | str, **choices: Any) -> Summary:
        self.read.clear()
        found = find_inputs(map(str, arguments))
        return run_batch(found, output, Settings("de", 30, **choices), self, lambda outcome: None, self._work)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, order in {"a": "1", "b": "2", "c": "3"}.items():
        write(folder / f"{name}.pdf", order)
    return folder


def write(path: Path, order: str, age: float = 60) -> Path:
    """A file that was last changed a while ago."""
    path.write_text(order, encoding="utf-8")
    moment = path.stat().st_mtime - age
    os.utime(path, (moment, moment))
    return path


def contents(output: Path) -> dict[str, bytes]:
    return {name: (output / name).read_bytes() for name in DATASET_FILES}


def fresh(tmp_path: Path, *arguments: Path, **choices: Any) -> dict[str, bytes]:
    """The dataset that one run on a new folder makes."""
    output = tmp_path / f"fresh{len(list(tmp_path.iterdir()))}"
    Reader().run(output, *arguments, **choices)
    return contents(output)


def test_what_is_known_is_not_read_again(folder: Path, tmp_path: Path) -> None:
    reader, output = Reader(), tmp_path / "out"
    reader.run(output, folder)
    assert sorted(reader.read) == ["a.pdf", "b.pdf", "c.pdf"]
    before = {path.name: path.stat().st_mtime_ns for path in output.glob("*.csv")}
    summary = reader.run(output, folder)
    assert reader.read == []
    assert (summary.documents, summary.unchanged) == (3, 3)
    assert {path.name: path.stat().st_mtime_ns for path in output.glob("*.csv")} == before, "nothing was written"


def test_a_changed_a_new_and_a_missing_file(folder: Path, tmp_path: Path) -> None:
    reader, output = Reader(), tmp_path / "out"
    reader.run(output, folder)
    write(folder / "a.pdf", "7")
    write(folder / "d.pdf", "4")
    (folder / "b.pdf").unlink()
    reader.run(output, folder)
    assert sorted(reader.read) == ["a.pdf", "d.pdf"]
    assert contents(output) == fresh(tmp_path, folder)


def test_a_file_that_changed_within_the_step_of_the_clock_is_seen(folder: Path, tmp_path: Path) -> None:
    reader, output = Reader(), tmp_path / "out"
    path = write(folder / "a.pdf", "7", age=0)
    reader.run(output, folder)
    moment = path.stat().st_mtime_ns
    path.write_text("8", encoding="utf-8")
    os.utime(path, ns=(moment, moment))
    reader.run(output, folder)
    assert reader.read == ["a.pdf"]


def test_a_file_that_moved_is_known_and_one_with_another_name_is_not(folder: Path, tmp_path: Path) -> None:
    reader, output = Reader(), tmp_path / "out"
    reader.run(output, folder)
    moved = folder.rename(tmp_path / "moved")
    reader.run(output, moved)
    assert reader.read == []
    (moved / "a.pdf").rename(moved / "z.pdf")
    reader.run(output, moved)
    assert reader.read == ["z.pdf"], "its name stands in the dataset"
    assert contents(output) == fresh(tmp_path, moved)


def test_options_data_and_code_make_results_stale(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, output = Reader(), tmp_path / "out"
    reader.run(output, folder)
    codes = tmp_path / "codes"
    codes.mkdir()
    for options in (
        Options(topic="permits"),
        Options(second_reader="auto"),
        Options(ocr="never"),
        Options(codes=(codes,)),
    ):
        reader.run(output, folder, options=options)
        assert len(reader.read) == 3, options
    (codes / "land_aliases.csv").write_text("wording,code,source\n")
    reader.run(output, folder, options=Options(codes=(codes,)))
    assert len(reader.read) == 3
    reader.run(output, folder, options=Options(codes=(codes,), password="x", max_pages=9))  # noqa: S106
    assert reader.read == [], "neither changes what is read"
    known = fingerprint._version
    monkeypatch.setattr(fingerprint, "_version", lambda name: "99" if name == "rapidocr" else known(name))
    reader.run(output, folder, options=Options(codes=(codes,)))
    assert len(reader.read) == 3, "text recognition was installed, or is another"
    monkeypatch.setattr(fingerprint, "_code", lambda parts: "another version")
    reader.run(output, folder, options=Options(codes=(codes,)))
    assert len(reader.read) == 3


def test_a_correction_makes_only_its_document_stale(folder: Path, tmp_path: Path) -> None:
    reader, output = Reader(), tmp_path / "out"
    reader.run(output, folder)
    with State(output) as opened:
        digest = next(one.sha256 for one in opened.inputs() if one.name == "b.pdf")
    correction = Correction(digest, "p002t1", "r2c2", "1.790", "1.791", "misprint", "A. Muster")
    reader.run(output, folder, options=Options(corrections=(correction,)))
    assert reader.read == ["b.pdf"]


def test_the_fingerprint_covers_all_code_that_shapes_a_result() -> None:
    areas = {part.removesuffix(".py") for part in fingerprint.CODE}
    assert areas == (STAGES - {"locate"}) | (SHARED - {"lock"}) | {"pipeline", "collection"}


def test_force_reads_everything(folder: Path, tmp_path: Path) -> None:
    reader, output = Reader(), tmp_path / "out"
    reader.run(output, folder)
    reader.run(output, folder, choice=Choice(force=True))
    assert len(reader.read) == 3


def fail_on_three(task: Task) -> Outcome:
    if task.path.read_text() == "3":
        return failed_outcome(task, Issue("run.crashed", Severity.ERROR, data={"code": 3}), ExitCode.INPUT_UNREADABLE)
    return read_as_told(task)


def test_failures_are_kept_until_they_are_to_be_tried_again(folder: Path, tmp_path: Path) -> None:
    reader, output = Reader(fail_on_three), tmp_path / "out"
    for expected in (3, 0):
        summary = reader.run(output, folder)
        assert len(reader.read) == expected
        assert [failure.file for failure in summary.failures] == ["c.pdf"]
        assert summary.exit_code is ExitCode.PARTIAL
    reader.run(output, folder, choice=Choice(retry_failed=True))
    assert reader.read == ["c.pdf"]


def test_a_password_is_tried_on_what_was_locked(folder: Path, tmp_path: Path) -> None:
    def locked(task: Task) -> Outcome:
        if task.options.password is None:
            issue = Issue("read.encrypted", Severity.ERROR, data={"file": task.path.name})
            return failed_outcome(task, issue, ExitCode.ENCRYPTED)
        return read_as_told(task)

    reader, output = Reader(locked), tmp_path / "out"
    assert reader.run(output, folder).exit_code is ExitCode.ENCRYPTED
    assert reader.run(output, folder, options=Options(password="geheim")).documents == 3  # noqa: S106


def test_add_keeps_the_others_also_when_their_files_are_gone(folder: Path, tmp_path: Path) -> None:
    everything = fresh(tmp_path, folder)
    reader, output = Reader(), tmp_path / "out"
    reader.run(output, folder / "a.pdf", folder / "b.pdf")
    (folder / "a.pdf").unlink()
    summary = reader.run(output, folder / "c.pdf", add=True)
    assert reader.read == ["c.pdf"]
    assert summary.documents == 3
    assert contents(output) == everything


def test_add_needs_something_to_add_to(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match=r"run\.nothing_to_add_to") as caught:
        Reader().run(tmp_path / "out", folder, add=True)
    assert caught.value.exit_code is ExitCode.NOTHING_FOUND


def test_a_run_that_is_broken_off_keeps_what_it_has_and_the_old_dataset(folder: Path, tmp_path: Path) -> None:
    reader, output = Reader(), tmp_path / "out"
    reader.run(output, folder / "a.pdf")
    before = contents(output)

    def stop_at_two(task: Task) -> Outcome:
        if task.path.read_text() == "3":
            raise KeyboardInterrupt
        return read_as_told(task)

    with pytest.raises(KeyboardInterrupt):
        Reader(stop_at_two).run(output, folder)
    assert contents(output) == before
    reader.run(output, folder)
    assert reader.read == ["c.pdf"]
    assert contents(output) == fresh(tmp_path, folder)


def test_what_a_file_held_when_it_was_read_counts(folder: Path, tmp_path: Path) -> None:
    def change_first(task: Task) -> Outcome:
        outcome = read_as_told(task)
        return replace(outcome, part=replace(outcome.part, sha256="f" * 64)) if task.path.name == "b.pdf" else outcome

    output = tmp_path / "out"
    assert Reader(change_first).run(output, folder).documents == 3
    with State(output) as opened:
        assert opened.inputs()[1].sha256 == "f" * 64


def test_nothing_of_documents_that_left_stays_in_the_state(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    Reader().run(output, folder)
    Reader().run(output, folder / "a.pdf")
    database = sqlite3.connect(output / "state.sqlite")
    for table in ("result", "file", "input"):
        assert len(database.execute(f"SELECT * FROM {table}").fetchall()) == 1, table  # noqa: S608
    database.close()


def test_a_dataset_that_somebody_changed_is_written_again(folder: Path, tmp_path: Path) -> None:
    reader, output = Reader(), tmp_path / "out"
    reader.run(output, folder)
    before = contents(output)
    (output / "observations.csv").write_text("x")
    (output / "cells.csv").unlink()
    reader.run(output, folder)
    assert reader.read == []
    assert contents(output) == before


def test_a_damaged_state_is_put_aside(folder: Path, tmp_path: Path) -> None:
    reader, output = Reader(), tmp_path / "out"
    reader.run(output, folder)
    before = contents(output)
    (output / "state.sqlite").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(ExtractorError, match=r"state\.damaged"):
        reader.run(output, folder)
    reader.run(output, folder)
    assert len(reader.read) == 3
    assert contents(output) == before


def test_a_strange_file_of_that_name_is_left_alone(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    output.mkdir()
    with sqlite3.connect(output / "state.sqlite") as other:
        other.execute("CREATE TABLE bird (name)")
    other.close()
    with pytest.raises(ExtractorError, match=r"state\.foreign"):
        Reader().run(output, folder)
    assert sqlite3.connect(output / "state.sqlite").execute("SELECT count(*) FROM bird").fetchone() == (0,)


def test_a_plan_writes_nothing(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    Reader().run(output, folder)
    write(folder / "a.pdf", "9")
    held = (output / "state.sqlite").read_bytes()
    planned = plan_batch(find_inputs([str(folder)]), output, Settings("de", 30))
    assert {one.path.name: one.reason for one in planned} == {"a.pdf": "changed", "b.pdf": None, "c.pdf": None}
    assert (output / "state.sqlite").read_bytes() == held


@pytest.mark.skipif(os.name != "posix", reason="names that are no text")
def test_a_name_that_is_no_text(folder: Path, tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\n.pdf")
    write(folder / name, "8")
    reader, output = Reader(), tmp_path / "out"
    assert reader.run(output, folder).documents == 4
    reader.run(output, folder)
    assert reader.read == []


def test_other_readers_are_not_asked_again_for_new_code_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_case(2, "break_with_head")
    folder, codes, output = tmp_path / "in", tmp_path / "codes", tmp_path / "out"
    folder.mkdir()
    codes.mkdir()
    (codes / "land_aliases.csv").write_text("wording,code,source\n")
    (folder / "made.pdf").write_bytes(case.pdf)
    asked: list[tuple[str, tuple[int, ...]]] = []

    def note(*arguments: Any) -> Any:
        asked.append(arguments[2:])
        return read_again(*arguments)

    monkeypatch.setattr(families, "read_again", note)
    reader = Reader(process_document)
    reader.run(output, folder, options=Options(second_reader="always"))
    assert ("pdfplumber", (1, 2)) in asked
    before = contents(output)
    asked.clear()
    reader.run(output, folder, options=Options(second_reader="always", codes=(codes,)))
    assert (reader.read, asked) == (["made.pdf"], [])
    assert contents(output) == before
    monkeypatch.setattr(state, "reading_fingerprint", lambda: "another version")
    reader.run(output, folder, options=Options(second_reader="always"))
    assert ("pdfplumber", (1, 2)) in asked
    assert contents(output) == before


CELLS = st.builds(
    Cell,
    *[st.integers(1, 9)] * 4,
    st.text(max_size=5),
    st.integers(1, 9),
    st.builds(Box, *[st.floats(0, 900)] * 4),
    st.none() | st.builds(Box, *[st.floats(0, 900)] * 4),
    st.booleans(),
)
GRIDS = st.builds(
    Grid,
    st.integers(1, 9),
    st.builds(Box, *[st.floats(0, 900)] * 4),
    st.integers(1, 9),
    st.integers(1, 9),
    st.lists(CELLS, max_size=3).map(tuple),
    st.just("pdfplumber"),
)
ISSUES = st.builds(
    Issue,
    st.text(max_size=5),
    st.sampled_from(Severity),
    st.none() | st.integers(1, 9),
    data=st.dictionaries(st.text(max_size=3), st.text(max_size=3) | st.integers()),
)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["pdfplumber", "camelot"]), st.integers(1, 9)),
        st.tuples(st.lists(GRIDS, max_size=2).map(tuple), st.lists(ISSUES, max_size=2).map(tuple)),
        max_size=3,
    )
)
def test_readings_come_back_as_they_were(readings: SecondReadings) -> None:
    assert unpack_readings(pack_readings(readings)) == readings


def test_status_says_what_is_done_failed_and_pending(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    with pytest.raises(ExtractorError, match=r"status\.no_state"):
        read_status(tmp_path)
    seen = []

    def look(task: Task) -> Outcome:
        seen.append(read_status(output))
        if len(seen) == 3:
            raise KeyboardInterrupt
        return fail_on_three(task)

    with pytest.raises(KeyboardInterrupt):
        Reader(look).run(output, folder, folder / "fehlt.pdf")
    assert [(one.running, one.done, one.pending, one.run.process) for one in seen] == [
        (True, 0, 3, os.getpid()),
        (True, 1, 2, os.getpid()),
        (True, 2, 1, os.getpid()),
    ]
    assert seen[2].speed is not None and seen[2].seconds_left == pytest.approx(1 / seen[2].speed)
    broken_off = read_status(output)
    assert (broken_off.running, broken_off.run.complete, broken_off.pending) == (False, False, 1)
    Reader(fail_on_three).run(output, folder, folder / "fehlt.pdf")
    whole = read_status(output)
    assert (whole.run.complete, whole.done, whole.pages, whole.pending) == (True, 2, 6, 0)
    assert whole.failed == {"inputs.not_found": ("fehlt.pdf",), "run.crashed": ("c.pdf",)}
    assert (whole.run.read, whole.run.unchanged) == (1, 2)


FILES = st.dictionaries(st.sampled_from("abcde"), st.sampled_from(["1", "2", "3", "30"]), max_size=5)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FILES, min_size=1, max_size=4))
def test_the_way_to_a_dataset_does_not_show(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, str]]
) -> None:
    place = tmp_path_factory.mktemp("place")
    folder, output = place / "in", place / "out"
    folder.mkdir()
    for files in steps:
        for path in folder.iterdir():
            path.unlink()
        for name, order in files.items():
            write(folder / f"{name}.pdf", order)
        summary = Reader().run(output, folder)
        if files:
            assert contents(output) == fresh(place, folder)
            assert summary.documents == len(set(files.values()))
