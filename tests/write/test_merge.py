from __future__ import annotations

import csv
import random
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.model.issue import Issue, Severity
from extractor.model.result import DocumentResult
from extractor.write import TABLES, Part, make_part, merge_parts
from extractor.write.merge import natural_key
from tests.write.results import make_result


def make_parts(*results: DocumentResult) -> list[Part]:
    return [make_part(result, result.facts.pdf_sha256 if result.facts else "", "de") for result in results]


def merged(folder: Path, parts: list[Part]) -> dict[str, list[dict[str, str]]]:
    folder.mkdir()
    merge_parts(parts, folder, "de")
    tables = {}
    for table in TABLES:
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            tables[table] = list(csv.DictReader(stream))
    return tables


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_documents_come_in_natural_order_and_unread_files_last(tmp_path: Path) -> None:
    unread = DocumentResult("kaputt.pdf", issues=(Issue("read.not_a_pdf", Severity.ERROR, data={}),))
    parts = make_parts(
        unread,
        make_result("bt-99-7625", "b" * 64, "b.pdf"),
        make_result("bt-99-705", "c" * 64, "c.pdf"),
    )
    tables = merged(tmp_path / "out", parts)
    assert [row["doc_id"] for row in tables["documents"]] == ["bt-99-705", "bt-99-7625"]
    assert [row["file"] for row in tables["issues"]] == ["c.pdf", "b.pdf", "kaputt.pdf"]
    assert tables["issues"][-1]["doc_id"] == ""
    assert tables["issues"][-1]["message"].startswith("kaputt.pdf ist keine PDF-Datei")


def test_order_of_work_does_not_show(tmp_path: Path) -> None:
    results = [make_result(f"bt-99-{number}", f"{number:064x}", f"{number}.pdf") for number in range(1, 12)]
    parts = make_parts(*results)
    shuffled = random.Random(7).sample(parts, len(parts))
    for name, order in (("one", parts), ("two", shuffled)):
        (tmp_path / name).mkdir()
        merge_parts(order, tmp_path / name, "de")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_second_file_of_a_number_gets_an_id_of_its_own_everywhere(tmp_path: Path) -> None:
    parts = make_parts(make_result(sha256="f" * 64, file="zwei.pdf"), make_result(sha256="0" * 64, file="eins.pdf"))
    tables = merged(tmp_path / "out", parts)
    other = "bt-99-1@ffffffff"
    assert [row["doc_id"] for row in tables["documents"]] == ["bt-99-1", other]
    assert [row["obs_id"] for row in tables["observations"]] == ["bt-99-1:p002t1:r2c2", f"{other}:p002t1:r2c2"]
    assert tables["footnotes"][1]["footnote_id"] == "p002t1n1"
    assert tables["checks"][1]["check_id"] == f"{other}:c1"
    for table in TABLES:
        assert {row["doc_id"] for row in tables[table]} == {"bt-99-1", other}, table
    assert tables["issues"][-1]["code"] == "write.same_number"


def test_the_same_bytes_count_once(tmp_path: Path) -> None:
    parts = make_parts(make_result(file="a.pdf"), make_result(file="b.pdf"))
    tables = merged(tmp_path / "out", parts)
    assert [row["file"] for row in tables["documents"]] == ["a.pdf"]
    assert len(tables["observations"]) == 1


def test_no_documents_give_empty_tables(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    merge_parts([], tmp_path / "out", "de")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        [*(f"{table}.csv" for table in TABLES), "datapackage.json"]
    )
    assert (tmp_path / "out" / "issues.csv").read_bytes() == b"doc_id,file,page,table_id,code,severity,message\n"


def test_lines_end_in_lf_and_fields_are_quoted_only_where_needed(tmp_path: Path) -> None:
    merged(tmp_path / "out", make_parts(make_result()))
    text = (tmp_path / "out" / "documents.csv").read_bytes()
    assert b"\r" not in text
    assert b'"Titel, mit Komma"' in text
    assert text.count(b'"') == 2


@pytest.mark.parametrize(("first", "second"), [("bt-9-1", "bt-19-1"), ("a2", "a10"), ("", "a"), ("1", "a")])
def test_digits_sort_as_numbers(first: str, second: str) -> None:
    assert natural_key(first) < natural_key(second)


def test_an_unknown_message_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        make_part(replace(make_result(), issues=(Issue("no.such_code", Severity.INFO),)), "", "de")
