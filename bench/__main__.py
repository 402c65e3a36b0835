"""``python -m bench [PDF...]``: what reading costs, beside pdfplumber in the same sitting.

Without arguments the four answers of the corpus beside the checkout are measured, or the samples where there is none.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPEATS = 3
PDFPLUMBER = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_tables()
        page.close()
"""


@dataclass(frozen=True)
class Cost:
    """Processor seconds (user and system) and peak memory in MB of one process and its children."""

    seconds: float
    megabytes: float


def measure(command: Sequence[str | Path], accepted: frozenset[int] = frozenset({0})) -> Cost:
    """Runs a command to its end; the least of several runs, as others disturb a run but never speed it up."""
    return min((_measure_once(command, accepted) for _ in range(REPEATS)), key=lambda cost: cost.seconds)


def _measure_once(command: Sequence[str | Path], accepted: frozenset[int]) -> Cost:
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in accepted:
        raise SystemExit(f"{command} ended with {process.returncode}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def papers(arguments: Sequence[str]) -> list[Path]:
    """The PDFs to be measured."""
    if arguments:
        return [Path(argument) for argument in arguments]
    answers = sorted((ROOT.parent / "shared" / "corpus" / "answers").glob("*.pdf"))
    return answers or sorted((ROOT / "samples").glob("*/document.pdf"))


def report(paths: Sequence[Path]) -> Iterator[str]:
    """The lines of the report, as they are measured."""
    python, program = sys.executable, [sys.executable, "-m", "extractor"]
    yield f"extractor --help: {measure([*program, '--help']).seconds:.2f} s"
    for path in paths:
        ours = measure([*program, "tables", path])
        plumber = measure([python, "-c", PDFPLUMBER, path])
        with tempfile.TemporaryDirectory() as folder:
            command = [*program, "run", path, "--output", Path(folder, "dataset"), "--jobs", "1"]
            whole = measure(command, frozenset({0, 1}))
        yield (
            f"{path.name}: tables {ours.seconds:.2f} s, {ours.megabytes:.0f} MB; pdfplumber {plumber.seconds:.2f} s "
            f"({plumber.seconds / ours.seconds:.1f} times as much); run {whole.seconds:.2f} s"
        )


if __name__ == "__main__":
    for line in report(papers(sys.argv[1:])):
        print(line, flush=True)
