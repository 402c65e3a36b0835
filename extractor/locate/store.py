"""Where downloaded papers are kept: every version once, named by its content, with a manifest.

```
STORE/objects/ab/abcdef….pdf    the bytes of one version, named by their sha256; never changed, never deleted
STORE/papers/bt-21-1353.pdf     the current version under its number (a hard link where the disk has them)
STORE/parts/bt-21-1353.part     a download that is not complete
STORE/manifest.sqlite           table documents: one row for each version; and what the searches know
```
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.paper import Paper, is_safe_doc_id, merged
from extractor.lock import folder_lock

# The layout of the database; a store of a later layout is refused instead of damaged.
LAYOUT = 1
_TABLES = """
CREATE TABLE documents (
    doc_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    edition INTEGER NOT NULL,
    current INTEGER NOT NULL,
    number TEXT NOT NULL,
    source TEXT NOT NULL,
    record_id TEXT NOT NULL,
    vorgang_id TEXT NOT NULL,
    wahlperiode INTEGER,
    date TEXT NOT NULL,
    distributed TEXT NOT NULL,
    updated TEXT NOT NULL,
    document_type TEXT NOT NULL,
    title TEXT NOT NULL,
    ministry TEXT NOT NULL,
    asking_group TEXT NOT NULL,
    question_number TEXT NOT NULL,
    url TEXT NOT NULL,
    md5_announced TEXT NOT NULL,
    md5 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    version TEXT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    checked_at TEXT NOT NULL,
    PRIMARY KEY (doc_id, sha256)
);
CREATE TABLE found (
    doc_id TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    source TEXT NOT NULL,
    record_id TEXT NOT NULL,
    vorgang_id TEXT NOT NULL,
    wahlperiode INTEGER,
    date TEXT NOT NULL,
    distributed TEXT NOT NULL,
    updated TEXT NOT NULL,
    document_type TEXT NOT NULL,
    title TEXT NOT NULL,
    ministry TEXT NOT NULL,
    asking_group TEXT NOT NULL,
    question_number TEXT NOT NULL,
    url TEXT NOT NULL,
    md5 TEXT NOT NULL
);
CREATE TABLE searches (
    name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, since TEXT NOT NULL, finished_at TEXT NOT NULL
);
CREATE TABLE datasets (folder TEXT PRIMARY KEY, contents TEXT NOT NULL);
CREATE TABLE search_vorgaenge (search TEXT NOT NULL, vorgang_id TEXT NOT NULL, PRIMARY KEY (search, vorgang_id));
CREATE TABLE search_papers (
    search TEXT NOT NULL, doc_id TEXT NOT NULL, reported_sha256 TEXT NOT NULL, PRIMARY KEY (search, doc_id)
);
CREATE TABLE changes (
    search TEXT NOT NULL, doc_id TEXT NOT NULL, sha256 TEXT NOT NULL, kind TEXT NOT NULL, noticed_at TEXT NOT NULL,
    PRIMARY KEY (search, doc_id, sha256)
);
"""
_PAPER_FIELDS = tuple(field.name for field in fields(Paper))


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """One version of a paper in the store.

    ``edition`` counts the versions of a paper from 1; ``paper`` is what the register said when this one was fetched
    (its ``md5`` is the hash the register announced), ``md5`` the hash of the bytes; ``version`` is ``lektoriert``,
    ``vorabfassung`` or ``""`` where nobody looked; times are ISO 8601 in UTC.
    """

    paper: Paper
    sha256: str
    md5: str
    size: int
    edition: int
    current: bool
    version: str
    etag: str
    last_modified: str
    fetched_at: str
    checked_at: str

    @property
    def is_confirmed(self) -> bool:
        """Whether the bytes have the hash that the register announced; true where it announced none."""
        return not self.paper.md5 or self.paper.md5 == self.md5


class Store:
    """A folder of papers. Open it with ``with``; one process writes at a time (`Store.writing`)."""

    def __init__(self, folder: Path) -> None:
        """`ExtractorError` 5 where the folder cannot be written, 9 where it holds a later layout."""
        self.folder = folder
        try:
            for name in ("objects", "papers", "parts"):
                (folder / name).mkdir(parents=True, exist_ok=True)
            self.database = sqlite3.connect(folder / "manifest.sqlite", timeout=60, isolation_level=None)
            self.database.row_factory = sqlite3.Row
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise ExtractorError(
                "locate.store_not_writable", ExitCode.OUTPUT_NOT_WRITABLE, folder=str(folder), reason=str(error)
            ) from error

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.database.close()

    @contextmanager
    def writing(self, patience: float = 0.0) -> Iterator[None]:
        """Hold the store's lock; `ExtractorError` (5) where another process has it for ``patience`` seconds."""
        with folder_lock(self.folder, "store", patience):
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is written inside, or nothing of it."""
        self.database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.database.execute("ROLLBACK")
            raise
        self.database.execute("COMMIT")

    def object_path(self, sha256: str) -> Path:
        """Where the bytes of a version lie."""
        return self.folder / "objects" / sha256[:2] / f"{sha256}.pdf"

    def part_path(self, doc_id: str) -> Path:
        """Where a download of this paper gathers; `ExtractorError` (9) for a name that is no document's."""
        return self.folder / "parts" / f"{_safe(doc_id)}.part"

    def paper_path(self, doc_id: str) -> Path:
        """Where the current version lies under its number."""
        return self.folder / "papers" / f"{_safe(doc_id)}.pdf"

    def current(self, doc_id: str) -> StoredPaper | None:
        """The current version, ``None`` where there is none or its file is gone."""
        row = self.database.execute("SELECT * FROM documents WHERE doc_id = ? AND current = 1", (doc_id,)).fetchone()
        stored = _stored(row) if row else None
        return stored if stored and self.object_path(stored.sha256).is_file() else None

    def versions(self, doc_id: str = "") -> Iterator[StoredPaper]:
        """All versions, or those of one paper, oldest first."""
        rows = self.database.execute(
            "SELECT * FROM documents WHERE ? IN ('', doc_id) ORDER BY doc_id, edition", (doc_id,)
        )
        return map(_stored, rows)

    def add(self, paper: Paper, part: Path, *, etag: str, last_modified: str, now: str) -> StoredPaper:
        """Take a complete, checked download into the store; it becomes the current version.

        The bytes are in their place before the manifest names them, and the manifest is written in one piece: a
        process that ends at any point leaves either the old or the new state.
        """
        sha256, md5, size = _digests(part)
        place = self.object_path(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        _sync_file(part)
        part.replace(place)
        _sync_folder(place.parent)
        row = {
            **_paper_row(paper),
            "sha256": sha256,
            "md5_announced": paper.md5,
            "md5": md5,
            "bytes": size,
            "version": "",
            "etag": etag,
            "last_modified": last_modified,
            "fetched_at": now,
            "checked_at": now,
            "current": 1,
        }
        with self.transaction():
            self.database.execute("UPDATE documents SET current = 0 WHERE doc_id = ?", (paper.doc_id,))
            known = self.database.execute(
                "SELECT edition, fetched_at, version FROM documents WHERE doc_id = ? AND sha256 = ?",
                (paper.doc_id, sha256),
            ).fetchone()
            latest = self.database.execute(
                "SELECT COALESCE(MAX(edition), 0) FROM documents WHERE doc_id = ?", (paper.doc_id,)
            ).fetchone()[0]
            row["edition"] = known["edition"] if known else latest + 1
            if known:
                row.update(fetched_at=known["fetched_at"], version=known["version"])
            _insert(self.database, "documents", row)
        self.link(paper.doc_id)
        stored = self.current(paper.doc_id)
        if stored is None:
            raise ExtractorError(
                "locate.store_not_writable", ExitCode.OUTPUT_NOT_WRITABLE, folder=str(self.folder), reason=paper.doc_id
            )
        return stored

    def confirm(self, paper: Paper, sha256: str, *, now: str) -> None:
        """Note that the register's description of this version was looked at and what it says now."""
        values = {**_paper_row(paper), "md5_announced": paper.md5, "checked_at": now}
        assignments = ", ".join(f"{name} = :{name}" for name in values if name != "doc_id")
        # Column names are those of the dataclass, values are bound.
        self.database.execute(
            f"UPDATE documents SET {assignments} WHERE doc_id = :doc_id AND sha256 = :sha256",  # noqa: S608
            {**values, "sha256": sha256},
        )

    def set_version(self, doc_id: str, sha256: str, version: str) -> None:
        """Note whether a version is a Vorabfassung."""
        self.database.execute(
            "UPDATE documents SET version = ? WHERE doc_id = ? AND sha256 = ?", (version, doc_id, sha256)
        )

    def link(self, doc_id: str) -> Path:
        """Put the current version under its number, where it is not there yet; returns that path."""
        stored = self.current(doc_id)
        path = self.paper_path(doc_id)
        if stored is None:
            return path
        source = self.object_path(stored.sha256)
        if path.is_file() and (path.samefile(source) or _same_bytes(path, stored)):
            return path
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        try:
            os.link(source, fresh)
        except OSError:
            # Some file systems have no hard links.
            shutil.copyfile(source, fresh)
        fresh.replace(path)
        # When both names are one file already, replacing does nothing and leaves the new name behind (POSIX).
        fresh.unlink(missing_ok=True)
        return path

    def remember(self, papers: Iterable[Paper]) -> None:
        """Note what a source found, over what it said before; what it leaves open now stays as it was."""
        for paper in papers:
            before = self.remembered(paper.doc_id)
            known = merged(paper, before) if before else paper
            _insert(self.database, "found", {**_paper_row(known), "md5": known.md5})

    def remembered(self, doc_id: str) -> Paper | None:
        """What a source said last of a paper."""
        row = self.database.execute("SELECT * FROM found WHERE doc_id = ?", (doc_id,)).fetchone()
        return _paper(row, row["md5"]) if row else None

    def _prepare(self) -> None:
        self.database.execute("PRAGMA journal_mode = WAL")
        # WAL with NORMAL may lose the last transactions at a power cut; a row of a stored paper must not be lost.
        self.database.execute("PRAGMA synchronous = FULL")
        layout = self.database.execute("PRAGMA user_version").fetchone()[0]
        if layout > LAYOUT:
            raise ExtractorError("locate.newer_store", ExitCode.CONFIGURATION_INVALID, folder=str(self.folder))
        if layout == 0:
            with folder_lock(self.folder, "layout", patience=60):
                if self.database.execute("PRAGMA user_version").fetchone()[0] == 0:
                    self.database.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {LAYOUT}; COMMIT;")


def clear_parts(store: Store, keep: Iterable[str] = ()) -> None:
    """Delete unfinished downloads except those of the papers named."""
    kept = {store.part_path(doc_id).stem for doc_id in keep}
    for part in (store.folder / "parts").iterdir():
        if part.stem not in kept:
            with suppress(FileNotFoundError):
                part.unlink()


def _digests(path: Path) -> tuple[str, str, int]:
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        size = stream.seek(0, os.SEEK_END)
    return sha256, md5_of(path), size


def md5_of(path: Path) -> str:
    """The hash by which DIP names a PDF; it identifies and protects nothing."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _same_bytes(path: Path, stored: StoredPaper) -> bool:
    return path.stat().st_size == stored.size and _digests(path)[0] == stored.sha256


def _sync_file(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _safe(doc_id: str) -> str:
    if not is_safe_doc_id(doc_id):
        raise ExtractorError("locate.bad_document_name", ExitCode.CONFIGURATION_INVALID, name=doc_id[:80])
    return doc_id


def _paper_row(paper: Paper) -> dict[str, str | int | None]:
    return {name: getattr(paper, name) for name in _PAPER_FIELDS if name != "md5"}


def _insert(database: sqlite3.Connection, table: str, row: Mapping[str, str | int | None]) -> None:
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    # Table and column names are constants of this module and of the dataclass.
    database.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", row)  # noqa: S608


def _paper(row: sqlite3.Row, md5: str) -> Paper:
    return Paper(**{name: row[name] for name in _PAPER_FIELDS if name != "md5"}, md5=md5)


def _stored(row: sqlite3.Row) -> StoredPaper:
    return StoredPaper(
        paper=_paper(row, row["md5_announced"]),
        sha256=row["sha256"],
        md5=row["md5"],
        size=row["bytes"],
        edition=row["edition"],
        current=bool(row["current"]),
        version=row["version"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        fetched_at=row["fetched_at"],
        checked_at=row["checked_at"],
    )
