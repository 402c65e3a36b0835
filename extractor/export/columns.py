"""What the exports add to the columns of the dataset: their names in words, and the official key of a Land."""

from __future__ import annotations

import csv
from functools import cache

from extractor.codes import load_code_lists
from extractor.resources import schemas_folder

AGS = "ags"
"""The Amtlicher Gemeindeschlüssel of the Land, two digits; empty for Germany and where there is no Land."""


@cache
def column_titles(language: str) -> dict[str, str]:
    """The columns of ``observations`` in words (``schemas/export/columns.csv``)."""
    with (schemas_folder() / "export" / "columns.csv").open(encoding="utf-8", newline="") as stream:
        return {row["column"]: row[language] for row in csv.DictReader(stream)}


def ags_of(region: str) -> str:
    """``08`` for ``DE-BW``."""
    return _keys().get(region, "")


@cache
def _keys() -> dict[str, str]:
    return {entry.code: entry.details.get("ags", "") for entry in load_code_lists().lists["laender"].entries}
