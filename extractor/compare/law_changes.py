"""What changed in the law, and when (``schemas/compare/law_changes.csv``)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from extractor.errors import ExitCode, ExtractorError
from extractor.grammar.legal_basis import JOINER
from extractor.resources import schemas_folder

KINDS = frozenset({"new", "changed", "moved", "renamed", "reused"})


@dataclass(frozen=True, slots=True)
class LawChange:
    """A change of a law or a place in it that takes effect on ``day``.

    ``kind``: ``new``, ``changed`` (the conditions), ``moved`` (the content to ``successor``), ``renamed`` (nothing but
    the name, to ``successor``), ``reused`` (the same number for something else).
    """

    legal_basis: str
    day: date
    kind: str
    successor: str
    notes: dict[str, str]
    source: str

    def touches(self, legal_basis: str) -> bool:
        """Whether one of the places that an observation names is the one that changes, or within it."""
        return any(
            within(one, place)
            for one in legal_basis.split(JOINER)
            for place in (self.legal_basis, self.successor)
            if place
        )


def within(legal_basis: str, place: str) -> bool:
    """Whether ``AufenthG § 25 Abs. 2 Satz 1`` is in ``AufenthG § 25 Abs. 2``."""
    return legal_basis == place or legal_basis.startswith(f"{place} ")


@cache
def law_changes() -> tuple[LawChange, ...]:
    """All changes, the earliest first. `ExtractorError` (9) where the list cannot be read."""
    path = schemas_folder() / "compare" / "law_changes.csv"
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            changes = [
                LawChange(
                    row["legal_basis"],
                    date.fromisoformat(row["day"]),
                    row["kind"],
                    row["successor"],
                    {language: row[language] for language in ("de", "en")},
                    row["source"],
                )
                for row in csv.DictReader(stream)
            ]
    except (OSError, KeyError, ValueError, csv.Error) as error:
        raise ExtractorError(
            "codes.bad_list", ExitCode.CONFIGURATION_INVALID, file=path.name, reason=str(error)
        ) from error
    return tuple(sorted(changes, key=lambda change: (change.day, change.legal_basis)))


def under_present_name(legal_basis: str) -> str:
    """The places under the names that their laws have now: ``AsylG § 4`` for ``AsylVfG § 4``."""
    return JOINER.join(_renamed(one) for one in legal_basis.split(JOINER)) if legal_basis else ""


def era_of(legal_basis: str, day: date) -> str:
    """The day since when the places mean what they mean on ``day``; empty where no number was ever used again."""
    days = [change.day for change in _reuses(legal_basis) if change.day <= day]
    return days[-1].isoformat() if days else ""


def changes_between(legal_basis: str, after: date, until: date) -> tuple[LawChange, ...]:
    """What changed about the places after one day and up to another."""
    return tuple(change for change in law_changes() if after < change.day <= until and change.touches(legal_basis))


def moved_from(legal_basis: str) -> tuple[LawChange, ...]:
    """The changes that moved the content of a place elsewhere."""
    places = legal_basis.split(JOINER)
    return tuple(
        change
        for change in law_changes()
        if change.kind == "moved" and any(within(place, change.legal_basis) for place in places)
    )


def _renamed(place: str) -> str:
    for change in law_changes():
        if change.kind == "renamed" and within(place, change.legal_basis):
            return change.successor + place.removeprefix(change.legal_basis)
    return place


def _reuses(legal_basis: str) -> Iterator[LawChange]:
    places = legal_basis.split(JOINER)
    for change in law_changes():
        if change.kind == "reused" and any(within(place, change.legal_basis) for place in places):
            yield change
