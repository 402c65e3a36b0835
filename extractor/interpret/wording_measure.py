"""What was counted: the measure of a text, decided by its main clause first, then by what is said of the counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.interpret.wording_rules import Mark, all_matches, candidates, first_match

GRANTS = frozenset({"grant", "first_grant"})

_RELATIVE = re.compile(
    r",\s(?:(?:für|bei|mit|von|in|an|nach|über|unter|zu|aus|auf|seit)\s)?"
    r"(?:die|der|das|denen|deren|dessen|dem|welche[rnms]?|nachdem|weil|da|wenn|soweit|obwohl|während|bevor|sofern|dass)\b"
    r"(?P<body>[^,;]*)(?:,(?=\s(?:und|sowie|oder|aber)\b)[^,;]*)?(?=,|;|$)"
)


# Who "was recorded" or "lived" here is counted on a day, whatever else is said of them ("mit abgelehntem Asylantrag").
_COUNTED_ON_A_DAY = re.compile(
    r"\b(?:waren|sind|war|ist|seien)\b.*\b(?:erfasst|registriert|gespeichert|aufhältig|geduldet|[Ii]m\sBesitz)\b"
    r"|\b(?:lebten|leben)\b|\b(?:hielten|halten)\ssich\b.*\bauf\b|\bverfügten\b|\bbesaßen\b"
)
# "Personen mit im Jahr 2015 abgelehntem Asylantrag zum Stichtag …": a group, counted on that day.
_GROUP = re.compile(r"^(?:\w+e[nr]?\s)?(?:Personen|Ausländer\w*|Menschen|\w*[Ss]taatsangehörige\w*)\s(?:mit|ohne)\b")


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure and what decided it: ``wording`` and its offset in the text; ``weak`` gives way to the surroundings."""

    code: str
    unit: str = ""
    wording: str = ""
    begin: int = 0
    weak: bool = False
    ambiguous: bool = False


NONE = Measure("")


def split_clauses(text: str) -> tuple[str, str]:
    """The text without its relative clauses, and these joined; offsets stay: what is cut becomes blanks."""
    main, relative = list(text), [" "] * len(text)
    for match in _RELATIVE.finditer(text):
        for position in range(match.start(), match.end()):
            relative[position] = main[position]
            main[position] = " "
    return "".join(main), "".join(relative)


@lru_cache(maxsize=16384)
def decide_measure(text: str, has_reference: bool = False, has_period: bool = False) -> Measure:
    """The measure that ``text`` states; its code is empty where no rule finds one.

    ``has_reference`` and ``has_period`` say whether a day of counting and a period are known: a grant with both is read
    from the register (domain notes 0.2).
    """
    main, relative = split_clauses(text)
    outer, inner = first_match("measures", main), first_match("measures", relative)
    frame = _COUNTED_ON_A_DAY.search(main) if _names_people(main) else None
    frame = frame or (_GROUP.search(main) if has_reference else None)
    if frame and (outer is None or outer.code != "stock_not_resident"):
        if has_reference and has_period and events_in(main) & GRANTS:
            return Measure("grant_alive_at_refdate", "persons", frame[0], frame.start())
        outer = Mark(frame.start(), frame.end(), "stock", frame[0])
    if outer and outer.code not in ("stock", "") and not _is_weak(outer):
        return _flow(outer, bool(has_reference and has_period))
    if inner and inner.code == "stock_not_resident":
        return _measure(inner)
    if inner and inner.code in GRANTS and (has_reference or outer):
        if has_period:
            return Measure("grant_alive_at_refdate", "persons", inner.wording, inner.begin)
        # Persons with a title that was granted at some time: those who hold it, unless the words mean the grant.
        return Measure("stock", "persons", inner.wording, inner.begin, ambiguous=True)
    if outer:
        return _measure(outer)
    return _measure(inner) if inner else NONE


def _names_people(text: str) -> bool:
    return any(rule.code == "persons" and rule.pattern.search(text) for rule in candidates("units", text))


def _is_weak(mark: Mark) -> bool:
    return mark.rule is not None and mark.rule.weak


def _measure(mark: Mark) -> Measure:
    unit = mark.rule.unit if mark.rule else "persons"
    return Measure(mark.code, unit, mark.wording, mark.begin, _is_weak(mark))


def _flow(mark: Mark, both_dates: bool) -> Measure:
    if mark.code in GRANTS and both_dates:
        return Measure("grant_alive_at_refdate", "persons", mark.wording, mark.begin)
    return _measure(mark)


def events_in(clause: str) -> frozenset[str]:
    """The codes of all measures that a clause speaks of."""
    return frozenset(mark.code for mark in all_matches("measures", clause))
