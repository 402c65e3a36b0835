"""Rules of meaning as ordered data (``schemas/rules/wording_*.csv``): the first that matches decides."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extractor.resources import schemas_folder

# Verbs and nouns of events begin labels and sentences, then with a capital.
_ANY_CASE = frozenset({"measures"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ``pattern`` in a text means ``code``, unless the text also matches ``unless``.

    ``unit`` is what such figures count when no noun says it; a ``weak`` rule gives way to what stands around.
    ``rank`` is its place in the list, 0 first. A text without any of ``needs`` (case folded) cannot match: finding that
    out is much cheaper than the pattern.
    """

    pattern: re.Pattern[str]
    code: str
    rank: int
    needs: tuple[str, ...]
    unless: re.Pattern[str] | None = None
    unit: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where a rule or a name was found: offsets in the text, and the code it stands for."""

    begin: int
    stop: int
    code: str
    wording: str
    rule: Rule | None = None


@cache
def read_rules(name: str) -> tuple[Rule, ...]:
    """The rules of ``schemas/rules/wording_{name}.csv`` in file order."""
    flags = re.IGNORECASE if name in _ANY_CASE else re.NOFLAG
    with (schemas_folder() / "rules" / f"wording_{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(
            Rule(
                re.compile(row["pattern"], flags),
                row["code"],
                rank,
                tuple(row["needs"].split("|")),
                re.compile(row["unless"], flags) if row.get("unless") else None,
                row.get("unit") or "",
                row.get("strength") == "weak",
            )
            for rank, row in enumerate(csv.DictReader(handle))
        )


@cache
def _rules_by_fragment(name: str) -> dict[str, list[Rule]]:
    rules: dict[str, list[Rule]] = {}
    for rule in read_rules(name):
        for fragment in rule.needs:
            rules.setdefault(fragment, []).append(rule)
    return rules


def candidates(name: str, text: str) -> list[Rule]:
    """The rules of a list that can match ``text``, in file order."""
    folded = text.casefold()
    found = {
        rule.rank: rule for fragment, rules in _rules_by_fragment(name).items() if fragment in folded for rule in rules
    }
    return [found[rank] for rank in sorted(found)]


# As many texts as a long paper has; several questions are put to each.
@lru_cache(maxsize=16384)
def first_match(name: str, text: str) -> Mark | None:
    """The first rule of a list that matches ``text``, with the place of its match."""
    for rule in candidates(name, text):
        match = rule.pattern.search(text)
        if match and not (rule.unless and rule.unless.search(text)):
            return Mark(match.start(), match.end(), rule.code, match[0], rule)
    return None


@lru_cache(maxsize=16384)
def all_matches(name: str, text: str) -> tuple[Mark, ...]:
    """All matches of a list in the order of the text; a stretch belongs to the first rule that takes it."""
    marks: list[Mark] = []
    for rule in candidates(name, text):
        if rule.unless and rule.unless.search(text):
            continue
        for match in rule.pattern.finditer(text):
            if all(match.end() <= mark.begin or match.start() >= mark.stop for mark in marks):
                marks.append(Mark(match.start(), match.end(), rule.code, match[0], rule))
    return tuple(sorted(marks, key=lambda mark: mark.begin))
