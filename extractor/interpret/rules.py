"""The rules of this stage that are data: places, units of measures, words without a meaning of their own."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from extractor.resources import schemas_folder


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """A pattern and the kind of place (a place_type of the model) that it tells."""

    pattern: re.Pattern[str]
    place_type: str


@dataclass(frozen=True, slots=True)
class NoTitleRule:
    """A pattern that tells figures which are none on titles, and their unit."""

    pattern: re.Pattern[str]
    unit: str


@dataclass(frozen=True, slots=True)
class Rules:
    """``headings`` are searched in what stands above the rows, ``labels`` matched at the beginning of row labels.

    ``doubtful_if_asked`` are measures that a question names by the people it is about, not by what was counted;
    ``no_title`` tells money and posts; ``topics`` what a measure or a register is about where no word says it;
    ``protection`` matches the legal bases on which asylum or protection is granted.
    """

    headings: tuple[PlaceRule, ...]
    labels: tuple[PlaceRule, ...]
    units: dict[str, str]
    neutral: re.Pattern[str]
    no_title: tuple[NoTitleRule, ...]
    doubtful_if_asked: frozenset[str]
    topics: dict[str, tuple[str, ...]]
    protection: re.Pattern[str]


@cache
def load_rules() -> Rules:
    """The rules of ``schemas/rules/rows_places.toml`` and ``meaning.toml``."""
    folder = schemas_folder() / "rules"
    places = tomllib.loads((folder / "rows_places.toml").read_text(encoding="utf-8"))
    meaning = tomllib.loads((folder / "meaning.toml").read_text(encoding="utf-8"))
    return Rules(
        tuple(PlaceRule(re.compile(rule["pattern"]), rule["place_type"]) for rule in places["heading"]),
        tuple(PlaceRule(re.compile(rule["pattern"]), rule["place_type"]) for rule in places["label"]),
        meaning["units"],
        re.compile(meaning["neutral"]["pattern"].replace("\n", ""), re.IGNORECASE),
        tuple(NoTitleRule(re.compile(rule["pattern"]), rule["unit"]) for rule in meaning["no_title"]),
        frozenset(meaning["doubtful_if_asked"]["measures"]),
        {name: (topic,) for name, topic in meaning["topics"].items()},
        re.compile(meaning["protection"]["pattern"]),
    )
