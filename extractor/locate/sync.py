"""Keeping a search up to date: what changed since last time is found and fetched. Safe to be killed at any point.

Every step writes what it has come to in one piece and is repeated by the next run where it was not: a search that was
not finished starts from the same point of time again, a paper that was not fetched is still missing, a version that
was not reported is still unreported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from extractor.errors import ExtractorError
from extractor.locate.fetch import Fetched, Fetcher, FetchStatus
from extractor.locate.memory import SearchMemory
from extractor.locate.paper import Paper
from extractor.locate.query import Query
from extractor.locate.source import Source
from extractor.locate.store import Store
from extractor.locate.version import VORABFASSUNG

# Papers noted in one transaction.
_BATCH = 100


@dataclass(slots=True)
class SyncResult:
    """What a run came to. ``stopped`` is the error that ended the downloads before the last one, if any."""

    found: int = 0
    papers: int = 0
    fetched: int = 0
    not_yet: int = 0
    failed: list[Fetched] = field(default_factory=list)
    stopped: ExtractorError | None = None


def discover(source: Source, memory: SearchMemory, query: Query, overlap: timedelta) -> int:
    """Search for what is new or changed and keep it; returns how many papers were looked at.

    Raises what the source raises; then the next run begins at the same point of time.
    """
    known = memory.known(query, overlap)
    found: set[str] = set()
    for papers in _batches(source.changes(query, known)):
        memory.note(papers)
        found.update(paper.doc_id for paper in papers)
    memory.finish(query, known, latest=source.latest, vorgang_ids=source.vorgang_ids, found=found)
    return len(found)


def fetch_due(
    source: Source, store: Store, memory: SearchMemory, fetcher: Fetcher, progress: Callable[[Fetched], None]
) -> SyncResult:
    """Fetch what is missing, what has another hash by now, and what has to be looked at again."""
    store.remember(source.refresh_many(_doubtful(store, memory.papers())))
    papers = memory.papers()
    result = SyncResult(papers=len(papers))
    for paper in papers:
        if not fetcher.is_due(paper):
            continue
        try:
            fetched = fetcher.fetch(paper)
        except ExtractorError as error:
            result.stopped = error
            break
        progress(fetched)
        if fetched.status is FetchStatus.FAILED:
            result.failed.append(fetched)
        elif fetched.status is FetchStatus.NOT_YET:
            result.not_yet += 1
        elif fetched.status is not FetchStatus.UNCHANGED:
            result.fetched += 1
    return result


def _doubtful(store: Store, papers: tuple[Paper, ...]) -> Iterator[Paper]:
    """Papers whose hash may be another by now without the register's marking them as changed."""
    for paper in papers:
        stored = store.current(paper.doc_id)
        if stored is None or stored.version == VORABFASSUNG or stored.md5 != paper.md5:
            yield paper


def _batches(papers: Iterator[Paper]) -> Iterator[tuple[Paper, ...]]:
    while several := tuple(islice(papers, _BATCH)):
        yield several
