"""Coded fields against the values that the table schema allows."""

from __future__ import annotations

from functools import cache
from operator import attrgetter

from extractor.check.ledger import Ledger
from extractor.resources import table_schema

_LISTS = ("topic", "evidence", "flags", "notes")
"""Fields that hold several codes; the schema states them as a pattern of alternatives."""


@cache
def coded_fields() -> dict[str, frozenset[str]]:
    """The values allowed in each field of an observation that has a list of codes."""
    fields = table_schema("observations")["fields"]
    found = {field["name"]: field.get("constraints", {}) for field in fields}
    allowed = {name: frozenset(rules["enum"]) for name, rules in found.items() if "enum" in rules}
    for name in _LISTS:
        pattern = str(found[name]["pattern"])
        allowed[name] = frozenset(pattern[pattern.index("(") + 1 : pattern.index(")")].split("|"))
    return allowed


def check_membership(ledger: Ledger) -> None:
    """Report every code that its field does not know; an empty field is no code."""
    allowed = coded_fields()
    codes_of = attrgetter(*allowed)
    known: set[object] = set()
    for place, observation in enumerate(ledger.observations):
        # A table has few combinations of codes; each is looked at once.
        combination = codes_of(observation)
        if combination in known:
            continue
        known.add(combination)
        for name, codes in allowed.items():
            value = getattr(observation, name)
            for code in value if isinstance(value, tuple) else (value,):
                if code and code not in codes:
                    ledger.report("unknown_code", place, field=name, value=code)
