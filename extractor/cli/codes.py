"""``extractor codes``: the code lists, and the labels of a run that none of them knows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.session import current_session, say
from extractor.errors import ExitCode, ExtractorError
from extractor.messages import shown

if TYPE_CHECKING:
    from extractor.codes import CodeList, CodeLists

_UNMAPPED = "unmapped"
_FORMATS = ("table", "csv", "json")
_COLUMNS = ("code", "label", "wording", "valid_from", "valid_to", "first_seen", "source")
_LIST_COLUMNS = ("list", "codes", "wordings")
_UNMAPPED_COLUMNS = ("label", "count", "doc_id", "page", "table_id")


@click.command(help="help.codes")
@click.argument("name", metavar="[LIST]", required=False)
@click.argument("query", metavar="[QUERY]", required=False)
@click.option(
    "--format", "layout", type=click.Choice(_FORMATS), default="table", show_default=True, help="option.format"
)
@click.option("--codes", metavar="FOLDER", multiple=True, type=click.Path(path_type=Path), help="option.codes")
def command(name: str | None, query: str | None, layout: str, codes: tuple[Path, ...]) -> ExitCode:
    """Shows the lists, one list, or what a run could not code: 6 where nothing is found."""
    from extractor.codes import load_code_lists

    session = current_session()
    lists = load_code_lists(extra=codes)
    if name is None:
        rows: list[Sequence[str]] = [
            (one.name, str(len(one.entries)), str(len(one.wordings))) for one in lists.lists.values()
        ]
        _print(_LIST_COLUMNS, rows, layout)
        return ExitCode.OK
    if name == _UNMAPPED:
        if query is None:
            raise click.UsageError(session.text("codes.no_folder"))
        rows = list(_unmapped_rows(Path(query), lists))
        _print(_UNMAPPED_COLUMNS, rows, layout)
        say(session, "codes.unmapped", count=len({row[0] for row in rows}))
        return ExitCode.OK
    if name not in lists.lists:
        known = ", ".join((*lists.lists, _UNMAPPED))
        raise ExtractorError("codes.no_such_list", ExitCode.NOTHING_FOUND, name=name, known=known)
    rows = [row for row in _entry_rows(lists.lists[name]) if query is None or _matches(row, query)]
    if not rows:
        raise ExtractorError("codes.not_found", ExitCode.NOTHING_FOUND, name=name, query=query or "")
    _print(_COLUMNS, rows, layout)
    return ExitCode.OK


def _entry_rows(code_list: CodeList) -> Iterable[Sequence[str]]:
    """Each code with its own label, then one row for each other wording of it."""
    wordings: dict[str, list[Sequence[str]]] = {}
    for one in code_list.wordings:
        wordings.setdefault(one.code, []).append((one.code, "", one.wording, "", "", one.first_seen, one.source))
    for entry in code_list.entries:
        days = (str(entry.valid_from or ""), str(entry.valid_to or ""))
        yield entry.code, entry.label, "", *days, "", entry.source
        yield from wordings.pop(entry.code, ())


def _matches(row: Sequence[str], query: str) -> bool:
    """Whether code, label or wording holds the query, compared as labels are."""
    from extractor.codes import normalise

    wanted = normalise(query)
    return any(wanted in normalise(text) for text in row[:3] if text)


def _unmapped_rows(folder: Path, lists: CodeLists) -> Iterable[Sequence[str]]:
    """One row for each place of each label; ``count`` is that of the label in the whole run."""
    from extractor.dataset import open_dataset
    from extractor.interpret.paths import is_known
    from extractor.summary import find_unmapped

    for one in find_unmapped(open_dataset(folder).rows("observations"), lambda label: is_known(label, lists)):
        for doc_id, page, table_id in one.places:
            yield one.label, str(one.count), doc_id, str(page), table_id


def _print(columns: Sequence[str], rows: Sequence[Sequence[str]], layout: str) -> None:
    if layout == "json":
        click.echo(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
    elif layout == "csv":
        stream = io.StringIO(newline="")
        csv.writer(stream, lineterminator="\n").writerows([columns, *rows])
        click.echo(stream.getvalue(), nl=False)
    else:
        widths = [max(len(row[index]) for row in (columns, *rows)) for index in range(len(columns))]
        for row in (columns, *rows):
            click.echo(shown("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()))
