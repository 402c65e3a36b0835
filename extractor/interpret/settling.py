"""What follows for a figure once its labels and surroundings are put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from extractor.interpret.groups import Fields
from extractor.interpret.meaning import Meaning, Source
from extractor.interpret.rules import load_rules
from extractor.interpret.wording_measure import events_in

_GRANTS = frozenset({"grant", "first_grant"})


# What happened to people that are counted on a later day: the group is defined by it ("Jahr der Einreise").
_DEFINING = frozenset({"entry", "application", "asylum_request", "refusal", "revocation", "protection_granted"})
_ON_A_DAY = frozenset({"stock", "stock_not_resident"})
_TIME_OF = re.compile(
    r"(?:Jahr|Monat|Quartal|Zeitraum|Zeitpunkt|Datum)\sde[rs]\s(?P<event>\w+)|(?P<of_year>\w+?)s?jahr", re.IGNORECASE
)


def settle(meaning: Meaning, own_measure: str, sources: Sequence[Source], heads: tuple[str, ...] = ()) -> Meaning:
    """The meaning with an open period closed, grants counted in the Register told, and protection told from decisions.

    ``own_measure`` is that of the figure's own labels, ``sources`` are those around it, nearest first, ``heads`` stand
    above the labels of the rows.
    """
    meaning = _counted_in_register(_with_cohort(meaning, heads), sources)
    said = meaning.said
    changes: Fields = {}
    if said["measure"] == "decision" and not own_measure and _is_protection(said.get("legal_basis", "")):
        # A decision that stands below § 3 AsylG is one for this protection.
        changes["measure"] = "protection_granted"
    start, end, day = said.get("period_start"), said.get("period_end"), said.get("reference_date")
    if day and start and not end and start <= day:
        changes["period_end"] = day
    return Meaning({**said, **changes}, meaning.label_source, meaning.flags) if changes else meaning


def _with_cohort(meaning: Meaning, heads: tuple[str, ...]) -> Meaning:
    """The time by which the rows divide people who are counted on a day is that of the event that defines them."""
    said = meaning.said
    counted = said["measure"] in _ON_A_DAY and said.get("reference_date") and said.get("period_start")
    if not counted or said.get("cohort_start") or not _name_time_of_event(heads):
        return meaning
    cohort = {"cohort_start": said["period_start"], "cohort_end": said["period_end"]}
    return Meaning({**said, **cohort, "period_start": None, "period_end": None}, meaning.label_source, meaning.flags)


@lru_cache(maxsize=1024)
def _name_time_of_event(heads: tuple[str, ...]) -> bool:
    found = (_TIME_OF.fullmatch(head.strip(" :*")) for head in heads)
    return any(one and events_in(one["event"] or one["of_year"]) & _DEFINING for one in found)


def _counted_in_register(meaning: Meaning, sources: Sequence[Source]) -> Meaning:
    """Grants of a period that the Register counts on a later day are those of people who are still recorded in it."""
    said = meaning.said
    if said["measure"] not in _GRANTS or said.get("register") != "AZR":
        return meaning
    day_from = next((one for one in sources if one.said.fields.get("reference_date")), None)
    span_from = next((one for one in sources if one.said.fields.get("period_start")), None)
    taken = [meaning.label_source] if meaning.label_source else []
    day, start, end = (said.get(name) for name in ("reference_date", "period_start", "period_end"))
    if day is None and day_from is not None:
        day = day_from.said.fields["reference_date"]
        taken.append(f"reference_date={day_from.name}")
    if start is None and span_from is not None:
        start, end = span_from.said.fields["period_start"], span_from.said.fields["period_end"]
        taken.append(f"period={span_from.name}")
    if not _is_later(day, start, end):
        return meaning
    unit = "persons" if said["unit"] in ("", "titles") else said["unit"]
    times = {"reference_date": day, "period_start": start, "period_end": end}
    counted = {**said, "measure": "grant_alive_at_refdate", "unit": unit, **times}
    return Meaning(counted, "; ".join(taken), meaning.flags)


def _is_later(day: date | None, start: date | None, end: date | None) -> bool:
    return day is not None and start is not None and day >= (end or start)


@lru_cache(maxsize=4096)
def _is_protection(legal_basis: str) -> bool:
    """Whether all legal bases are those on which asylum or protection is granted."""
    bases = legal_basis.split(" | ") if legal_basis else []
    return bool(bases) and all(load_rules().protection.match(basis) for basis in bases)
