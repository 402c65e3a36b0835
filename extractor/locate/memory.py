"""What a saved search knows from its earlier runs: in the store, beside the papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from extractor.locate.guard import BERLIN, moment
from extractor.locate.paper import Paper
from extractor.locate.query import Query
from extractor.locate.source import Known
from extractor.locate.store import Store

NEW = "new"
CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A version of a paper that the search has not reported before; ``kind`` is ``new`` or ``changed``.

    ``noticed_at`` is ISO 8601 in UTC, ``version`` as in `StoredPaper`.
    """

    paper: Paper
    sha256: str
    kind: str
    version: str
    noticed_at: str


class SearchMemory:
    """The memory of one search, named ``name``, in ``store``."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name

    def known(self, query: Query, overlap: timedelta) -> Known:
        """What the last complete run knew; nothing for another query, so that everything is searched again.

        Changes become visible in DIP about 15 minutes late and in no order, hence the ``overlap``.
        """
        row = self._store.database.execute("SELECT * FROM searches WHERE name = ?", (self._name,)).fetchone()
        if row is None or row["fingerprint"] != query.fingerprint or not row["since"]:
            return Known()
        since = moment(row["since"])
        if since is None:
            return Known()
        return Known(
            (since - overlap).astimezone(BERLIN).isoformat(timespec="seconds"),
            frozenset(self._column("SELECT vorgang_id FROM search_vorgaenge WHERE search = ?")),
            frozenset(self._column("SELECT doc_id FROM search_papers WHERE search = ?")),
        )

    def note(self, papers: Iterable[Paper]) -> None:
        """Keep what a run has found so far; a run that is killed finds the same again, which changes nothing."""
        with self._store.transaction():
            several = tuple(papers)
            self._store.remember(several)
            self._store.database.executemany(
                "INSERT OR IGNORE INTO search_papers VALUES (?, ?, '')",
                [(self._name, paper.doc_id) for paper in several],
            )

    def finish(self, query: Query, known: Known, *, latest: str, vorgang_ids: Iterable[str], found: set[str]) -> None:
        """The search has come to its end: from now on, changes since ``latest`` are enough.

        After a full search, papers that it did not find (since the query is another) are no longer part of it.
        """
        row = self._store.database.execute("SELECT since FROM searches WHERE name = ?", (self._name,)).fetchone()
        before = moment(row["since"]) if row and known.since else None
        # A record dated into the future must not hide what changes until then.
        now = datetime.now(UTC)
        reached = max((min(time, now) for time in (moment(latest), before) if time), default=None)
        with self._store.transaction():
            if not known.since:
                lost = set(self._column("SELECT doc_id FROM search_papers WHERE search = ?")) - found
                self._store.database.executemany(
                    "DELETE FROM search_papers WHERE search = ? AND doc_id = ?", [(self._name, name) for name in lost]
                )
                self._store.database.execute("DELETE FROM search_vorgaenge WHERE search = ?", (self._name,))
            self._store.database.executemany(
                "INSERT OR IGNORE INTO search_vorgaenge VALUES (?, ?)", [(self._name, key) for key in vorgang_ids]
            )
            self._store.database.execute(
                "INSERT OR REPLACE INTO searches VALUES (?, ?, ?, ?)",
                (self._name, query.fingerprint, reached.isoformat() if reached else "", _now()),
            )

    def papers(self) -> tuple[Paper, ...]:
        """All papers the search has found, in the order of their names."""
        names = self._column("SELECT doc_id FROM search_papers WHERE search = ? ORDER BY doc_id")
        return tuple(paper for name in names if (paper := self._store.remembered(name)) is not None)

    def unreported(self) -> tuple[Change, ...]:
        """The versions in the store that no run has reported yet."""
        rows = self._store.database.execute(
            """SELECT member.doc_id, member.reported_sha256 FROM search_papers AS member
            JOIN documents ON documents.doc_id = member.doc_id AND documents.current = 1
            WHERE member.search = ? AND documents.sha256 <> member.reported_sha256 ORDER BY member.doc_id""",
            (self._name,),
        ).fetchall()
        changes = []
        for row in rows:
            stored = self._store.current(row["doc_id"])
            if stored is not None:
                kind = CHANGED if row["reported_sha256"] else NEW
                changes.append(Change(stored.paper, stored.sha256, kind, stored.version, _now()))
        return tuple(changes)

    def mark_reported(self, changes: Iterable[Change]) -> None:
        """Note that these were told to the user."""
        with self._store.transaction():
            for change in changes:
                self._store.database.execute(
                    "INSERT OR REPLACE INTO changes VALUES (?, ?, ?, ?, ?)",
                    (self._name, change.paper.doc_id, change.sha256, change.kind, change.noticed_at),
                )
                self._store.database.execute(
                    "UPDATE search_papers SET reported_sha256 = ? WHERE search = ? AND doc_id = ?",
                    (change.sha256, self._name, change.paper.doc_id),
                )

    def reported(self, limit: int) -> tuple[Change, ...]:
        """The changes reported last, latest first."""
        rows = self._store.database.execute(
            "SELECT * FROM changes WHERE search = ? ORDER BY noticed_at DESC, doc_id LIMIT ?", (self._name, limit)
        ).fetchall()
        changes = []
        for row in rows:
            for stored in self._store.versions(row["doc_id"]):
                if stored.sha256 == row["sha256"]:
                    version, noticed = stored.version, row["noticed_at"]
                    changes.append(Change(stored.paper, stored.sha256, row["kind"], version, noticed))
        return tuple(changes)

    def _column(self, statement: str) -> list[str]:
        return [row[0] for row in self._store.database.execute(statement, (self._name,))]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
