"""The program as a user calls it, and what it leaves behind."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from extractor.cli import run_command
from tests.cli.papers import PAPER

# What must never reach a terminal: control characters but the line feed, and what turns the direction of reading.
_RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Called:
    """Exit code and what was written to the two streams."""

    code: int
    out: str
    err: str


def call(*arguments: Path | str) -> Called:
    """Calls the program in this process; no call may show a traceback or a control character."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run_command([str(argument) for argument in arguments])
    return _checked(Called(int(code), out.getvalue(), err.getvalue()))


def start(*arguments: Path | str, program: str = "", seconds: float = 120, memory: int = 0) -> Called:
    """Calls ``python -m extractor``, or another program, in a process of its own.

    ``memory`` bounds its address space, in bytes.
    """

    def bound() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    done = subprocess.run(
        [sys.executable, *(["-c", program] if program else ["-m", "extractor"]), *map(os.fsencode, arguments)],
        capture_output=True,
        timeout=seconds,
        check=False,
        preexec_fn=bound if memory else None,
    )
    return _checked(Called(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")))


def _checked(called: Called) -> Called:
    assert "Traceback" not in called.err
    assert "Unexpected error" not in called.err
    assert "Unerwarteter Fehler" not in called.err
    assert not _RAW.search(called.err)
    return called


def dataset_of(folder: Path, output: Path, *options: str) -> Called:
    """Makes a dataset of all files of a folder and of one plain paper more, which must always be in it."""
    (folder / "zz_gut.pdf").write_bytes(PAPER)
    called = call("run", folder, "--output", output, "--jobs", "1", "--second-reader", "never", *options)
    assert called.out == ""
    assert "zz_gut.pdf" in {row["file"] for row in rows(output, "documents")}
    good = [row for row in rows(output, "issues") if row["file"] == "zz_gut.pdf"]
    assert {row["code"] for row in good} == {"document.no_drucksache"}
    return called


def rows(output: Path, table: str) -> list[dict[str, str]]:
    """One table of a dataset."""
    with (output / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def codes_by_file(output: Path) -> dict[str, set[str]]:
    """The codes of the issues of each file, but for that of a paper without a number."""
    found: dict[str, set[str]] = {}
    for row in rows(output, "issues"):
        if row["code"] != "document.no_drucksache":
            found.setdefault(row["file"], set()).add(row["code"])
    return found


def figures(output: Path, file: str) -> list[str]:
    """The printed figures of one file of the dataset that have a value."""
    ids = {row["doc_id"] for row in rows(output, "documents") if row["file"] == file}
    return [row["value_raw"] for row in rows(output, "observations") if row["doc_id"] in ids and row["value"]]


EXPECTED = ["1.200", "300", "1.500", "200", "90", "290", "1.400", "390", "1.790"]
"""The figures of the table that these papers print."""
