"""``extractor show``: what people ask first of a dataset, in plain words with places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.session import current_session, say, visible
from extractor.errors import ExitCode

if TYPE_CHECKING:
    from extractor.summary.report import Paper

_SHOWN = 20


@click.command(help="help.show")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--limit", type=click.IntRange(min=0), default=_SHOWN, show_default=True, help="option.show_limit")
@click.option("--codes", metavar="FOLDER", multiple=True, type=click.Path(path_type=Path), help="option.codes")
def command(folder: Path, limit: int, codes: tuple[Path, ...]) -> ExitCode:
    """Describes each document of the dataset on standard output."""
    from extractor.codes import load_code_lists
    from extractor.summary.report import describe
    from extractor.summary.wording import Wording

    session = current_session()
    wording = Wording(session.text, session.language, load_code_lists(extra=codes))
    shown = False
    for paper in _papers(folder):
        document = paper.document
        click.echo(visible(("\n" if shown else "") + _heading(document)))
        shown = True
        sections = describe(paper, session.text, wording)
        for section in sections:
            click.echo(f"\n{session.text(section.heading)}")
            for line in section.lines[: limit or None]:
                click.echo(f"- {line}")
            if limit and len(section.lines) > limit:
                click.echo(f"  {session.text('show.more', count=len(section.lines) - limit)}")
        if not sections:
            click.echo(f"\n{session.text('show.nothing')}")
    if not shown:
        say(session, "show.no_documents", folder=str(folder))
    return ExitCode.OK


def _heading(document: Mapping[str, str]) -> str:
    number = f"{document['wahlperiode']}/{document['number']}" if document["number"] else document["file"]
    return " · ".join(part for part in (number, document["date"], document["title"]) if part)


def _papers(folder: Path) -> Iterator[Paper]:
    """The documents of a dataset with their rows on residence titles."""
    from extractor.codes.topics import load_topics
    from extractor.dataset import open_dataset
    from extractor.summary import is_on_titles
    from extractor.summary.report import Paper
    from extractor.write.verify import failed_checks

    topics, dataset = load_topics("permits"), open_dataset(folder)
    documents = list(dataset.rows("documents"))
    on_titles = _by_document(row for row in dataset.rows("observations") if is_on_titles(row, topics))
    questions, tables = _by_document(dataset.rows("questions")), _by_document(dataset.rows("tables"))
    failed = _by_document(failed_checks(folder))
    for document in documents:
        doc_id = document["doc_id"]
        yield Paper(
            document,
            on_titles.get(doc_id, ()),
            failed.get(doc_id, ()),
            questions.get(doc_id, ()),
            {table["table_id"]: table["first_page"] for table in tables.get(doc_id, ())},
        )


def _by_document(rows: Iterator[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    grouped: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        grouped.setdefault(row["doc_id"], []).append(row)
    return grouped
