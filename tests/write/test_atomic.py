from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from extractor.errors import ExitCode, ExtractorError
from extractor.write import atomic, check_output, make_part, merge_parts, publish, recover, staging
from extractor.write.atomic import DATASET_FILES
from tests.write.results import make_result


class Killed(BaseException):
    """Stands for the end of the process: nothing in the program catches it."""


def stage(folder: Path, doc_id: str) -> Path:
    part = make_part(make_result(doc_id), "a" * 64, "de")
    folder.mkdir(parents=True)
    merge_parts([part], folder, "de")
    return folder


def dataset(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in DATASET_FILES if (folder / name).exists()}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    output = tmp_path / "out"
    publish(stage(tmp_path / "work" / "first", "bt-99-1"), output)
    (output / "mappe.xlsx").write_bytes(b"workbook")
    (output / "bericht").mkdir()
    (output / "bericht" / "seite.html").write_text("page")
    return output


def test_a_new_output_is_made_with_its_parents(tmp_path: Path) -> None:
    output = tmp_path / "a" / "b"
    with staging(output) as workplace:
        assert workplace.parent == output.parent
        publish(stage(workplace / "dataset", "bt-99-1"), output)
    assert set(dataset(output)) == set(DATASET_FILES)
    assert [path.name for path in output.parent.iterdir()] == ["b"]


def test_an_empty_output_is_taken(tmp_path: Path) -> None:
    output = tmp_path / "out"
    output.mkdir()
    check_output(output)
    publish(stage(tmp_path / "work" / "first", "bt-99-1"), output)
    assert set(dataset(output)) == set(DATASET_FILES)


@pytest.mark.parametrize("exchangeable", [True, False])
def test_an_old_dataset_gives_way_and_other_files_stay(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchangeable: bool
) -> None:
    if not exchangeable:
        monkeypatch.setattr(atomic, "exchange", lambda first, second: False)
    staged = stage(tmp_path / "work" / "second", "bt-99-2")
    expected = dataset(staged)
    publish(staged, old)
    assert dataset(old) == expected
    assert sorted({path.name for path in old.iterdir()} - set(DATASET_FILES)) == ["bericht", "mappe.xlsx"]
    assert (old / "mappe.xlsx").read_bytes() == b"workbook"
    assert (old / "bericht" / "seite.html").read_text() == "page"


def test_an_output_in_which_we_stand_is_not_taken_from_under_us(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(old)
    staged = stage(tmp_path / "work" / "second", "bt-99-2")
    expected = dataset(staged)
    publish(staged, Path())
    assert dataset(Path()) == dataset(old) == expected


STEPS = ("rename", "replace", "mkdir", "rmdir", "link", "fsync", "open")


def die_at(monkeypatch: pytest.MonkeyPatch, step: int, before: bool) -> None:
    """Ends the process at the ``step``-th call that changes the disk, before or after it."""
    calls = 0

    def dying(call: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*arguments: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls == step and before:
                raise Killed
            result = call(*arguments, **named)
            if calls == step:
                raise Killed
            return result

        return wrapped

    for name in STEPS:
        monkeypatch.setattr(os, name, dying(getattr(os, name)))
    monkeypatch.setattr(atomic, "exchange", dying(atomic.exchange))


@pytest.mark.parametrize("exchangeable", [True, False])
@pytest.mark.parametrize("before", [True, False])
def test_a_run_killed_at_any_step_leaves_the_old_or_the_new_dataset(
    tmp_path: Path, exchangeable: bool, before: bool
) -> None:
    left = set()
    for step in range(1, 200):
        place = tmp_path / str(step)
        output = place / "out"
        publish(stage(place / "work" / "first", "bt-99-1"), output)
        (output / "mappe.xlsx").write_bytes(b"workbook")
        staged = stage(place / "work" / "second", "bt-99-2")
        datasets = {"old": dataset(output), "new": dataset(staged)}
        killed = False
        with pytest.MonkeyPatch.context() as patch:
            if not exchangeable:
                patch.setattr(atomic, "exchange", lambda first, second: False)
            die_at(patch, step, before)
            try:
                publish(staged, output)
            except Killed:
                killed = True
        if exchangeable:
            assert dataset(output) in datasets.values(), step
        recover(output)
        found = [name for name, files in datasets.items() if files == dataset(output)]
        assert found, f"a mixture after step {step}"
        left.update(found)
        assert (output / "mappe.xlsx").read_bytes() == b"workbook"
        check_output(output)
        if not killed:
            assert found == ["new"]
            break
    else:
        pytest.fail("more steps than expected")
    assert left == {"old", "new"}
    assert step > (10 if exchangeable else 20)


PUBLISH_FOR_EVER = """
import sys, shutil, itertools
from pathlib import Path
from extractor.write import publish, staging
output = Path(sys.argv[1])
print("ready", flush=True)
for turn in itertools.cycle(sys.argv[2:]):
    with staging(output) as workplace:
        shutil.copytree(turn, workplace / "dataset")
        publish(workplace / "dataset", output)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="strict only where folders are exchanged in one call")
def test_a_run_killed_at_a_random_moment_leaves_a_whole_dataset(tmp_path: Path) -> None:
    first, second = stage(tmp_path / "first", "bt-99-1"), stage(tmp_path / "second", "bt-99-2")
    whole = [dataset(first), dataset(second)]
    place = tmp_path / "place"
    output = place / "out"
    moments = random.Random(1)
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", PUBLISH_FOR_EVER, str(output), str(first), str(second)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0.05, 0.25))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        if output.exists():
            assert dataset(output) in whole
    with staging(output):
        assert len(list(place.iterdir())) == 2, "folders of killed runs are cleared away"
    assert [path.name for path in place.iterdir()] == ["out"]


def refusal(output: Path) -> str:
    with pytest.raises(ExtractorError) as caught:
        check_output(output)
    assert caught.value.exit_code is ExitCode.OUTPUT_NOT_WRITABLE
    return caught.value.code


def test_outputs_that_are_refused(tmp_path: Path, old: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    assert refusal(file) == "write.not_a_folder"
    other = tmp_path / "other"
    other.mkdir()
    (other / "diss.docx").write_text("x")
    assert refusal(other) == "write.other_content"
    (other / "datapackage.json").write_text('{"name": "penguins"}')
    assert refusal(other) == "write.other_content"
    check_output(old)


def test_a_folder_without_right_to_write_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root, who runs many a CI, may write everywhere
    assert refusal(tmp_path / "out") == "write.not_writable"


def test_a_full_disk_leaves_the_old_dataset(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dataset(old)
    staged = stage(tmp_path / "work" / "second", "bt-99-2")

    def full(handle: int) -> Iterator[None]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExtractorError, match=r"write\.not_writable"):
        publish(staged, old)
    assert dataset(old) == before


def test_the_work_folder_is_gone_after_an_error(tmp_path: Path) -> None:
    with suppress(ValueError), staging(tmp_path / "out") as workplace:
        (workplace / "x").write_text("x")
        raise ValueError
    assert list(tmp_path.iterdir()) == []
