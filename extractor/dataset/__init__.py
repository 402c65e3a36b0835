"""A dataset on the disk for use from Python.

>>> import extractor
>>> dataset = extractor.open_dataset("dataset")  # doctest: +SKIP
>>> dataset.observations.query("region == 'DE-HH' and not flags")  # doctest: +SKIP
>>> dataset.table("bt-19-8701", "p010t2").to_pandas()  # doctest: +SKIP
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.dataset.frames import grid_frame, typed_frame
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


@dataclass(frozen=True)
class DatasetTable:
    """A table of a dataset: its row in ``tables.csv``, and its cells (rows of ``cells.csv``)."""

    facts: Mapping[str, str]
    cells: tuple[Mapping[str, str], ...]

    def grid(self) -> list[list[str]]:
        """Rows x columns of texts, the text of a cell that spans several places in each of them."""
        filled = [[""] * int(self.facts["cols"]) for _ in range(int(self.facts["rows"]))]
        for cell in self.cells:
            row, col = int(cell["row"]) - 1, int(cell["col"]) - 1
            for line in filled[row : row + int(cell["row_span"])]:
                line[col : col + int(cell["col_span"])] = [cell["text"]] * int(cell["col_span"])
        return filled

    def to_pandas(self) -> pd.DataFrame:
        """The grid as printed, all texts verbatim; the head rows become the columns, several a MultiIndex.

        ``attrs`` has the fields of ``tables.csv``: ``doc_id``, ``table_id``, ``first_page``, ``caption``, ``status``, …
        """
        return grid_frame(self.grid(), int(self.facts["head_rows"]), dict(self.facts))


class Dataset:
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
        return DatasetTable(facts, tuple(self._cells.get((doc_id, table_id), ())))

    def tables_of(self, doc_id: str) -> tuple[DatasetTable, ...]:
        """The tables of a document, in order."""
        return tuple(self.table(*key) for key in self._tables if key[0] == doc_id)

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row per document."""
        return self._frame("documents")

    @cached_property
    def questions(self) -> pd.DataFrame:
        """One row per question, with the status of its answer."""
        return self._frame("questions")

    @cached_property
    def tables(self) -> pd.DataFrame:
        """One row per table: where it stands, its question, what the checks say."""
        return self._frame("tables")

    @cached_property
    def cells(self) -> pd.DataFrame:
        """One row per cell of each table, as printed."""
        return self._frame("cells")

    @cached_property
    def observations(self) -> pd.DataFrame:
        """One row per printed number, with place, meaning and evidence."""
        return self._frame("observations")

    @cached_property
    def footnotes(self) -> pd.DataFrame:
        """One row per note below a table."""
        return self._frame("footnotes")

    @cached_property
    def checks(self) -> pd.DataFrame:
        """One row per comparison of figures."""
        return self._frame("checks")

    @cached_property
    def issues(self) -> pd.DataFrame:
        """What a person should know, in words."""
        return self._frame("issues")

    def _frame(self, table: str) -> pd.DataFrame:
        return typed_frame(table, [tuple(row.values()) for row in self.rows(table)])

    @cached_property
    def _tables(self) -> dict[tuple[str, str], dict[str, str]]:
        return {(row["doc_id"], row["table_id"]): row for row in self.rows("tables")}

    @cached_property
    def _cells(self) -> dict[tuple[str, str], list[dict[str, str]]]:
        grouped: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in self.rows("cells"):
            grouped.setdefault((row["doc_id"], row["table_id"]), []).append(row)
        return grouped
