"""``extractor tables``: the grids of one document, nothing interpreted."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.limits import watched
from extractor.cli.options import file_argument, log_options, ocr_option, password_option, reader_option
from extractor.cli.session import current_session, say, say_text
from extractor.errors import ExitCode, ExtractorError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.model.table import Table


@click.command(help="help.tables")
@file_argument
@click.option(
    "--format", "layout", type=click.Choice(["csv", "json"]), default="csv", show_default=True, help="option.format"
)
@click.option("--table", "wanted", metavar="TABLE_ID", help="option.table")
@click.option("-o", "--output", metavar="FOLDER", type=click.Path(path_type=Path), help="option.tables_output")
@reader_option
@ocr_option
@password_option
@log_options
def command(
    file: Path, layout: str, wanted: str | None, output: Path | None, reader: str, ocr: str, password: str | None
) -> None:
    """Writes the grids to standard output, or into a folder one file for each table."""
    from extractor.pipeline import Options, read_grids

    session = current_session()
    with watched(session, file.name):
        doc_id, tables, issues = read_grids(file, Options(reader=reader, password=password, ocr=ocr))
    for issue in issues:
        say_text(session.issue_text(issue, file.name))
    if wanted is not None:
        tables = tuple(table for table in tables if table.table_id == wanted)
        if not tables:
            raise ExtractorError("cli.no_such_table", ExitCode.NOTHING_FOUND, file=file.name, table=wanted)
    elif not tables:
        say(session, "document.no_tables", file=file.name)
    if output is not None:
        _write_folder(tables, doc_id, layout, output)
    elif layout == "json":
        click.echo(_as_json(tables, doc_id))
    elif wanted is not None:
        click.echo(_as_csv(grid_rows(tables[0])), nl=False)
    else:
        click.echo(_as_csv(_cell_rows(tables, doc_id)), nl=False)


def grid_rows(table: Table) -> list[list[str]]:
    """The grid as rows x columns of text; a cell that spans several places has its text in the upper left one."""
    rows = [[""] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row - 1][cell.col - 1] = cell.text
    return rows


def _cell_rows(tables: Iterable[Table], doc_id: str) -> Iterable[Sequence[str]]:
    """The table ``cells`` of the dataset, with its head; roles are empty."""
    from extractor.resources import column_names
    from extractor.write.rows import as_row, cell_entries

    yield column_names("cells")
    for table in tables:
        for entry in cell_entries(table, doc_id):
            yield as_row("cells", entry)


def _as_csv(rows: Iterable[Sequence[str]]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def _as_json(tables: Iterable[Table], doc_id: str) -> str:
    described: list[dict[str, Any]] = [
        {
            "doc_id": doc_id,
            "table_id": table.table_id,
            "first_page": table.first_page,
            "last_page": table.last_page,
            "reader": table.reader,
            "joined_by": table.joined_by,
            "rows": grid_rows(table),
        }
        for table in tables
    ]
    return json.dumps(described, ensure_ascii=False, indent=1)


def _write_folder(tables: Sequence[Table], doc_id: str, layout: str, folder: Path) -> None:
    from extractor.write.part import not_writable

    try:
        folder.mkdir(parents=True, exist_ok=True)
        if layout == "json":
            (folder / "tables.json").write_text(_as_json(tables, doc_id) + "\n", encoding="utf-8")
            return
        (folder / "cells.csv").write_text(_as_csv(_cell_rows(tables, doc_id)), encoding="utf-8", newline="")
        for table in tables:
            path = folder / f"{table.table_id}.csv"
            path.write_text(_as_csv(grid_rows(table)), encoding="utf-8", newline="")
    except OSError as error:
        raise not_writable(folder, error) from error
