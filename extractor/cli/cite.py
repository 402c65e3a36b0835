"""``extractor cite``: how to cite a document of a dataset, a table of it, or a number."""

from __future__ import annotations

import re
from pathlib import Path

import click

from extractor.errors import ExitCode, ExtractorError


@click.command(help="help.cite")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("document", metavar="DOC_ID", required=False)
@click.argument("table", metavar="TABLE_ID", required=False)
@click.argument("cell", metavar="CELL", required=False)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(("text", "bibtex", "csl")),
    default="text",
    show_default=True,
    help="option.cite_format",
)
def command(folder: Path, document: str | None, table: str | None, cell: str | None, form: str) -> None:
    """Writes one citation, or those of all documents, to standard output."""
    from extractor.dataset import open_dataset
    from extractor.export.citation import cite_bibtex, cite_csl, cite_text, source_of

    dataset = open_dataset(folder)
    documents = [row for row in dataset.rows("documents") if document in (None, row["doc_id"])]
    if not documents:
        raise ExtractorError("cite.no_document", ExitCode.NOTHING_FOUND, folder=str(folder), document=document or "")
    tables = figures = None
    if table is not None:
        rows = (row for row in dataset.rows("tables") if (row["doc_id"], row["table_id"]) == (document, table))
        tables = next(rows, None)
    if cell is not None:
        place = re.fullmatch(r"r([0-9]+)c([0-9]+)", cell)
        wanted = (document, table, *place.groups()) if place else None
        found = (
            row
            for row in dataset.rows("observations")
            if (row["doc_id"], row["table_id"], row["row"], row["col"]) == wanted
        )
        figures = next(found, None)
    if (table is not None and tables is None) or (cell is not None and figures is None):
        raise ExtractorError("cite.no_place", ExitCode.NOTHING_FOUND, place=" ".join(filter(None, (table, cell))))
    cite = {"text": cite_text, "bibtex": cite_bibtex, "csl": cite_csl}[form]
    for one in documents:
        click.echo(cite(source_of(one, tables, figures)))
