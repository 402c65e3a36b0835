"""``extractor locate``: which answers there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.network import build_query, network_options, query_options, read_settings, tell_issues
from extractor.cli.options import quiet_option
from extractor.cli.papers import FORMATS, write_papers
from extractor.cli.session import current_session, say
from extractor.errors import ExitCode, ExtractorError

if TYPE_CHECKING:
    from extractor.locate.paper import Paper


@click.command(help="help.locate")
@click.argument("search", metavar="[SEARCH]", required=False)
@query_options
@click.option(
    "--format", "layout", type=click.Choice(FORMATS), default="table", show_default=True, help="option.format"
)
@click.option("--count", "only_count", is_flag=True, help="option.count")
@click.option("--limit", metavar="NUMBER", type=click.IntRange(min=1), help="option.limit")
@click.option("--searches", "list_searches", is_flag=True, help="option.searches")
@network_options
@quiet_option
def command(
    search: str | None,
    layout: str,
    only_count: bool,
    limit: int | None,
    list_searches: bool,
    allow_host: tuple[str, ...],
    pace: float | None,
    store: Path | None,
    quiet: bool,
    **asked: Any,
) -> ExitCode:
    """Writes the answers that fit, as they are found."""
    from extractor.locate.choose import open_source
    from extractor.locate.client import Client
    from extractor.locate.query import saved_searches

    session = current_session()
    if list_searches:
        for name in sorted(saved_searches()):
            click.echo(name)
        return ExitCode.OK
    query = build_query(search, asked)
    if query.is_empty and query.source in ("dip", "berlin"):
        raise ExtractorError("locate.empty_query", ExitCode.USAGE)
    settings = read_settings(allow_host, pace, store)
    with Client(settings) as client:
        source = open_source(query.source, client, tell_issues(session, quiet))
        if only_count:
            announced = source.count(query)
            click.echo(sum(1 for _ in source.find(query)) if announced is None else announced)
            return ExitCode.OK
        with _versions(settings.store) as version_of:
            count = write_papers(islice(source.find(query), limit), layout, session, version_of)
    if count == 0:
        say(session, "locate.nothing_found")
        return ExitCode.NOTHING_FOUND
    if not quiet:
        say(session, "locate.found", count=count)
    return ExitCode.OK


@contextmanager
def _versions(folder: Path) -> Iterator[Callable[[Paper], str]]:
    """What the store knows of a paper's version: only of the PDF that the register announces now."""
    if not (folder / "manifest.sqlite").is_file():
        yield lambda paper: ""
        return
    from extractor.locate.store import Store

    with Store(folder) as store:

        def version_of(paper: Paper) -> str:
            stored = store.current(paper.doc_id)
            return stored.version if stored and paper.md5 in ("", stored.md5) else ""

        yield version_of
