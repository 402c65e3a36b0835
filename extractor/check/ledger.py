"""The book in which all checks of a document are entered before its observations are written anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from extractor.check.figures import Kind, kind_of
from extractor.check.meaning import Meaning, meaning_of
from extractor.model.check import Check, CheckResult
from extractor.model.issue import Issue, Severity
from extractor.model.observation import Observation
from extractor.model.table import RECOGNISED

CONTRADICTIONS = ("sum_mismatch", "share_mismatch", "sister_mismatch", "subset_exceeds", "prose_mismatch")
"""Flags that say that printed figures contradict each other; each has an issue of the same name."""

# A figure that is printed twice may be misread twice alike, and a wrong last digit of a count shows in no percentage.
# Sums of counts come out to the last digit or not at all; sums of percentages do not, but each of them is that of its
# counts.
_WITNESSES_OF_SCANS = frozenset({"row_sum", "col_sum"})
_WITNESSES_OF_SCANNED_SHARES = frozenset({"share_recomputed"})

_POSITIONS = tuple(Observation._fields.index(name) for name in ("evidence", "flags", "notes"))


@dataclass(slots=True)
class Ledger:
    """Witnesses, doubts and remarks by place of the observation, and what was compared, in the order of entry."""

    observations: Sequence[Observation]
    doc_id: str
    checks: list[Check] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    _evidence: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _flags: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _notes: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _counts: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    _meanings: dict[int, Meaning] = field(default_factory=dict)
    _counts_known: list[int] | None = None

    def counts(self) -> Sequence[int]:
        """The places of all figures that count something and have a value."""
        if self._counts_known is None:
            places = enumerate(self.observations)
            self._counts_known = [n for n, one in places if one.value is not None and kind_of(one) is Kind.COUNT]
        return self._counts_known

    def meaning(self, place: int) -> Meaning:
        """The meaning of an observation but for its time; several checks ask for it."""
        if place not in self._meanings:
            self._meanings[place] = meaning_of(self.observations[place])
        return self._meanings[place]

    def vouch(self, places: Iterable[int], evidence: str) -> None:
        """Enter a witness; figures that text recognition has read have few that count."""
        _enter(self._evidence, (place for place in places if _may_vouch(self.observations[place], evidence)), evidence)

    def doubt(self, places: Iterable[int], flag: str) -> None:
        _enter(self._flags, places, flag)

    def remark(self, places: Iterable[int], note: str) -> None:
        _enter(self._notes, places, note)

    def is_vouched(self, place: int, evidence: str = "") -> bool:
        """Whether any witness, or one of this kind, vouches for the observation."""
        entries = self._evidence.get(place, ())
        return evidence in entries if evidence else bool(entries)

    def record(
        self,
        rule: str,
        places: Sequence[int],
        *,
        left: Decimal | None,
        right: Decimal | None,
        result: CheckResult,
        table_id: str | None = None,
        wording: str = "",
    ) -> None:
        """Enter a comparison of the observations ``places``, the first of which is the figure that is compared."""
        table = self.observations[places[0]].table_id if table_id is None else table_id
        self._counts[table, rule] += 1
        scope = table or "prose"
        self.checks.append(
            Check(
                check_id=f"{self.doc_id}:{scope}:{rule}:{self._counts[table, rule]}",
                doc_id=self.doc_id,
                table_id=table,
                rule=rule,
                left=left,
                right=right,
                difference=None if left is None or right is None else left - right,
                result=result,
                cells=tuple(self._name(place, table) for place in places),
                wording=wording,
            )
        )

    def report(self, code: str, place: int, **data: str | int) -> None:
        """Enter something a person should know, at the page of the observation ``place``."""
        observation = self.observations[place]
        self.issues.append(
            Issue(
                f"check.{code}",
                Severity.WARNING,
                observation.page,
                observation.table_id,
                {"cell": self._name(place, observation.table_id), **data},
            )
        )

    def written(self) -> tuple[Observation, ...]:
        """The observations with what was entered; what they bring along stays."""
        books = tuple(zip(_POSITIONS, (self._evidence, self._flags, self._notes), strict=True))
        written = list(self.observations)
        for place in {place for _, book in books for place in book}:
            # `_replace` takes four times as long over so many fields, and most observations pass here.
            values: list[Any] = list(written[place])
            for position, book in books:
                if place in book:
                    values[position] = tuple(dict.fromkeys((*values[position], *book[place])))
            written[place] = Observation._make(values)
        return tuple(written)

    def _name(self, place: int, table_id: str) -> str:
        observation = self.observations[place]
        if observation.row is None or observation.col is None:
            return observation.obs_id
        cell = f"r{observation.row}c{observation.col}"
        return cell if observation.table_id == table_id else f"{observation.table_id}:{cell}"


def _may_vouch(one: Observation, evidence: str) -> bool:
    if one.reader != RECOGNISED:
        return True
    return evidence in (_WITNESSES_OF_SCANNED_SHARES if one.unit == "percent" else _WITNESSES_OF_SCANS)


def _enter(book: dict[int, list[str]], places: Iterable[int], entry: str) -> None:
    for place in places:
        if entry not in book[place]:
            book[place].append(entry)
