"""An expectation against what the program reads, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from extractor.samples.expectation import Expectation
from extractor.samples.meanings import UNDECIDED, Row

_KEYS: Mapping[str, tuple[str, ...]] = {
    "documents": ("doc_id",),
    "questions": ("question_id",),
    "tables": ("table_id",),
    "cells": ("table_id", "row", "col"),
    "observations": ("obs_id",),
}
# Compared as sets; in the second group the run may have more than the data file names.
_EXACT_LISTS = frozenset({"flags", "notes", "footnotes"})
_LEAST_LISTS = frozenset({"evidence", "label_source", "topic"})
_NUMBERS = frozenset({"value", "value_min", "value_max", "stay_min_years", "stay_max_years", "left", "right"})
MISSING, EXTRA = "missing", "not expected"


@dataclass(frozen=True, slots=True)
class Difference:
    """``place`` is ``table:key``, ``field`` the column, ``(row)`` where a row is missing or there is one too many."""

    place: str
    field: str
    expected: str
    found: str
    page: str


def compare(expected: Expectation, found: Expectation) -> tuple[Difference, ...]:
    """All differences in the order of the expectation, table by table."""
    differences: list[Difference] = []
    for table, key in _KEYS.items():
        differences += _compare_keyed(table, key, expected[table], found[table])
    marks = {row["footnote_id"]: f"mark:{row['mark']}" for row in found["footnotes"]}
    differences = [one for one in differences if not _same_marks(one, marks)]
    differences += _compare_unkeyed("footnotes", expected["footnotes"], found["footnotes"])
    differences += _compare_checks(expected["checks"], found["checks"])
    return tuple(differences)


def agrees(field: str, expected: str, found: str) -> bool:
    """Whether a field is right: ``*`` is not compared, ``a // b`` are alternatives, ``~`` in them is empty."""
    if expected == UNDECIDED:
        return True
    return any(_equal(field, "" if one == "~" else one, found) for one in expected.split(" // "))


def _equal(field: str, expected: str, found: str) -> bool:
    if field in _LEAST_LISTS:
        return _entries(expected) <= _entries(found)
    if field in _EXACT_LISTS:
        return _entries(expected) == _entries(found)
    if field == "cells":
        wanted = _entries(expected)
        return wanted - {UNDECIDED} <= _entries(found) if UNDECIDED in wanted else wanted == _entries(found)
    if field in _NUMBERS:
        return _number(expected) == _number(found)
    return _words(expected) == _words(found)


def _entries(text: str) -> frozenset[str]:
    return frozenset(entry.strip() for entry in text.split(";") if entry.strip())


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _words(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def _compare_keyed(table: str, key: Sequence[str], expected: Iterable[Row], found: Iterable[Row]) -> list[Difference]:
    there = {tuple(row[name] for name in key): row for row in found}
    differences = []
    for row in expected:
        place = tuple(row[name] for name in key)
        name, page = _place(table, place, row), row.get("page") or row.get("first_page", "")
        other = there.pop(place, None)
        if other is None:
            differences.append(Difference(name, "(row)", row.get("value_raw", row.get("text", "")), MISSING, page))
            continue
        differences += [
            Difference(name, field, row[field], other[field], page)
            for field in row
            if not agrees(field, row[field], other[field])
        ]
    for place, row in there.items():
        page = row.get("page") or row.get("first_page", "")
        shown = row.get("value_raw", row.get("text", ""))
        differences.append(Difference(_place(table, place, row), "(row)", EXTRA, shown, page))
    return differences


def _place(table: str, key: tuple[str, ...], row: Row) -> str:
    """``cells:p002t1:r3c2`` for keys of grids, else the key without the document."""
    if table == "cells":
        return f"cells:{key[0]}:r{key[1]}c{key[2]}"
    return f"{table}:{':'.join(key).removeprefix(row.get('doc_id', '') + ':')}"


def _same_marks(difference: Difference, marks: Mapping[str, str]) -> bool:
    """The run names footnotes by id, an expectation by mark."""
    if difference.field != "footnotes":
        return False
    named = ";".join(marks.get(entry, entry) for entry in _entries(difference.found))
    return agrees("footnotes", difference.expected, named)


def _compare_unkeyed(table: str, expected: Iterable[Row], found: Sequence[Row]) -> list[Difference]:
    """Rows without a key of their own: each expected one must be found once, and no other."""
    rest = list(found)
    differences = []
    for row in expected:
        match = next((one for one in rest if all(agrees(name, row[name], one[name]) for name in row)), None)
        if match is None:
            differences.append(Difference(_unkeyed(table, row), "(row)", _shown(row), MISSING, row.get("page", "")))
        else:
            rest.remove(match)
    return differences + [
        Difference(_unkeyed(table, row), "(row)", EXTRA, _shown(row), row.get("page", "")) for row in rest
    ]


def _compare_checks(expected: Iterable[Row], found: Sequence[Row]) -> list[Difference]:
    """Each expected check must be found; more that holds is welcome, any other contradiction is not."""
    return [
        one
        for one in _compare_unkeyed("checks", expected, found)
        if one.expected != EXTRA or one.found.split(" | ")[-1] in ("fails", "explained")
    ]


def _unkeyed(table: str, row: Row) -> str:
    return f"{table}:{row['table_id']}:{row.get('rule') or row.get('mark') or '-'}"


def _shown(row: Row) -> str:
    names = ("cells", "left", "right", "result") if "rule" in row else ("mark", "scope", "text")
    return " | ".join(row[name] for name in names)
