"""Which sums the labels and roles of a table speak of, and how firmly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, takewhile

from extractor.check.figures import Line
from extractor.check.relations import Relation
from extractor.check.wording import Wording
from extractor.grammar.labels import is_total_label, opens_parts

_SUBSET_ROLES = frozenset({"darunter", "share", "note"})


class Claim(Enum):
    """How firmly a relation is claimed.

    `FOUND`: nobody says so, the figures do. `PROPOSED`: a total stands beside lines that may be its parts. `DAVON`: the
    paper says that these are parts, not that they are all. `PROMISED`: the paper says that these are all.
    """

    FOUND = "found"
    PROPOSED = "proposed"
    DAVON = "davon"
    PROMISED = "promised"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A relation with its claim."""

    relation: Relation
    claim: Claim


def is_total(line: Line, wording: Wording) -> bool:
    """Whether role or label call this line the whole of others."""
    if line.role in ("total", "subtotal"):
        return True
    return line.role not in _SUBSET_ROLES and wording.total.search(line.leaf) is not None


def davon_groups(lines: Sequence[Line]) -> tuple[Relation, ...]:
    """Each whole with the *davon* lines under one heading that are part of it, see `parent_of`.

    Lines with one label twice over belong to two lists, so they are no partition.
    """
    groups: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    for place, line in enumerate(lines):
        if line.role == "davon":
            whole = parent_of(lines, place)
            if whole is not None:
                groups.setdefault((whole, line.section), []).append(place)
    return tuple(
        Relation(whole, tuple(parts))
        for (whole, _), parts in groups.items()
        if len({lines[part].leaf for part in parts}) == len(parts)
    )


def parent_of(lines: Sequence[Line], place: int) -> int | None:
    """The line of which ``lines[place]`` (*davon* or *darunter*) is a part; ``None`` where there is none before it.

    It is the nearest line above with a lower level; where no level tells (columns have none), the nearest line before
    that is no part itself. "davon ..." after parts that are not so called is part of the one before it. A line behind
    parts ("davon A", "B", "davon C") may be one more of them, so nothing is known of what comes after it.
    """
    line = lines[place]
    previous = lines[place - 1] if place else line
    nested = opens_parts(line.leaf) and previous.role == "davon" and not opens_parts(previous.leaf)
    if nested and previous.level == line.level and previous.section == line.section:
        return place - 1
    for earlier in range(place - 1, -1, -1):
        if lines[earlier].level < line.level:
            return earlier
    for earlier in range(place - 1, -1, -1):
        if lines[earlier].role not in ("davon", *_SUBSET_ROLES) and lines[earlier].level <= line.level:
            return None if _is_behind_parts(lines, earlier) else earlier
    return None


def _is_behind_parts(lines: Sequence[Line], place: int) -> bool:
    """Whether *davon* lines stand before this line, which is no total itself."""
    return not _says_total(lines[place]) and any(line.role == "davon" for line in lines[:place])


def _says_total(line: Line) -> bool:
    return line.role in ("total", "subtotal") or is_total_label(line.leaf)


def totals_proposed(
    lines: Sequence[Line], wording: Wording, laender: Iterable[int], *, headed: bool
) -> tuple[Proposal, ...]:
    """For each total the runs of lines that may be its parts: those under it, those above it, section by section.

    Where the lines are ``headed`` (columns), a total under a spanning head is one of the columns under that head.
    ``laender`` are the places of lines that stand for one Land each, all sixteen of them, or none: a total over all
    Länder is promised by that alone.
    """
    complete = frozenset(laender)
    totals = [place for place, line in enumerate(lines) if is_total(line, wording)]
    proposals: list[Proposal] = []
    for whole in totals:
        line = lines[whole]
        seen: set[tuple[int, ...]] = set()
        head = line.path[:1] if headed and line.section else ()
        for parts in _part_lists(lines, whole, frozenset(totals), wording, head):
            if len(parts) < 2 or parts in seen:
                continue
            seen.add(parts)
            proposals.append(Proposal(Relation(whole, parts), _claim(lines, whole, parts, wording, complete)))
    # The shortest first: what is part of a subtotal is settled before the grand total is asked.
    return tuple(sorted(proposals, key=lambda one: len(one.relation.parts)))


def _claim(lines: Sequence[Line], whole: int, parts: Sequence[int], wording: Wording, laender: frozenset[int]) -> Claim:
    if laender and laender <= set(parts):
        return Claim.PROMISED
    items = all(lines[part].level > lines[whole].level for part in parts)
    if items and wording.promised_sum.search(lines[whole].leaf) and _directly_below(whole, parts):
        return Claim.PROMISED
    return Claim.PROPOSED


def _directly_below(whole: int, parts: Sequence[int]) -> bool:
    return list(parts) == list(range(whole + 1, whole + 1 + len(parts)))


def _part_lists(
    lines: Sequence[Line], whole: int, totals: frozenset[int], wording: Wording, head: tuple[str, ...]
) -> Iterable[tuple[int, ...]]:
    level = lines[whole].level
    under_head = [place for place, line in enumerate(lines) if line.path[: len(head)] == head]
    below = [place for place in under_head if place > whole]
    above = [place for place in reversed(under_head) if place < whole]
    deeper = _until(below, lambda place: lines[place].level <= level)
    yield _outermost(lines, deeper)
    until_total = _until(below, totals.__contains__)
    yield _outermost(lines, until_total)
    yield _outermost(lines, sorted(_until(above, totals.__contains__)))
    yield _outermost(lines, below)
    yield _outermost(lines, sorted(above))
    yield from _sections(lines, whole, until_total, wording)


def _until(places: Iterable[int], ends: Callable[[int], bool]) -> list[int]:
    return list(takewhile(lambda place: not ends(place), places))


def _outermost(lines: Sequence[Line], places: Sequence[int]) -> tuple[int, ...]:
    """Those lines that are no part of another of them: the lowest level, without subsets."""
    kept = [place for place in places if lines[place].role not in _SUBSET_ROLES]
    plain = [place for place in kept if lines[place].role != "davon"]
    kept = plain or kept
    if not kept:
        return ()
    level = min(lines[place].level for place in kept)
    return tuple(place for place in kept if lines[place].level == level)


def _sections(lines: Sequence[Line], whole: int, places: Sequence[int], wording: Wording) -> Iterable[tuple[int, ...]]:
    """The runs of lines under one section heading each, without lists that are cut off."""
    for section, group in groupby(places, key=lambda place: lines[place].section):
        if section and section != lines[whole].section and not any(map(wording.cut_off.search, section)):
            yield _outermost(lines, list(group))
