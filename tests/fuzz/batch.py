"""A batch of mutants through the program as users start it, and what is wrong afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extractor.batch.pool import run_tasks
from extractor.errors import ExitCode
from tests.fuzz.checks import Dataset, Finding, faults_of_command, faults_of_mutants, faults_of_output
from tests.fuzz.damage import damaged_pages
from tests.fuzz.recipes import ROOT

# A mutant is a paper of some pages: a second at most. What takes longer than this hangs.
SECONDS_PER_DOCUMENT = 60
# Twice what the corpus's largest papers take.
MEGABYTES_PER_DOCUMENT = 1536
_SECONDS_PER_BATCH = 3600


@dataclass(frozen=True, slots=True)
class Judged:
    """``counts`` has the issues by code, and the documents; ``damaged`` is the number of damaged pages."""

    findings: tuple[Finding, ...]
    counts: Counter[str] = field(default_factory=Counter)
    damaged: int = 0


def read_and_judge(mutants: Mapping[str, bytes], folder: Path, *, jobs: int, second_reader: str = "never") -> Judged:
    """Writes the mutants below ``folder``, has them read, and looks at what came of it."""
    inputs, output = folder / "in", folder / "out"
    inputs.mkdir(parents=True)
    for name, data in mutants.items():
        (inputs / name).write_bytes(data)
    choices = {
        "--output": output,
        "--jobs": jobs,
        "--timeout": SECONDS_PER_DOCUMENT,
        "--memory": MEGABYTES_PER_DOCUMENT,
        "--second-reader": second_reader,
        "--lang": "en",
    }
    done = _extractor("run", inputs, *(word for choice in choices.items() for word in choice))
    findings = [*faults_of_command(done, "run")]
    if not (output / "datapackage.json").is_file():
        return Judged((*findings, Finding("", f"stopped, exit code {done.returncode}: {done.stderr[-2000:]}")))
    dataset = Dataset.of(output)
    checked = _extractor("check", output, "--lang", "en")
    findings += [*faults_of_command(checked, "check"), *faults_of_output(output, dataset, done.returncode)]
    if checked.returncode not in (ExitCode.OK, ExitCode.PARTIAL):
        findings.append(Finding("", f"check finds the dataset unsound: {checked.stdout[-2000:]}"))
    damaged = _damaged_pages(inputs, mutants)
    findings += faults_of_mutants(dataset, damaged)
    told = sum(len(pages) for name, pages in damaged.items() if name in dataset.read)
    return Judged(tuple(findings), dataset.counts + Counter({"documents": len(dataset.documents)}), told)


def _extractor(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "extractor", *map(str, words)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, errors="replace", timeout=_SECONDS_PER_BATCH, check=False
    )


def _damaged_pages(inputs: Path, names: Mapping[str, bytes]) -> dict[str, frozenset[int]]:
    """By name; nothing is said of a mutant on which the other programs hang or crash."""
    paths = [inputs / name for name in names]
    limits = {"timeout": SECONDS_PER_DOCUMENT, "memory": MEGABYTES_PER_DOCUMENT << 20}
    ended = run_tasks(paths, damaged_pages, jobs=1, **limits)
    return {finished.task.name: finished.result or frozenset() for finished in ended}
