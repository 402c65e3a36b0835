"""Does a dataset on the disk keep to its schemas? Types, values allowed, keys, references, files as described."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import file_digest
from pathlib import Path
from typing import Any

from extractor.errors import ExitCode, ExtractorError
from extractor.model.issue import Issue, Severity
from extractor.resources import table_schema
from extractor.write.atomic import recover
from extractor.write.package import PACKAGE_FILE, is_ours
from extractor.write.rows import TABLES

Key = tuple[str, ...]


def verify_dataset(folder: Path) -> tuple[Issue, ...]:
    """All faults of a dataset, none if it is fine.

    Issues ``verify.missing_file``, ``verify.changed_file`` (not the bytes that ``datapackage.json`` describes),
    ``verify.columns``, ``verify.field``, ``verify.key``, ``verify.reference``. `ExtractorError` (6) where the folder
    holds no dataset of ours.
    """
    if folder.is_dir():
        recover(folder)
    if not is_ours(folder):
        raise ExtractorError("verify.no_dataset", ExitCode.NOTHING_FOUND, folder=str(folder))
    faults = [*_check_files(folder)]
    if faults:
        return tuple(faults)
    keys: dict[str, set[Key]] = {}
    for table in TABLES:
        faults += _check_table(folder, table, keys)
    return tuple(faults)


def failed_checks(folder: Path) -> Iterator[dict[str, str]]:
    """The rows of ``checks.csv`` in which printed figures contradict each other, by column.

    Two readers that differ are a doubt about the reading; the paper may be right.
    """
    with (folder / "checks.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["result"] == "fails" and row["rule"] != "second_reader":
                yield row


def _fault(code: str, **data: str | int) -> Issue:
    return Issue(code, Severity.ERROR, data=data)


def _check_files(folder: Path) -> Iterator[Issue]:
    package = json.loads((folder / PACKAGE_FILE).read_text(encoding="utf-8"))
    described = {resource["name"]: resource.get("hash", "") for resource in package.get("resources", ())}
    for table in TABLES:
        path = folder / f"{table}.csv"
        if not path.is_file():
            yield _fault("verify.missing_file", file=path.name)
            continue
        with path.open("rb") as stream:
            found = f"sha256:{file_digest(stream, 'sha256').hexdigest()}"
        if described.get(table) != found:
            yield _fault("verify.changed_file", file=path.name)


def _check_table(folder: Path, table: str, keys: dict[str, set[Key]]) -> Iterator[Issue]:
    schema = table_schema(table)
    columns = [field["name"] for field in schema["fields"]]
    checks = [_field_check(field) for field in schema["fields"]]
    key_places = [columns.index(name) for name in schema.get("primaryKey", ())]
    references = [
        ([columns.index(name) for name in reference["fields"]], reference["reference"]["resource"])
        for reference in schema.get("foreignKeys", ())
    ]
    known = keys.setdefault(table, set())
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        if next(rows, None) != columns:
            yield _fault("verify.columns", file=f"{table}.csv", columns=", ".join(columns))
            return
        for row in rows:
            place: Mapping[str, str | int] = {"file": f"{table}.csv", "line": rows.line_num}
            if len(row) != len(columns):
                yield _fault("verify.columns", **place, columns=", ".join(columns))
                continue
            for column, text, is_right in zip(columns, row, checks, strict=True):
                if not is_right(text):
                    yield _fault("verify.field", **place, column=column, text=text)
            key = tuple(row[index] for index in key_places)
            if key and key in known:
                yield _fault("verify.key", **place, key=", ".join(key))
            known.add(key)
            for places, resource in references:
                target = tuple(row[index] for index in places)
                if any(target) and target not in keys[resource]:
                    yield _fault("verify.reference", **place, key=", ".join(target), other=f"{resource}.csv")


def _field_check(field: Mapping[str, Any]) -> Callable[[str], bool]:
    """A test of one field's text; an empty field is wrong only where the schema requires a value."""
    constraints = field.get("constraints", {})
    required = bool(constraints.get("required"))
    allowed = frozenset(constraints.get("enum", ()))
    pattern = re.compile(constraints["pattern"]) if "pattern" in constraints else None
    minimum = Decimal(str(constraints["minimum"])) if "minimum" in constraints else None
    is_of_type = _TYPES[field["type"]]

    def is_right(text: str) -> bool:
        if not text:
            return not required
        if allowed and text not in allowed:
            return False
        if pattern and not pattern.fullmatch(text):
            return False
        return is_of_type(text) and (minimum is None or Decimal(text) >= minimum)

    return is_right


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_TYPES: Mapping[str, Callable[[str], bool]] = {
    "string": lambda text: True,
    "integer": lambda text: re.fullmatch(r"-?[0-9]+", text) is not None,
    "number": _is_number,
    "date": _is_date,
}
