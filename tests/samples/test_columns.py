"""Each column of ``observations.csv`` is filled in the expectation of at least one sample (issue 4)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extractor.resources import column_names

EXPECTATIONS = sorted((Path(__file__).resolve().parents[2] / "samples").glob("*/expected/observations.csv"))
# The comparison of samples leaves these out: places in points and the hash change with every typesetting.
NOT_COMPARED = frozenset({"x0", "y0", "x1", "y1", "pdf_sha256"})


def filled_columns() -> set[str]:
    """The columns with a field that says something: neither empty, nor "not compared", nor "may be empty"."""
    filled: set[str] = set()
    for path in EXPECTATIONS:
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                filled |= {name for name, text in row.items() if text and text != "*" and "~" not in text.split(" // ")}
    return filled


COLUMNS = [name for name in column_names("observations") if name not in NOT_COMPARED]


@pytest.mark.parametrize("column", COLUMNS)
def test_each_column_is_filled_somewhere(column: str) -> None:
    assert EXPECTATIONS
    assert column in filled_columns()
