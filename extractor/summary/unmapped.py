"""Labels of a run that no list knows, with their places. Nothing is guessed: which code they mean, a person says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from extractor.summary.rows import Row

_LEVELS = " › "
_FLAG = "unmapped_label"


@dataclass(frozen=True, slots=True)
class UnmappedLabel:
    """A label as printed; ``count`` is the number of figures it heads, ``places`` are (doc_id, page, table_id)."""

    label: str
    count: int
    places: tuple[tuple[str, int, str], ...]


def find_unmapped(rows: Iterable[Row], is_known: Callable[[str], bool]) -> tuple[UnmappedLabel, ...]:
    """The labels of observations with the flag ``unmapped_label`` that ``is_known`` denies, the most frequent first.

    A label that has become known since (by an alias of the user) is not among them, nor one that stands at a figure of
    the same table without the flag: it is a place, or understood by its context, and another label is the unknown one.
    """
    rows = list(rows)
    understood = {
        (row["doc_id"], row["table_id"], label)
        for row in rows
        if _FLAG not in row["flags"].split(";")
        for label in _labels_of(row)
    }
    counts: dict[str, int] = {}
    places: dict[str, dict[tuple[str, int, str], None]] = {}
    known: dict[str, bool] = {"": True}
    for row in rows:
        if _FLAG not in row["flags"].split(";"):
            continue
        for label in _labels_of(row):
            if label not in known:
                known[label] = is_known(label)
            if not known[label] and (row["doc_id"], row["table_id"], label) not in understood:
                counts[label] = counts.get(label, 0) + 1
                places.setdefault(label, {})[row["doc_id"], int(row["page"]), row["table_id"]] = None
    labels = sorted(counts, key=lambda label: (-counts[label], label))
    return tuple(UnmappedLabel(label, counts[label], tuple(places[label])) for label in labels)


def _labels_of(row: Row) -> set[str]:
    return {*row["row_label"].split(_LEVELS), *row["col_label"].split(_LEVELS)}
