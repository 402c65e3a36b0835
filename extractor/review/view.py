"""The dataset as the pages need it, read once for each of its states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.corrections import Correction, disputed
from extractor.dataset import Dataset, DatasetTable
from extractor.model.issue import Severity
from extractor.review.doubts import Doubt, find_doubts

Row = Mapping[str, str]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class View:
    """Documents by id, what is uncertain, and by document and table the tables, their figures, checks and notes.

    ``disputes`` are corrections of the same field of the same cell that differ, ``refused`` the issues of those that
    were made for another reading.
    All of it is read at once, since the files may be replaced by the next run.
    """

    dataset: Dataset
    documents: Mapping[str, Row]
    tables: Mapping[Key, DatasetTable]
    doubts: tuple[Doubt, ...]
    figures: Mapping[Key, Sequence[Row]]
    checks: Mapping[Key, Sequence[Row]]
    footnotes: Mapping[Key, Sequence[Row]]
    corrections: tuple[Correction, ...]
    disputes: tuple[tuple[Correction, ...], ...]
    refused: tuple[Row, ...]

    @property
    def done(self) -> int:
        """How many of the uncertain tables a person has been through."""
        return sum(doubt.done for doubt in self.doubts)

    def neighbours(self, key: Key) -> tuple[Key | None, Key | None]:
        """The uncertain tables before and behind one; those of a certain table are the last and the first."""
        keys = [doubt.key for doubt in self.doubts]
        if not keys or keys == [key]:
            return None, None
        place = keys.index(key) if key in keys else -1
        return keys[(place - 1 if place >= 0 else -1) % len(keys)], keys[(place + 1) % len(keys)]


def read_view(dataset: Dataset, corrections: tuple[Correction, ...]) -> View:
    """Reads what the pages show. ``corrections`` are everybody's, also those that contradict each other."""
    documents = {row["doc_id"]: row for row in dataset.rows("documents")}
    ids = {row["pdf_sha256"]: doc_id for doc_id, row in documents.items()}
    figures = _by_table(dataset, "observations")
    aside = {
        (ids[one.document], one.table)
        for one in corrections
        if one.document in ids and one.table and not one.cell and one.field == "topic" and not one.right
    }
    doubts = find_doubts(dataset.rows("tables"), (row for rows in figures.values() for row in rows), aside)
    disputes: dict[tuple[str, str, str], dict[tuple[str, str], Correction]] = defaultdict(dict)
    for pair in disputed(corrections):
        for one in pair:
            disputes[one.key].setdefault((one.read, one.right), one)
    return View(
        dataset,
        documents,
        {
            (one.facts["doc_id"], one.facts["table_id"]): one
            for doc_id in documents
            for one in dataset.tables_of(doc_id)
        },
        doubts,
        figures,
        _by_table(dataset, "checks"),
        _by_table(dataset, "footnotes"),
        corrections,
        tuple(tuple(answers.values()) for answers in disputes.values()),
        tuple(
            row
            for row in dataset.rows("issues")
            if row["code"].startswith("corrections.") and row["severity"] == Severity.WARNING
        ),
    )


def _by_table(dataset: Dataset, name: str) -> Mapping[Key, Sequence[Row]]:
    grouped: dict[Key, list[Row]] = defaultdict(list)
    for row in dataset.rows(name):
        grouped[row["doc_id"], row["table_id"]].append(row)
    return dict(grouped)
