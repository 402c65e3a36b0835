"""Percentages recomputed from the counts they rest on.

What a percentage is of is not always said, so every count column is tried as part, and as its base every other count
of the same row, the figure of the same column in another row (a total, the first or last row), or the row's own whole.
A base is accepted when the rows agree with it within the rounding of the last printed digit, and chance is excluded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from extractor.check.figures import Axis, Figure, Kind, Line, TableFigures, View
from extractor.check.ledger import Ledger
from extractor.check.partitions import is_total, parent_of
from extractor.check.relations import PLAUSIBLE_BITS, SURE_BITS
from extractor.check.wording import Wording
from extractor.model.check import CheckResult

_MOST_HELD, _MOST_SHARE = 4, 0.8
"""As for sums: four fifths of at least five rows show what the column means, so the rest contradict it."""

_PINNED = 20
"""A percentage vouches for a count when its rounding leaves the count no more play than a twentieth."""


Places: TypeAlias = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Base:
    """Part and base of a column of percentages: lines of the view.

    ``places[e]`` is the equation in which the base of equation ``e`` stands, ``None`` where there is none: the same,
    a fixed one (a total row), or that of the whole of each row. ``change`` is (part - base) / base.
    """

    part: int
    line: int
    places: Places
    change: bool = False


@dataclass(frozen=True, slots=True)
class Ratio:
    """One percentage with its counts; ``right`` as computed, ``off`` its distance in units of the last digit."""

    place: int
    percentage: Figure
    part: Figure
    base: Figure
    left: Decimal
    right: Decimal
    off: Decimal
    bits: int

    @property
    def holds(self) -> bool:
        return self.off <= Decimal("0.5")


def check_shares(ledger: Ledger, table: TableFigures, wording: Wording, explanation: str) -> None:
    """Enter every column of percentages whose base is found; then rows of percentages, where no column has one."""
    for axis in (Axis.ACROSS, Axis.DOWN):
        view = table.view(axis)
        percentages = [place for place, kind in enumerate(view.kinds) if kind is Kind.PERCENT]
        counts = [place for place, kind in enumerate(view.kinds) if kind in (Kind.COUNT, Kind.EUROS)]
        if percentages and counts and _check_view(ledger, table, view, percentages, counts, wording, explanation):
            return


def _check_view(
    ledger: Ledger,
    table: TableFigures,
    view: View,
    percentages: Sequence[int],
    counts: Sequence[int],
    wording: Wording,
    explanation: str,
) -> bool:
    """Enter the percentages of one axis; a base that one column has shown to be meant is tried first for the others."""
    known: list[int] = []
    unsettled = list(percentages)
    elsewhere = _places_elsewhere(view)
    for _ in range(2):
        for line in tuple(unsettled):
            bases = list(_bases(view, line, counts, elsewhere, wording))
            suggested = [base for base in bases if _is_suggested(view, line, base, known, wording)]
            settled = _best_base(table, view, line, suggested, PLAUSIBLE_BITS) or _best_base(
                table, view, line, bases, SURE_BITS
            )
            if settled:
                base, ratios = settled
                known.append(base.line)
                unsettled.remove(line)
                _enter(ledger, ratios, explanation)
        if not known:
            break
    return len(unsettled) < len(percentages)


def _best_base(
    table: TableFigures, view: View, line: int, bases: Sequence[Base], certain: int
) -> tuple[Base, tuple[Ratio, ...]] | None:
    """The base that explains the percentages of a line, with them; ``None`` where none does beyond chance.

    ``certain`` bits are asked for besides those that the number of bases tried takes away.
    """
    best: tuple[Base, tuple[Ratio, ...]] | None = None
    most = 0
    for base in bases:
        if not _may_hold(table, view, line, base):
            continue
        ratios = _ratios(table, view, line, base)
        held = [ratio for ratio in ratios if ratio.holds]
        # The last digit may be cut off or rounded up; that is no contradiction, and no witness either.
        near = [ratio for ratio in ratios if ratio.off < 2]
        if len(held) <= most or not _is_meant(len(ratios), len(near), len(held)):
            continue
        if sum(ratio.bits for ratio in held) >= certain + len(bases).bit_length():
            best, most = (base, ratios), len(held)
    return best


def _is_meant(tried: int, near: int, held: int) -> bool:
    """Whether so many percentages agree (``near``: but for the last digit) that the base is the one that is meant."""
    if held < _MOST_SHARE * near:
        return False
    return near == tried or (near >= _MOST_HELD and near >= _MOST_SHARE * tried)


def _is_suggested(view: View, line: int, base: Base, known: Sequence[int], wording: Wording) -> bool:
    """Whether the layout itself says what the percentage is of.

    The part is the count beside it or under the same head; the base is a total, the neighbour of the part, or the base
    of another column of percentages.
    """
    lines = view.lines
    if base.part != line - 1 and not lines[base.part].section == lines[line].section != ():
        return False
    beside = abs(base.line - base.part) == 1
    return base.line == base.part or beside or base.line in known or is_total(lines[base.line], wording)


def _places_elsewhere(view: View) -> list[Places]:
    """Where the base may stand if not in the same equation: in a fixed one, or in that of the whole of each row."""
    size = len(view.across)
    elsewhere: list[Places] = [(place,) * size for place in _fixed_places(view)]
    superior = tuple(parent_of(view.across, place) for place in range(size))
    return [*elsewhere, superior] if any(place is not None for place in superior) else elsewhere


def _bases(
    view: View, line: int, counts: Sequence[int], elsewhere: Sequence[Places], wording: Wording
) -> Iterator[Base]:
    """Parts and bases to try, those that the layout suggests first."""
    change = wording.change.search(" ".join(view.lines[line].path)) is not None
    here = tuple(range(len(view.across)))
    parts = sorted(counts, key=lambda count: (count != line - 1, _shared(view.lines, count, line), abs(count - line)))
    for part in parts:
        others = [count for count in counts if count != part]
        for base in sorted(others, key=lambda count: (abs(count - part), count)):
            yield Base(part, base, here, change)
        if not change:
            yield from (Base(part, part, places) for places in elsewhere)


def _shared(lines: Sequence[Line], one: int, other: int) -> int:
    """How many levels of head two columns share, negative, so that the most come first."""
    common = 0
    for left, right in zip(lines[one].section, lines[other].section, strict=False):
        if left != right:
            break
        common += 1
    return -common


def _fixed_places(view: View) -> list[int]:
    """Lines whose figure may be the base of all others: the first, the last, and those called a total."""
    last = len(view.across) - 1
    totals = [place for place, line in enumerate(view.across) if line.role in ("total", "subtotal")]
    return list(dict.fromkeys([0, *totals, last]))


def _may_hold(table: TableFigures, view: View, line: int, base: Base) -> bool:
    """Whether no more than a fifth of the percentages are far off: the same test in whole numbers, for speed."""
    scale = 10 ** table.decimals[Kind.PERCENT]
    allowed = len(view.across) // 5
    known = False
    for place, (percentage, part) in enumerate(zip(view.vectors[line], view.vectors[base.part], strict=True)):
        whole = _whole(view, base, place)
        if percentage is None or part is None or whole is None or not whole.value or percentage.value is None:
            continue
        if part.value is None and not part.blank:
            continue
        known = True
        count = (part.value or 0) - (whole.value if base.change else 0)
        units = 2 * scale // 10**percentage.decimals
        if abs(percentage.value * whole.value - 100 * scale * count) > units * abs(whole.value):
            allowed -= 1
            if allowed < 0:
                return False
    return known


def _whole(view: View, base: Base, place: int) -> Figure | None:
    """The base of the percentage in one equation; ``None`` where there is none."""
    at = base.places[place]
    return None if at is None else view.vectors[base.line][at]


def _ratios(table: TableFigures, view: View, line: int, base: Base) -> tuple[Ratio, ...]:
    found = []
    for place in range(len(view.across)):
        percentage, part = view.vectors[line][place], view.vectors[base.part][place]
        whole = _whole(view, base, place)
        if percentage is None or part is None or whole is None or part.kind is not whole.kind or not whole.value:
            continue
        if percentage.value is None or percentage.kind is not Kind.PERCENT or (part.value is None and not part.blank):
            continue
        if whole.index != part.index:
            found.append(_ratio(table, place, percentage, part, whole, base.change))
    return tuple(found)


def _ratio(table: TableFigures, place: int, percentage: Figure, part: Figure, whole: Figure, change: bool) -> Ratio:
    exponent = -table.decimals[Kind.PERCENT]
    left = Decimal(percentage.value or 0).scaleb(exponent)
    count, base = part.value or 0, whole.value or 1
    exact = Decimal(100 * (count - base if change else count)) / Decimal(base)
    off = (left - exact).copy_abs().scaleb(percentage.decimals)
    # So many values could have been printed between nil and this one; a printed nil says nothing.
    bits = (1 + abs(int(left.scaleb(percentage.decimals)))).bit_length() - 1
    # A share of all is true of every line that repeats another.
    bits = 0 if count == base else bits
    right = round(exact, percentage.decimals + 2)
    return Ratio(place, percentage, part, whole, left, right, off, bits)


def _enter(ledger: Ledger, ratios: Sequence[Ratio], explanation: str) -> None:
    for ratio in ratios:
        places = (ratio.percentage.index, ratio.part.index, ratio.base.index)
        if ratio.holds:
            vouched = [ratio.percentage.index, *(place for place in places[1:] if _pins(ratio, place))]
            ledger.vouch(vouched, "share_recomputed")
            if ratio.part.blank and ratio.part.index in vouched:
                ledger.remark([ratio.part.index], "blank_read_as_nil")
            result, wording = CheckResult.HOLDS, ""
        elif ratio.off < 2:
            result, wording = CheckResult.NOT_APPLICABLE, ""
        elif explanation:
            ledger.remark(places, "explained")
            result, wording = CheckResult.EXPLAINED, explanation
        else:
            doubtful = [place for place in places[1:] if not ledger.is_vouched(place)]
            ledger.doubt([places[0], *doubtful], "share_mismatch")
            ledger.report("share_mismatch", places[0], left=str(ratio.left), right=str(ratio.right))
            result, wording = CheckResult.FAILS, ""
        ledger.record("share", places, left=ratio.left, right=ratio.right, result=result, wording=wording)


def _pins(ratio: Ratio, place: int) -> bool:
    """Whether the percentage leaves this count little enough play to vouch for it.

    Nil is pinned when one more would show in the last digit printed.
    """
    unit = Decimal(1).scaleb(-ratio.percentage.decimals)
    base = ratio.base
    if place == ratio.part.index and not ratio.part.value:
        return base.value is not None and Decimal(100) / base.value > unit / 2
    return ratio.left.copy_abs() * 2 >= _PINNED * unit
