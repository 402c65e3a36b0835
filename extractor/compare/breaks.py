"""Where a series is not as even as it looks: other labels, other rows, a changed law, a gap, another register."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.compare.keys import Key, plain_label, plain_parts
from extractor.compare.law_changes import changes_between, moved_from, under_present_name, within
from extractor.compare.series import Point, Series
from extractor.compare.times import Row, Time
from extractor.grammar.labels import is_total_label
from extractor.summary.rows import TIMES

# What may change between two papers while the count goes on: said, never joined.
_CONTINUING = ("register", "unit", "legal_basis", "asked")
_QUOTED_CHANGES = 5
_OF_THE_SAME = ("unit", "nationality", "region", "place", "age_min", "age_max", *TIMES)


@dataclass(frozen=True, slots=True)
class Break:
    """One break: ``kind`` is the message ``compare.break_<kind>`` that ``data`` fills; ``at`` the first time after it.

    ``at`` is ``None`` where another series goes on with (or goes before) this one: ``other`` is its id.
    """

    kind: str
    at: Time | None
    before: Time | None
    data: Mapping[str, str] = field(default_factory=dict)
    other: str = ""


class Tables:
    """The rows of each table, for what stands beside a total."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            if row["table_id"]:
                self._rows.setdefault((row["doc_id"], row["table_id"]), []).append(row)

    def parts_of(self, row: Row) -> Mapping[tuple[str, ...], str]:
        """What stands beside a total, by its meaning, as printed; only what differs from it in kind, not in state.

        Lists of states differ with the numbers of the year, which breaks no total; a new category may.
        """
        down = row["row_role"] == "total"
        if not down and row["col_role"] != "total":
            return {}
        same, label = ("col", "row_label") if down else ("row", "col_label")
        return {
            (
                other["measure"],
                other["title_type"],
                under_present_name(other["legal_basis"]),
                _letters(other["category"]),
            ): _last(other[label])
            for other in self._rows.get((row["doc_id"], row["table_id"]), ())
            if other[same] == row[same]
            and all(other[name] == row[name] for name in _OF_THE_SAME)
            and not is_total_label(other[label])
        }


def find_breaks(series: Series, tables: Tables, language: str) -> tuple[Break, ...]:
    """The breaks between the points of a series, in order of time."""
    found: list[Break] = []
    for before, at in zip(series.points, series.points[1:], strict=False):
        found += _between(series.key, before, at, tables, language)
    return tuple(found)


def _between(key: Key, before: Point, at: Point, tables: Tables, language: str) -> Iterator[Break]:
    first, second = before.time, at.time
    earlier, later = before.latest.rows, at.latest.rows
    for change in changes_between(key.legal_basis, first.last_day, second.last_day):
        if change.kind != "renamed" or earlier[0]["legal_basis"] != later[0]["legal_basis"]:
            data = {"day": change.day.isoformat(), "note": change.notes[language], "source": change.source}
            yield Break("renamed" if change.kind == "renamed" else "law", second, first, data)
    missing = list(range(first.last_day.year + 1, second.last_day.year))
    if missing:
        years = f"{missing[0]}" if len(missing) == 1 else f"{missing[0]}–{missing[-1]}"
        yield Break("gap", second, first, {"years": years})
    if before.latest.vintage.doc_id == at.latest.vintage.doc_id:
        return
    yield from _other_words(first, second, earlier, later)
    pairs = [(tables.parts_of(old), tables.parts_of(new)) for old in earlier for new in later]
    telling = [(old, new) for old, new in pairs if old and new]
    if telling and all(old.keys() != new.keys() for old, new in telling):
        old, new = telling[0]
        added = [new[name] for name in new if name not in old]
        gone = [old[name] for name in old if name not in new]
        yield Break("rows", second, first, {"added": _listed(added), "gone": _listed(gone)})


def _other_words(first: Time, second: Time, earlier: Sequence[Row], later: Sequence[Row]) -> Iterator[Break]:
    """Where no place of the later paper has the words of any place of the earlier one."""
    names: Mapping[str, Callable[[Row], str]] = {
        "label": plain_label,
        "state": lambda row: row["nationality_label"] if row["nationality"] not in ("", "XTO") else "",
    }
    for kind, words in names.items():
        before, after = ({_letters(words(row)): words(row) for row in rows} for rows in (earlier, later))
        if not before.keys() & after.keys():
            old, new = next(iter(before.values())), next(iter(after.values()))
            yield Break(kind, second, first, {"old": old or "–", "new": new or "–"})


def _last(path: str) -> str:
    parts = plain_parts(path)
    return parts[-1] if parts else path


def _letters(label: str) -> str:
    # A hyphen or dot more is no other label.
    return re.sub(r"\W", "", label).casefold()


def _listed(labels: Sequence[str]) -> str:
    shown = "; ".join(labels[:_QUOTED_CHANGES])
    return (f"{shown}; …" if len(labels) > _QUOTED_CHANGES else shown) or "–"


def find_continuations(series: Sequence[Series]) -> Mapping[str, tuple[Break, ...]]:
    """For each series (by id) those of other papers that count the same but for one thing, such as the register.

    Only the next one of each kind; none where a paper has figures in both.
    """
    found: dict[str, list[Break]] = {}
    for name in _CONTINUING:
        groups: dict[Key, list[Series]] = {}
        for one in series:
            if one.joined and one.key.measure not in ("", "other") and one.key.unit not in ("", "other"):
                groups.setdefault(one.key._replace(**{name: ""}, law_era=""), []).append(one)
        for group in groups.values():
            ordered = sorted(group, key=lambda one: (one.points[0].time, one.key))
            for number, first in enumerate(ordered):
                second = next((one for one in ordered[number + 1 :] if _goes_on(name, first, one)), None)
                if second is None:
                    continue
                old, new = getattr(first.key, name) or "–", getattr(second.key, name) or "–"
                data = {"dimension": name, "old": old, "new": new}
                here, there = first.key.series_id, second.key.series_id
                found.setdefault(here, []).append(Break("continued", None, None, data, there))
                found.setdefault(there, []).append(Break("continues", None, None, data, here))
    return {series_id: tuple(some) for series_id, some in found.items()}


def _goes_on(name: str, first: Series, second: Series) -> bool:
    if first.answers & second.answers or first.points[-1].time.end >= second.points[0].time.end:
        return False
    if name != "legal_basis":
        return True
    return any(within(second.key.legal_basis, change.successor) for change in moved_from(first.key.legal_basis))
