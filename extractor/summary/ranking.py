"""The highest Länder and nationalities of each table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.summary.rows import Row, counts, grouped, value_of

# Neither a total nor a remainder has a rank.
_UNRANKED = frozenset({"", "XTO", "XSO", "DE"})


@dataclass(frozen=True, slots=True)
class Ranking:
    """The observations of one table that count the same but for one dimension, the highest value first."""

    rows: tuple[Row, ...]


def rank(rows: Iterable[Row], dimension: str) -> tuple[Ranking, ...]:
    """For each table with two or more values of ``dimension`` (``nationality`` or ``region``) its largest breakdown.

    A table has many (one for each column and subset); the one whose figures sum up to most is what the table is about.
    Equal values stay in the order of the paper. Percentages, costs and durations are not ranked.
    """
    best: dict[tuple[str, str], list[Row]] = {}
    counted = [row for row in rows if row[dimension] not in _UNRANKED and counts(row)]
    in_tables = (row for row in counted if row["table_id"])
    for group in grouped(in_tables, dimension, columns=("table_id",)).values():
        table = group[0]["doc_id"], group[0]["table_id"]
        if len({row[dimension] for row in group}) < 2 or len({row[dimension] for row in group}) < len(group):
            continue
        if table not in best or sum(map(value_of, group)) > sum(map(value_of, best[table])):
            best[table] = group
    return tuple(Ranking(tuple(sorted(group, key=value_of, reverse=True))) for group in best.values())
