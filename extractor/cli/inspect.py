"""``extractor inspect``: what a document is, what it asks, and which tables it has."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.limits import watched
from extractor.cli.options import file_argument, log_options, ocr_option, password_option, reader_option
from extractor.cli.session import Session, current_session, say_text, visible
from extractor.messages import shown

if TYPE_CHECKING:
    from extractor.model.table import Table
    from extractor.pipeline import Outline

_SHOWN_CHARACTERS = 100


@click.command(help="help.inspect")
@file_argument
@click.option("--json", "as_json", is_flag=True, help="option.json")
@reader_option
@ocr_option
@password_option
@log_options
def command(file: Path, as_json: bool, reader: str, ocr: str, password: str | None) -> None:
    """Shows front page, questions and tables of one PDF."""
    from extractor.pipeline import Options, read_outline

    session = current_session()
    with watched(session, file.name):
        outline = read_outline(file, Options(reader=reader, password=password, ocr=ocr))
    if as_json:
        click.echo(json.dumps(_described(outline), ensure_ascii=False, indent=1, default=str))
    else:
        click.echo(visible("\n".join(_lines(outline, session))))
    for issue in outline.issues:
        say_text(session.issue_text(issue, file.name))


def _described(outline: Outline) -> dict[str, Any]:
    facts = asdict(outline.facts)
    front = facts.pop("front_page")
    return {
        "document": {**facts, **front, "file": shown(outline.facts.file)},
        "questions": [
            {
                "question_id": question.question_id,
                "page": question.page,
                "answer_page": question.answer_page,
                "question": question.text,
            }
            for question in outline.structure.questions
        ],
        "tables": [
            {
                "table_id": table.table_id,
                "first_page": table.first_page,
                "last_page": table.last_page,
                "rows": table.rows,
                "cols": table.cols,
                "question_id": place.question_id,
                "lead_in": place.lead_in,
                "first_row": _first_row(table),
            }
            for table, place in zip(outline.tables, outline.places, strict=True)
        ],
        "issues": [asdict(issue) for issue in outline.issues],
    }


def _lines(outline: Outline, session: Session) -> list[str]:
    facts, front = outline.facts, outline.facts.front_page
    named = {
        "doc_id": facts.doc_id,
        "document_type": front.document_type,
        "title": front.title,
        "date": front.date,
        "asking_group": front.asking_group,
        "question_drucksache": front.question_drucksache,
        "ministry": front.ministry,
        "letter_date": front.letter_date,
        "version": facts.version,
        "pages": facts.pages,
        "url": facts.url,
    }
    lines = [f"{session.text(f'inspect.{name}')}: {value}" for name, value in named.items() if value]
    lines += ["", session.text("inspect.questions", count=len(outline.structure.questions))]
    lines += [
        session.text(
            "inspect.question", question_id=question.question_id, page=question.page, text=_short(question.text)
        )
        for question in outline.structure.questions
    ]
    lines += ["", session.text("inspect.tables", count=len(outline.tables))]
    for table, place in zip(outline.tables, outline.places, strict=True):
        pages = str(table.first_page)
        if table.last_page != table.first_page:
            pages += f"–{table.last_page}"
        lines.append(
            session.text(
                "inspect.table",
                table_id=table.table_id,
                pages=pages,
                rows=table.rows,
                cols=table.cols,
                question_id=place.question_id or "–",
            )
        )
        lines += [f"      {_short(text)}" for text in (place.lead_in, " | ".join(_first_row(table))) if text]
    return lines


def _first_row(table: Table) -> list[str]:
    """The texts of the first row, the text of a cell that spans several columns once."""
    return [cell.text for cell in sorted(table.cells, key=lambda cell: cell.col) if cell.row == 1]


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[: _SHOWN_CHARACTERS - 1].rstrip()}…"
