"""What a sample's document is, asks and contains: the rows of documents, questions, tables and footnotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extractor.samples.layout import Entry, Layout, PlacedTable
from extractor.samples.meanings import UNDECIDED, Row

CONTRADICTIONS = frozenset({"sum_mismatch", "share_mismatch", "sister_mismatch", "subset_exceeds", "prose_mismatch"})


def document_id(data: Entry) -> str:
    """``bt-99-1001``."""
    document = data["document"]
    return f"bt-{document['wahlperiode']}-{document['number']}"


def document_row(data: Entry, layout: Layout) -> Row:
    """The row of the front page."""
    document = data["document"]
    return {
        "doc_id": document_id(data),
        "file": "document.pdf",
        "pages": str(layout.pages),
        "parliament": "bt",
        "wahlperiode": str(document["wahlperiode"]),
        "number": str(document["number"]),
        "date": document["date"],
        "document_type": document["document_type"],
        "title": document["title"],
        "question_drucksache": f"{document['wahlperiode']}/{document['question_number']}",
        "asking_group": document["asking_group"],
        "ministry": document["ministry"],
        "letter_date": document["letter_date"],
        "version": document.get("version", "lektoriert"),
    }


def question_rows(data: Entry, layout: Layout) -> Iterator[Row]:
    """The questions with the pages of their answers."""
    for question in layout.questions:
        yield {
            "doc_id": document_id(data),
            "question_id": question.question_id,
            "page": str(question.page),
            "answer_page": str(question.answer_page),
            "question": question.block["text"],
            "answer_status": question.block["answer_status"],
            "answer_wording": question.block.get("answer_wording", UNDECIDED),
        }


def table_row(table: PlacedTable, doc_id: str, observations: Mapping[str, Row]) -> Row:
    """The row of a table; its status follows from the evidence and flags of its observations."""
    return {
        "table_id": table.table_id,
        "doc_id": doc_id,
        "question_id": table.question_id,
        "first_page": str(table.first_page),
        "last_page": str(table.last_page),
        "rows": str(len(table.rows)),
        "cols": str(table.cols),
        "head_rows": str(table.head_rows),
        "stub_cols": str(table.stub_cols),
        "caption": table.block.get("caption", UNDECIDED),
        "lead_in": UNDECIDED,
        "joined_by": UNDECIDED if table.last_page > table.first_page else "",
        "topic": table.block.get("topic", UNDECIDED),
        "status": _status([row for key, row in observations.items() if key.startswith(f"{table.table_id}:")]),
    }


def _status(rows: list[Row]) -> str:
    """More witnesses than the data file names are welcome, so only a contradiction and full evidence are decided."""
    if any(CONTRADICTIONS.intersection(row["flags"].split(";")) for row in rows):
        return "contradicted"
    if all(row["evidence"] for row in rows):
        return "verified"
    return "consistent // verified" if any(row["evidence"] for row in rows) else "unverified // consistent // verified"


def footnote_rows(table: PlacedTable, doc_id: str) -> Iterator[Row]:
    """Notes below a table with the cells that carry their mark; a note without a mark is about the table."""
    for text in table.notes:
        stripped = text.lstrip("*")
        mark = text[: len(text) - len(stripped)]
        marked = [
            f"r{cell.row}c{cell.col}" for row in table.rows for cell in row.cells if mark and _mark(cell.text) == mark
        ]
        yield {
            "doc_id": doc_id,
            "table_id": table.table_id,
            "page": str(table.last_page),
            "mark": mark,
            "text": stripped.strip(),
            "scope": ";".join(marked) or "table",
        }


def _mark(text: str) -> str:
    return text[len(text.rstrip("*")) :]
