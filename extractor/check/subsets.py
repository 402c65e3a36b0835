"""Parts that must not exceed their whole: *darunter*, single *davon*, and quarters within their year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from extractor.check.figures import Axis, Kind, TableFigures
from extractor.check.ledger import Ledger
from extractor.check.meaning import Meaning, times_of
from extractor.check.partitions import parent_of
from extractor.check.wording import Wording
from extractor.model.check import CheckResult
from extractor.model.observation import Observation

_NOW_AND_THEN = 0.2
"""As for sums: an exception is one in five at most."""


def check_subsets(ledger: Ledger, table: TableFigures, explanation: str) -> None:
    """Enter every *darunter* (and *davon*) figure above that of the line it is a part of; those below say nothing."""
    for axis in Axis:
        view = table.view(axis)
        listed: set[tuple[int, str]] = set()
        for part, line in enumerate(view.lines):
            whole = parent_of(view.lines, part) if line.role in ("darunter", "davon") else None
            # A label that comes twice under one whole begins a second list, whose whole was not recognised.
            if whole is None or (whole, line.leaf) in listed:
                continue
            listed.add((whole, line.leaf))
            pairs = [
                (inner.index, outer.index)
                for inner, outer in zip(view.vectors[part], view.vectors[whole], strict=True)
                if inner is not None and outer is not None
                if inner.kind is outer.kind in (Kind.COUNT, Kind.EUROS)
                if inner.value is not None and outer.value is not None
                # Counts have no decimals: these are means or rates whose unit was not recognised.
                if not inner.decimals and not outer.decimals
            ]
            exceeding = [pair for pair in pairs if _exceeds(ledger.observations, *pair)]
            # A line that exceeds its alleged whole again and again is no part of it: the label was misread.
            if len(exceeding) > max(1, len(pairs) * _NOW_AND_THEN):
                continue
            for inner, outer in exceeding:
                _enter(ledger, "subset", inner, outer, explanation)


def check_periods(ledger: Ledger, wording: Wording, explanations: Mapping[str, str]) -> None:
    """Enter every flow of a shorter period above that of a longer one around it, all else equal."""
    groups: dict[Meaning, list[int]] = defaultdict(list)
    for place in ledger.counts():
        observation = ledger.observations[place]
        if observation.table_id and observation.measure in wording.flows and _is_comparable(observation):
            groups[ledger.meaning(place)].append(place)
    for places in groups.values():
        # Where several figures have one meaning, the codes do not tell the rows apart; comparing them would be wrong.
        if len({times_of(ledger.observations[place]) for place in places}) < len(places):
            continue
        for short in places:
            for long in places:
                if _lies_within(ledger.observations[short], ledger.observations[long]) and _exceeds(
                    ledger.observations, short, long
                ):
                    table = ledger.observations[short].table_id
                    _enter(ledger, "cumulative", short, long, explanations.get(table, ""))


def _is_comparable(observation: Observation) -> bool:
    return bool(observation.period_start and observation.period_end and not observation.flags)


def _lies_within(short: Observation, long: Observation) -> bool:
    """Whether one period lies in the other, in the same table and on the same line.

    Two tables may differ in what they count although their codes agree; then a comparison would be a false alarm.
    """
    if short.table_id != long.table_id or (short.row != long.row and short.row_label != long.row_label):
        return False
    if not (short.period_start and short.period_end and long.period_start and long.period_end):
        return False
    within = long.period_start <= short.period_start and short.period_end <= long.period_end
    return within and (short.period_start, short.period_end) != (long.period_start, long.period_end)


def _exceeds(observations: Sequence[Observation], part: int, whole: int) -> bool:
    inner, outer = observations[part].value, observations[whole].value
    return inner is not None and outer is not None and inner > outer


def _enter(ledger: Ledger, rule: str, part: int, whole: int, explanation: str) -> None:
    inner, outer = ledger.observations[part].value, ledger.observations[whole].value
    if explanation:
        ledger.remark((part, whole), "explained")
    else:
        ledger.doubt((part, whole), "subset_exceeds")
        ledger.report("subset_exceeds", part, left=str(inner), right=str(outer))
    result = CheckResult.EXPLAINED if explanation else CheckResult.FAILS
    ledger.record(rule, (part, whole), left=inner, right=outer, result=result, wording=explanation)
