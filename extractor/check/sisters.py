"""Figures of one document with the same meaning: they agree, or one of them or its meaning is wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractor.check.ledger import Ledger
from extractor.check.meaning import Meaning, is_certain, times_of
from extractor.model.check import CheckResult

_NO_COINCIDENCE = Decimal(100)
"""Two unrelated figures of at least this size agree to the last digit in fewer than one of a hundred cases."""

_NEAR = Decimal("0.1")
"""Sister totals that contradict each other are near; figures far apart are rather two meanings not told apart."""

_KNOWN = frozenset({"exact", "zero", "nil", "corrected"})


def check_sisters(ledger: Ledger, explanations: Mapping[str, str]) -> None:
    """Enter figures of equal meaning: equal in two tables (witnesses), unequal (doubt), outvoted (contradiction)."""
    groups: dict[tuple[Meaning, Meaning], list[int]] = defaultdict(list)
    for place in ledger.counts():
        observation = ledger.observations[place]
        if observation.table_id and observation.value_status in _KNOWN and is_certain(observation):
            groups[ledger.meaning(place), times_of(observation)].append(place)
    for places in groups.values():
        if len(places) > 1:
            _compare(ledger, places, explanations)


def _compare(ledger: Ledger, places: Sequence[int], explanations: Mapping[str, str]) -> None:
    values = {place: ledger.observations[place].value or Decimal(0) for place in places}
    tables = {place: ledger.observations[place].table_id for place in places}
    if len(set(values.values())) == 1:
        _enter_agreement(ledger, places, values[places[0]])
        return
    # One voice for each table and figure: a table that prints its total twice does not outvote its sisters.
    voices = Counter(value for _, value in {(tables[place], values[place]) for place in places})
    (winner, most), (_, second) = voices.most_common(2)
    outvoted = [place for place in places if values[place] != winner]
    near = all(abs(values[place] - winner) <= _NEAR * abs(winner) for place in outvoted)
    if most >= 2 and second == 1 and near and winner >= _NO_COINCIDENCE and _one_question(ledger, places):
        agreeing = [place for place in places if values[place] == winner]
        _enter_agreement(ledger, agreeing, winner)
        for place in outvoted:
            _enter_outvoted(ledger, place, agreeing[0], explanations.get(tables[place], ""))
        return
    ledger.doubt(places, "duplicate_key")
    first = places[0]
    other = next(place for place in places if values[place] != values[first])
    ledger.record(
        "duplicate_key", (first, other), left=values[first], right=values[other], result=CheckResult.NOT_APPLICABLE
    )


def _one_question(ledger: Ledger, places: Sequence[int]) -> bool:
    """Whether all stand in the answer to one question, letters aside: sisters are printed together."""
    return len({ledger.observations[place].question_id.rstrip("abcdefghijklmnopqrstuvwxyz") for place in places}) == 1


def _enter_agreement(ledger: Ledger, places: Sequence[int], value: Decimal) -> None:
    tables = {ledger.observations[place].table_id for place in places}
    if len(tables) < 2 or value < _NO_COINCIDENCE:
        return
    ledger.vouch(places, "sister_total")
    first = places[0]
    other = next(
        place for place in places if ledger.observations[place].table_id != ledger.observations[first].table_id
    )
    ledger.record("sister_total", (first, other), left=value, right=value, result=CheckResult.HOLDS)


def _enter_outvoted(ledger: Ledger, place: int, sister: int, explanation: str) -> None:
    left, right = ledger.observations[place].value, ledger.observations[sister].value
    if explanation:
        ledger.remark([place], "explained")
    else:
        ledger.doubt([place], "sister_mismatch")
        ledger.report("sister_mismatch", place, left=str(left), right=str(right))
    result = CheckResult.EXPLAINED if explanation else CheckResult.FAILS
    ledger.record("sister_total", (place, sister), left=left, right=right, result=result, wording=explanation)
