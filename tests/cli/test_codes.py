"""``extractor codes``: lists, queries, users' own aliases, and the labels that no list knows."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from extractor.cli import run_command
from extractor.codes import load_code_lists
from extractor.errors import ExitCode
from tests.cli.papers import make_pdf, table, text, write

LEAD_IN = text(72, 90, "Zahl der erteilten Aufenthaltserlaubnisse zum Stichtag 31. Juli 2025:")
PAPER = make_pdf(
    LEAD_IN
    + table(
        [
            ["Staatsangehörigkeit", "männlich", "weiblich"],
            ["Syrien", "1.200", "300"],
            ["Republik Phantasia", "200", "90"],
            ["Irak", "77", "31"],
        ]
    )
)


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_LANG", "de")


@pytest.fixture
def own_lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    content = "wording,code,first_seen,source\nRepublik Phantasia,XKX,,test\n"
    (folder / "nationality_aliases.csv").write_text(content, encoding="utf-8")
    return folder


def rows_of(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> list[dict[str, str]]:
    assert run_command(["codes", *map(str, arguments), "--format", "csv"]) == ExitCode.OK
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_without_a_list_the_lists_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    shown = {row["list"]: int(row["codes"]) for row in rows_of(capsys)}
    assert shown == {name: len(one.entries) for name, one in load_code_lists().lists.items()}


def test_a_list_has_all_codes_and_wordings(capsys: pytest.CaptureFixture[str]) -> None:
    laender = load_code_lists().lists["laender"]
    rows = rows_of(capsys, "laender")
    assert [row["code"] for row in rows if row["label"]] == [entry.code for entry in laender.entries]
    assert sorted(row["wording"] for row in rows if row["wording"]) == sorted(one.wording for one in laender.wordings)
    assert all(row["source"] for row in rows)


def test_a_query_is_compared_as_labels_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert {row["code"] for row in rows_of(capsys, "laender", "baden württemberg")} == {"DE-BW"}
    assert {row["code"] for row in rows_of(capsys, "nationalities", "SYR")} >= {"SYR"}


def test_json_and_table_have_the_same_rows(capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(capsys, "units")
    assert run_command(["codes", "units", "--format", "json"]) == ExitCode.OK
    assert json.loads(capsys.readouterr().out) == rows
    assert run_command(["codes", "units"]) == ExitCode.OK
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[1:]] == [row["code"] for row in rows]


@pytest.mark.parametrize("arguments", [["planeten"], ["laender", "Atlantis"], ["unmapped", "gibt-es-nicht"]])
def test_nothing_found(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["codes", *arguments]) == ExitCode.NOTHING_FOUND
    streams = capsys.readouterr()
    assert streams.out == ""
    assert arguments[-1] in streams.err


def test_unmapped_needs_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["codes", "unmapped"]) == ExitCode.USAGE
    assert "codes unmapped DIR" in capsys.readouterr().err


def test_unmapped_labels_of_a_run_and_an_alias_for_them(
    tmp_path: Path, own_lists: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    papers, dataset = write(tmp_path / "in", papier=PAPER), tmp_path / "dataset"
    assert run_command(["run", str(papers), "-o", str(dataset), "-q", "--jobs", "1"]) == ExitCode.OK
    (row,) = rows_of(capsys, "unmapped", dataset)
    assert (row["label"], row["count"], row["page"], row["table_id"]) == ("Republik Phantasia", "2", "1", "p001t1")
    assert rows_of(capsys, "unmapped", dataset, "--codes", own_lists) == []
    assert {row["code"] for row in rows_of(capsys, "nationalities", "Phantasia", "--codes", own_lists)} == {"XKX"}
    own = ["--codes", str(own_lists)]
    assert run_command(["run", str(papers), "-o", str(dataset), "-q", "--jobs", "1", *own]) == ExitCode.OK
    with (dataset / "observations.csv").open(encoding="utf-8", newline="") as stream:
        read = [row for row in csv.DictReader(stream) if row["row_label"] == "Republik Phantasia"]
    assert {(row["nationality"], "unmapped_label" in row["flags"]) for row in read} == {("XKX", False)}


def test_a_bad_list_ends_the_run_before_it_begins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "nationality_aliases.csv").write_text("wording,code\nPhantasia,QQQ\n", encoding="utf-8")
    assert run_command(["codes", "--codes", str(tmp_path)]) == ExitCode.CONFIGURATION_INVALID
    assert "QQQ" in capsys.readouterr().err
