"""The program reads every sample as expected, apart from the failures that are listed with their reasons."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.cli import run_command
from extractor.samples import check_sample, load_samples

ROOT = Path(__file__).resolve().parents[2] / "samples"


@pytest.mark.parametrize("sample", load_samples(ROOT), ids=lambda sample: sample.slug)
def test_sample_is_read_as_expected(sample) -> None:
    verdict = check_sample(sample)
    shown = [f"p. {one.page} {one.place} {one.field}: {one.expected!r} != {one.found!r}" for one in verdict.unexpected]
    assert not shown, "\n".join(shown[:20])
    assert not verdict.stale, [f"{one.place} {one.field}: {one.count} listed, {count}" for one, count in verdict.stale]


def test_an_unknown_sample_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["samples", "check", "nonsense", "--folder", str(ROOT), "--lang", "en"]) == 6
    assert "no sample nonsense" in capsys.readouterr().err


def test_a_difference_ends_with_10(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "no-table"
    (folder / "expected").mkdir(parents=True)
    for path in (ROOT / "no-table").rglob("*"):
        if path.is_file():
            (folder / path.relative_to(ROOT / "no-table")).write_bytes(path.read_bytes())
    documents = folder / "expected" / "documents.csv"
    documents.write_text(documents.read_text(encoding="utf-8").replace("2025-05-12", "2025-05-13"), encoding="utf-8")
    assert run_command(["samples", "check", "--folder", str(tmp_path), "--lang", "en"]) == 10
    assert "documents:bt-99-1015, date: expected 2025-05-13, read 2025-05-12" in capsys.readouterr().out


def test_list_and_score_say_something(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["samples", "list", "--folder", str(ROOT)]) == 0
    assert "sister-tables" in capsys.readouterr().out
    assert run_command(["samples", "score", "no-table", "--folder", str(ROOT), "--lang", "en"]) == 0
    assert "no-table: cells 0/0" in capsys.readouterr().out
