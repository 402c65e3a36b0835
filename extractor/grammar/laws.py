"""The laws that answers cite, and how they write their names."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extractor.resources import schemas_folder


@dataclass(frozen=True, slots=True)
class Law:
    """A law: its official abbreviation, and whether it is divided into ``§`` or ``Art.``."""

    code: str
    sign: str


@cache
def laws() -> Mapping[str, Law]:
    """Laws by printed name (``schemas/codelists/laws.csv``)."""
    with (schemas_folder() / "codelists" / "laws.csv").open(encoding="utf-8", newline="") as handle:
        return {row["wording"]: Law(row["code"], row["sign"]) for row in csv.DictReader(handle)}


@cache
def law_pattern() -> str:
    """The printed names as one regular expression, longest first."""
    names = sorted(laws(), key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"\s?") for name in names)


@cache
def section_numbers() -> tuple[str, ...]:
    """The sections of the AufenthG in their order ("16", "16a", …), for ranges of sections."""
    with (schemas_folder() / "codelists" / "aufenthg_sections.csv").open(encoding="utf-8", newline="") as handle:
        found = {row["section"] for row in csv.DictReader(handle)}
    return tuple(sorted(found, key=section_order))


def section_order(section: str) -> tuple[int, str]:
    """Sort key of a section: "104a" after "104", before "105"."""
    digits = section.rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits), section[len(digits) :]
