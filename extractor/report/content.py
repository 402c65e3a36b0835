"""What a page of the report says, before it is put into HTML."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.dataset import Dataset, DatasetTable
from extractor.pages.pictures import Pictures
from extractor.pages.tables import Row, ShownTable, describe_table
from extractor.summary.report import Paper

# Contradictions first: a reader who looks at one thing only should look at them.
_ORDER = ("contradicted", "unverified", "consistent", "verified")


@dataclass
class DocumentRows:
    """The rows of one document, by table of the dataset."""

    observations: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    checks: list[Row] = field(default_factory=list)
    footnotes: list[Row] = field(default_factory=list)
    issues: list[Row] = field(default_factory=list)
    tables: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """All that the page of a document says; ``tables`` with contradictions come first."""

    document: Row
    questions: tuple[Row, ...]
    issues: tuple[Row, ...]
    failed: tuple[Row, ...]
    tables: tuple[ShownTable, ...]
    statuses: Mapping[str, int]


def rows_by_document(dataset: Dataset) -> Mapping[str, DocumentRows]:
    """The rows of all documents; issues of files that are no document stand under an empty id."""
    grouped: dict[str, DocumentRows] = defaultdict(DocumentRows)
    for table in ("observations", "questions", "checks", "footnotes", "issues", "tables"):
        for row in dataset.rows(table):
            getattr(grouped[row["doc_id"]], table).append(row)
    return grouped


def paper_of(document: Row, rows: DocumentRows, on_titles: Sequence[Row]) -> Paper:
    """The document as `extractor.summary` takes it."""
    failed = [check for check in rows.checks if _is_contradiction(check)]
    return Paper(
        document, on_titles, failed, rows.questions, {table["table_id"]: table["first_page"] for table in rows.tables}
    )


def describe_document(
    document: Row, rows: DocumentRows, tables: Iterable[DatasetTable], pictures: Pictures
) -> ShownDocument:
    """What the page of a document says."""
    figures: dict[str, dict[tuple[str, str], Row]] = defaultdict(dict)
    for row in rows.observations:
        figures[row["table_id"]][row["row"], row["col"]] = row
    checks, notes = _by_table(rows.checks), _by_table(rows.footnotes)
    shown = [
        describe_table(
            one, figures[one.facts["table_id"]], checks[one.facts["table_id"]], notes[one.facts["table_id"]], pictures
        )
        for one in tables
    ]
    return ShownDocument(
        document,
        tuple(rows.questions),
        tuple(rows.issues),
        tuple(check for check in rows.checks if _is_contradiction(check)),
        tuple(sorted(shown, key=lambda one: _ORDER.index(one.facts["status"]) > 0)),
        Counter(one.facts["status"] for one in shown),
    )


def describe_overview(dataset: Dataset, rows: Mapping[str, DocumentRows]) -> Mapping[str, object]:
    """What the first page says: the documents with their tables by status, and what could not be read."""
    documents = []
    for document in dataset.rows("documents"):
        own = rows[document["doc_id"]]
        statuses = Counter(table["status"] for table in own.tables)
        open_questions = sum(question["answer_status"] not in ("", "figures") for question in own.questions)
        documents.append((document, statuses, len(own.observations), open_questions))
    documents.sort(key=lambda one: -one[1]["contradicted"])
    return {"documents": documents, "unread": rows[""].issues if "" in rows else ()}


def _is_contradiction(check: Row) -> bool:
    # Two readers that differ are a doubt about the reading; the paper may be right.
    return check["result"] == "fails" and check["rule"] != "second_reader"


def _by_table(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["table_id"]].append(row)
    return grouped
