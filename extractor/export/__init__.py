"""A dataset in the formats that people and other programs work with; each is made from the dataset alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from extractor.dataset import Dataset

FORMATS = ("xlsx", "csv", "parquet", "sqlite", "sdmx")
"""The names of the formats."""

Text = Callable[..., str]
"""A message of the catalogue by its key, with values for its placeholders."""


def export_dataset(dataset: Dataset, form: str, folder: Path, text: Text, language: str) -> tuple[Path, ...]:
    """Writes the dataset in one of `FORMATS` into ``folder`` (made where it is missing); returns the files.

    ``text`` and ``language`` are for what people read. `ExtractorError` 3 where a library is missing, 5 where the disk
    refuses. Modules are imported here, so that no format pays for another.
    """
    if form == "xlsx":
        from extractor.export.workbook import write_workbooks

        return write_workbooks(dataset, folder, text, language)
    if form == "csv":
        from extractor.export.german_csv import write_german_csv

        return write_german_csv(dataset, folder)
    if form == "parquet":
        from extractor.export.parquet import write_parquet

        return write_parquet(dataset, folder)
    if form == "sqlite":
        from extractor.export.sqlite import write_sqlite

        return write_sqlite(dataset, folder)
    if form == "sdmx":
        from extractor.export.sdmx import write_sdmx

        return write_sdmx(dataset, folder)
    raise ValueError(form)
