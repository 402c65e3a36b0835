"""SDMX-CSV 2.0: the observations as statistical offices exchange them.

Dimensions are what was counted, where and when, and the id of the observation, since a paper may print one figure
twice; attributes are how it was printed, where, and what vouches for it.
"""

from __future__ import annotations

import csv
from pathlib import Path

from extractor.dataset import Dataset
from extractor.resources import column_names

_STRUCTURE = ("dataflow", "EXTRACTOR:AUFENTHALTSTITEL(1.0)", "I")
_VALUE = "value"


def write_sdmx(dataset: Dataset, folder: Path) -> tuple[Path, ...]:
    """Writes ``observations.sdmx.csv``; columns have the names of the dataset in capitals. Returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "observations.sdmx.csv"
    others = [name for name in column_names("observations") if name != _VALUE]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *(name.upper() for name in others), "OBS_VALUE"])
        for row in dataset.rows("observations"):
            writer.writerow([*_STRUCTURE, *(row[name] for name in others), row[_VALUE]])
    return (path,)
