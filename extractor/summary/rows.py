"""Rows of ``observations.csv`` as the functions of this package take them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

Row = Mapping[str, str]
"""One observation: a text for each column of the dataset, ``""`` where the paper is silent."""

POPULATION = (
    "doc_id", "question_id", "unit", "measure", "share_of", "instance", "title_type", "legal_basis", "nationality",
    "nationality_group", "region", "place", "sex", "age_min", "age_max", "stay_min_years", "stay_max_years",
    "person_role", "period_start", "period_end", "reference_date", "cohort_start", "cohort_end", "register", "category",
)  # fmt: skip
"""The columns that say what was counted, where, and when."""

TIMES = ("period_start", "period_end", "reference_date")
"""The columns that say when was counted."""

# A figure with one of these is a part of what was counted.
_PARTS = ("place", "age_min", "age_max", "stay_min_years", "stay_max_years", "nationality_group", "category")
_NO_COUNTS = frozenset({"percent", "percentage_points", "months", "years", "euros"})
# Codes of the total of a dimension: it counts the same as a table that is silent about the dimension.
_TOTALS = {"nationality": "XTO", "region": "DE", "sex": "T"}


def is_on_titles(row: Row, topics: Collection[str]) -> bool:
    """Whether an observation has a value and one of ``topics``."""
    return bool(row["value"]) and not set(row["topic"].split(";")).isdisjoint(topics)


def value_of(row: Row) -> Decimal:
    """The value of an observation that has one."""
    return Decimal(row["value"])


def key_of(row: Row, *without: str) -> tuple[str, ...]:
    """What an observation counts, but for the columns ``without``; totals are as if nothing were said."""
    return tuple("" if name in without or row[name] == _TOTALS.get(name) else row[name] for name in POPULATION)


def counts(row: Row) -> bool:
    """Whether an observation is a number of persons, titles or acts, and no share, duration or cost."""
    return row["unit"] not in _NO_COUNTS


def is_of_part(row: Row) -> bool:
    """Whether an observation counts an age group, a place or a category, and not the whole title."""
    return any(row[name] for name in _PARTS)


def is_total(row: Row) -> bool:
    """Whether an observation stands in a total row or column."""
    return "total" in (row["row_role"], row["col_role"])


def place_of(row: Row) -> tuple[int, str]:
    """Page and table of an observation; no table for a sentence."""
    return int(row["page"]), row["table_id"]


def grouped(rows: Iterable[Row], *without: str, columns: tuple[str, ...] = ()) -> dict[tuple[str, ...], list[Row]]:
    """Observations that count the same but for the columns ``without`` (and have the same ``columns``), in order."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault((*(row[name] for name in columns), *key_of(row, *without)), []).append(row)
    return groups
