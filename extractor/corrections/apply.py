"""Replaying corrections on the observations of a document, before its figures are checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from extractor.corrections.files import FIGURE, Correction
from extractor.grammar.numbers import read_value
from extractor.model.issue import Issue, Severity
from extractor.model.observation import Observation

_TEXTS = (
    "value_status unit measure share_of instance title_type legal_basis nationality nationality_label "
    "nationality_group region region_label place place_type sex age_label person_role time_wording register category "
    "row_label col_label row_role col_role"
)
_DATES = "period_start period_end reference_date cohort_start cohort_end"
_WHOLE = "age_min age_max row_level"
_DECIMAL = "stay_min_years stay_max_years"

_PARSERS: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys(_TEXTS.split(), str),
    **dict.fromkeys(_DATES.split(), lambda text: date.fromisoformat(text) if text else None),
    **dict.fromkeys(_WHOLE.split(), lambda text: int(text) if text else None),
    **dict.fromkeys(_DECIMAL.split(), lambda text: Decimal(text) if text else None),
    "topic": lambda text: tuple(part for part in text.split(";") if part),
}
"""The fields that a person may correct, with how their text in the dataset is read.

Not among them: places and evidence, which are no reading, and flags: a doubt goes when its cause goes.
"""


CORRECTABLE = (FIGURE, *_PARSERS)
"""The names of the fields that a correction may name."""


@dataclass(frozen=True, slots=True)
class CorrectedDocument:
    """The observations with the corrections that apply, and what became of each correction."""

    observations: tuple[Observation, ...]
    issues: tuple[Issue, ...]


def apply_corrections(
    observations: tuple[Observation, ...], corrections: Sequence[Correction], sha256: str
) -> CorrectedDocument:
    """Replays the corrections for the PDF with this hash; those for other documents are passed over.

    A correction is refused, with a warning, when its cell is not there, when the cell now reads otherwise, or when the
    field or the right text is none that the dataset knows. One that applies is evidence ``reviewed``.
    """
    corrected = list(observations)
    places = {one.obs_id.removeprefix(f"{one.doc_id}:"): place for place, one in enumerate(observations)}
    issues = []
    for correction in corrections:
        if correction.document != sha256:
            continue
        if correction.table and not correction.cell:
            issues.append(_replay_on_table(correction, corrected))
            continue
        place = places.get(correction.place)
        if place is None:
            issues.append(_refused(correction, "no_such_cell", None))
            continue
        outcome = _replayed(correction, corrected[place])
        if isinstance(outcome, Issue):
            issues.append(outcome)
        else:
            corrected[place] = outcome
            issues.append(_issue(correction, "applied", Severity.INFO, outcome))
    return CorrectedDocument(tuple(corrected), tuple(issues))


def is_readable(correction: Correction) -> bool:
    """Whether what is said to be right is a value of a field that can be corrected."""
    return correction.field in CORRECTABLE and _changes(correction) is not None


def topics_of(topics: Iterable[Iterable[str]]) -> str:
    """What a correction of a whole table has to give as ``read``: the topics of all its figures, each once."""
    return ";".join(sorted({topic for each in topics for topic in each}))


def _replay_on_table(correction: Correction, corrected: list[Observation]) -> Issue:
    """Gives all figures of a table their topics; other fields are no matter of a whole table."""
    places = [place for place, one in enumerate(corrected) if one.table_id == correction.table]
    if not places:
        return _refused(correction, "no_such_cell", None)
    first = corrected[places[0]]
    if correction.field != "topic":
        return _refused(correction, "unknown_field", first)
    current = topics_of(corrected[place].topic for place in places)
    if current != correction.read:
        return _refused(correction, "reading_changed", first, current)
    changes = _changes(correction) or {}
    for place in places:
        corrected[place] = corrected[place]._replace(**changes)
    return _issue(correction, "applied", Severity.INFO, first)


def _replayed(correction: Correction, observation: Observation) -> Observation | Issue:
    if correction.field != FIGURE and correction.field not in _PARSERS:
        return _refused(correction, "unknown_field", observation)
    current = _text(getattr(observation, correction.field))
    if current != correction.read:
        return _refused(correction, "reading_changed", observation, current)
    changes = _changes(correction)
    if changes is None:
        return _refused(correction, "not_a_value", observation)
    evidence = observation.evidence if "reviewed" in observation.evidence else (*observation.evidence, "reviewed")
    return observation._replace(evidence=evidence, **changes)


def _changes(correction: Correction) -> dict[str, Any] | None:
    """The fields that the right text sets; none where it confirms the reading, ``None`` where it cannot be read."""
    if correction.right == correction.read:
        return {}
    if correction.field == FIGURE:
        printed = read_value(correction.right)
        if printed is None:
            return None
        return {
            FIGURE: correction.right,
            "value": printed.value,
            "value_min": printed.value_min,
            "value_max": printed.value_max,
            "value_status": printed.status,
        }
    try:
        return {correction.field: _PARSERS[correction.field](correction.right)}
    except (ValueError, InvalidOperation):
        return None


def _text(value: object) -> str:
    """A field as the dataset writes it."""
    if value is None:
        return ""
    return ";".join(value) if isinstance(value, tuple) else str(value)


def _refused(correction: Correction, code: str, observation: Observation | None, current: str = "") -> Issue:
    return _issue(correction, code, Severity.WARNING, observation, current=current)


def _issue(
    correction: Correction, code: str, severity: Severity, observation: Observation | None, **data: str
) -> Issue:
    return Issue(
        f"corrections.{code}",
        severity,
        observation.page if observation else None,
        correction.table,
        {
            "file": correction.file,
            "cell": correction.place,
            "field": correction.field,
            "read": correction.read,
            "right": correction.right,
            "why": correction.why,
            "by": correction.by,
            **data,
        },
    )
