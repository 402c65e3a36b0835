"""What an observation is about, as a key: equal keys mean that two figures should be equal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TypeAlias

from extractor.model.observation import Observation

Meaning: TypeAlias = tuple[object, ...]

_ALWAYS = (
    "unit",
    "measure",
    "share_of",
    "instance",
    "title_type",
    "legal_basis",
    "nationality_group",
    "place",
    "place_type",
    "age_min",
    "age_max",
    "stay_min_years",
    "stay_max_years",
    "person_role",
    "cohort_start",
    "cohort_end",
    "category",
)
# The register is left out: one table names it, its sister does not.
_DIMENSIONS = attrgetter(*_ALWAYS)

times_of: Callable[[Observation], Meaning] = attrgetter("period_start", "period_end", "reference_date")
"""When it was so: beside `meaning_of`, the rest of the key."""


def meaning_of(observation: Observation) -> Meaning:
    """The dimensions but for time that decide which number is meant, totals and what is not broken down made alike.

    A table that is not broken down leaves nationality, Land and sex empty, its sister that is has the code of the total
    (XTO, DE, T): both mean all. A label without a code stands for itself.
    """
    return (
        *_DIMENSIONS(observation),
        _without_total(observation.nationality or observation.nationality_label, "XTO"),
        _without_total(observation.region or observation.region_label, "DE"),
        _without_total(observation.sex, "T"),
    )


_DIVIDING = (
    ("nationality", "nationality_label", "nationality_group"),
    ("region", "region_label"),
    ("sex",),
    ("age_min", "age_max", "age_label"),
    ("stay_min_years", "stay_max_years"),
    ("measure",),
    ("legal_basis",),
    ("title_type",),
    ("place", "place_type"),
    ("person_role",),
    ("category",),
)
"""Fields that belong to one dimension by which a whole may be divided."""


_TELLING_APART = ("sex", "age_min", "age_max", "stay_min_years", "measure", "legal_basis", "title_type", "person_role")


def are_alternatives(whole_and_parts: Sequence[Observation]) -> bool:
    """Whether all parts differ from the whole (the first) in the same dimensions.

    *männlich* and *weiblich* do, *unter 18* does not. Parts that differ in different dimensions may overlap, so they
    need not add up.
    """
    whole, *parts = whole_and_parts
    differing = {
        tuple(names for names in _DIVIDING if any(getattr(part, name) != getattr(whole, name) for name in names))
        for part in parts
    }
    return len(differing) <= 1


def exclude_each_other(parts: Sequence[Observation]) -> bool:
    """Whether nobody is counted in two parts: each has another nationality, or Land, or sex.

    One part may be the rest ("Sonstige"): it has no code, and nothing else that tells it from the others.
    """
    for name in ("nationality", "region", "sex"):
        rest = [part for part in parts if not getattr(part, name)]
        codes = {getattr(part, name) for part in parts}
        if len(codes) == len(parts) and all(_is_rest(part, parts[0]) for part in rest):
            return True
    return False


def _is_rest(part: Observation, other: Observation) -> bool:
    return all(getattr(part, name) == getattr(other, name) for name in _TELLING_APART)


_DOUBTS = frozenset({"ambiguous", "unmapped_label", "garbled_text"})


def is_certain(observation: Observation) -> bool:
    """Whether the meaning is known well enough to compare it: measure and time are said, no doubt is raised."""
    dated = observation.period_start or observation.period_end or observation.reference_date
    # What is no measure of the model is told apart by the words that name it.
    measured = observation.measure if observation.measure != "other" else observation.category
    return bool(dated and measured and _DOUBTS.isdisjoint(observation.flags))


def _without_total(code: str, total: str) -> str:
    return "" if code == total else code
