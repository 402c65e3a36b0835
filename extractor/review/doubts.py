"""What is uncertain in a dataset, the worst first, and how much of it a person has been through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Row = Mapping[str, str]

KINDS = ("contradicted", "unverified", "unmapped", "doubtful")
"""Why a table is looked at: figures contradict, nothing vouches for them, a label is not known, another flag."""

_UNMAPPED = "unmapped_label"
_REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A table that a person should look at; ``figures`` of it are open. ``aside``: it is not of interest."""

    doc_id: str
    table_id: str
    kind: str
    figures: int
    done: bool
    aside: bool
    facts: Row

    @property
    def key(self) -> tuple[str, str]:
        """Document and table."""
        return self.doc_id, self.table_id


def is_open(figure: Row, status: str) -> bool:
    """Whether a person should look at a figure of a table of this status: nobody did, and something is uncertain."""
    if _REVIEWED in figure["evidence"].split(";"):
        return False
    return bool(figure["flags"]) or (status in ("contradicted", "unverified") and not figure["evidence"])


def find_doubts(tables: Iterable[Row], figures: Iterable[Row], aside: Collection[tuple[str, str]]) -> tuple[Doubt, ...]:
    """The tables with open figures, and those that had some: a person has been there.

    ``aside`` are documents (by id) and tables that are not of interest. In the order of `KINDS`, those done last.
    """
    of_table: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for figure in figures:
        of_table[figure["doc_id"], figure["table_id"]].append(figure)
    doubts = []
    for facts in tables:
        key = facts["doc_id"], facts["table_id"]
        own = of_table[key]
        uncertain = [one for one in own if is_open(one, facts["status"])]
        touched = key in aside or any(_REVIEWED in one["evidence"].split(";") for one in own)
        if uncertain or touched:
            done = key in aside or not uncertain
            doubts.append(
                Doubt(*key, _kind(facts["status"], uncertain), 0 if done else len(uncertain), done, key in aside, facts)
            )
    return tuple(sorted(doubts, key=lambda one: (one.done, KINDS.index(one.kind))))


def _kind(status: str, uncertain: Iterable[Row]) -> str:
    if status in KINDS:
        return status
    return "unmapped" if any(_UNMAPPED in one["flags"].split(";") for one in uncertain) else "doubtful"
