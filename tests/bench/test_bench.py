"""The benchmark: its report, its gold run and its worker, without installing other readers."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.environment import environment_of
from bench.gold import gold_pages, score_run, write_run
from bench.ours import OURS, SECOND_READERS, read_our_tables
from bench.peers import READERS
from bench.processes import Cost, measure
from bench.report import PATH_FLOOR, TEXT_FLOOR, Results, render
from tests.generator.scenarios import make_case

ROOT = Path(__file__).resolve().parents[2]


def cost(seconds: float) -> dict[str, object]:
    return {"cpu": seconds, "stages": {}, "runs": 5, "spread": [seconds, seconds], "peak_mb": 30.0, "version": "1.0"}


def test_report_orders_readers_by_cost_and_relates_them_to_ours() -> None:
    results = Results("2026-11-22", "abc1234", 5, {"19/8701": 88})
    ours = {**cost(0.88), "stages": {"read": 0.44, "structure": 0.22, "tables": 0.22}}
    results.costs["19/8701"] = {"pdfplumber": cost(8.8), OURS: ours, TEXT_FLOOR: cost(0.22), PATH_FLOOR: cost(0.44)}
    results.processes["19/8701"] = {"extractor tables": Cost(1.0, 50.0, 5), "camelot lattice": Cost(30.0, 300.0, 3)}
    text = render(results)
    assert "| **extractor** | 10.0 | 1.00 | 30 | 5 |" in text
    assert "| pdfplumber | 100.0 | 10.00 | 30 | 5 |" in text
    assert text.index(TEXT_FLOOR) < text.index("**extractor**") < text.index("| pdfplumber |")
    assert "read 5.0, structure 2.5, tables 2.5" in text
    assert f"Ours is 4.00 × {TEXT_FLOOR}, 2.00 × {PATH_FLOOR}." in text
    assert "| 19/8701 | camelot lattice | 30.00 | 30.0 | 300 | 3 |" in text
    assert "What was tried and did not help" in text


def test_report_says_that_there_was_no_corpus() -> None:
    assert "no corpus" in render(Results("2026-11-22", "abc1234", 5, corpus=False))


def test_pdfplumber_rs_never_shares_an_environment_with_pdfplumber() -> None:
    names = {name: environment_of(name) for name in READERS}
    assert [name for name, environment in names.items() if environment == names["pdfplumber-rs"]] == ["pdfplumber-rs"]


def test_our_tables_of_the_gold_are_scored_as_the_tool_scores_a_run(shared: Path, tmp_path: Path) -> None:
    pdf = "1800705"
    paper = shared / "corpus" / "answers" / f"{pdf}.pdf"
    found = read_our_tables(str(paper), gold_pages(shared)[pdf])
    write_run(tmp_path, [paper], {pdf: found})
    figures = score_run(shared, tmp_path)
    missing = sum(1 for _ in csv.reader((shared / "gold" / "cells" / "index.csv").open(encoding="utf-8"))) - 1
    assert 0.1 < float(figures["numeric cells"].split("=")[-1]) < 0.5
    assert figures["gold tables"].startswith(f"{missing} on")


@pytest.mark.parametrize("name", [OURS, *SECOND_READERS])
def test_worker_measures_and_gives_tables(name: str, tmp_path: Path) -> None:
    file = tmp_path / "made.pdf"
    file.write_bytes(make_case(1, "ruled").pdf)
    command = [sys.executable, "-m", "bench.worker", name, str(file)]
    grids = tmp_path / "grids.json"
    subprocess.run([*command, "--grids", str(grids)], cwd=ROOT, check=True)
    assert json.loads(grids.read_text(encoding="utf-8"))["made"]
    if name == OURS:
        ended = subprocess.run([*command, "--runs", "2"], cwd=ROOT, check=True, capture_output=True, text=True)
        measured = json.loads(ended.stdout)
        assert measured["runs"] == 2
        assert 0 < sum(measured["stages"].values()) <= measured["cpu"] * 1.5
        assert 5 < measured["peak_mb"] < 150


def test_processes_are_measured_with_their_children() -> None:
    busy = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(3_000_000))'])"
    assert measure([sys.executable, "-c", busy], 1).seconds > measure([sys.executable, "-c", "pass"], 1).seconds
    with pytest.raises(RuntimeError):
        measure([sys.executable, "-c", "raise SystemExit(7)"], 1)
