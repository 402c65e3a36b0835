"""Dimensions that belong together (both ends of a period, an age and its wording): they come from one text whole.

What texts say is merged by these groups, as fields of `Dimensions`: a text adds what those before it leave open.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from extractor.interpret.dimensions import EMPTY, Dimensions

Fields: TypeAlias = dict[str, Any]

GROUPS: dict[str, tuple[str, ...]] = {
    "measure": ("measure",),
    "unit": ("unit",),
    "share_of": ("share_of",),
    "instance": ("instance",),
    "title_type": ("title_type",),
    "legal_basis": ("legal_basis",),
    "nationality": ("nationality", "nationality_label", "nationality_group"),
    "region": ("region", "region_label"),
    "place": ("place", "place_type"),
    "sex": ("sex",),
    "age": ("age_min", "age_max", "age_label"),
    "stay": ("stay_min_years", "stay_max_years"),
    "person_role": ("person_role",),
    "period": ("period_start", "period_end"),
    "reference_date": ("reference_date",),
    "cohort": ("cohort_start", "cohort_end"),
    "register": ("register",),
    "topic": ("topic",),
}
# Only these turn what a label calls a decision ("Flüchtlingsschutz") into the kind of title that is counted.
COUNTS_TITLES = frozenset(
    {"stock", "stock_not_resident", "grant", "first_grant", "renewal", "grant_alive_at_refdate", "status_change"}
)
_TIMES = frozenset({"period", "reference_date"})
_MEMBERS = tuple((member, group) for group, members in GROUPS.items() for member in members)
_ALL_MEMBERS = attrgetter(*(member for member, _ in _MEMBERS))


class Kind(NamedTuple):
    """What others need to know of a text to complete it: of which groups it speaks, and what may give way.

    Of other groups the values do not matter; the rows of a table are of few kinds. (A tuple, as it is a key of each
    figure.)
    """

    groups: tuple[str, ...] = ()
    measure: str = ""
    unit: str = ""
    topic: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    is_timed: bool = False


_NOTHING = Kind()


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a text says, by groups: ``fields`` are all members of the groups of which it says something.

    A ``time_wording`` is among them where there is one; ``category`` and ``flags`` are not.
    """

    fields: Fields
    kind: Kind
    category: str
    flags: tuple[str, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        return self.kind.groups

    @property
    def measure(self) -> str:
        return self.kind.measure

    @property
    def weak(self) -> tuple[str, ...]:
        return self.kind.weak


# As many labels and texts as a long paper has: its tables repeat them.
@lru_cache(maxsize=16384)
def spoken(said: Dimensions) -> Spoken:
    """Dimensions sorted by groups."""
    filled = dict.fromkeys(
        group for (_, group), value in zip(_MEMBERS, _ALL_MEMBERS(said), strict=True) if value not in EMPTY
    )
    found: Fields = {member: getattr(said, member) for group in filled for member in GROUPS[group]}
    if said.time_wording:
        found["time_wording"] = said.time_wording
    kind = Kind(tuple(filled), said.measure, said.unit, said.topic, said.weak, bool(said.time_wording))
    return Spoken(found, kind, said.category, said.flags)


class Merged:
    """What several texts say together; each adds what those before it leave open, or say only weakly."""

    def __init__(self, kind: Kind = _NOTHING) -> None:
        """Begins with a text of which only the kind is known, or with nothing."""
        self.fields: Fields = {"measure": kind.measure, "unit": kind.unit, "topic": kind.topic}
        self.groups = set(kind.groups)
        self.weak = kind.weak
        self._is_timed = kind.is_timed

    @property
    def measure(self) -> str:
        return str(self.fields["measure"])

    def add(self, other: Spoken, barred: Collection[str] = ()) -> list[str]:
        """Takes what is open from a text, but for the barred groups; returns the groups that are other than before."""
        taken = [name for name in other.groups if name not in barred and self._is_open(name, other)]
        if not taken:
            return []
        gaps = {member: other.fields[member] for name in taken for member in GROUPS[name]}
        changed = [name for name in taken if any(self.fields.get(one) != gaps[one] for one in GROUPS[name])]
        if not self._is_timed and "time_wording" in other.fields and not _TIMES.isdisjoint(taken):
            gaps["time_wording"] = other.fields["time_wording"]
            self._is_timed = True
        self.fields |= gaps
        self.groups.update(taken)
        kept = (name for name in self.weak if name not in taken)
        self.weak = (*kept, *(name for name in other.weak if name in taken))
        return changed

    def _is_open(self, name: str, other: Spoken) -> bool:
        if name not in self.groups or name not in self.weak:
            return name not in self.groups
        return name not in other.weak and (name != "measure" or other.measure in COUNTS_TITLES)
