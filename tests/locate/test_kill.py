"""`extractor sync`, killed at many moments: in the end every document once, none lost, none half."""

from __future__ import annotations

import csv
import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from extractor.errors import ExitCode
from tests.dip_standin import StandIn
from tests.dip_standin.pdfs import make_pdf
from tests.dip_standin.world import MINISTRIES, World

ROOT = Path(__file__).resolve().parents[2]


def hour(moment: int) -> str:
    """Time goes on from moment to moment, and farther than the overlap reaches back."""
    return (datetime.fromisoformat("2026-01-20T00:00:00+01:00") + timedelta(hours=5 * moment)).isoformat()


def add_answers(world: World, first: int, count: int, time_of_change: str) -> list[str]:
    """New answers of 50 kB."""
    added = []
    for number in range(first, first + 2 * count, 2):
        vorgang = world.add_question(f"21/{number}", "Zahl der Duldungen", updated=time_of_change)
        data = make_pdf([f"Drucksache 21/{number + 1}"], padding=50_000, vorabfassung=number % 3 == 0)
        answer = world.answer(vorgang, f"21/{number + 1}", data=data, ministry=MINISTRIES[0], updated=time_of_change)
        added.append(answer)
    return added


def start(standin: StandIn, folder: Path) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "EXTRACTOR_DIP_URL": standin.api,
        "EXTRACTOR_DIP_API_KEY": standin.key,
        "EXTRACTOR_ALLOW_HOST": standin.host,
        "EXTRACTOR_PACE": "0",
        "EXTRACTOR_STORE": str(folder / "store"),
        "EXTRACTOR_CACHE": str(folder / "cache"),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "extractor", "sync", "duldung.toml", "-o", "out", "-j", "1"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.parametrize(
    "moments", [4, pytest.param(30, marks=pytest.mark.slow)], ids=lambda moments: f"{moments}-moments"
)
def test_a_killed_sync_loses_nothing(standin: StandIn, tmp_path: Path, moments: int) -> None:
    (tmp_path / "duldung.toml").write_text('titles = ["Duldungen"]\n')
    standin.delay = 0.01
    answers = add_answers(standin.world, 1, 12, hour(0))
    begin = time.monotonic()
    first = start(standin, tmp_path)
    _, said = first.communicate(timeout=120)
    assert first.returncode in (ExitCode.OK, ExitCode.PARTIAL), said
    whole = time.monotonic() - begin
    killed = 0
    moment = 0
    while killed < moments:
        moment += 1
        assert moment <= 3 * moments, "the runs end before they can be killed"
        answers += add_answers(standin.world, 101 + 100 * moment, 4, hour(moment))
        replaced = answers[moment]
        fresh = make_pdf([f"neu {moment}"], padding=50_000)
        standin.world.replace_pdf(replaced, fresh, updated=hour(moment))
        process = start(standin, tmp_path)
        try:
            # Multiples of the golden ratio spread over the length of a run without hitting one place twice.
            process.wait(timeout=whole * (moment * 0.618034 % 1))
        except subprocess.TimeoutExpired:
            killed += 1
            # Every second time only the program itself, as the system does when memory runs out.
            if moment % 2:
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
    last = start(standin, tmp_path)
    _, said = last.communicate(timeout=120)
    assert last.returncode in (ExitCode.OK, ExitCode.PARTIAL), said
    check_store(standin.world, tmp_path / "store", answers)
    check_dataset(standin.world, tmp_path / "out", answers)


def check_store(world: World, folder: Path, answers: list[str]) -> None:
    """Every answer has one current version, with the bytes of the parliament; every object is what its name says."""
    database = sqlite3.connect(folder / "manifest.sqlite")
    current = dict(database.execute("SELECT doc_id, sha256 FROM documents WHERE current = 1").fetchall())
    count = database.execute("SELECT COUNT(*) FROM documents WHERE current = 1").fetchone()[0]
    assert count == len(current) == len(answers)
    for answer in answers:
        paper = world.papers[answer]
        doc_id = "bt-" + paper.record["dokumentnummer"].replace("/", "-")
        assert current[doc_id] == hashlib.sha256(paper.data).hexdigest()
        assert (folder / "papers" / f"{doc_id}.pdf").read_bytes() == paper.data
    objects = list((folder / "objects").rglob("*.pdf"))
    for path in objects:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
    known = {row[0] for row in database.execute("SELECT sha256 FROM documents")}
    assert known <= {path.stem for path in objects}
    assert not list((folder / "parts").glob("*.part"))
    told = database.execute("SELECT doc_id, sha256 FROM changes").fetchall()
    assert set(current.items()) <= set(told)
    assert len(told) == len(set(told))
    database.close()


def check_dataset(world: World, folder: Path, answers: list[str]) -> None:
    with (folder / "documents.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    hashes = [row["pdf_sha256"] for row in rows]
    assert sorted(hashes) == sorted(hashlib.sha256(world.papers[answer].data).hexdigest() for answer in answers)
