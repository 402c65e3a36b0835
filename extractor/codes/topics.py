"""Groups of topics by which a user chooses observations (``schemas/codelists/topic_groups.csv``)."""

from __future__ import annotations

import csv
from functools import cache

from extractor.errors import ExitCode, ExtractorError
from extractor.resources import schemas_folder


@cache
def load_topics(group: str) -> frozenset[str]:
    """The topics (codes of the model) of a group such as ``permits``; ``KeyError`` for a group there is none of.

    `ExtractorError` (9) where the file cannot be read.
    """
    path = schemas_folder() / "codelists" / "topic_groups.csv"
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            topics = frozenset(row["topic"] for row in csv.DictReader(handle) if row["group"] == group)
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
        raise ExtractorError(
            "codes.bad_list", ExitCode.CONFIGURATION_INVALID, file=path.name, reason=str(error)
        ) from error
    if not topics:
        raise KeyError(group)
    return topics
