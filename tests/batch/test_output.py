"""What a run does when the disk, the folder or the system says no."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.batch.status import read_status
from extractor.errors import ExitCode, ExtractorError
from tests.batch.soak import ROOT, command, contents, make_documents

SAMPLES = (ROOT / "samples",)
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs limits and signals of POSIX")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch") / "in"
    make_documents(folder, 8, sources=SAMPLES)
    return folder


@pytest.fixture(scope="module")
def whole(folder: Path) -> dict[str, bytes]:
    """The dataset of a run that nothing disturbs."""
    subprocess.run(command(folder, folder.parent / "out", 1), cwd=ROOT, check=False)
    return contents(folder.parent / "out")


def limit_files() -> None:
    """No file of this process may grow beyond 60 kB: to a program that is a full disk."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))


@posix
def test_a_full_disk_is_told_and_the_same_command_goes_on(
    folder: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    output = tmp_path / "out"
    full = subprocess.run(
        command(folder, output, 1), cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=limit_files
    )
    assert full.returncode == ExitCode.OUTPUT_NOT_WRITABLE, full.stderr
    assert "Traceback" not in full.stderr
    assert str(output) in full.stderr
    assert not list(output.glob("*.csv"))
    subprocess.run(command(folder, output, 1), cwd=ROOT, check=False)
    assert contents(output) == whole
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc takes no files, not even from root")
def test_an_output_that_takes_no_files_is_told(folder: Path) -> None:
    refused = subprocess.run(
        command(folder, Path("/proc/dataset"), 1), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert refused.returncode == ExitCode.OUTPUT_NOT_WRITABLE, refused.stderr
    assert "/proc" in refused.stderr and "Traceback" not in refused.stderr


@posix
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_stop_ends_in_seconds_and_loses_nothing(
    folder: Path, whole: dict[str, bytes], tmp_path: Path, asked: signal.Signals
) -> None:
    output = tmp_path / "out"
    with subprocess.Popen(command(folder, output, 1), cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        wait_for_results(output, 2)
        process.send_signal(asked)
        began = time.monotonic()
        _, errors = process.communicate()
        assert time.monotonic() - began < 10
    assert process.returncode == ExitCode.INTERRUPTED
    assert str(output) in errors and "Traceback" not in errors
    kept = read_status(output).done
    assert kept >= 2
    subprocess.run(command(folder, output, 1), cwd=ROOT, check=False)
    assert contents(output) == whole
    assert read_status(output).run.read == 8 - kept


def wait_for_results(output: Path, count: int) -> None:
    """Until so many documents are read; a run of eight takes a second or two behind its start."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if read_status(output).run.read >= count:
                return
        except ExtractorError:  # there is no state yet
            pass
        time.sleep(0.01)
    raise AssertionError("nothing was read")
