"""Results as the stages hand them to the writer, made by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractor.model.check import Check, CheckResult
from extractor.model.geometry import Box
from extractor.model.issue import Issue, Severity
from extractor.model.observation import Observation
from extractor.model.page import Version
from extractor.model.result import DocumentFacts, DocumentResult
from extractor.model.structure import AnswerStatus, FrontPage, Question
from extractor.model.table import (
    Cell,
    CellRole,
    Footnote,
    Table,
    TablePart,
    TablePlace,
    TableReading,
    TableStatus,
)

BOX = Box(70.0, 100.0, 525.25, 140.5)
TEXTS = (("Land", "Gesamt"), ("Hamburg", "1.790"))


def make_table(table_id: str = "p002t1") -> Table:
    cells = tuple(
        Cell(row, col, 1, 1, text, 2, Box(70.0 * col, 20.0 * row, 70.0 * col + 70, 20.0 * row + 20))
        for row, texts in enumerate(TEXTS, 1)
        for col, text in enumerate(texts, 1)
    )
    return Table(table_id, (TablePart(2, BOX, 1, 2),), 2, 2, cells, "native")


def make_result(doc_id: str = "bt-99-1", sha256: str = "a" * 64, file: str = "9900001.pdf") -> DocumentResult:
    """A document with one row in each table of the dataset."""
    parliament, period, number = doc_id.split("-")
    front = FrontPage(parliament, int(period), int(number), date(2025, 8, 25), "Antwort", "Titel, mit Komma")
    observation = Observation(
        obs_id=f"{doc_id}:p002t1:r2c2",
        doc_id=doc_id,
        question_id="1a",
        table_id="p002t1",
        row=2,
        col=2,
        page=2,
        x0=140.0,
        y0=40.0,
        x1=210.0,
        y1=60.0,
        value=Decimal(1790),
        value_raw="1.790",
        value_status="exact",
        unit="persons",
        measure="stock",
        region="DE-HH",
        region_label="Hamburg",
        reference_date=date(2025, 7, 31),
        row_label="Hamburg",
        col_label="Gesamt",
        row_role="detail",
        col_role="total",
        row_level=0,
        topic=("residence_permit", "visa"),
        evidence=("row_sum", "prose"),
        footnotes=("p002t1n1",),
        pdf_sha256=sha256,
        reader="native",
    )
    reading = TableReading(
        table=make_table(),
        place=TablePlace("p002t1", "1a", lead_in="Die Angaben zeigt die Tabelle:"),
        head_rows=1,
        stub_cols=1,
        caption="",
        roles=(CellRole.HEAD, CellRole.HEAD, CellRole.STUB, CellRole.BODY),
        topic="residence_permit",
        footnotes=(Footnote("p002t1n1", "p002t1", 2, "*", "Stand: „heute“", "r2c2"),),
        status=TableStatus.VERIFIED,
    )
    return DocumentResult(
        file=file,
        facts=DocumentFacts(doc_id, file, sha256, 3, front, Version.LEKTORIERT, "https://example.org/1.pdf"),
        questions=(Question("1a", 1, 90.0, "Wie viele?", "", 2, 80.0, AnswerStatus.FIGURES, ""),),
        tables=(reading,),
        observations=(observation,),
        checks=(
            Check(
                f"{doc_id}:c1",
                doc_id,
                "p002t1",
                "row_sum",
                Decimal("16406"),
                Decimal("16306"),
                Decimal(100),
                CheckResult.FAILS,
                ("r2c2", "r2c1"),
            ),
        ),
        issues=(Issue("document.no_tables", Severity.INFO),),
    )
