"""Last stage: results become the tables of the dataset, and the dataset takes its place on the disk in one step.

A worker packs the rows of its document as a *part* (`make_part`); one writer merges the parts (`merge_parts`) into a
staged folder and publishes it (`publish`). Nothing in the dataset depends on time, machine or order of work.
"""

from __future__ import annotations

from extractor.write.atomic import DATASET_FILES, check_output, publish, recover, staging
from extractor.write.merge import merge_parts
from extractor.write.part import Part, make_part
from extractor.write.rows import TABLES, rows_of

__all__ = [
    "DATASET_FILES",
    "TABLES",
    "Part",
    "check_output",
    "make_part",
    "merge_parts",
    "publish",
    "recover",
    "rows_of",
    "staging",
]
