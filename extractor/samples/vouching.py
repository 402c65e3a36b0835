"""What vouches for the figures of a sample and what contradicts them, from the sums that its data file names.

A sum that does not come out and is not named as such is a slip of the sample, not an expectation: `ValueError`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from extractor.samples.layout import Entry, Layout, PlacedTable
from extractor.samples.meanings import Row

Place = tuple[str, int, int]
"""Table and place in its grid."""


@dataclass(slots=True)
class Vouching:
    """Rows of checks, and evidence, flags and notes by the key of the observation (``p002t1:r3c2``)."""

    checks: list[Row] = field(default_factory=list)
    evidence: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    flags: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def vouch(data: Entry, layout: Layout, observations: Mapping[str, Row]) -> Vouching:
    """All checks that the data file names, on ``observations`` by key; contradictions last, so that witnesses count."""
    book = Vouching()
    tables = {table.block.get("name", table.table_id): table for table in layout.tables}
    sums = [(table, one) for table in layout.tables for one in table.block.get("sums", ())]
    for result in ("holds", "not_applicable", "explained", "fails"):
        for table, one in sums:
            if one.get("result", "holds") == result:
                _enter_sums(book, table, one, observations)
    for table in layout.tables:
        for one in table.block.get("shares", ()):
            _enter_shares(book, table, one, observations)
        if table.block.get("laender"):
            book.checks.append(_check(table.table_id, "laender", None, None, "holds", "*"))
    for one in data.get("sisters", ()):
        _enter_sisters(book, one, tables, observations)
    for one in data.get("prose", ()):
        _enter_prose(book, one, tables, layout, observations)
    return book


def numbers(listed: str | int) -> list[int]:
    """``"1-3,5"`` as numbers."""
    found: list[int] = []
    for part in str(listed).split(","):
        first, _, last = part.strip().partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def _enter_sums(book: Vouching, table: PlacedTable, one: Entry, observations: Mapping[str, Row]) -> None:
    down = one["rule"] == "col_sum"
    for line in numbers(one["cols"] if down else one["rows"]):
        steps = [one["total"], *numbers(one["parts"])]
        places = [(table.body_row(step), line) if down else (table.body_row(line), step) for step in steps]
        keys = [f"{table.table_id}:r{row}c{col}" for row, col in places]
        left, *parts = [_value(observations[key]) for key in keys]
        right = sum(parts, Decimal(0))
        result = one.get("result", "holds")
        if (left == right) != (result == "holds"):
            raise ValueError(f"{keys[0]}: {left} printed, {right} added, but said to be {result}")
        _enter_sum(book, one["rule"], keys, result, observations)
        cells = ";".join(f"r{row}c{col}" for row, col in places)
        book.checks.append(_check(table.table_id, one["rule"], left, right, result, cells))


def _enter_sum(book: Vouching, rule: str, keys: Sequence[str], result: str, observations: Mapping[str, Row]) -> None:
    if result == "holds":
        for key in keys:
            _add(book.evidence, key, rule)
            if observations[key]["value_status"] == "blank":
                _add(book.notes, key, "blank_read_as_nil")
    elif result == "not_applicable":
        _add(book.notes, keys[0], "incomplete_davon")
        for key in keys[1:]:
            _add(book.notes, key, "incomplete_davon // ~")
    elif result == "explained":
        for key in keys:
            _add(book.notes, key, "explained")
    else:
        # As docs/checks.md says: the printed total in any case, and those parts that no other sum vouches for.
        for key in [keys[0], *(key for key in keys[1:] if not book.evidence.get(key))]:
            _add(book.flags, key, "sum_mismatch")


def _enter_shares(book: Vouching, table: PlacedTable, one: Entry, observations: Mapping[str, Row]) -> None:
    for line in numbers(one["rows"]):
        row = table.body_row(line)
        base_row = table.body_row(one["base_row"]) if "base_row" in one else row
        share_key = f"{table.table_id}:r{row}c{one['share']}"
        share = observations[share_key]
        printed = Decimal(share["value"])
        part = _value(observations[f"{table.table_id}:r{row}c{one['part']}"])
        base = _value(observations[f"{table.table_id}:r{base_row}c{one['base']}"])
        computed = (100 * part / base).quantize(printed, ROUND_HALF_UP)
        if printed != computed:
            raise ValueError(f"{share_key}: {printed} printed, {computed} computed")
        if printed:
            _add(book.evidence, share_key, "share_recomputed")
            cell = f"r{row}c{one['share']}"
            book.checks.append(_check(table.table_id, "share", printed, None, "holds", f"{cell};*"))


def _enter_sisters(
    book: Vouching, one: Entry, tables: Mapping[str, PlacedTable], observations: Mapping[str, Row]
) -> None:
    agreeing = [_key(tables, named) for named in one["cells"]]
    values = {_value(observations[key]) for key in agreeing}
    if len(values) != 1:
        raise ValueError(f"sisters differ: {agreeing}")
    value = values.pop()
    for key in agreeing:
        _add(book.evidence, key, "sister_total")
    book.checks.append(_check("*", "sister_total", value, value, "holds", "*"))
    for named in one.get("differing", ()):
        key = _key(tables, named)
        other = _value(observations[key])
        if other == value:
            raise ValueError(f"{key} does not differ")
        _add(book.flags, key, "sister_mismatch")
        table_id, cell = key.split(":")
        book.checks.append(_check(table_id, "sister_total", other, value, "fails", f"{cell};*"))


def _enter_prose(
    book: Vouching, one: Entry, tables: Mapping[str, PlacedTable], layout: Layout, observations: Mapping[str, Row]
) -> None:
    figure = next(each.obs for each in layout.figures if each.name == one["figure"])
    value = _value(observations[figure])
    for key in (figure, *(_key(tables, named) for named in one["cells"])):
        if _value(observations[key]) != value:
            raise ValueError(f"{key} is not {value}")
        _add(book.evidence, key, "prose")
    book.checks.append(_check("*", "prose", value, value, "holds", "*"))


def _key(tables: Mapping[str, PlacedTable], named: Sequence[Any]) -> str:
    """The key of ``[table name, row below the head, column]``."""
    table = tables[named[0]]
    return f"{table.table_id}:r{table.body_row(named[1])}c{named[2]}"


def _check(table_id: str, rule: str, left: Decimal | None, right: Decimal | None, result: str, cells: str) -> Row:
    unknown = "*" if left is not None else ""
    return {
        "table_id": table_id,
        "rule": rule,
        "left": "" if left is None else str(left),
        "right": unknown if right is None else str(right),
        "difference": unknown if left is None or right is None else str(left - right),
        "result": result,
        "cells": cells,
    }


def _value(row: Row) -> Decimal:
    """The value in a sum: blank counts as nil."""
    return Decimal(row["value"] or 0)


def _add(book: dict[str, list[str]], key: str, entry: str) -> None:
    if entry not in book[key]:
        book[key].append(entry)


def entries(book: Mapping[str, Sequence[str]], key: str) -> Iterator[str]:
    """What is entered for an observation, in order of entry."""
    yield from book.get(key, ())
