"""Sums down and across: which relations are accepted, and what follows for their cells.

A wrong alarm costs more than a missed one: a sum that nobody claims and that does not hold is no finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.check.figures import Axis, Figure, Kind, TableFigures, View
from extractor.check.ledger import Ledger
from extractor.check.meaning import are_alternatives, exclude_each_other
from extractor.check.partitions import Claim, Proposal, davon_groups, is_total, totals_proposed
from extractor.check.relations import (
    PLAUSIBLE_BITS,
    SURE_BITS,
    Equation,
    Relation,
    equations_of,
    find_relations,
    surprise,
)
from extractor.check.wording import Wording
from extractor.model.check import CheckResult

_MOST_HELD, _MOST_SHARE = 3, 0.75
"""A labelled total that holds in three quarters of at least four lines is meant as a sum, so the rest contradict it."""

_SLIP_HELD, _SLIP_BITS = 9, 30
"""Without a label that says total, one single exception among ten or more lines is a slip of the paper or of us."""

_FEW = 0.5
"""*davon* figures that exceed their whole in more than half of the columns (rows) were perhaps not meant to add up."""

_PLENTY_HELD = 4
"""With so many lines that hold, the rest is contradicted however far off; with fewer it may be of another kind."""

_NEAR = 2
"""A promised sum that is off by half of the whole or more was never meant as one (a mean, a code, another unit)."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A relation of one table with its equations, those that hold and those that contradict it.

    ``settled`` are relations that stand; the others wait for a sister that shows them to be meant. Where
    ``overlap_suspected``, only parts that exclude each other by their meaning contradict their whole.
    """

    table: TableFigures
    view: View
    kind: Kind
    proposal: Proposal
    held: tuple[Equation, ...]
    contradicting: tuple[Equation, ...]
    incomplete: tuple[Equation, ...] = ()
    unclaimed: tuple[Equation, ...] = ()
    settled: bool = True
    overlap_suspected: bool = False

    @property
    def signature(self) -> tuple[Axis, str, frozenset[str]]:
        """The labels of whole and parts: what the same sum has in common in two tables."""
        lines = self.view.lines
        return (
            self.view.axis,
            lines[self.proposal.relation.whole].leaf,
            frozenset(lines[part].leaf for part in self.proposal.relation.parts),
        )

    def figures(self, equation: Equation) -> list[Figure]:
        """Whole and parts of one equation, the whole first."""
        vectors = self.view.vectors
        relation = self.proposal.relation
        found = (vectors[line][equation.place] for line in (relation.whole, *relation.parts))
        return [figure for figure in found if figure is not None]


def find_sums(table: TableFigures, wording: Wording, laender: Collection[int]) -> tuple[Sum, ...]:
    """All sums of a table, settled or waiting; ``laender`` are the numbers of the rows for one Land, all or none."""
    sums: list[Sum] = []
    for axis in Axis:
        view = table.view(axis)
        lands = [p for p, line in enumerate(view.lines) if axis is Axis.DOWN and line.number in laender]
        for kind in (Kind.COUNT, Kind.EUROS, Kind.PERCENT):
            places = [place for place, found in enumerate(view.kinds) if found is kind]
            if len(places) < 2:
                continue
            claimed = [] if kind is Kind.PERCENT else _claimed_sums(table, view, kind, wording, lands)
            settled = [one.proposal.relation for one in claimed if one.settled]
            sums += claimed
            sums += _found_sums(table, view, kind, places, settled, wording)
    return tuple(sums)


def _claimed_sums(table: TableFigures, view: View, kind: Kind, wording: Wording, lands: Sequence[int]) -> list[Sum]:
    sums = [
        _judged(table, view, kind, Proposal(relation, Claim.DAVON), 1, wording)
        for relation in davon_groups(view.lines)
        if len(relation.parts) > 1
    ]
    proposals = totals_proposed(view.lines, wording, lands)
    tried = Counter(proposal.relation.whole for proposal in proposals)
    for proposal in proposals:
        done = [one.proposal.relation for one in sums if one.settled and one.held]
        shortened = _without_settled(proposal, done)
        if len(shortened.relation.parts) < 2 or shortened.relation in done:
            continue
        judged = [_judged(table, view, kind, shortened, tried[proposal.relation.whole], wording)]
        if shortened != proposal:
            judged.append(_judged(table, view, kind, proposal, tried[proposal.relation.whole], wording))
        sums.append(next((one for one in judged if one.settled and one.held), judged[0]))
    resolved = {one.proposal.relation.whole for one in sums if one.settled and one.held}
    # Of several guesses at the parts of one total, those that failed say nothing once another holds.
    return [one for one in sums if one.settled or one.proposal.relation.whole not in resolved]


def _without_settled(proposal: Proposal, settled: Sequence[Relation]) -> Proposal:
    """The proposal without parts that are already in a subtotal among its parts."""
    parts = proposal.relation.parts
    inner = {part for one in settled if one.whole in parts for part in one.parts}
    return Proposal(
        Relation(proposal.relation.whole, tuple(part for part in parts if part not in inner)), proposal.claim
    )


def _judged(table: TableFigures, view: View, kind: Kind, proposal: Proposal, tried: int, wording: Wording) -> Sum:
    equations = equations_of(view, proposal.relation, kind)
    held = tuple(equation for equation in equations if equation.holds)
    failing = tuple(equation for equation in equations if not equation.holds)
    bits = surprise(equations)[1]
    claim = proposal.claim
    most = len(held) >= _MOST_HELD and len(held) >= _MOST_SHARE * len(equations)
    waiting = Sum(table, view, kind, proposal, held, failing, settled=False)
    if not equations:
        return waiting
    if claim is Claim.DAVON:
        return _judged_davon(waiting, failing, bits)
    if claim is Claim.PROMISED:
        near = tuple(one for one in failing if _is_near(one))
        return Sum(table, view, kind, proposal, held, near, unclaimed=_except(failing, near))
    if not failing:
        sure = bits >= PLAUSIBLE_BITS + tried.bit_length() if claim is Claim.PROPOSED else True
        return Sum(table, view, kind, proposal, held, ()) if sure else waiting
    if claim is Claim.PROPOSED and bits < SURE_BITS + tried.bit_length():
        return waiting
    near = failing if len(held) >= _PLENTY_HELD else tuple(one for one in failing if _is_near(one))
    if most and _contradicts(view, proposal, near, len(held), bits, wording):
        return Sum(table, view, kind, proposal, held, near, unclaimed=_except(failing, near))
    return Sum(table, view, kind, proposal, held, (), unclaimed=failing)


def _judged_davon(waiting: Sum, failing: Sequence[Equation], bits: int) -> Sum:
    """More than the whole is a contradiction; less is an incomplete *davon*, unless it is one slip among many."""
    slip = len(failing) == 1 and len(waiting.held) >= _SLIP_HELD and bits >= _SLIP_BITS
    if all(equation.right < equation.left for equation in failing) and not slip:
        return replace(waiting, settled=True, contradicting=(), incomplete=tuple(failing))
    more = tuple(equation for equation in failing if slip or equation.right > equation.left)
    if not all(map(_is_near, more)):
        return waiting
    # Where the parts exceed the whole more than now and then, they may overlap or be two partitions in a row.
    often = len(more) > 1 and len(more) > _FEW * (len(failing) + len(waiting.held))
    return replace(
        waiting, settled=True, contradicting=more, incomplete=_except(failing, more), overlap_suspected=often
    )


def _except(equations: Sequence[Equation], without: Collection[Equation]) -> tuple[Equation, ...]:
    return tuple(equation for equation in equations if equation not in without)


def _is_near(equation: Equation) -> bool:
    return abs(equation.left - equation.right) * _NEAR < max(abs(equation.left), 1)


def _contradicts(
    view: View, proposal: Proposal, failing: Sequence[Equation], held: int, bits: int, wording: Wording
) -> bool:
    """Whether the exceptions of a sum that mostly holds are contradictions, and no unlisted rest or overlap."""
    whole = view.lines[proposal.relation.whole]
    if wording.overlapping.search(whole.leaf):
        return False
    if len(failing) == 1 and held >= _SLIP_HELD and bits >= _SLIP_BITS:
        return True
    if not is_total(whole, wording):
        return False
    # Several wholes above their sums: a part that is rarely other than nil is simply not printed.
    return len(failing) == 1 or any(equation.right > equation.left for equation in failing)


def _found_sums(
    table: TableFigures,
    view: View,
    kind: Kind,
    places: Sequence[int],
    settled: Sequence[Relation],
    wording: Wording,
) -> list[Sum]:
    """Sums that the figures show; among all lines, and among those that are no part or subset by their role."""
    inner = {part for relation in settled for part in relation.parts}
    free = [place for place in places if place not in inner]
    outer = [place for place in free if view.lines[place].role not in ("davon", "darunter", "share", "note")]
    relations = list(find_relations(view, free, kind))
    if len(outer) < len(free):
        relations += [one for one in find_relations(view, outer, kind) if one not in relations]
    return [
        _judged(table, view, kind, Proposal(relation, Claim.FOUND), 1, wording)
        for relation in relations
        if relation not in settled
    ]


def enter_sums(ledger: Ledger, sums: Sequence[Sum], explanations: dict[str, str]) -> None:
    """Enter what the sums of a document show: witnesses first, then contradictions, which they help to locate.

    ``explanations`` gives the note by which a table explains its differences, for the tables that have one.
    """
    established = {
        _scope(one)
        for one in sums
        if one.settled and one.held and not one.contradicting and surprise(one.held)[1] >= PLAUSIBLE_BITS
    }
    for one in sums:
        if one.settled:
            _enter_held(ledger, one)
    for one in sums:
        explanation = explanations.get(one.table.table_id, "")
        if one.settled:
            for equation in one.contradicting:
                _enter_contradiction(ledger, one, equation, explanation)
        elif _scope(one) in established or (explanation and _only_guess(one, sums)):
            for equation in (equation for equation in one.contradicting if _is_near(equation)):
                _enter_contradiction(ledger, one, equation, explanation)


def _scope(one: Sum) -> tuple[str, Axis, str, frozenset[str]]:
    """Where a sum that holds shows that its like is meant: columns of equal heads in the document, rows in the table.

    A list of states may be complete in one table and cut off in the next, with the same states in both.
    """
    return (one.table.table_id if one.view.axis is Axis.DOWN else "", *one.signature)


def _only_guess(one: Sum, sums: Sequence[Sum]) -> bool:
    """Whether nothing else was tried as parts of this total, and it is a last line: the sum the note speaks of."""
    relation = one.proposal.relation
    rivals = [
        other
        for other in sums
        if other.table is one.table
        and other.view.axis is one.view.axis
        and other.proposal.relation.whole == relation.whole
    ]
    return rivals == [one] and relation.whole == len(one.view.lines) - 1


def _enter_held(ledger: Ledger, one: Sum) -> None:
    for equation in one.held:
        figures = one.figures(equation)
        places = [figure.index for figure in figures]
        ledger.vouch(places, one.view.axis.value)
        ledger.remark((figure.index for figure in figures if figure.blank), "blank_read_as_nil")
        _record(ledger, one, equation, CheckResult.HOLDS)
    for equation in one.incomplete:
        ledger.remark((figure.index for figure in one.figures(equation)), "incomplete_davon")
        _record(ledger, one, equation, CheckResult.NOT_APPLICABLE)
    for equation in one.unclaimed:
        _record(ledger, one, equation, CheckResult.NOT_APPLICABLE)


def _enter_contradiction(ledger: Ledger, one: Sum, equation: Equation, explanation: str) -> None:
    places = [figure.index for figure in one.figures(equation)]
    if one.proposal.claim is Claim.DAVON and not _excludes_overlap(ledger, one, places):
        return
    if explanation:
        ledger.remark(places, "explained")
        _record(ledger, one, equation, CheckResult.EXPLAINED, explanation)
        return
    # A part that another sum vouches for is not the wrong one; the printed whole contradicts in any case.
    doubtful = [place for place in places[1:] if not ledger.is_vouched(place)]
    ledger.doubt([places[0], *doubtful], "sum_mismatch")
    _record(ledger, one, equation, CheckResult.FAILS)
    left, right = _decimals(one, equation)
    ledger.report("sum_mismatch", places[0], left=str(left), right=str(right), difference=str(left - right))


def _excludes_overlap(ledger: Ledger, one: Sum, places: Sequence[int]) -> bool:
    observations = [ledger.observations[place] for place in places]
    return are_alternatives(observations) and (not one.overlap_suspected or exclude_each_other(observations[1:]))


def _record(ledger: Ledger, one: Sum, equation: Equation, result: CheckResult, wording: str = "") -> None:
    left, right = _decimals(one, equation)
    places = [figure.index for figure in one.figures(equation)]
    ledger.record(one.view.axis.value, places, left=left, right=right, result=result, wording=wording)


def _decimals(one: Sum, equation: Equation) -> tuple[Decimal, Decimal]:
    exponent = -one.table.decimals[one.kind]
    return Decimal(equation.left).scaleb(exponent), Decimal(equation.right).scaleb(exponent)
