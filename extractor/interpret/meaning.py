"""What a figure means: the dimensions of its labels, completed by what stands around the table.

Dimensions that belong together (both ends of a period, an age and its wording) come from one source whole. What the
labels do not say comes from section, caption, heading, lead-in, notes, question and title, in this order, and the
label source says from which. A source that speaks of another measure than the labels does not say what was counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from extractor.codes import CodeLists
from extractor.interpret.dimensions import Dimensions
from extractor.interpret.rules import load_rules
from extractor.interpret.wording import read_label

_GROUPS: dict[str, tuple[str, ...]] = {
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
# What was counted: only from sources that do not speak of another measure.
_OF_MEASURE = frozenset({"unit", "title_type", "legal_basis", "person_role", "instance"})
_UNIT = frozenset({"unit"})
# Who was counted: a question that the table answers otherwise than asked does not say it.
_OF_ASKED = frozenset({"age", "sex", "person_role"})
_ASKED = frozenset({"question", "title"})
# Only these turn what a label calls a decision ("Flüchtlingsschutz") into the kind of title that is counted.
_COUNTS_TITLES = frozenset(
    {"stock", "stock_not_resident", "grant", "first_grant", "renewal", "grant_alive_at_refdate", "status_change"}
)
# Two sides of one group: who of it is there, and who is not.
_OF_RESIDENTS = frozenset({"stock", "stock_not_resident", "cohort"})
# Outcomes of one procedure: what a decision on an application for a title says of the title holds for each of them.
_OF_PROCEDURE = frozenset(
    {"application", "processed", "decision", "grant", "first_grant", "renewal", "refusal", "withdrawal"}
    | {"otherwise_closed", "pending", "visa_issued"}
)
# Properties of what the rows name: "Erstanträge" below "Durchschnittliche Dauer" counts no applications.
_PROPERTIES = frozenset({"duration", "difference"})
# Measures of the Register that are counted on a day among what happened in a period.
_COUNTED_ON_A_DAY = frozenset({"grant_alive_at_refdate", "stock", "stock_not_resident", "cohort", "pending"})
# What there is on a day needs no period; who was granted something in a period and is there on a day does.
_ON_A_DAY = frozenset({"stock", "stock_not_resident", "pending"})
_EMPTY: tuple[Any, ...] = ("", None, ())


@dataclass(frozen=True, slots=True)
class Source:
    """Something around the table that speaks of its figures: its name in ``label_source``, and what it says."""

    name: str
    said: Dimensions


@dataclass(frozen=True, slots=True)
class Meaning:
    """Dimensions of one figure with the sources of those that its own labels do not give, and doubts about them."""

    dimensions: Dimensions
    label_source: str
    flags: tuple[str, ...]


def read_path(path: Sequence[str], codes: CodeLists) -> Dimensions:
    """What the labels of a path say together, the innermost first; categories of all levels are joined."""
    said = [read_label(label, codes) for label in reversed(path)]
    whole = Dimensions()
    for one in said:
        whole = _complete(whole, one, frozenset())
    categories = list(dict.fromkeys(one.category for one in said if one.category))[:1]
    own = said[0] if said else Dimensions()
    if not categories and own.measure and not own.total_of and own.unit != "percent":
        categories = [path[-1]]
    return replace(
        whole,
        category="; ".join(categories),
        flags=tuple(dict.fromkeys(flag for one in said for flag in one.flags)),
        total_of=own.total_of,
        residuals=own.residuals,
        weak=tuple(dict.fromkeys(name for one in said for name in one.weak)),
        time_wording=next((one.time_wording for one in said if one.time_wording), ""),
    )


def is_known(label: str, codes: CodeLists) -> bool:
    """Whether some list or grammar knows a label, or it is one of the words that say nothing of their own."""
    return bool(read_label(label, codes).said()) or load_rules().neutral.match(label.strip()) is not None


def row_dimension(rows: Sequence[Dimensions]) -> str:
    """What most rows of a table are: ``nationality``, ``region``, ``sex``, ``age`` or another group; "" if nothing."""
    counts: Counter[str] = Counter()
    for row in rows:
        if row.total_of or row.residuals:
            continue
        for name in ("nationality", "region", "sex", "age", "legal_basis", "place", "period"):
            if _has(row, name):
                counts[name] += 1
                break
        else:
            counts[""] += 1
    return counts.most_common(1)[0][0] if counts else ""


def differing(labels: Sequence[Dimensions]) -> frozenset[str]:
    """What the rows (or columns) of a table say themselves and differ in: titles, and legal bases if any has one."""
    return frozenset(
        name
        for name, least in (("title_type", 2), ("legal_basis", 1))
        if len({_values(one, name) for one in labels if _has(one, name)}) >= least
    )


def as_total(said: Dimensions, dimension: str) -> Dimensions:
    """A total or remainder with the code it has in a breakdown by ``dimension``."""
    if said.total_of:
        of = dimension if "any" in said.total_of else said.total_of[0]
        if of == "nationality" and not said.nationality:
            return replace(said, nationality="XTO")
        if of == "region" and not said.region:
            return replace(said, region="DE")
        if of == "sex" and not said.sex:
            return replace(said, sex="T")
    for residual in said.residuals:
        name, _, code = residual.partition("=")
        if name == dimension == "nationality":
            return replace(said, nationality=code)
        if name == dimension == "sex":
            return replace(said, sex=code)
    return said


def combine(
    row: Dimensions, column: Dimensions, sources: Sequence[Source], only_own: frozenset[str] = frozenset()
) -> Meaning:
    """The meaning of a figure from the labels of its row and column and the sources around it, nearest first.

    ``only_own`` are dimensions in which the rows or columns of the table differ: what stands around it says nothing of
    a row or column that names none.
    """
    flags: list[str] = [*row.flags, *column.flags]
    over = next((one.said.measure for one in sources if one.name in ("caption", "heading") and one.said.measure), "")
    if row.measure and {column.measure, over} & _PROPERTIES:
        row = replace(row, measure="", unit="")
    own = _complete(row, column, frozenset())
    if _contradict(row, column):
        flags.append("ambiguous")
    if not row.measure and column.measure:
        own = replace(own, weak=column.weak)
    taken: list[str] = []
    foreign = False
    for source in sources:
        if not _groups_of(source.said):
            continue
        relation = _relation(own, source.said)
        foreign = foreign or relation == "foreign"
        barred = only_own | _barred_times(own, source.name)
        barred |= _OF_MEASURE if foreign else _UNIT if relation == "procedure" else frozenset()
        if source.name in _ASKED and own.measure:
            barred |= _OF_ASKED
        filled = _complete(own, source.said, barred)
        if filled is own:
            continue
        changed = [name for name in _groups_of(source.said) if _values(filled, name) != _values(own, name)]
        taken += [f"{name}={source.name}" for name in changed]
        if "measure" in changed and _is_doubtful(source):
            flags.append("ambiguous")
        own = filled
    own = replace(own, category=_joined(row.category, column.category))
    if not own.measure:
        own = replace(own, measure="other")
        flags.append("ambiguous")
    if not own.unit:
        own = replace(own, unit=load_rules().units.get(own.measure, "other"))
    return Meaning(own, "; ".join(taken), tuple(dict.fromkeys(flags)))


def _relation(own: Dimensions, said: Dimensions) -> str:
    """How a source's measure stands to that of the figure: ``same``, of one ``procedure``, or ``foreign``."""
    if own.measure in ("", "share", said.measure) or not said.measure:
        return "same"
    both = {own.measure, said.measure}
    if ("measure" in own.weak and said.measure in _COUNTS_TITLES) or both <= _OF_RESIDENTS or both <= _COUNTS_TITLES:
        return "same"
    return "procedure" if both <= _OF_PROCEDURE else "foreign"


def _is_doubtful(source: Source) -> bool:
    """Whether a source leaves doubt about the measure that it gives."""
    asked = source.name in _ASKED and source.said.measure in load_rules().doubtful_if_asked
    return asked or "ambiguous" in source.said.flags


def as_share(meaning: Meaning, of: str) -> Meaning:
    """The meaning of a percentage of what the figure beside it counts."""
    dimensions = meaning.dimensions
    return replace(
        meaning,
        dimensions=replace(dimensions, unit="percent", measure="share", share_of=dimensions.share_of or of),
        flags=tuple(flag for flag in meaning.flags if flag != "ambiguous" or dimensions.measure != "other"),
    )


def unit_of_no_title(texts: Sequence[str]) -> str:
    """The unit of figures that the texts call money or posts, and thus none on titles; "" where they do not."""
    found = (rule.unit for text in texts for rule in load_rules().no_title if rule.pattern.search(text))
    return next(found, "")


def as_no_title(meaning: Meaning, unit: str) -> Meaning:
    """The meaning of money or posts, whatever titles the labels name: a share of them stays a share."""
    said = replace(meaning.dimensions, title_type="", legal_basis="", topic=("other",))
    if said.unit != "percent":
        said = replace(said, unit=unit, measure=said.measure if said.measure == "difference" else "other")
    return Meaning(said, meaning.label_source, tuple(dict.fromkeys((*meaning.flags, "ambiguous"))))


def _barred_times(own: Dimensions, source: str) -> frozenset[str]:
    """Times that a further source must not add: one of the two is enough where the measure has only one."""
    if own.measure in _ON_A_DAY and own.reference_date and source in _ASKED:
        return frozenset({"period"})
    if own.measure in _COUNTED_ON_A_DAY:
        return frozenset()
    one_has = {"reference_date"} if _has(own, "period") else set()
    return frozenset(one_has | ({"period"} if own.reference_date else set()))


def _complete(own: Dimensions, other: Dimensions, barred: frozenset[str]) -> Dimensions:
    """``own`` with the groups that it leaves open, or says only weakly, from ``other``."""
    gaps: dict[str, Any] = {}
    for name in _groups_of(other):
        if name in barred:
            continue
        is_weak = name in own.weak and name not in other.weak and (name != "measure" or other.measure in _COUNTS_TITLES)
        if not _has(own, name) or is_weak:
            gaps.update({member: getattr(other, member) for member in _GROUPS[name]})
    if not gaps:
        return own
    if not own.time_wording and other.time_wording and {"period_start", "reference_date"} & set(gaps):
        gaps["time_wording"] = other.time_wording
    weak = tuple(name for name in own.weak if name not in gaps)
    return replace(own, **gaps, weak=(*weak, *(name for name in other.weak if name in gaps and name not in weak)))


def _contradict(row: Dimensions, column: Dimensions) -> bool:
    """Whether row and column give one dimension two values (a total of one of them is none)."""
    return any(
        _has(row, name) and _has(column, name) and _values(row, name) != _values(column, name)
        for name in ("legal_basis", "title_type", "age", "period", "reference_date")
    )


def _joined(*categories: str) -> str:
    return "; ".join(dict.fromkeys(category for category in categories if category))


# As many labels and sources as a long paper has: they are asked for each of its figures.
@lru_cache(maxsize=4096)
def _groups_of(said: Dimensions) -> tuple[str, ...]:
    """The groups of which something is said, in their order."""
    return tuple(name for name in _GROUPS if _has(said, name))


def _has(said: Dimensions, group: str) -> bool:
    for member in _GROUPS[group]:  # noqa: SIM110 - a generator costs twice the time here, the most frequent question
        if getattr(said, member) not in _EMPTY:
            return True
    return False


def _values(said: Dimensions, group: str) -> tuple[object, ...]:
    return tuple(getattr(said, member) for member in _GROUPS[group])


assert {member for members in _GROUPS.values() for member in members} <= {field.name for field in fields(Dimensions)}
