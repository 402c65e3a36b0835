"""What the sums of a document mean for its figures: witnesses, remarks, contradictions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.check.figures import Axis
from extractor.check.ledger import Ledger
from extractor.check.meaning import are_alternatives, exclude_each_other
from extractor.check.partitions import Claim
from extractor.check.relations import PLAUSIBLE_BITS, Equation, surprise
from extractor.check.sums import Sum, is_near
from extractor.model.check import CheckResult


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
            for equation in (equation for equation in one.contradicting if is_near(equation)):
                _enter_contradiction(ledger, one, equation, explanation)


def _scope(one: Sum) -> tuple[object, ...]:
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
    return exclude_each_other(observations[1:]) or (are_alternatives(observations) and not one.overlap_suspected)


def _record(ledger: Ledger, one: Sum, equation: Equation, result: CheckResult, wording: str = "") -> None:
    left, right = _decimals(one, equation)
    places = [figure.index for figure in one.figures(equation)]
    ledger.record(one.view.axis.value, places, left=left, right=right, result=result, wording=wording)


def _decimals(one: Sum, equation: Equation) -> tuple[Decimal, Decimal]:
    exponent = -one.table.decimals[one.kind]
    return Decimal(equation.left).scaleb(exponent), Decimal(equation.right).scaleb(exponent)
