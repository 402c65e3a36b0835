"""The figures on titles that are not broken down: what was counted as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.summary.rows import TIMES, Row, counts, is_of_part, key_of


@dataclass(frozen=True, slots=True)
class Whole:
    """One figure and everything that says it: the rows have the same value and count the same, sentences first."""

    rows: tuple[Row, ...]


def find_wholes(rows: Iterable[Row]) -> tuple[Whole, ...]:
    """The figures that count a title as a whole, in the order of the paper, those in sentences before those in tables.

    Where the rows or columns of a table differ in nationality, Land or sex only the total counts; what differs in time
    is a change (`find_changes`) and no whole. The same figure in several places is one: a table may leave open what
    its neighbour says of the time.
    """
    tables: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        tables.setdefault((row["doc_id"], row["table_id"] or row["obs_id"]), []).append(row)
    found: dict[tuple[str, ...], list[list[Row]]] = {}
    for table in sorted(tables.values(), key=lambda some: some[0]["table_id"] != ""):
        varying = {name for name in ("nationality", "region", "sex") if len({row[name] for row in table}) > 1}
        over_time = len({tuple(row[name] for name in TIMES) for row in table}) > 1
        for row in table:
            if _is_whole(row, varying) and not over_time:
                groups = found.setdefault((row["value"], *key_of(row, "question_id", "register", *TIMES)), [])
                same = next((group for group in groups if _may_be_same_time(row, group[0])), None)
                if same is None:
                    groups.append([row])
                else:
                    same.append(row)
    return tuple(Whole(tuple(group)) for groups in found.values() for group in groups)


def _may_be_same_time(row: Row, other: Row) -> bool:
    return all(row[name] == other[name] or not row[name] or not other[name] for name in TIMES)


def _is_whole(row: Row, varying: set[str]) -> bool:
    if not counts(row) or row["row_role"] in ("davon", "darunter") or row["col_role"] in ("davon", "darunter"):
        return False
    if is_of_part(row):
        return False
    totals = {"nationality": ("", "XTO"), "region": ("", "DE"), "sex": ("", "T")}
    return all(row[name] in totals[name] for name in varying)
