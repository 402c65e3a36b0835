"""Ten thousand results: in constant memory, at the pace the politeness setting allows."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The greatest resident size since the program was started; that of `os.wait4` begins with the size of the parent.
TELLING_ITS_PEAK = """
import atexit, sys
from pathlib import Path
atexit.register(lambda: sys.stderr.write(Path("/proc/self/status").read_text()))
from extractor.cli import main
main()
"""
TITLES = ("Aufenthaltserlaubnisse", "Niederlassungserlaubnis", "Duldungen", "Bleiberecht", "Visa")


@pytest.fixture
def service(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The stand-in in a process of its own; gives the environment that points at it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.dip_standin", "--port", "0", "--questions", str(request.param)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(5)]
        yield dict(match.groups() for line in lines if (match := re.match(r"export (\w+)=(\S+)", line)))
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def locate(service: dict[str, str], folder: Path, *arguments: str, pace: str = "0") -> tuple[int, float, int]:
    """The number of lines, the seconds and the greatest resident size in kB of one call."""
    environment = {
        **os.environ,
        **service,
        "PYTHONPATH": str(ROOT),
        "EXTRACTOR_PACE": pace,
        "EXTRACTOR_STORE": str(folder / "store"),
        "EXTRACTOR_CACHE": str(folder / "cache"),
    }
    begin = time.monotonic()
    with (folder / "out.jsonl").open("wb") as output:
        process = subprocess.run(
            [sys.executable, "-c", TELLING_ITS_PEAK, "locate", *arguments, "--format", "jsonl"],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            check=True,
        )
    seconds = time.monotonic() - begin
    peak = re.search(r"VmHWM:\s*(\d+) kB", process.stderr)
    assert peak
    with (folder / "out.jsonl").open("rb") as lines:
        return len(set(lines)), seconds, int(peak[1])


@pytest.mark.parametrize(
    ("service", "expected"),
    [(1_000, 1_000), pytest.param(10_000, 10_000, marks=pytest.mark.slow)],
    indirect=["service"],
)
@pytest.mark.parametrize(
    "arguments",
    [
        tuple(f"--title={word}" for word in TITLES),
        ("--descriptor=Aufenthaltserlaubnis", "--descriptor=Duldung", "--wahlperiode=21"),
    ],
    ids=["titles", "descriptors"],
)
def test_many_results(service: dict[str, str], expected: int, arguments: tuple[str, ...], tmp_path: Path) -> None:
    # The first time the stand-in sorts and indexes its records, and the machine may be busy with something else:
    # the best of some runs is the pace of the client.
    runs = [locate(service, tmp_path, *arguments) for _ in range(4 if expected >= 10_000 else 1)]
    count, seconds, kilobytes = min(runs, key=lambda run: run[1])
    print(f"{count} results, {seconds:.2f} s, {count / seconds:.0f} a second, {kilobytes / 1024:.0f} MB")
    assert count == expected
    assert kilobytes < 150_000
    if expected >= 10_000:
        assert count / seconds > 2_000


@pytest.mark.parametrize("service", [150], indirect=True)
def test_politeness_is_kept(service: dict[str, str], tmp_path: Path) -> None:
    count, seconds, _ = locate(service, tmp_path, "--title", "Duldungen", pace="0.2")
    assert count == 30
    # Vorgänge and the end of the walk, positions and the end, Drucksachen: at least five requests, four pauses.
    assert seconds >= 0.8
