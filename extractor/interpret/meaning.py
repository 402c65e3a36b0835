"""What a figure means: the dimensions of its labels, completed by what stands around the table.

What the labels do not say comes from section, caption, heading, lead-in, notes, question and title, in this order, and
the label source says from which. A source that speaks of another measure than the labels does not say what was counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.interpret.groups import COUNTS_TITLES, GROUPS, Fields, Kind, Merged, Spoken
from extractor.interpret.rules import load_rules

# What was counted: only from sources that do not speak of another measure.
_OF_MEASURE = frozenset({"unit", "title_type", "legal_basis", "person_role", "instance"})
_UNIT = frozenset({"unit"})
# Which court decided: the questions name courts, and what is brought before them, beside the decisions of authorities.
_OF_COURT = frozenset({"instance"})
_NEAR = frozenset({"section", "caption", "heading", "columns", "lead_in"})
_DAY, _PERIOD = frozenset({"reference_date"}), frozenset({"period"})
_NOTHING: frozenset[str] = frozenset()
# Who was counted: a question that the table answers otherwise than asked does not say it.
_OF_ASKED = frozenset({"age", "sex", "person_role"})
_ASKED = frozenset({"question", "title"})
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
# Of these row and column cannot both have a value of their own.
_EXCLUSIVE = ("legal_basis", "title_type", "age", "period", "reference_date")


@dataclass(frozen=True, slots=True)
class Source:
    """Something around the table that speaks of its figures: its name in ``label_source``, and what it says."""

    name: str
    said: Spoken


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is said of one figure, as fields of `Dimensions`; where its labels do not say it, from where; and doubts."""

    said: Fields
    label_source: str
    flags: tuple[str, ...]

    @property
    def measure(self) -> str:
        return str(self.said["measure"])


@dataclass(frozen=True, slots=True)
class _Added:
    """What a column and the sources add to rows of one kind; ``shared`` are exclusive fields that row and column have.

    The ``fields`` replace those that the row says only weakly.
    """

    fields: Fields
    label_source: str
    flags: tuple[str, ...]
    shared: tuple[str, ...]


class Completion:
    """Completes what rows say by a column and the sources around, nearest first.

    ``only_own`` are dimensions in which the rows or columns of the table differ: what stands around it says nothing of
    a row or column that names none. Rows of one kind are completed alike, so that the work is done once for each.
    """

    def __init__(self, column: Spoken, sources: Sequence[Source], only_own: frozenset[str] = frozenset()) -> None:
        self._column = column
        self._sources = [source for source in sources if source.said.groups]
        self._only_own = only_own
        self._of_kind: dict[Kind, _Added] = {}

    def of(self, row: Spoken) -> Meaning:
        """The meaning of the figure where the row meets the column."""
        column = self._column
        added = self._of_kind.get(row.kind)
        if added is None:
            added = self._of_kind[row.kind] = self._added_to(row.kind)
        said = {**row.fields, **added.fields, "category": _joined(row.category, column.category)}
        flags = row.flags + column.flags + added.flags
        if added.shared and any(row.fields[name] != column.fields[name] for name in added.shared):
            flags += ("ambiguous",)
        return Meaning(said, added.label_source, distinct(flags))

    def _added_to(self, row: Kind) -> _Added:
        column = self._column
        if row.measure and {column.measure, self._measure_above()} & _PROPERTIES:
            row = row._replace(groups=tuple(name for name in row.groups if name not in ("measure", "unit")))
            row = row._replace(measure="", unit="")
        whole = Merged(row)
        whole.add(column)
        if not row.measure and column.measure:
            whole.weak = column.weak
        label_source, flags = self._add_sources(whole)
        if not whole.measure:
            whole.fields["measure"] = "other"
            flags.append("ambiguous")
        if not whole.fields["unit"]:
            whole.fields["unit"] = load_rules().units.get(whole.measure, "other")
        both = [name for name in _EXCLUSIVE if name in row.groups and name in column.groups]
        shared = tuple(member for name in both for member in GROUPS[name])
        return _Added(whole.fields, "; ".join(label_source), tuple(flags), shared)

    def _measure_above(self) -> str:
        """The measure of the nearest caption or heading that has one."""
        above = (source.said.measure for source in self._sources if source.name in ("caption", "heading"))
        return next((measure for measure in above if measure), "")

    def _add_sources(self, whole: Merged) -> tuple[list[str], list[str]]:
        """Completes by the sources; from where each group was taken, and the doubts."""
        label_source: list[str] = []
        flags: list[str] = []
        foreign = False
        for source in self._sources:
            relation = _relation(whole, source.said)
            foreign = foreign or relation == "foreign"
            barred = self._only_own | _barred_times(whole, source)
            barred |= _OF_COURT if source.name not in _NEAR else _NOTHING
            barred |= _OF_MEASURE if foreign else _UNIT if relation == "procedure" else _NOTHING
            if source.name in _ASKED and whole.measure:
                barred |= _OF_ASKED
            changed = whole.add(source.said, barred)
            label_source += [f"{name}={source.name}" for name in changed]
            if "measure" in changed and _is_doubtful(source):
                flags.append("ambiguous")
        return label_source, flags


def distinct(flags: tuple[str, ...]) -> tuple[str, ...]:
    """Each flag once; most figures have none."""
    return tuple(dict.fromkeys(flags)) if len(flags) > 1 else flags


def _joined(category: str, other: str) -> str:
    if not other or category == other:
        return category
    return f"{category}; {other}" if category else other


def _relation(own: Merged, said: Spoken) -> str:
    """How a source's measure stands to that of the figure: ``same``, of one ``procedure``, or ``foreign``."""
    if own.measure in ("", "share", said.measure) or not said.measure:
        return "same"
    both = {own.measure, said.measure}
    if ("measure" in own.weak and said.measure in COUNTS_TITLES) or both <= _OF_RESIDENTS or both <= COUNTS_TITLES:
        return "same"
    return "procedure" if both <= _OF_PROCEDURE else "foreign"


def _is_doubtful(source: Source) -> bool:
    """Whether a source leaves doubt about the measure that it gives."""
    asked = source.name in _ASKED and source.said.measure in load_rules().doubtful_if_asked
    return asked or "ambiguous" in source.said.flags


def _barred_times(own: Merged, source: Source) -> frozenset[str]:
    """Times that a further source must not add: one of the two is enough where the measure has only one."""
    has_day = "reference_date" in own.groups
    if own.measure in _ON_A_DAY and has_day and source.name in _ASKED:
        return _PERIOD
    if (own.measure or source.said.measure) in _COUNTED_ON_A_DAY:
        return _NOTHING
    return (_DAY if "period" in own.groups else _NOTHING) | (_PERIOD if has_day else _NOTHING)


def with_category(meaning: Meaning, category: str) -> Meaning:
    """The meaning with a further category."""
    said = {**meaning.said, "category": _joined(meaning.said["category"], category)}
    return Meaning(said, meaning.label_source, meaning.flags)


def as_share(meaning: Meaning, of: str) -> Meaning:
    """The meaning of a percentage of what the figure beside it counts."""
    said = {**meaning.said, "unit": "percent", "measure": "share", "share_of": meaning.said.get("share_of") or of}
    flags = tuple(flag for flag in meaning.flags if flag != "ambiguous" or meaning.measure != "other")
    return Meaning(said, meaning.label_source, flags)


def unit_of_no_title(texts: Sequence[str]) -> str:
    """The unit of figures that the texts call money or posts, and thus none on titles; "" where they do not."""
    found = (rule.unit for text in texts for rule in load_rules().no_title if rule.pattern.search(text))
    return next(found, "")


def as_no_title(meaning: Meaning, unit: str) -> Meaning:
    """The meaning of money or posts, whatever titles the labels name: a share of them stays a share."""
    said = {**meaning.said, "title_type": "", "legal_basis": "", "topic": ("other",)}
    if said["unit"] != "percent":
        said |= {"unit": unit, "measure": "difference" if meaning.measure == "difference" else "other"}
    return Meaning(said, meaning.label_source, distinct((*meaning.flags, "ambiguous")))
