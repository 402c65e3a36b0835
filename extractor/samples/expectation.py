"""The expectation of a sample: derived from its data file, written to and read from ``expected/``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from extractor.errors import ExitCode, ExtractorError
from extractor.resources import column_names
from extractor.samples.figures import figure_of
from extractor.samples.folder import Sample
from extractor.samples.grids import grid_cells
from extractor.samples.layout import Entry, Layout, place
from extractor.samples.meanings import UNDECIDED, Row, meaning, observation, table_observations
from extractor.samples.papers import document_id, document_row, footnote_rows, question_rows, table_row
from extractor.samples.vouching import entries, vouch

TABLES = ("documents", "questions", "tables", "cells", "observations", "footnotes", "checks")
# Boxes are the typesetter's and the hash is the file's business; ids and addresses are put together by the program.
_LEFT_OUT = frozenset(
    {"x0", "y0", "x1", "y1", "pdf_sha256", "url", "footnote_id", "check_id", "reader", "reason", "wording"}
)
_KEPT = {"observations": frozenset({"reader"})}
Expectation = Mapping[str, list[Row]]


def columns(table: str) -> tuple[str, ...]:
    """The columns of a table of the dataset that an expectation has."""
    left_out = _LEFT_OUT - _KEPT.get(table, frozenset())
    return tuple(name for name in column_names(table) if name not in left_out)


def derive_expectation(sample: Sample) -> Expectation:
    """The expectation of every table of the dataset; `ExtractorError` (9) where the data file contradicts itself."""
    try:
        return _derived(sample.data)
    except (KeyError, ValueError, IndexError) as error:
        raise ExtractorError(
            "samples.broken",
            ExitCode.CONFIGURATION_INVALID,
            file=str(sample.folder / "data.toml"),
            reason=f"{type(error).__name__}: {error}",
        ) from error


def _derived(data: Entry) -> Expectation:
    layout, doc_id = place(data), document_id(data)
    observations = dict(_observations(data, layout, doc_id))
    vouching = vouch(data, layout, observations)
    for key, row in observations.items():
        _enter(row, "evidence", list(entries(vouching.evidence, key)))
        _enter(row, "flags", list(entries(vouching.flags, key)))
        _enter(row, "notes", list(entries(vouching.notes, key)))
        row["footnotes"] = row.get("footnotes", _marks(row["value_raw"]))
    rows: dict[str, list[Row]] = {
        "documents": [document_row(data, layout)],
        "questions": list(question_rows(data, layout)),
        "tables": [table_row(table, doc_id, observations) for table in layout.tables],
        "cells": [row for table in layout.tables for row in grid_cells(table, doc_id)],
        "observations": list(observations.values()),
        "footnotes": [row for table in layout.tables for row in footnote_rows(table, doc_id)],
        "checks": [{"doc_id": doc_id, **row} for row in vouching.checks],
    }
    return {name: [_complete(name, row) for row in rows[name]] for name in TABLES}


def _observations(data: Entry, layout: Layout, doc_id: str) -> Iterator[tuple[str, Row]]:
    """All observations by key, those of tables first."""
    general: Entry = data.get("meaning", {})
    for table in layout.tables:
        for _, row in table_observations(table, doc_id, general):
            yield row["obs_id"].removeprefix(f"{doc_id}:"), row
    for one in layout.figures:
        where = {"obs": one.obs, "question_id": one.question_id, "page": one.page, "value_raw": one.source["raw"]}
        where |= {"reader": "prose", "row_role": "detail // ~", "col_role": "detail // ~", "row_level": "0 // ~"}
        yield one.obs, observation(doc_id, where, figure_of(one.source["raw"]), meaning(general, one.source))


def _enter(row: Row, name: str, entered: list[str]) -> None:
    """Fill a list of evidence, flags or notes; what the data file says itself comes first."""
    row[name] = ";".join([*filter(None, row.get(name, "").split(";")), *entered])


def _marks(printed: str) -> str:
    """The footnote marks of a figure, written so that they are not taken for `UNDECIDED`."""
    mark = printed[len(printed.rstrip("*")) :]
    return f"mark:{mark}" if mark else ""


def _complete(table: str, row: Row) -> Row:
    """The row with all columns in order; ``ValueError`` for a field that the dataset does not have.

    ``label_source`` and ``time_wording`` are the program's own account of how it came to a meaning: where the data
    file says nothing of them they are not compared.
    """
    names = columns(table)
    unknown = row.keys() - set(names)
    if unknown:
        raise ValueError(f"{table} has no column {', '.join(sorted(unknown))}")
    default = {"label_source": UNDECIDED, "time_wording": UNDECIDED} if table == "observations" else {}
    return {name: row.get(name, default.get(name, "")) for name in names}


def write_expectation(expectation: Expectation, folder: Path) -> None:
    """Writes ``expected/*.csv`` below the sample's folder."""
    for name, text in as_files(expectation).items():
        path = folder / "expected" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def as_files(expectation: Expectation) -> dict[str, str]:
    """The text of each file by name."""
    files = {}
    for table in TABLES:
        stream = io.StringIO(newline="")
        writer = csv.DictWriter(stream, columns(table), lineterminator="\n")
        writer.writeheader()
        writer.writerows(expectation[table])
        files[f"{table}.csv"] = stream.getvalue()
    return files


def read_expectation(sample: Sample) -> Expectation:
    """The committed expectation; `ExtractorError` (9) where a file of it is missing: it is never made on the way."""
    read: dict[str, list[Row]] = {}
    for table in TABLES:
        path = sample.folder / "expected" / f"{table}.csv"
        try:
            with path.open(encoding="utf-8", newline="") as stream:
                read[table] = list(csv.DictReader(stream))
        except OSError as error:
            raise ExtractorError(
                "samples.broken", ExitCode.CONFIGURATION_INVALID, file=str(path), reason=str(error)
            ) from error
    return read
