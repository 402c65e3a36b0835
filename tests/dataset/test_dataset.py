from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import extractor
from extractor.document import Document
from extractor.errors import ExitCode, ExtractorError
from extractor.resources import column_names
from extractor.write import TABLES, make_part, merge_parts
from tests.write.results import make_result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    hashes = {"bt-99-1": "a" * 64, "bt-99-2": "b" * 64}
    parts = [make_part(make_result(doc_id, digest), digest, "de") for doc_id, digest in hashes.items()]
    merge_parts(parts, tmp_path, "de")
    return tmp_path


def test_the_frames_are_those_of_the_document(folder: Path) -> None:
    dataset = extractor.open_dataset(folder)
    document = Document(make_result("bt-99-1"), "de")
    for table in ("observations", "checks", "issues"):
        frame = getattr(dataset, table)
        own = frame[frame["doc_id"] == "bt-99-1"].reset_index(drop=True)
        pd.testing.assert_frame_equal(own, getattr(document, table))
    assert repr(dataset) == f"<Dataset {folder}: 2 documents, 2 observations>"


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_there_with_its_columns(folder: Path, table: str) -> None:
    dataset = extractor.open_dataset(folder)
    assert tuple(getattr(dataset, table).columns) == column_names(table)
    assert tuple(next(dataset.rows(table))) == column_names(table)


def test_a_table_is_given_back_as_printed(folder: Path) -> None:
    dataset = extractor.open_dataset(folder)
    frame = dataset.table("bt-99-2", "p002t1").to_pandas()
    assert frame.columns.tolist() == ["Land", "Gesamt"]
    assert frame.to_numpy().tolist() == [["Hamburg", "1.790"]]
    assert (frame.attrs["table_id"], frame.attrs["status"], frame.attrs["question_id"]) == ("p002t1", "verified", "1a")
    assert [table.facts["table_id"] for table in dataset.tables_of("bt-99-1")] == ["p002t1"]
    with pytest.raises(KeyError):
        dataset.table("bt-99-2", "p003t1")


def test_spans_fill_all_their_places_and_head_rows_become_levels(shared: Path, tmp_path: Path) -> None:
    document = extractor.read(shared / "corpus" / "answers" / "1908701.pdf")
    digest = document.result.facts.pdf_sha256 if document.result.facts else ""
    merge_parts([make_part(document.result, digest, "de")], tmp_path, "de")
    dataset = extractor.open_dataset(tmp_path)
    several = 0
    for table in document.tables:
        frame = dataset.table(document.doc_id, table.table_id).to_pandas()
        pd.testing.assert_frame_equal(frame, table.to_pandas())
        several += isinstance(frame.columns, pd.MultiIndex)
    assert several > 10


def test_a_folder_without_dataset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match=r"verify\.no_dataset") as caught:
        extractor.open_dataset(tmp_path)
    assert caught.value.exit_code is ExitCode.NOTHING_FOUND
