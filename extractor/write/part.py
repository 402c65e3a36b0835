"""Parts: the rows of one document on the disk, before they are merged."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ExitCode, ExtractorError
from extractor.model.result import DocumentResult
from extractor.resources import column_names
from extractor.write.rows import Row, rows_of
from extractor.write.text import write_rows

# Keys that begin with the id of their document and a colon.
_PREFIXED = frozenset({"obs_id", "check_id"})


@dataclass(frozen=True, slots=True)
class Part:
    """One document's rows: ``folder`` holds a file without head for each table that has rows.

    ``doc_id`` is empty where the file could not be read, ``sha256`` where not even its bytes could be.
    """

    folder: Path
    file: str
    doc_id: str
    sha256: str


def write_part(result: DocumentResult, sha256: str, folder: Path, language: str) -> Part:
    """Writes the rows of one document into ``folder``, which is made; `ExtractorError` (5) when the disk refuses."""
    try:
        folder.mkdir(parents=True)
        for table, rows in rows_of(result, language).items():
            if rows:
                with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
                    write_rows(stream, rows)
    except OSError as error:
        raise not_writable(folder, error) from error
    return Part(folder, result.file, result.facts.doc_id if result.facts else "", sha256)


def not_writable(folder: Path, error: OSError) -> ExtractorError:
    """The error of an output that cannot be written, with the reason the system gives."""
    return ExtractorError(
        "write.not_writable",
        ExitCode.OUTPUT_NOT_WRITABLE,
        folder=str(folder),
        reason=error.strerror or str(error),
    )


def renamed_rows(part: Part, table: str, doc_id: str) -> Iterator[Row]:
    """The rows of a part under another document id: the id itself and the keys that begin with it."""
    columns = column_names(table)
    with (part.folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream):
            yield tuple(_renamed(column, text, part.doc_id, doc_id) for column, text in zip(columns, row, strict=True))


def _renamed(column: str, text: str, old: str, new: str) -> str:
    if column == "doc_id":
        return new
    if column in _PREFIXED and text.startswith(f"{old}:"):
        return new + text.removeprefix(old)
    return text
