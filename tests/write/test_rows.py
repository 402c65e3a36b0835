from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.model.check import CheckResult
from extractor.model.issue import Severity
from extractor.model.observation import Observation
from extractor.model.page import Version
from extractor.model.structure import AnswerStatus
from extractor.model.table import CellRole, TableStatus
from extractor.resources import column_names, table_schema
from extractor.write.rows import TABLES, rows_of
from tests.write.results import make_result


def by_column(table: str, language: str = "de") -> dict[str, str]:
    (row,) = rows_of(make_result(), language)[table][:1]
    return dict(zip(column_names(table), row, strict=True))


def test_each_field_lands_in_its_column() -> None:
    observation = by_column("observations")
    assert observation["value"] == "1790"
    assert observation["value_raw"] == "1.790"
    assert observation["value_min"] == ""
    assert observation["x0"] == "140.00"
    assert observation["topic"] == "residence_permit;visa"
    assert observation["reference_date"] == "2025-07-31"
    document = by_column("documents")
    assert (document["parliament"], document["wahlperiode"], document["number"]) == ("bt", "99", "1")
    assert (document["date"], document["letter_date"], document["version"]) == ("2025-08-25", "", "lektoriert")
    assert by_column("tables")["x1"] == "525.25"
    assert by_column("cells")["role"] == "head"
    assert by_column("checks")["cells"] == "r2c2;r2c1"
    assert by_column("questions")["answer_status"] == "figures"


def test_every_table_has_the_rows_of_the_result() -> None:
    rows = rows_of(make_result(), "de")
    assert {table: len(rows[table]) for table in TABLES} == {
        "documents": 1,
        "questions": 1,
        "tables": 1,
        "cells": 4,
        "observations": 1,
        "footnotes": 1,
        "checks": 1,
        "issues": 1,
    }


def test_messages_follow_the_language() -> None:
    assert by_column("issues", "de")["message"] == "9900001.pdf: Keine Tabellen gefunden."
    assert by_column("issues", "en")["message"] == "9900001.pdf: no tables found."


def test_a_file_that_was_not_read_gives_only_issues() -> None:
    rows = rows_of(replace(make_result(), facts=None, questions=(), tables=(), observations=(), checks=()), "de")
    assert [table for table in TABLES if rows[table]] == ["issues"]
    assert rows["issues"][0][0] == ""


def test_observations_have_the_columns_of_the_model() -> None:
    assert set(column_names("observations")) == set(Observation._fields)


@pytest.mark.parametrize(
    ("table", "column", "codes"),
    [
        ("documents", "version", Version),
        ("questions", "answer_status", AnswerStatus),
        ("tables", "status", TableStatus),
        ("cells", "role", CellRole),
        ("checks", "result", CheckResult),
        ("issues", "severity", Severity),
    ],
)
def test_codes_of_the_model_are_those_of_the_schemas(table: str, column: str, codes: type) -> None:
    (field,) = [field for field in table_schema(table)["fields"] if field["name"] == column]
    assert field["constraints"]["enum"] == [code.value for code in codes]  # type: ignore[attr-defined]


def test_the_columns_the_scorers_read_are_there(shared: Path) -> None:
    gold = shared / "gold"
    with next(iter(sorted((gold / "observations").glob("*.csv")))).open(encoding="utf-8", newline="") as stream:
        scored = set(csv.DictReader(stream).fieldnames or ()) - {"pdf", "cx", "cy", "table_no"}
    assert scored - set(column_names("observations")) <= {"note", "question", "comment"}
    with (gold / "documents.csv").open(encoding="utf-8", newline="") as stream:
        assert set(csv.DictReader(stream).fieldnames or ()) - {"pdf", "note"} <= set(column_names("documents"))
