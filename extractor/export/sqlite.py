"""SQLite: the tables with keys and foreign keys, views, and full-text search; with a description for Datasette."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from extractor.dataset import Dataset
from extractor.errors import ExitCode, ExtractorError
from extractor.export.columns import AGS, ags_of
from extractor.resources import table_schema
from extractor.write import TABLES

# Decimals are kept as text with the affinity of numbers: SQLite then computes with them, and 12.50 stays what it is in
# the CSV only as a number (12.5).
_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "NUMERIC", "date": "TEXT"}

_VIEWS = """
CREATE VIEW figures AS
SELECT o.*, d.number AS drucksache_number, d.wahlperiode, d.date AS document_date, d.title AS document_title,
       d.url || '#page=' || o.page AS page_url, t.caption, t.lead_in, t.status AS table_status
FROM observations o JOIN documents d USING (doc_id) LEFT JOIN tables t USING (doc_id, table_id);
CREATE VIEW figures_on_titles AS
SELECT * FROM figures
WHERE ';' || topic || ';' GLOB '*;residence_permit;*' OR ';' || topic || ';' GLOB '*;toleration;*'
   OR ';' || topic || ';' GLOB '*;visa;*';
CREATE VIEW contradictions AS
SELECT c.*, d.title AS document_title, t.first_page FROM checks c JOIN documents d USING (doc_id)
LEFT JOIN tables t USING (doc_id, table_id) WHERE c.result = 'fails';
CREATE VIEW questions_without_figures AS SELECT * FROM questions WHERE answer_status NOT IN ('', 'figures');
CREATE VIRTUAL TABLE observations_search USING fts5(
    row_label, col_label, category, legal_basis, content='observations', content_rowid='rowid', tokenize='unicode61'
);
INSERT INTO observations_search(observations_search) VALUES ('rebuild');
CREATE VIRTUAL TABLE questions_search USING fts5(
    question, answer_wording, content='questions', content_rowid='rowid', tokenize='unicode61'
);
INSERT INTO questions_search(questions_search) VALUES ('rebuild');
"""
_INDEXES = ("doc_id, table_id", "nationality", "region", "legal_basis", "measure", "reference_date")


def write_sqlite(dataset: Dataset, folder: Path) -> tuple[Path, ...]:
    """Writes ``dataset.sqlite`` and ``metadata.json``; returns both. `ExtractorError` (5) when the disk refuses.

    Empty fields are null, but for parts of keys.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path, unfinished = folder / "dataset.sqlite", folder / "dataset.sqlite.part"
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(unfinished)) as database, database:
            for table in TABLES:
                _write_table(database, dataset, table)
            for columns in _INDEXES:
                name = columns.replace(", ", "_")
                database.execute(f"CREATE INDEX observations_{name} ON observations ({columns})")
            database.executescript(_VIEWS)
        with closing(sqlite3.connect(unfinished)) as database:
            database.execute("VACUUM")
    except sqlite3.OperationalError as error:
        raise ExtractorError(
            "write.not_writable", ExitCode.OUTPUT_NOT_WRITABLE, folder=str(folder), reason=str(error)
        ) from error
    unfinished.replace(path)
    description = folder / "metadata.json"
    description.write_text(json.dumps(_metadata(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path, description


def _write_table(database: sqlite3.Connection, dataset: Dataset, table: str) -> None:
    schema = table_schema(table)
    key = schema.get("primaryKey", [])
    columns = [f'"{field["name"]}" {_TYPES[field["type"]]}' for field in schema["fields"]]
    names = [field["name"] for field in schema["fields"]]
    if table == "observations":
        columns.append(f"{AGS} TEXT")
    constraints = [f"PRIMARY KEY ({', '.join(key)})"] if key else []
    for reference in schema.get("foreignKeys", ()):
        target = reference["reference"]
        constraints.append(
            f"FOREIGN KEY ({', '.join(reference['fields'])})"
            f" REFERENCES {target['resource']} ({', '.join(target['fields'])}) DEFERRABLE INITIALLY DEFERRED"
        )
    database.execute(f"CREATE TABLE {table} ({', '.join([*columns, *constraints])})")
    places = ", ".join("?" * len(columns))
    insert = f"INSERT INTO {table} VALUES ({places})"  # noqa: S608 -- names of our own schemas
    database.executemany(insert, _values(dataset, table, names, frozenset(key)))


def _values(dataset: Dataset, table: str, names: list[str], key: frozenset[str]) -> Iterator[list[str | None]]:
    for row in dataset.rows(table):
        values = [row[name] if row[name] or name in key else None for name in names]
        if table == "observations":
            values.append(ags_of(row["region"]) or None)
        yield values


def _metadata() -> dict[str, object]:
    """What Datasette shows beside the tables (``datasette dataset.sqlite --metadata metadata.json``)."""
    return {
        "title": "Zahlen zu Aufenthaltstiteln aus Bundestagsdrucksachen",
        "databases": {
            "dataset": {
                "tables": {
                    table: {
                        "title": (schema := table_schema(table))["title"],
                        "description": schema["description"],
                        "columns": {field["name"]: field.get("description", "") for field in schema["fields"]},
                    }
                    for table in TABLES
                }
            }
        },
    }
