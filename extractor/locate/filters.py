"""The filters of DIP, checked before anything is sent.

The service ignores what it does not know, or knows on another resource only, and answers with everything it has. So a
wrong name must never leave the program.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache

from extractor.errors import ExitCode, ExtractorError
from extractor.resources import schemas_folder

Filter = tuple[str, str]
RESOURCES = ("vorgang", "vorgangsposition", "drucksache", "drucksache-text")
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_DATETIME = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?$")


@dataclass(frozen=True, slots=True)
class FilterRule:
    """What the official description of the interface says about one filter.

    ``kind`` is ``integer``, ``text``, ``date``, ``datetime`` or the allowed words joined by ``|``; ``repeat`` is
    ``or``, ``and`` or ``single``.
    """

    name: str
    kind: str
    repeat: str
    resources: frozenset[str]


@cache
def filter_rules() -> dict[str, FilterRule]:
    """All filters by name (``schemas/locate/dip_filters.csv``, from version 1.4 of the description)."""
    with (schemas_folder() / "locate" / "dip_filters.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["filter"]: FilterRule(
                row["filter"], row["kind"], row["repeat"], frozenset(name for name in RESOURCES if row[name])
            )
            for row in csv.DictReader(lines)
        }


def check_filters(resource: str, filters: Sequence[Filter]) -> None:
    """`ExtractorError` (2) for the first filter that ``resource`` does not have, or whose value it cannot read.

    The message names the filter meant, or the resources that have it.
    """
    counts: dict[str, int] = {}
    for name, value in filters:
        rule = filter_rules().get(name)
        if rule is None:
            raise _unknown(resource, name)
        if resource not in rule.resources:
            raise ExtractorError(
                "locate.misplaced_filter",
                ExitCode.USAGE,
                filter=name,
                resource=resource,
                others=", ".join(sorted(rule.resources)),
            )
        counts[name] = counts.get(name, 0) + 1
        if counts[name] > 1 and rule.repeat == "single":
            raise ExtractorError("locate.single_filter", ExitCode.USAGE, filter=name)
        if not _fits(rule.kind, value):
            raise ExtractorError(
                "locate.bad_filter_value", ExitCode.USAGE, filter=name, value=value, expected=rule.kind
            )


def parse_filters(texts: Iterable[str]) -> tuple[Filter, ...]:
    """``NAME=VALUE`` as typed; the ``f.`` before the name may be missing. `ExtractorError` (2) without a ``=``."""
    filters = []
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise ExtractorError("locate.filter_without_value", ExitCode.USAGE, filter=text)
        name = name.strip()
        filters.append((name if name.startswith("f.") else f"f.{name}", value.strip()))
    return tuple(filters)


def _unknown(resource: str, name: str) -> ExtractorError:
    here = [rule.name for rule in filter_rules().values() if resource in rule.resources]
    # 0.6 is difflib's own default; a name that is farther off gets the list of names instead of a wrong guess.
    close = get_close_matches(name, here, n=1, cutoff=0.6)
    return ExtractorError(
        "locate.unknown_filter",
        ExitCode.USAGE,
        filter=name,
        resource=resource,
        suggestion=close[0] if close else ", ".join(sorted(here)),
    )


def _fits(kind: str, value: str) -> bool:
    if not value.strip():
        return False
    if kind == "text":
        return True
    if kind == "integer":
        return value.isascii() and value.isdigit()
    if kind == "date":
        return _DATE.match(value) is not None and _is_iso(date.fromisoformat, value)
    if kind == "datetime":
        return _DATETIME.match(value) is not None and _is_iso(datetime.fromisoformat, value)
    return value in kind.split("|")


def _is_iso(parse: Callable[[str], date], value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True
