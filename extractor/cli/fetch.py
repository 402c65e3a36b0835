"""``extractor fetch``: PDFs into the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.network import build_query, network_options, query_options, read_settings, tell_issues
from extractor.cli.options import quiet_option
from extractor.cli.papers import write_papers
from extractor.cli.progress import progress_bar
from extractor.cli.session import Session, current_session, say, say_text
from extractor.errors import ExitCode, ExtractorError

if TYPE_CHECKING:
    from extractor.locate.fetch import Fetched
    from extractor.locate.lookup import Lookup
    from extractor.locate.paper import Paper
    from extractor.locate.settings import NetworkSettings
    from extractor.locate.store import Store

# More than about a minute of requests at the usual pace: worth a question.
_ASK_FROM = 50
_FORMATS = ("paths", "json", "jsonl", "csv")
_LOCK_PATIENCE = 60.0


@click.command(help="help.fetch")
@click.argument("inputs", metavar="[INPUT]...", nargs=-1)
@query_options
@click.option("-y", "--yes", is_flag=True, help="option.yes")
@click.option("--dry-run", is_flag=True, help="option.fetch_dry_run")
@click.option(
    "--format", "layout", type=click.Choice(_FORMATS), default="paths", show_default=True, help="option.format"
)
@network_options
@quiet_option
def command(
    inputs: tuple[str, ...],
    yes: bool,
    dry_run: bool,
    layout: str,
    allow_host: tuple[str, ...],
    pace: float | None,
    store: Path | None,
    quiet: bool,
    **asked: Any,
) -> ExitCode:
    """Finds the papers first, says how many, then fetches those that are missing or were replaced."""
    from extractor.locate.client import Client
    from extractor.locate.lookup import Lookup
    from extractor.locate.store import Store

    session = current_session()
    settings = read_settings(allow_host, pace, store)
    with Store(settings.store) as opened, Client(settings) as client, opened.writing(_LOCK_PATIENCE):
        lookup = Lookup(client, opened, tell_issues(session, quiet))
        papers, failures = _find(session, lookup, inputs, asked)
        missing = [paper for paper in papers if _is_missing(opened, paper)]
        if not quiet or dry_run:
            say(
                session, "locate.to_fetch", found=len(papers), missing=len(missing), minutes=_minutes(settings, missing)
            )
        if dry_run:
            return _code(len(papers), failures)
        if len(missing) > _ASK_FROM and not yes and sys.stdin.isatty():
            click.confirm(session.text("locate.go_on"), abort=True, err=True)
        fetched = _fetch_all(session, lookup, papers, failures, quiet)
        _write(fetched, layout, session, opened)
    if not quiet:
        _tell(session, fetched)
    return _code(len(fetched), failures)


def _find(
    session: Session, lookup: Lookup, inputs: tuple[str, ...], asked: dict[str, Any]
) -> tuple[list[Paper], list[ExitCode]]:
    """The papers of all inputs, each once; inputs that name none are said and counted."""
    from extractor.locate.inputs import is_list
    from extractor.locate.listing import read_list

    papers: dict[str, Paper] = {}
    failures: list[ExitCode] = []
    if any(asked.values()) or not inputs:
        query = build_query(None, asked)
        if query.is_empty:
            raise ExtractorError("locate.nothing_to_fetch", ExitCode.USAGE)
        papers.update((paper.doc_id, paper) for paper in lookup.source(query).find(query))
    for text in inputs:
        for entry in read_list(Path(text)) if is_list(Path(text)) else (text,):
            try:
                papers.update((paper.doc_id, paper) for paper in lookup.papers(entry))
            except ExtractorError as error:
                if error.exit_code not in (ExitCode.NOTHING_FOUND, ExitCode.USAGE) or len(inputs) == 1 == len((entry,)):
                    raise
                say(session, error.code, **error.data)
                failures.append(error.exit_code)
    return list(papers.values()), failures


def _fetch_all(
    session: Session, lookup: Lookup, papers: list[Paper], failures: list[ExitCode], quiet: bool
) -> list[Fetched]:
    """Fetch one after another; an error that ends the work is said, and what was fetched until then counts."""
    done: list[Fetched] = []
    with progress_bar(len(papers), session.text("locate.progress"), quiet) as advance:
        for paper in papers:
            try:
                fetched = lookup.fetch_paper(paper)
            except ExtractorError as error:
                if not done:
                    raise
                say(session, error.code, **error.data)
                failures.append(error.exit_code)
                break
            advance(paper.number)
            if fetched.issue is not None:
                say_text(session.issue_text(fetched.issue, paper.number or paper.doc_id))
            if fetched.exit_code is not ExitCode.OK:
                failures.append(fetched.exit_code)
            else:
                done.append(fetched)
    return done


def _write(fetched: list[Fetched], layout: str, session: Session, store: Store) -> None:
    there = {entry.paper.doc_id: entry for entry in fetched if entry.stored is not None}
    if layout == "paths":
        for name in there:
            click.echo(str(store.paper_path(name)))
        return
    write_papers(
        (entry.paper for entry in there.values()),
        layout,
        session,
        lambda paper: _stored(store, paper, "version"),
        sha256=lambda paper: _stored(store, paper, "sha256"),
        fetched_at=lambda paper: _stored(store, paper, "fetched_at"),
        status=lambda paper: there[paper.doc_id].status.value,
        path=lambda paper: str(store.paper_path(paper.doc_id)),
    )


def _stored(store: Store, paper: Paper, name: str) -> str:
    stored = store.current(paper.doc_id)
    return str(getattr(stored, name)) if stored else ""


def _is_missing(store: Store, paper: Paper) -> bool:
    stored = store.current(paper.doc_id)
    return stored is None or paper.md5 not in ("", stored.md5)


def _minutes(settings: NetworkSettings, missing: list[Paper]) -> int:
    return round(settings.pace * len(missing) / 60)


def _tell(session: Session, fetched: list[Fetched]) -> None:
    counts: dict[str, int] = {"new": 0, "replaced": 0, "unchanged": 0, "not_yet": 0}
    for entry in fetched:
        counts[entry.status.value] += 1
    say(session, "locate.fetched", **counts)


def _code(done: int, failures: list[ExitCode]) -> ExitCode:
    """By the rule for several inputs: 1 if any succeeded, else the code if all share it, else 4; 6 for no paper."""
    if not failures:
        return ExitCode.OK if done else ExitCode.NOTHING_FOUND
    if done:
        return ExitCode.PARTIAL
    return failures[0] if len(set(failures)) == 1 else ExitCode.INPUT_UNREADABLE
