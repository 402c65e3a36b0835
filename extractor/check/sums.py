"""Sums down and across: which relations are accepted, and what follows for their cells.

A wrong alarm costs more than a missed one: a sum that nobody claims and that does not hold is no finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from extractor.check.figures import Axis, Figure, Kind, TableFigures, View
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
    def signature(self) -> tuple[Axis, tuple[str, ...], frozenset[tuple[str, ...]]]:
        """The labels of whole and parts: what the same sum has in common in two places.

        Of columns their heads in full; of rows the last level, since a list comes again under another heading.
        """
        depth = 1 if self.view.axis is Axis.DOWN else 0
        paths = [line.path[-depth:] for line in self.view.lines]
        relation = self.proposal.relation
        return self.view.axis, paths[relation.whole], frozenset(paths[part] for part in relation.parts)

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
            if kind is Kind.COUNT:
                sums += _shares_of_complete_parts(table, view, claimed)
            sums += _found_sums(table, view, kind, places, settled, wording)
    return tuple(sums)


def _claimed_sums(table: TableFigures, view: View, kind: Kind, wording: Wording, lands: Sequence[int]) -> list[Sum]:
    sums = [
        _judged(table, view, kind, Proposal(relation, Claim.DAVON), 1, wording)
        for relation in davon_groups(view.lines)
        if len(relation.parts) > 1
    ]
    proposals = totals_proposed(view.lines, wording, lands, headed=view.axis is Axis.ACROSS)
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


def _shares_of_complete_parts(table: TableFigures, view: View, claimed: Sequence[Sum]) -> list[Sum]:
    """The percentages beside a *davon* whose counts add up to their whole, where they do as well.

    Where they do not, they may be shares of something else, or rounded.
    """
    found = []
    for counts in claimed:
        complete = counts.settled and counts.held and not (counts.contradicting or counts.incomplete)
        if counts.proposal.claim is Claim.DAVON and complete:
            equations = equations_of(view, counts.proposal.relation, Kind.PERCENT)
            if equations and all(equation.holds for equation in equations):
                found.append(Sum(table, view, Kind.PERCENT, counts.proposal, tuple(equations), ()))
    return found


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
        near = tuple(one for one in failing if is_near(one))
        return Sum(table, view, kind, proposal, held, near, unclaimed=_except(failing, near))
    if not failing:
        sure = bits >= PLAUSIBLE_BITS + tried.bit_length() if claim is Claim.PROPOSED else True
        return Sum(table, view, kind, proposal, held, ()) if sure else waiting
    if claim is Claim.PROPOSED and bits < SURE_BITS + tried.bit_length():
        return waiting
    near = failing if len(held) >= _PLENTY_HELD else tuple(one for one in failing if is_near(one))
    if most and _contradicts(view, proposal, near, len(held), bits, wording):
        return Sum(table, view, kind, proposal, held, near, unclaimed=_except(failing, near))
    return Sum(table, view, kind, proposal, held, (), unclaimed=failing)


def _judged_davon(waiting: Sum, failing: Sequence[Equation], bits: int) -> Sum:
    """More than the whole is a contradiction; less is an incomplete *davon*, unless it is one slip among many."""
    slip = len(failing) == 1 and len(waiting.held) >= _SLIP_HELD and bits >= _SLIP_BITS
    if all(equation.right < equation.left for equation in failing) and not slip:
        return replace(waiting, settled=True, contradicting=(), incomplete=tuple(failing))
    more = tuple(equation for equation in failing if slip or equation.right > equation.left)
    if not all(map(is_near, more)):
        return waiting
    # Where the parts exceed the whole more than now and then, they may overlap or be two partitions in a row.
    often = len(more) > 1 and len(more) > _FEW * (len(failing) + len(waiting.held))
    return replace(
        waiting, settled=True, contradicting=more, incomplete=_except(failing, more), overlap_suspected=often
    )


def _except(equations: Sequence[Equation], without: Collection[Equation]) -> tuple[Equation, ...]:
    return tuple(equation for equation in equations if equation not in without)


def is_near(equation: Equation) -> bool:
    """Whether the parts come close enough to the whole to be meant as its parts."""
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
