from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import extractor
from extractor.document import Document
from extractor.errors import ExtractorError
from extractor.model.table import Cell, CellRole
from tests.cli.papers import LAENDER, PAPER, write
from tests.write.results import BOX, make_result


@pytest.fixture
def document() -> Document:
    return Document(make_result(), "de")


def test_frames_have_the_types_of_the_schemas(document: Document) -> None:
    observations = document.observations
    assert observations.loc[0, "value"] == 1790
    assert observations["row"].dtype == "Int64"
    assert observations.loc[0, "reference_date"] == pd.Timestamp("2025-07-31")
    assert observations["value_min"].isna().all()
    assert observations["period_start"].isna().all()
    assert observations.loc[0, "value_raw"] == "1.790"
    assert document.checks.loc[0, "difference"] == 100
    assert document.issues.loc[0, "message"] == "9900001.pdf: Keine Tabellen gefunden."
    assert document.front_page.title == "Titel, mit Komma"
    assert document.questions[0].question_id == "1a"
    assert repr(document) == "<Document bt-99-1: 1 questions, 1 tables>"


def test_empty_frames_have_their_columns(document: Document) -> None:
    empty = Document(replace(document.result, observations=(), checks=(), issues=()), "de")
    assert list(empty.observations.columns) == list(document.observations.columns)
    assert len(empty.observations) == 0
    assert empty.observations["value"].dtype == "Float64"


def test_a_table_becomes_a_frame_of_text(document: Document) -> None:
    frame = document.tables[0].to_pandas()
    assert list(frame.columns) == ["Land", "Gesamt"]
    assert frame.iloc[0].tolist() == ["Hamburg", "1.790"]
    assert frame.attrs["table_id"] == "p002t1"
    assert frame.attrs["lead_in"].startswith("Die Angaben")
    assert (frame.attrs["first_page"], frame.attrs["pdf_sha256"], frame.attrs["title"]) == (
        2,
        "a" * 64,
        "Titel, mit Komma",
    )
    table = document.table("p002t1")
    assert (table.doc_id, table.question_id, table.status) == ("bt-99-1", "1a", "verified")
    assert repr(table) == "<Table bt-99-1 p002t1: 2 x 2, verified>"
    with pytest.raises(KeyError):
        document.table("p003t1")


def test_spanning_heads_give_several_levels(document: Document) -> None:
    (reading,) = document.result.tables
    cells = (
        Cell(1, 1, 2, 1, "Land", 2, BOX),
        Cell(1, 2, 1, 2, "2024", 2, BOX),
        Cell(2, 2, 1, 1, "m", 2, BOX),
        Cell(2, 3, 1, 1, "w", 2, BOX),
        *(Cell(3, col, 1, 1, text, 2, BOX) for col, text in enumerate(("Berlin", "1", "2"), 1)),
    )
    table = replace(reading.table, rows=3, cols=3, cells=cells)
    spanning = replace(reading, table=table, head_rows=2, roles=(CellRole.HEAD,) * 4 + (CellRole.BODY,) * 3)
    frame = Document(replace(document.result, tables=(spanning,)), "de").tables[0].to_pandas()
    assert list(frame.columns) == [("Land", "Land"), ("2024", "m"), ("2024", "w")]
    assert frame[("2024", "w")].tolist() == ["2"]


def test_a_file_is_read_in_this_process(tmp_path: Path) -> None:
    path = write(tmp_path, papier=PAPER) / "papier.pdf"
    document = extractor.read(path, language="en")
    assert document.tables[0].to_pandas().columns.tolist() == LAENDER[0]
    assert set(document.observations["value"]) >= {1500, 290, 1790}
    assert "document.no_drucksache" in set(document.issues["code"])
    with pytest.raises(ExtractorError):
        extractor.read(tmp_path / "fehlt.pdf")


def test_the_name_of_the_function_survives_the_import_of_the_stage() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import extractor.pipeline, sys; from extractor.read import read_document; import extractor.read.pdfium\n"
            "print(callable(extractor.read), callable(read_document), 'pandas' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "True", "False"]
