"""``run --second-reader`` and ``run --topic`` as a user sees them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extractor.cli import run_command
from extractor.cli.options import SECOND_READER, TOPICS
from extractor.codes.topics import load_topics
from extractor.errors import ExitCode
from extractor.resources import column_names, schemas_folder, table_schema
from extractor.write.verify import failed_checks
from tests.cli.papers import make_pdf, table, text, write

_PERMITS = [["Land", "Anzahl Personen"], ["Bayern", "1 207"], ["Hamburg", "311"], ["Bremen", "45"]]
_BUDGET = [["Titel", "Ausgaben in Euro"], ["Reisen", "917"], ["Miete", "4.211"], ["Strom", "53"]]
_PAPER = make_pdf(
    text(72, 90, "Zahl der erteilten Aufenthaltserlaubnisse zum Stichtag 31. Juli 2025:") + table(_PERMITS),
    text(72, 90, "Ausgaben des Bundes im Haushaltsjahr 2024 in Euro:") + table(_BUDGET),
)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return write(tmp_path / "in", papier=_PAPER) / "papier.pdf"


def run(paper: Path, *options: str) -> Path:
    """The dataset; nothing in the paper contradicts."""
    output = paper.parent.parent / "out"
    arguments = ["run", str(paper), "--output", str(output), "--jobs", "1", "--quiet", *options]
    assert run_command(arguments) == ExitCode.OK
    return output


def rows(output: Path, name: str) -> list[dict[str, str]]:
    with (output / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_by_default_figures_without_a_witness_get_one(paper: Path) -> None:
    output = run(paper)
    assert [row["evidence"] for row in rows(output, "observations")] == ["second_reader"] * 6
    assert [row["reason"] for row in rows(output, "tables")] == ["second_reader"] * 2
    assert [row["result"] for row in rows(output, "checks") if row["rule"] == "second_reader"] == ["holds"] * 2
    assert run_command(["check", str(output)]) == ExitCode.OK


def test_never_asks_nobody(paper: Path) -> None:
    output = run(paper, "--second-reader", "never")
    assert {row["evidence"] for row in rows(output, "observations")} == {""}
    assert {row["status"] for row in rows(output, "tables")} == {"unverified"}
    assert not [row for row in rows(output, "checks") if row["rule"] == "second_reader"]


def test_readers_that_differ_are_no_contradiction_of_the_paper(tmp_path: Path) -> None:
    with (tmp_path / "checks.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, column_names("checks"))
        writer.writeheader()
        writer.writerow({"check_id": "1", "rule": "second_reader", "result": "fails"})
        writer.writerow({"check_id": "2", "rule": "col_sum", "result": "fails"})
    assert [row["check_id"] for row in failed_checks(tmp_path)] == ["2"]


@pytest.mark.parametrize("second_reader", SECOND_READER)
def test_a_topic_keeps_its_figures_and_all_tables(paper: Path, second_reader: str) -> None:
    everything = run(paper, "--second-reader", second_reader)
    topics = {row["table_id"]: set(row["topic"].split(";")) for row in rows(everything, "observations")}
    assert topics["p001t1"] & load_topics("permits")
    assert not topics["p002t1"] & load_topics("permits")
    tables, cells = len(rows(everything, "tables")), len(rows(everything, "cells"))
    permits = run(paper, "--second-reader", second_reader, "--topic", "permits")
    assert {row["table_id"] for row in rows(permits, "observations")} == {"p001t1"}
    assert (len(rows(permits, "tables")), len(rows(permits, "cells"))) == (tables, cells)
    assert run_command(["check", str(permits)]) == ExitCode.OK


def test_other_topics_are_refused(paper: Path, tmp_path: Path) -> None:
    arguments = ["run", str(paper), "--output", str(tmp_path / "out"), "--topic", "visas"]
    assert run_command(arguments) == ExitCode.USAGE


def test_topics_of_the_command_line_are_those_of_the_list() -> None:
    with (schemas_folder() / "codelists" / "topic_groups.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["group"] for row in csv.DictReader(stream)} == set(TOPICS)
    field = next(field for field in table_schema("observations")["fields"] if field["name"] == "topic")
    for group in TOPICS:
        for topic in load_topics(group):
            assert topic in field["constraints"]["pattern"]
    with pytest.raises(KeyError):
        load_topics("visas")
