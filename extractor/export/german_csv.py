"""CSV for a spreadsheet in German: semicolons, decimal commas, UTF-8 with byte order mark.

Excel makes a number of an AGS such as ``08``; it is written as ``="08"``, the one formula in these files.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from extractor.dataset import Dataset
from extractor.export.columns import AGS, ags_of
from extractor.export.spreadsheet_text import escape_formula, unescape_formula
from extractor.resources import column_types
from extractor.write import TABLES


def write_german_csv(dataset: Dataset, folder: Path) -> tuple[Path, ...]:
    """One file for each table of the dataset; the observations have the column ``ags`` besides. Returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in TABLES:
        path = folder / f"{table}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows(_lines(dataset, table))
        written.append(path)
    return tuple(written)


def read_german_csv(path: Path, table: str) -> Iterator[dict[str, str]]:
    """The rows of a table as they stand in the dataset, from a file that `write_german_csv` has made."""
    types = column_types(table)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            row.pop(AGS, None)
            yield {
                column: text.replace(",", ".") if types[column] == "number" else unescape_formula(text)
                for column, text in row.items()
            }


def _lines(dataset: Dataset, table: str) -> Iterator[list[str]]:
    types = column_types(table)
    with_ags = table == "observations"
    yield [*types, *([AGS] if with_ags else [])]
    for row in dataset.rows(table):
        line = [
            text.replace(".", ",") if types[column] == "number" else escape_formula(text)
            for column, text in row.items()
        ]
        if with_ags:
            ags = ags_of(row["region"])
            line.append(f'="{ags}"' if ags else "")
        yield line
