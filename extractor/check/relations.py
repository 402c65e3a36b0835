"""Sums as equations: whether a line is the sum of others, how surprising that would be, and finding such lines.

How sure a relation is, is counted in bits: an equation that holds by accident is as unlikely as one value among all
those that its second largest part could make the sum take, so it is worth ``log2(1 + second largest part)`` bits.
Where only one part is not nil, the sum is a mere repetition and worth nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from extractor.check.figures import Figure, Kind, View

SURE_BITS = 20
"""A relation that no label speaks of counts only when chance is excluded to one in a million for the whole search."""

PLAUSIBLE_BITS = 7
"""One in 128 is enough where labels already say that this line is a total of those: the guess was not searched for."""

_ENOUGH_EQUATIONS = 3
"""Fewer different equations may share one cause (a line that repeats another), however large their figures."""

_PROBES = 5
"""So many equations are asked for candidates; a relation that fails in a fifth of them is still found in some."""

_WIDEST_FREE_SEARCH = 24
"""Beyond so many lines only totals next to their parts are looked for: the other places grow with the cube."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Line ``whole`` is the sum of the lines ``parts`` (places in the view's lines)."""

    whole: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """A relation in one column (or row): ``left`` the printed whole, ``right`` the sum of its parts, both scaled.

    ``holds`` allows for rounding where figures are printed with decimals.
    """

    place: int
    left: int
    right: int
    holds: bool
    bits: int
    shape: tuple[int, ...]


def equations_of(view: View, relation: Relation, kind: Kind) -> tuple[Equation, ...]:
    """The relation in each column (row) where whole and parts are known and of ``kind``; blank parts count nothing."""
    vectors = [view.vectors[line] for line in (relation.whole, *relation.parts)]
    tried = (_equation(place, kind, whole, parts) for place, (whole, *parts) in enumerate(zip(*vectors, strict=True)))
    return tuple(equation for equation in tried if equation is not None)


def _equation(place: int, kind: Kind, whole: Figure | None, parts: Sequence[Figure | None]) -> Equation | None:
    if whole is None or whole.value is None or whole.kind is not kind:
        return None
    values = []
    rounded = 1 if whole.decimals else 0
    known = False
    for part in parts:
        if part is None:
            return None
        if part.blank:
            values.append(0)
            continue
        if part.value is None or part.kind is not kind:
            return None
        known = True
        rounded += 1 if part.decimals else 0
        values.append(part.value)
    if not known or _are_column_numbers([whole.value, *values]):
        return None
    # Half a unit of the last digit for each rounded figure is the most that rounding can do.
    tolerance = rounded // 2
    right = sum(values)
    holds = abs(whole.value - right) <= tolerance
    sizes = sorted(map(abs, values), reverse=True)
    second = sizes[1] if len(sizes) > 1 else 0
    bits = (1 + second // (2 * tolerance + 1)).bit_length() - 1
    return Equation(place, whole.value, right, holds, bits, tuple(values))


def _are_column_numbers(values: Sequence[int]) -> bool:
    """Whether these are the numbers of the columns (1, 2, 3, ...), which some tables print under their heads."""
    first, last = min(values), max(values)
    return len(values) >= _ENOUGH_EQUATIONS and first > 0 and last - first == len(set(values)) - 1 == len(values) - 1


def surprise(equations: Sequence[Equation]) -> tuple[int, int]:
    """How many different equations that say something hold, and the bits they are worth together."""
    different = {equation.shape: equation.bits for equation in equations if equation.holds and equation.bits}
    return len(different), sum(different.values())


def find_relations(view: View, places: Sequence[int], kind: Kind) -> tuple[Relation, ...]:
    """Sums among the lines ``places`` that no accident explains, innermost first: found parts are then left out.

    Only runs of neighbouring lines are looked for, before or after their whole. A relation may fail in a fifth of the
    equations; the caller decides what that means.
    """
    remaining = list(places)
    found: list[Relation] = []
    # Three levels (items, subtotals, total) are the most that a printed table nests; each takes one round.
    for _ in range(3):
        fresh = [relation for relation in _search(view, remaining, kind) if relation not in found]
        if not fresh:
            break
        found += fresh
        taken = {part for relation in fresh for part in relation.parts}
        remaining = [place for place in remaining if place not in taken]
    return tuple(found)


def _search(view: View, places: Sequence[int], kind: Kind) -> list[Relation]:
    if len(places) < 3:
        return []
    hypotheses = len(places) ** 2 if len(places) > _WIDEST_FREE_SEARCH else len(places) ** 3 // 2
    rated = []
    for relation in sorted(_candidates(view, places, kind), key=lambda one: (len(one.parts), one.whole, one.parts)):
        equations = equations_of(view, relation, kind)
        held = sum(equation.holds for equation in equations)
        if held * 5 < len(equations) * 4:
            continue
        count, bits = surprise(equations)
        if count >= _ENOUGH_EQUATIONS and bits >= SURE_BITS + hypotheses.bit_length():
            rated.append((len(equations) - held, -bits, len(relation.parts), relation))
    chosen: list[Relation] = []
    taken: set[int] = set()
    for _, _, _, relation in sorted(rated, key=lambda entry: entry[:3]):
        involved = {relation.whole, *relation.parts}
        # A line is part of one whole in a round, and no whole is a part of its own parts.
        if not taken & set(relation.parts) and not any(set(one.parts) & involved for one in chosen):
            chosen.append(relation)
            taken |= set(relation.parts)
    return chosen


def _candidates(view: View, places: Sequence[int], kind: Kind) -> set[Relation]:
    """Runs of lines whose sum is a line in at least one of a few equations, found by looking up running sums."""
    usable = [_values(view, places, place, kind) for place in range(len(view.across))]
    rich = sorted((values for values in usable if values is not None), key=_variety, reverse=True)[:_PROBES]
    found: set[Relation] = set()
    for values in rich:
        found |= {
            Relation(places[whole], _trimmed(view, places[start:end]))
            for whole, start, end in _runs(values)
            if end - start >= 2
        }
    return {relation for relation in found if len(relation.parts) >= 2}


def _values(view: View, places: Sequence[int], place: int, kind: Kind) -> list[int] | None:
    """The figures of one equation; ``None`` where other kinds stand among them."""
    figures = [view.vectors[line][place] for line in places]
    if any(figure is not None and figure.value is not None and figure.kind is not kind for figure in figures):
        return None
    return [figure.value or 0 if figure is not None else 0 for figure in figures]


def _variety(values: Sequence[int]) -> int:
    return len({value for value in values if value})


def _runs(values: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """(whole, start, end) with ``values[whole] == sum(values[start:end])``, the whole outside the run."""
    sums = [0, *accumulate(values)]
    ends: dict[int, list[int]] = defaultdict(list)
    for position, value in enumerate(sums):
        ends[value].append(position)
    free = len(values) <= _WIDEST_FREE_SEARCH
    everywhere = tuple(enumerate(sums[:-1]))
    for whole, value in enumerate(values):
        if not value:
            continue
        for start, before in everywhere if free else ((whole + 1, sums[whole + 1]),):
            for end in ends.get(before + value, ()):
                if end > start and not start <= whole < end:
                    yield whole, start, end
        if not free:
            for start in ends.get(sums[whole] - value, ()):
                if start < whole:
                    yield whole, start, whole


def _trimmed(view: View, parts: Sequence[int]) -> tuple[int, ...]:
    """The run without lines of nothing but nil at its ends: their nil says nothing about belonging to the sum."""
    start, end = 0, len(parts)
    while start < end and _is_nil(view, parts[start]):
        start += 1
    while end > start and _is_nil(view, parts[end - 1]):
        end -= 1
    return tuple(parts[start:end])


def _is_nil(view: View, line: int) -> bool:
    return all(figure is None or not figure.value for figure in view.vectors[line])
