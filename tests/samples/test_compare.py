"""The comparison sees each kind of difference, and nothing else."""

from __future__ import annotations

import copy
import dataclasses
from datetime import date
from pathlib import Path

import pytest

from extractor.errors import ExtractorError
from extractor.samples import compare, derive_expectation, judge, load_sample, load_samples, update_sample
from extractor.samples.compare import EXTRA, MISSING, agrees
from extractor.samples.expectation import as_files
from extractor.samples.figures import figure_of
from extractor.samples.folder import ExpectedFailure
from extractor.samples.score import score

ROOT = Path(__file__).resolve().parents[2] / "samples"
SAMPLE = load_sample(ROOT / "unruled-rows")


def reading_of(expectation):
    """What a program would write that does everything right: the first of the alternatives in each field."""
    found = copy.deepcopy(expectation)
    for rows in found.values():
        for row in rows:
            for name, value in row.items():
                first = value.split(" // ")[0]
                row[name] = "" if first in ("*", "~") else first
            row.setdefault("footnote_id", "f1")
    return found


@pytest.fixture
def expected():
    return derive_expectation(SAMPLE)


def test_a_right_reading_has_no_difference(expected) -> None:
    assert compare(expected, reading_of(expected)) == ()


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("cells", "text", "1 204 980"),
        ("cells", "col_span", "2"),
        ("observations", "value", "1205"),
        ("observations", "legal_basis", "AufenthG § 16"),
        ("observations", "flags", "sum_mismatch"),
        ("observations", "evidence", ""),
        ("tables", "head_rows", "2"),
        ("questions", "answer_status", "prose"),
        ("documents", "date", "2025-02-04"),
    ],
)
def test_each_wrong_field_is_shown_with_its_place(expected, table: str, field: str, value: str) -> None:
    found = reading_of(expected)
    found[table][-1][field] = value
    differences = compare(expected, found)
    assert [one.field for one in differences] == [field]
    assert differences[0].place.startswith(f"{table}:")
    assert differences[0].found == value


def test_missing_and_surplus_rows_are_shown(expected) -> None:
    found = reading_of(expected)
    found["observations"][0]["obs_id"] = "bt-99-1027:p002t1:r99c1"
    texts = {(one.place, one.field, EXTRA in one.expected, one.found == MISSING) for one in compare(expected, found)}
    assert ("observations:p002t1:r2c2", "(row)", False, True) in texts
    assert ("observations:p002t1:r99c1", "(row)", True, False) in texts


def test_another_contradiction_is_shown_and_another_witness_is_welcome(expected) -> None:
    found = reading_of(expected)
    more = dict(found["checks"][0], rule="row_sum", cells="r2c4;r2c2")
    found["checks"].append(dict(more, result="holds"))
    assert compare(expected, found) == ()
    found["checks"].append(dict(more, result="fails"))
    assert [one.expected for one in compare(expected, found)] == [EXTRA]


@pytest.mark.parametrize(
    ("field", "want", "got", "right"),
    [
        ("sex", "T // ~", "", True),
        ("sex", "T // ~", "T", True),
        ("sex", "T // ~", "M", False),
        ("category", "*", "anything", True),
        ("value", "12.0", "12", True),
        ("evidence", "col_sum", "col_sum;prose", True),
        ("evidence", "col_sum", "prose", False),
        ("flags", "", "ambiguous", False),
        ("cells", "r3c4;*", "r3c4;r3c2", True),
        ("cells", "r3c4;r3c2", "r3c2;r3c4", True),
    ],
)
def test_agreement(field: str, want: str, got: str, right: bool) -> None:
    assert agrees(field, want, got) is right


def test_expected_failures_are_strict(expected) -> None:
    found = reading_of(expected)
    found["observations"][0]["unit"] = "cases"
    failure = ExpectedFailure("observations:p002t1:r2c2", "unit", 1, "why")
    sample = dataclasses.replace(SAMPLE, expected_failures=(failure,))
    assert judge(sample, compare(expected, found)).is_right
    verdict = judge(sample, ())
    assert not verdict.is_right
    assert verdict.stale == ((failure, 0),)


def test_score_counts_cells_rows_dimensions_and_checks(expected) -> None:
    found = reading_of(expected)
    found["observations"][0]["unit"] = "cases"
    found["cells"][0]["text"] = "x"
    del found["checks"][0]
    result = score(expected, found)
    count = len(expected["observations"])
    assert result.observations == [count - 1, count]
    assert result.cells == [len(expected["cells"]) - 1, len(expected["cells"])]
    assert result.checks == [len(expected["checks"]) - 1, len(expected["checks"])]
    assert result.dimensions["unit"] == [count - 1, count]
    assert result.dimensions["value"] == [count, count]


def test_a_sum_that_does_not_come_out_is_refused() -> None:
    data = copy.deepcopy(dict(SAMPLE.data))
    table = next(block for block in data["blocks"] if block["kind"] == "table")
    table["rows"][0]["cells"][1] = "1 573"
    with pytest.raises(ExtractorError):
        derive_expectation(dataclasses.replace(SAMPLE, data=data))


def test_update_derives_and_keeps_the_reason(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    for name in ("data.toml", "sample.toml"):
        (folder / name).write_bytes((SAMPLE.folder / name).read_bytes())
    sample = load_samples(tmp_path)[0]
    update_sample(sample, 'a "reason"', date(2026, 1, 2))
    update_sample(sample, "another", date(2026, 1, 3))
    written = {path.name: path.read_text(encoding="utf-8") for path in (folder / "expected").iterdir()}
    assert written == as_files(derive_expectation(sample))
    import tomllib

    kept = tomllib.loads((folder / "updates.toml").read_text(encoding="utf-8"))["updates"]
    assert [(one["date"], one["reason"]) for one in kept] == [
        (date(2026, 1, 2), 'a "reason"'),
        (date(2026, 1, 3), "another"),
    ]


@pytest.mark.parametrize(
    ("printed", "value", "status"),
    [
        ("1.790", "1790", "exact"),
        ("1 158*", "1158", "exact"),
        ("0", "0", "zero"),
        ("-", "0", "nil"),
        ("0,0%", "0.0", "exact"),
    ],
)
def test_figures_of_samples(printed: str, value: str, status: str) -> None:
    figure = figure_of(printed)
    assert (str(figure.value), figure.status) == (value, status)


@pytest.mark.parametrize("printed", ["1.79", "12.3456", "k. A.", "<3"])
def test_what_is_no_plain_figure_needs_an_entry(printed: str) -> None:
    with pytest.raises(ValueError, match="not a plain figure"):
        figure_of(printed)
