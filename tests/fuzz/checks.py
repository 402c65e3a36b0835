"""What must hold when a batch of mutants has been read: of the command, of the dataset, of each single file."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

from extractor.batch.run import OWN_FILES
from extractor.errors import ExitCode
from extractor.write import DATASET_FILES

Row = dict[str, str]

_TRACEBACK = "Traceback (most recent call last)"
# What is told of a page that is not read, or not wholly; `read.repaired` and
# `read.incomplete` stand for all pages of a file.
_DAMAGE = frozenset({"read.page_damaged", "read.pages_damaged", "read.content_damaged"})
_PAGES = re.compile(r"pp?\. ([0-9]+)(?: to ([0-9]+))?")
_ENCRYPTED = frozenset({"read.encrypted", "read.wrong_password"})
# No faults of a mutant's own: limits held, or a library crashed, and the document alone was lost.
LIMITS = frozenset({"run.timed_out", "run.crashed", "run.out_of_memory"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong; ``file`` is the mutant's name, empty where it is about the batch."""

    file: str
    fault: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """The rows of an output that a batch is judged by."""

    documents: tuple[Row, ...]
    tables: tuple[Row, ...]
    issues: tuple[Row, ...]

    @classmethod
    def of(cls, output: Path) -> Dataset:
        return cls(*(_rows(output / f"{name}.csv") for name in ("documents", "tables", "issues")))

    @property
    def read(self) -> frozenset[str]:
        """The names of the files that became documents."""
        return frozenset(row["file"] for row in self.documents)

    @property
    def failed(self) -> Mapping[str, str]:
        """The files that became none, with the code of the reason."""
        return {row["file"]: row["code"] for row in self.issues if row["severity"] == "error" and not row["doc_id"]}

    @property
    def doubled(self) -> frozenset[str]:
        """The files whose bytes are those of another."""
        return frozenset(row["file"] for row in self.issues if row["code"] == "run.duplicate")

    @property
    def counts(self) -> Counter[str]:
        """Issues by code."""
        return Counter(row["code"] for row in self.issues)


def _rows(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def faults_of_command(done: CompletedProcess[str], command: str) -> Iterator[Finding]:
    """A traceback or an error shown that ended the command, an end by a signal."""
    said = done.stdout + done.stderr
    if _TRACEBACK in said or "Unexpected error in the program" in said:
        yield Finding("", f"{command} shows a fault of the program: {said[-2000:]}")
    if done.returncode < 0:
        yield Finding("", f"{command} ended by signal {-done.returncode}")


def faults_of_output(output: Path, dataset: Dataset, exit_code: int) -> Iterator[Finding]:
    """Files that do not belong there, tracebacks in rows, an exit code that the rows do not bear out."""
    strange = {path.name for path in output.iterdir()} - {*DATASET_FILES, *OWN_FILES}
    if strange:
        yield Finding("", f"left in the output: {', '.join(sorted(strange))}")
    for name in DATASET_FILES:
        if _TRACEBACK in (output / name).read_text(encoding="utf-8"):
            yield Finding("", f"a traceback in {name}")
    expected = exit_code_for(dataset)
    if exit_code != expected:
        yield Finding("", f"exit code {exit_code}, but by its rows {expected.value}")


def exit_code_for(dataset: Dataset) -> ExitCode:
    """The code that ``docs/exit-codes.md`` gives to such a dataset."""
    codes = {
        ExitCode.ENCRYPTED if code in _ENCRYPTED else ExitCode.INPUT_UNREADABLE for code in dataset.failed.values()
    }
    if dataset.failed and not dataset.documents:
        return codes.pop() if len(codes) == 1 else ExitCode.INPUT_UNREADABLE
    contradicted = any(row["status"] == "contradicted" for row in dataset.tables)
    return ExitCode.PARTIAL if dataset.failed or contradicted else ExitCode.OK


def faults_of_mutants(dataset: Dataset, damaged: Mapping[str, frozenset[int]]) -> Iterator[Finding]:
    """Mutants that are lost, faults of ours on the way, and pages whose damage is not told.

    ``damaged`` has every mutant by name, with its damaged pages.
    """
    for row in dataset.issues:
        if row["code"] == "run.internal_error" or (row["code"] == "tables.page_failed" and "native" in row["message"]):
            yield Finding(row["file"], row["message"])
    for name, pages in damaged.items():
        known = (name in dataset.read) + (name in dataset.failed) + (name in dataset.doubled)
        if known != 1:
            yield Finding(name, f"is {known} of: a document, an error row, a double")
        untold = pages - told_pages(dataset, name, pages) if name in dataset.read else frozenset()
        if untold:
            yield Finding(name, f"p. {min(untold)} is damaged, and no row says so")


def told_pages(dataset: Dataset, name: str, pages: frozenset[int]) -> frozenset[int]:
    """Those of the pages that a row of ``issues.csv`` warns of."""
    told: set[int] = set()
    for row in dataset.issues:
        if row["file"] != name:
            continue
        if row["code"] in ("read.repaired", "read.incomplete"):
            return pages
        found = _PAGES.search(row["message"]) if row["code"] in _DAMAGE else None
        if found:
            told.update(page for page in pages if int(found[1]) <= page <= int(found[2] or found[1]))
    return frozenset(told)
