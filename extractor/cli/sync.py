"""``extractor sync``: a search kept up to date, with its dataset. Made for cron."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor import __version__
from extractor.cli.network import network_options, read_settings, tell_issues
from extractor.cli.options import log_options, quiet_option
from extractor.cli.progress import progress_bar
from extractor.cli.reading import SECONDS_PER_DOCUMENT, local_processes, read_documents, tell_failures
from extractor.cli.session import Session, current_session, say, say_text
from extractor.errors import ExitCode, ExtractorError

if TYPE_CHECKING:
    from extractor.batch.run import Summary
    from extractor.locate.fetch import Fetched
    from extractor.locate.memory import Change, SearchMemory
    from extractor.locate.query import Query
    from extractor.locate.settings import NetworkSettings
    from extractor.locate.store import Store
    from extractor.locate.sync import SyncResult

# DIP shows changes about 15 minutes late, in no order. Four times that costs a handful of records more.
_OVERLAP_MINUTES = 60
_LOCK_PATIENCE = 60.0


@click.command(help="help.sync")
@click.argument("search", metavar="SEARCH")
@click.option(
    "-o", "--output", metavar="FOLDER", required=True, type=click.Path(path_type=Path), help="option.sync_output"
)
@click.option(
    "--overlap",
    metavar="MINUTES",
    type=click.IntRange(min=15),
    default=_OVERLAP_MINUTES,
    show_default=True,
    help="option.overlap",
)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="option.jobs")
@network_options
@quiet_option
@log_options
def command(
    search: str,
    output: Path,
    overlap: int,
    jobs: int | None,
    allow_host: tuple[str, ...],
    pace: float | None,
    store: Path | None,
    quiet: bool,
) -> ExitCode:
    """Finds what is new or changed, fetches it, makes the dataset anew, and tells what changed."""
    from extractor.locate.memory import SearchMemory
    from extractor.locate.query import load_search
    from extractor.locate.store import Store
    from extractor.lock import folder_lock

    session = current_session()
    query = load_search(search)
    name = Path(search).stem
    settings = read_settings(allow_host, pace, store)
    with Store(settings.store) as opened, folder_lock(settings.store, f"sync-{_safe(name)}"):
        memory = SearchMemory(opened, name)
        found, result = _update(session, settings, opened, memory, query, timedelta(minutes=overlap), quiet)
        run_code = _make_dataset(session, opened, memory, output, jobs, quiet)
        changes = memory.unreported()
        counts = {
            "looked_at": found,
            "papers": result.papers,
            "fetched": result.fetched,
            "not_distributed_yet": result.not_yet,
            "failed": len(result.failed),
        }
        if run_code is not None:
            _report(session, memory, name, changes, counts, output)
    if not quiet:
        new = sum(change.kind == "new" for change in changes)
        say(session, "locate.synced", new=new, changed=len(changes) - new, papers=result.papers)
    return _code(result, run_code)


def _update(
    session: Session,
    settings: NetworkSettings,
    store: Store,
    memory: SearchMemory,
    query: Query,
    overlap: timedelta,
    quiet: bool,
) -> tuple[int, SyncResult]:
    """The part that uses the network: search and downloads."""
    from extractor.locate.choose import open_source
    from extractor.locate.client import Client
    from extractor.locate.fetch import Fetcher
    from extractor.locate.sync import discover, fetch_due

    report = tell_issues(session, quiet)
    with Client(settings) as client, store.writing(_LOCK_PATIENCE):
        source = open_source(query.source, client, report, fresh=True)
        found = discover(source, memory, query, overlap)
        fetcher = Fetcher(client, store, report, source.refresh)
        with progress_bar(len(memory.papers()), session.text("locate.progress"), quiet) as advance:

            def told(fetched: Fetched) -> None:
                advance(fetched.paper.number)
                if fetched.issue is not None and not (quiet and fetched.exit_code is ExitCode.OK):
                    say_text(session.issue_text(fetched.issue, fetched.paper.number or fetched.paper.doc_id))

            result = fetch_due(source, store, memory, fetcher, told)
    if result.stopped is not None:
        say(session, result.stopped.code, **result.stopped.data)
    return found, result


def _make_dataset(
    session: Session, store: Store, memory: SearchMemory, output: Path, jobs: int | None, quiet: bool
) -> ExitCode | None:
    """Run on all current versions, where one of them is not in the dataset yet; ``None`` where there is no paper.

    Which versions the dataset was made of is written down after it is complete, so a run that is killed is repeated.
    """
    current = {paper.doc_id: stored for paper in memory.papers() if (stored := store.current(paper.doc_id))}
    if not current:
        return None
    words = [__version__, session.language, *(f"{name}={current[name].sha256}" for name in sorted(current))]
    contents = hashlib.sha256("\n".join(words).encode()).hexdigest()
    key = str(output.resolve())
    known = store.database.execute("SELECT contents FROM datasets WHERE folder = ?", (key,)).fetchone()
    if known and known[0] == contents and (output / "datapackage.json").is_file():
        return ExitCode.OK
    summary = _run([store.link(name) for name in sorted(current)], session, output, jobs, quiet)
    # A run that could read nothing at all is worth another try.
    if summary.documents:
        store.database.execute("INSERT OR REPLACE INTO datasets VALUES (?, ?)", (key, contents))
    return summary.exit_code


def _run(paths: list[Path], session: Session, output: Path, jobs: int | None, quiet: bool) -> Summary:
    from extractor.batch.inputs import find_inputs
    from extractor.batch.run import Settings

    settings = Settings(session.language, SECONDS_PER_DOCUMENT)
    execute = local_processes(jobs, len(paths))
    summary = read_documents(session, find_inputs(map(str, paths)), output, settings, execute, quiet)
    tell_failures(session, summary)
    return summary


def _report(
    session: Session,
    memory: SearchMemory,
    name: str,
    changes: tuple[Change, ...],
    counts: dict[str, int],
    output: Path,
) -> None:
    """Write the summaries into the folder ``changes`` of the output, then note that they were told."""
    from extractor.locate.feed import FEED_LENGTH, write_summary

    words = {
        "title": session.text("locate.feed_title"),
        "nothing": session.text("locate.feed_nothing"),
        "new": session.text("locate.feed_new"),
        "changed": session.text("locate.feed_changed"),
        "vorabfassung": session.text("locate.feed_vorabfassung"),
    }
    try:
        write_summary(output / "changes", name, changes, memory.reported(FEED_LENGTH), counts, words)
    except OSError as error:
        raise ExtractorError(
            "locate.store_not_writable",
            ExitCode.OUTPUT_NOT_WRITABLE,
            folder=str(output / "changes"),
            reason=error.strerror or str(error),
        ) from error
    memory.mark_reported(changes)


def _code(result: SyncResult, run_code: ExitCode | None) -> ExitCode:
    """0 all well; 1 some papers failed or figures contradict; the code of what stopped it where nothing was fetched."""
    if result.stopped is not None and not result.fetched:
        return result.stopped.exit_code
    if result.stopped is not None or result.failed:
        return ExitCode.PARTIAL
    if run_code is None:
        return ExitCode.NOTHING_FOUND
    return run_code


def _safe(name: str) -> str:
    """The name of a search as part of a file name."""
    return "".join(character if character.isalnum() or character in "-_" else "_" for character in name)
