"""Every value of a dataset is found in every format, and no text becomes a formula."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.cli import run_command
from extractor.cli.export import FORMATS as OFFERED
from extractor.dataset import Dataset, open_dataset
from extractor.errors import ExitCode
from extractor.export import FORMATS, export_dataset
from extractor.export.citation import cite_bibtex, cite_csl, cite_text, source_of
from extractor.export.columns import column_titles
from extractor.export.german_csv import read_german_csv
from extractor.export.looks import number_format
from extractor.export.spreadsheet_text import escape_formula, is_formula_like, unescape_formula
from extractor.messages import render
from extractor.resources import column_names, column_types
from extractor.write import TABLES, make_part, merge_parts
from tests.write.results import make_result

EVIL = '=HYPERLINK("http://example.org";"Klick")'


def text(code: str, /, **data: str | int) -> str:
    return render(code, "de", **data)


def make_dataset(folder: Path) -> Dataset:
    """Two documents; the second has labels like formulas, a share, and a figure without value."""
    plain, evil = make_result("bt-99-1"), make_result("bt-99-2", "b" * 64, "zwei.pdf")
    first = evil.observations[0]
    figures = (
        first._replace(
            row_label=EVIL, col_label="@SUM(A1)", nationality_label="-", category="'=1", flags=("ambiguous",)
        ),
        first._replace(obs_id="bt-99-2:p002t1:r3c2", row=3, value=Decimal("12.5"), value_raw="12,5%", unit="percent"),
        first._replace(obs_id="bt-99-2:p002t1:r4c2", row=4, value=None, value_raw="", value_status="blank"),
    )
    reading = evil.tables[0]
    cells = tuple(replace(cell, text=EVIL) if cell.text == "Hamburg" else cell for cell in reading.table.cells)
    evil = replace(
        evil,
        observations=figures,
        tables=(replace(reading, table=replace(reading.table, cells=cells), caption="+49 30 1234"),),
    )
    folder.mkdir()
    merge_parts([make_part(plain, "a" * 64, "de"), make_part(evil, "b" * 64, "de")], folder, "de")
    return open_dataset(folder)


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return make_dataset(tmp_path / "dataset")


def rows(dataset: Dataset, table: str) -> list[dict[str, str]]:
    return list(dataset.rows(table))


def as_text(value: Any, kind: str) -> str:
    """A value of another format as the field of the dataset."""
    if value is None:
        return ""
    if kind == "number":
        return format(Decimal(str(value)).normalize() + 0, "f")
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def normal(row: dict[str, str], table: str) -> dict[str, str]:
    """The row with its numbers in one form: 70.00 and 70 are one number."""
    types = column_types(table)
    return {
        name: as_text(value or None, types[name]) if types[name] == "number" else value for name, value in row.items()
    }


@pytest.mark.parametrize("table", TABLES)
def test_german_csv_gives_the_dataset_back(dataset: Dataset, tmp_path: Path, table: str) -> None:
    export_dataset(dataset, "csv", tmp_path / "out", text, "de")
    assert list(read_german_csv(tmp_path / "out" / f"{table}.csv", table)) == rows(dataset, table)


def test_german_csv_is_what_german_excel_reads(dataset: Dataset, tmp_path: Path) -> None:
    (path,) = [one for one in export_dataset(dataset, "csv", tmp_path, text, "de") if one.stem == "observations"]
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        first, second, *_ = list(csv.DictReader(stream, delimiter=";"))[1:]
    assert (first["ags"], second["value"], second["x0"]) == ('="02"', "12,5", "140,00")
    assert (first["row_label"], first["col_label"]) == ("'" + EVIL, "'@SUM(A1)")
    assert (first["nationality_label"], first["category"]) == ("-", "''=1")


@pytest.mark.parametrize("table", TABLES)
def test_parquet_gives_the_dataset_back(dataset: Dataset, tmp_path: Path, table: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export_dataset(dataset, "parquet", tmp_path, text, "de")
    types = column_types(table)
    found = [
        {name: as_text(value, types[name]) for name, value in row.items()}
        for row in parquet.read_table(tmp_path / f"{table}.parquet").to_pylist()
    ]
    assert found == [normal(row, table) for row in rows(dataset, table)]


@pytest.mark.parametrize("table", TABLES)
def test_sqlite_gives_the_dataset_back(dataset: Dataset, tmp_path: Path, table: str) -> None:
    export_dataset(dataset, "sqlite", tmp_path, text, "de")
    types = column_types(table)
    with sqlite3.connect(tmp_path / "dataset.sqlite") as database:
        database.row_factory = sqlite3.Row
        found = [
            {name: as_text(row[name], types[name]) for name in column_names(table)}
            for row in database.execute(f"SELECT * FROM {table} ORDER BY rowid")  # noqa: S608
        ]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert found == [normal(row, table) for row in rows(dataset, table)]


def test_sqlite_has_keys_views_and_a_search(dataset: Dataset, tmp_path: Path) -> None:
    export_dataset(dataset, "sqlite", tmp_path, text, "de")
    with sqlite3.connect(tmp_path / "dataset.sqlite") as database:
        assert database.execute("SELECT count(*), max(ags) FROM figures_on_titles").fetchone() == (4, "02")
        assert database.execute("SELECT page_url FROM figures LIMIT 1").fetchone() == (
            "https://example.org/1.pdf#page=2",
        )
        assert database.execute("SELECT count(*) FROM contradictions").fetchone() == (2,)
        found = database.execute("SELECT rowid FROM observations_search WHERE observations_search MATCH 'hamburg'")
        assert found.fetchall() == [(1,), (3,), (4,)]
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("INSERT INTO documents SELECT * FROM documents")
    described = json.loads((tmp_path / "metadata.json").read_text(encoding="utf-8"))
    assert set(described["databases"]["dataset"]["tables"]) == set(TABLES)


def test_sdmx_has_every_observation(dataset: Dataset, tmp_path: Path) -> None:
    (path,) = export_dataset(dataset, "sdmx", tmp_path, text, "de")
    with path.open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert {row["STRUCTURE"] for row in found} == {"dataflow"}
    for row, expected in zip(found, rows(dataset, "observations"), strict=True):
        assert {name: row["OBS_VALUE" if name == "value" else name.upper()] for name in expected} == expected


@pytest.fixture
def book(dataset: Dataset, tmp_path: Path) -> Iterator[openpyxl.Workbook]:
    export_dataset(dataset, "xlsx", tmp_path, text, "de")
    yield openpyxl.load_workbook(tmp_path / "bt-99-2.xlsx")


def test_the_workbook_has_every_observation(book: openpyxl.Workbook, dataset: Dataset) -> None:
    types = column_types("observations")
    names = {title: name for name, title in column_titles("de").items()}
    head, *lines = book["Zahlen"].iter_rows(values_only=True)
    found = [{names[str(title)]: value for title, value in zip(head, line, strict=True)} for line in lines]
    expected = [row for row in rows(dataset, "observations") if row["doc_id"] == "bt-99-2"]
    assert [{name: as_text(row[name], kind) for name, kind in types.items()} for row in found] == [
        normal(row, "observations") for row in expected
    ]
    assert {row["ags"] for row in found} == {"02"}


def test_the_workbook_shows_the_table_as_printed(book: openpyxl.Workbook) -> None:
    sheet = book["S2 T1"]
    grid = [[cell.value for cell in line] for line in sheet["A5:B6"]]
    assert grid == [["Land", "Gesamt"], [EVIL, 1790]]
    assert sheet["B6"].number_format == "#,##0"
    assert sheet["A5"].font.bold and not sheet["A6"].font.bold
    link = sheet["A1"].hyperlink
    assert (link.target, link.location) == ("https://example.org/1.pdf", "page=2")
    assert "Drucksache 99/2" in str(sheet["A1"].value) and "Tabelle 1" in str(sheet["A1"].value)
    assert "Stand: „heute“" in sheet["B6"].comment.text and "ambiguous" in sheet["B6"].comment.text
    read_me = "\n".join(str(cell) for line in book["Lies mich"].iter_rows(values_only=True) for cell in line if cell)
    assert "Titel, mit Komma" in read_me and "gedruckt 16406, gerechnet 16306" in read_me


def test_no_text_of_a_paper_is_a_formula_of_the_workbook(book: openpyxl.Workbook) -> None:
    for sheet in book:
        for line in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in line)
    assert book["S2 T1"]["A6"].quotePrefix
    assert not book["S2 T1"]["A5"].quotePrefix


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_has_no_time_in_it(dataset: Dataset, tmp_path: Path, form: str) -> None:
    first = export_dataset(dataset, form, tmp_path / "one", text, "de")
    second = export_dataset(dataset, form, tmp_path / "two", text, "de")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_command_line_offers_all_formats() -> None:
    assert OFFERED == FORMATS


def test_the_command(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(dataset.folder)
    assert run_command(["export", folder, "-f", "csv", "-f", "sdmx", "--lang", "de"]) == ExitCode.OK
    assert sorted(path.name for path in (dataset.folder / "export").iterdir()) == ["csv", "sdmx"]
    assert "8 Dateien" in capsys.readouterr().err
    assert run_command(["export", str(dataset.folder.parent), "-f", "csv"]) == ExitCode.NOTHING_FOUND


def test_a_missing_library_is_named(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    assert run_command(["export", str(dataset.folder), "--lang", "de"]) == ExitCode.MISSING_DEPENDENCY
    assert "drucksachen-extractor[excel]" in capsys.readouterr().err


# Formulas in texts


@given(st.text())
def test_escaping_can_be_undone(words: str) -> None:
    assert unescape_formula(escape_formula(words)) == words


@given(st.text(st.sampled_from("'=+-@\t\r1a,. ＝"), max_size=6))
def test_escaping_of_texts_like_formulas_can_be_undone(words: str) -> None:
    assert unescape_formula(escape_formula(words)) == words
    assert escape_formula(words) == words or escape_formula(words).startswith("'")


@pytest.mark.parametrize("words", ["-", "–", "-5", "+3,2", "- 12 %", "-1.234", "12", "§ 25", "", "a=b"])
def test_dashes_and_numbers_are_left_alone(words: str) -> None:
    assert escape_formula(words) == words


@pytest.mark.parametrize("words", ["=1", "@x", "+49 a", "-a", "\t=1", "＝1", "-1+2", "-2 Personen"])
def test_texts_like_formulas_are_escaped(words: str) -> None:
    assert is_formula_like(words)
    assert escape_formula(words) == f"'{words}"


# How numbers look


@pytest.mark.parametrize(
    ("printed", "value", "expected"),
    [
        ("1.790", "1790", "#,##0"),
        ("1790", "1790", "0"),
        ("644", "644", "#,##0"),
        ("12,5%", "12.5", '#,##0.0"%"'),
        ("12,50 %", "12.50", '#,##0.00" %"'),
        ("1 800*", "1800", '#,##0"*"'),
        ("-", "0", '"-"'),
        ("1.5", "1.5", "General"),
    ],
)
def test_numbers_look_as_printed(printed: str, value: str, expected: str) -> None:
    assert number_format(printed, Decimal(value)) == expected


# Citations


def test_citations_of_a_document_a_table_and_a_figure(dataset: Dataset) -> None:
    document, table, figure = (rows(dataset, name)[0] for name in ("documents", "tables", "observations"))
    assert cite_text(source_of(document)) == "Deutscher Bundestag, Drucksache 99/1 vom 25.08.2025"
    whole = "Deutscher Bundestag, Drucksache 99/1 vom 25.08.2025, Antwort zu Frage 1a, S. 2, Tabelle 1"
    assert cite_text(source_of(document, table)) == whole
    assert cite_text(source_of(document, table, figure)) == f"{whole}, »1.790«"
    assert "number = {99/1}," in cite_bibtex(source_of(document))
    shown = json.loads(cite_csl(source_of(document, table)))
    assert (shown["number"], shown["URL"]) == ("99/1", "https://example.org/1.pdf#page=2")
    assert shown["issued"] == {"date-parts": [[2025, 8, 25]]}


def test_signs_of_tex_are_no_commands(dataset: Dataset) -> None:
    document = {**rows(dataset, "documents")[0], "title": r"50 % & \input{x} #_"}
    assert r"title = {50 \% \& \textbackslash{}input\{x\} \#\_}," in cite_bibtex(source_of(document))


def test_cite_writes_to_standard_output(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(dataset.folder)
    assert run_command(["cite", folder]) == ExitCode.OK
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert run_command(["cite", folder, "bt-99-1", "p002t1", "r2c2"]) == ExitCode.OK
    assert capsys.readouterr().out.endswith("Tabelle 1, »1.790«\n")
    assert run_command(["cite", folder, "bt-99-7"]) == ExitCode.NOTHING_FOUND
    assert run_command(["cite", folder, "bt-99-1", "p002t1", "r9c9"]) == ExitCode.NOTHING_FOUND
