"""Whole processes: what a user pays for ``extractor tables FILE``, and for the same with another reader."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_UNIT = 1024 * 1024 if sys.platform == "darwin" else 1024
_PDFPLUMBER = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_tables()
        page.close()
"""
_CAMELOT = """
import sys, camelot
for table in camelot.read_pdf(sys.argv[1], pages="all", flavor="lattice", suppress_stdout=True):
    table.df.to_csv()
"""


@dataclass(frozen=True)
class Cost:
    """CPU seconds (user and system) and peak memory in MB of a process and its children."""

    seconds: float
    megabytes: float
    runs: int


def whole_processes(python: Path, file: Path, runs: int) -> dict[str, Cost]:
    """The cost of each program on one file; ``python`` is the interpreter of the other readers."""
    commands: dict[str, list[str]] = {
        "extractor tables": [sys.executable, "-m", "extractor", "tables", str(file)],
        "pdfplumber, extract_tables": [str(python), "-c", _PDFPLUMBER, str(file)],
        "camelot lattice": [str(python), "-c", _CAMELOT, str(file)],
    }
    # camelot takes as long as everything else together; its median of three says as much.
    return {name: measure(command, min(runs, 3) if "camelot" in name else runs) for name, command in commands.items()}


def measure(command: Sequence[str], runs: int) -> Cost:
    """The median of several runs; raises where the program does not end with 0 or 1."""
    costs = [_measure_once(command) for _ in range(runs)]
    return Cost(
        statistics.median(seconds for seconds, _ in costs), max(megabytes for _, megabytes in costs), len(costs)
    )


def _measure_once(command: Sequence[str]) -> tuple[float, float]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{command[:3]} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _UNIT
