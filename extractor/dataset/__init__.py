"""A dataset on the disk for use from Python.

>>> import extractor
>>> dataset = extractor.open_dataset("dataset")  # doctest: +SKIP
>>> dataset.observations.query("region == 'DE-HH' and not flags")  # doctest: +SKIP
>>> dataset.table("bt-19-8701", "p010t2").to_pandas()  # doctest: +SKIP
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.dataset.frames import Frames, typed_frame
from extractor.dataset.printed import DatasetTable
from extractor.errors import ExitCode, ExtractorError
from extractor.write import recover
from extractor.write.package import is_ours

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Dataset", "DatasetTable", "open_dataset"]


def open_dataset(folder: str | os.PathLike[str]) -> Dataset:
    """The dataset that a run wrote into ``folder``. `ExtractorError` (6) where there is none of ours."""
    path = Path(folder)
    if path.is_dir():
        recover(path)
    if not is_ours(path):
        raise ExtractorError("verify.no_dataset", ExitCode.NOTHING_FOUND, folder=str(path))
    return Dataset(path)


class Dataset(Frames):
    """The tables of a dataset, each read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __repr__(self) -> str:
        return f"<Dataset {self.folder}: {len(self.documents)} documents, {len(self.observations)} observations>"

    def rows(self, table: str) -> Iterator[dict[str, str]]:
        """The rows of a table one after the other, texts by column; `ExtractorError` (9) where its file is missing."""
        try:
            with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
                yield from csv.DictReader(stream)
        except FileNotFoundError as error:
            raise ExtractorError("verify.missing_file", ExitCode.CONFIGURATION_INVALID, file=f"{table}.csv") from error

    def table(self, doc_id: str, table_id: str) -> DatasetTable:
        """A table with its cells; ``KeyError`` where there is none."""
        facts = self._tables.get((doc_id, table_id))
        if facts is None:
            raise KeyError((doc_id, table_id))
        return DatasetTable(facts, tuple(self._cells.get((doc_id, table_id), ())), self._documents.get(doc_id, {}))

    def tables_of(self, doc_id: str) -> tuple[DatasetTable, ...]:
        """The tables of a document, in order."""
        return tuple(self.table(*key) for key in self._tables if key[0] == doc_id)

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row per document."""
        return self.frame("documents")

    @cached_property
    def questions(self) -> pd.DataFrame:
        """One row per question, with the status of its answer."""
        return self.frame("questions")

    @cached_property
    def tables(self) -> pd.DataFrame:
        """One row per table: where it stands, its question, what the checks say."""
        return self.frame("tables")

    def frame(self, table: str) -> pd.DataFrame:
        """A table of the dataset by name, read anew; `ExtractorError` (9) where its file is missing."""
        return typed_frame(table, [tuple(row.values()) for row in self.rows(table)])

    @cached_property
    def _documents(self) -> dict[str, dict[str, str]]:
        return {row["doc_id"]: row for row in self.rows("documents")}

    @cached_property
    def _tables(self) -> dict[tuple[str, str], dict[str, str]]:
        return {(row["doc_id"], row["table_id"]): row for row in self.rows("tables")}

    @cached_property
    def _cells(self) -> dict[tuple[str, str], list[dict[str, str]]]:
        grouped: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in self.rows("cells"):
            grouped.setdefault((row["doc_id"], row["table_id"]), []).append(row)
        return grouped
