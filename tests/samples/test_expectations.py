"""Expectations come from the data files and from nothing else; derived again they are what is committed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from extractor.resources import column_names
from extractor.samples import derive_expectation, load_samples, read_expectation
from extractor.samples.expectation import as_files

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = load_samples(ROOT / "samples")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)
def test_committed_expectations_follow_from_the_data(sample) -> None:
    derived = as_files(derive_expectation(sample))
    committed = {path.name: path.read_text(encoding="utf-8") for path in (sample.folder / "expected").iterdir()}
    assert derived == committed, f"extractor samples update {sample.slug} --reason TEXT"


def test_every_column_of_observations_is_filled_somewhere() -> None:
    rows = [row for sample in SAMPLES for row in read_expectation(sample)["observations"]]
    filled = {name for row in rows for name, value in row.items() if value.strip("*")}
    # Boxes are the typesetter's business, the hash is the file's.
    assert set(column_names("observations")) - filled == {"x0", "y0", "x1", "y1", "pdf_sha256"}


def test_numbers_of_samples_cannot_exist() -> None:
    numbers = [sample.data["document"]["number"] for sample in SAMPLES]
    assert len(set(numbers)) == len(numbers)
    assert {sample.data["document"]["wahlperiode"] for sample in SAMPLES} == {99}
    assert all("MUSTER" in sample.data["document"]["mark"] for sample in SAMPLES)


def test_sums_are_right_unless_the_sample_is_about_a_contradiction() -> None:
    # Deriving refuses a sum that does not come out and is not named so; these are named.
    contradicting = {
        sample.slug for sample in SAMPLES if any(row["result"] == "fails" for row in read_expectation(sample)["checks"])
    }
    assert contradicting == {"legal-basis-rows", "sister-tables"}


def test_the_real_table_that_does_not_add_up_is_kept_as_printed() -> None:
    sample = next(sample for sample in SAMPLES if sample.slug == "legal-basis-rows")
    failing = [row for row in read_expectation(sample)["checks"] if row["result"] == "fails"]
    assert [(row["left"], row["right"], row["difference"]) for row in failing] == [("16406", "16306", "100")]


def test_deriving_asks_no_stage_of_the_program() -> None:
    # Only judge.py runs the program; what derives expectations may not import anything that reads papers.
    allowed = {"extractor.samples", "extractor.errors", "extractor.resources"}
    for path in (ROOT / "extractor" / "samples").glob("*.py"):
        if path.stem == "judge":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if module and module.split(".")[0] == "extractor":
                assert ".".join(module.split(".")[:2]) in allowed, f"{path.name} imports {module}"
