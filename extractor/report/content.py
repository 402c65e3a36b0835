"""What a page of the report says, before it is put into HTML."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.dataset import Dataset, DatasetTable
from extractor.model.geometry import Box
from extractor.report.pictures import Picture, Pictures
from extractor.summary.report import Paper

Row = Mapping[str, str]

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
class ShownCell:
    """A cell of a table: where it stands in the grid, what it says, who vouches for it."""

    anchor: str
    role: str
    row_span: int
    col_span: int
    text: str
    evidence: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    is_figure: bool = False

    @property
    def state(self) -> str:
        """``doubt``, ``vouched`` or ``plain`` for a figure, else empty."""
        if not self.is_figure:
            return ""
        return "doubt" if self.flags else "vouched" if self.evidence else "plain"


@dataclass(frozen=True, slots=True)
class Outlined:
    """The outline of a cell on a picture, in points from its upper left corner."""

    anchor: str
    x: float
    y: float
    width: float
    height: float
    state: str


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """The picture of the part of a table on one page, with the outlines of its cells."""

    page: int
    picture: Picture
    outlines: tuple[Outlined, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table with its pictures, its grid by rows, its checks and notes."""

    facts: Row
    head_rows: int
    rows: tuple[tuple[ShownCell, ...], ...]
    pictures: tuple[ShownPicture, ...]
    checks: tuple[Row, ...]
    counts: tuple[tuple[str, int], ...]
    notes: tuple[Row, ...]


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
        _table(
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


def _table(
    table: DatasetTable,
    figures: Mapping[tuple[str, str], Row],
    checks: Sequence[Row],
    notes: Sequence[Row],
    pictures: Pictures,
) -> ShownTable:
    table_id = table.facts["table_id"]
    rows: dict[int, list[tuple[int, ShownCell]]] = defaultdict(list)
    on_page: dict[int, list[tuple[Row, ShownCell]]] = defaultdict(list)
    seen: dict[tuple[str, str], ShownCell] = {}
    for cell in table.cells:
        place = cell["row"], cell["col"]
        shown = seen.get(place)
        if shown is None:
            shown = seen[place] = _cell(table_id, cell, figures.get(place))
            rows[int(cell["row"])].append((int(cell["col"]), shown))
        on_page[int(cell["page"])].append((cell, shown))
    results = Counter(check["result"] for check in checks)
    return ShownTable(
        table.facts,
        int(table.facts["head_rows"]),
        tuple(
            tuple(shown for _, shown in sorted(rows[row], key=lambda entry: entry[0]))
            for row in range(1, int(table.facts["rows"]) + 1)
        ),
        tuple(
            picture
            for page, cells in sorted(on_page.items())
            if (picture := _picture(page, cells, pictures)) is not None
        ),
        tuple(check for check in checks if check["result"] != "holds"),
        tuple(sorted(results.items())),
        tuple(notes),
    )


def _cell(table_id: str, cell: Row, figure: Row | None) -> ShownCell:
    return ShownCell(
        f"{table_id}-r{cell['row']}c{cell['col']}",
        cell["role"],
        int(cell["row_span"]),
        int(cell["col_span"]),
        cell["text"],
        _words(figure, "evidence"),
        _words(figure, "flags"),
        is_figure=figure is not None,
    )


def _words(row: Row | None, column: str) -> tuple[str, ...]:
    return tuple(row[column].split(";")) if row is not None and row[column] else ()


def _picture(page: int, cells: Sequence[tuple[Row, ShownCell]], pictures: Pictures) -> ShownPicture | None:
    boxes = [Box(*(float(cell[edge]) for edge in ("x0", "y0", "x1", "y1"))) for cell, _ in cells]
    around = Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )
    picture = pictures.cut(page, around)
    if picture is None:
        return None
    corner = picture.box
    return ShownPicture(
        page,
        picture,
        tuple(
            Outlined(shown.anchor, box.x0 - corner.x0, box.y0 - corner.y0, box.width, box.height, shown.state)
            for box, (_, shown) in zip(boxes, cells, strict=True)
        ),
    )
