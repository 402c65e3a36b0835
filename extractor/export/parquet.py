"""Parquet: one file for each table, with the types of the schemas. Needs pyarrow (extra ``parquet``)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.dataset import Dataset
from extractor.errors import ExitCode, ExtractorError
from extractor.resources import column_types
from extractor.write import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Rows in one group: a few megabytes, so that memory does not grow with the dataset.
_GROUP = 50_000
# Printed figures have at most 12 digits, shares and lengths in points few decimals; 38 is the most that Parquet knows.
_DIGITS, _DECIMALS = 38, 10

_VALUES: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "date": date.fromisoformat,
}


def write_parquet(dataset: Dataset, folder: Path) -> tuple[Path, ...]:
    """Writes the tables; empty fields are null. Returns the files. `ExtractorError` (3) without pyarrow."""
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise ExtractorError(
            "export.missing", ExitCode.MISSING_DEPENDENCY, format="parquet", package="pyarrow", extra="parquet"
        ) from error
    types = {
        "string": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.decimal128(_DIGITS, _DECIMALS),
        "date": arrow.date32(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in TABLES:
        kinds = column_types(table)
        schema = arrow.schema([(name, types[kind]) for name, kind in kinds.items()])
        path = folder / f"{table}.parquet"
        with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
            for rows in _groups(dataset.rows(table)):
                columns = [
                    arrow.array([_VALUES[kind](row[name]) if row[name] else None for row in rows], types[kind])
                    for name, kind in kinds.items()
                ]
                writer.write_table(arrow.Table.from_arrays(columns, schema=schema))
        written.append(path)
    return tuple(written)


def _groups(rows: Iterator[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    while group := list(islice(rows, _GROUP)):
        yield group
