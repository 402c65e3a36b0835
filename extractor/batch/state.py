"""``state.sqlite``: what is known of each document of an output, kept from one run to the next.

One process writes (it holds the lock of the output), others may look on. A result and its rows come in one transaction,
so a run that is killed leaves each document whole or not at all. File names are kept as the bytes that the system
gives; they need not be text.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from extractor.batch.fingerprint import reading_fingerprint
from extractor.batch.records import FileMark, Input, RunRecord, StoredResult, issue_text, read_issue
from extractor.batch.work import Outcome
from extractor.errors import ExitCode, ExtractorError
from extractor.model.issue import Issue
from extractor.model.table import TableStatus
from extractor.write import Part

STATE_FILE = "state.sqlite"
STATE_FILES = (STATE_FILE, f"{STATE_FILE}-wal", f"{STATE_FILE}-shm", f"{STATE_FILE}-journal")

_APPLICATION = 0x44525345  # "DRSE": Drucksachen-Extractor
_LAYOUT = 1
_TABLES = """
CREATE TABLE run (
    run_id INTEGER PRIMARY KEY, process INTEGER NOT NULL, started TEXT NOT NULL, ended TEXT, complete INTEGER NOT NULL,
    read INTEGER NOT NULL, unchanged INTEGER NOT NULL
);
CREATE TABLE input (
    run_id INTEGER NOT NULL REFERENCES run, position INTEGER NOT NULL, path BLOB NOT NULL, name BLOB NOT NULL,
    sha256 TEXT NOT NULL, issue TEXT NOT NULL, exit_code INTEGER NOT NULL, PRIMARY KEY (run_id, position)
) WITHOUT ROWID;
CREATE TABLE file (
    path BLOB PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, inode INTEGER NOT NULL,
    looked_at INTEGER NOT NULL, sha256 TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE result (
    result_id INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL UNIQUE, file BLOB NOT NULL,
    fingerprint TEXT NOT NULL, doc_id TEXT NOT NULL, pages INTEGER NOT NULL, statuses TEXT NOT NULL,
    observations INTEGER NOT NULL, failure TEXT NOT NULL, exit_code INTEGER NOT NULL, seconds REAL NOT NULL,
    ended TEXT NOT NULL
);
CREATE TABLE rows (
    result_id INTEGER NOT NULL REFERENCES result ON DELETE CASCADE, name TEXT NOT NULL, packed BLOB NOT NULL,
    UNIQUE (result_id, name)
);
CREATE TABLE reading (sha256 TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, packed BLOB NOT NULL);
CREATE TABLE dataset (contents TEXT NOT NULL, files TEXT NOT NULL);
"""


class State:
    """The open state of an output. Errors of SQLite inside ``with`` come out as `ExtractorError` (5)."""

    def __init__(self, output: Path, *, read_only: bool = False) -> None:
        """Opens the state, made where there is none.

        `ExtractorError` 5 for a file that cannot be opened, is damaged or none of ours, 9 for one of a later layout.
        """
        self._path = output / STATE_FILE
        self.read_only = read_only
        try:
            self._connect()
        except sqlite3.Error as error:
            raise self._as_ours(error) from error

    def __enter__(self) -> State:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if isinstance(error, sqlite3.Error):
            raise self._as_ours(error) from error

    def _as_ours(self, error: sqlite3.Error) -> ExtractorError:
        # SQLite has no class of its own for a file that is malformed or no database: all others are its children.
        if type(error) is sqlite3.DatabaseError:
            return ExtractorError(
                "state.damaged", ExitCode.OUTPUT_NOT_WRITABLE, file=str(self._path), reason=str(error)
            )
        return ExtractorError(
            "write.not_writable", ExitCode.OUTPUT_NOT_WRITABLE, folder=str(self._path.parent), reason=str(error)
        )

    def _connect(self) -> None:
        mode = "ro" if self.read_only else "rwc"
        address = f"{self._path.resolve().as_uri()}?mode={mode}"
        self._database = sqlite3.connect(address, uri=True, timeout=60, isolation_level=None)
        self._database.execute("PRAGMA foreign_keys = ON")
        if self._number("application_id") == 0 and not self._database.execute("SELECT 1 FROM sqlite_master").fetchone():
            # Only a new file can be told to give back what is deleted.
            self._database.executescript(
                f"PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; BEGIN; {_TABLES}"
                f"PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {_LAYOUT}; COMMIT;"
            )
        if self._number("application_id") != _APPLICATION:
            raise ExtractorError("state.foreign", ExitCode.OUTPUT_NOT_WRITABLE, file=str(self._path))
        if self._number("user_version") != _LAYOUT:
            raise ExtractorError("state.newer", ExitCode.CONFIGURATION_INVALID, file=str(self._path))
        # A power cut may cost the last results, which are then read again, and never the whole.
        self._database.execute("PRAGMA synchronous = NORMAL")

    def _number(self, pragma: str) -> int:
        return int(self._database.execute(f"PRAGMA {pragma}").fetchone()[0])

    def close(self) -> None:
        """Closes the file; all is in it then, and no second file lies beside it."""
        self._database.close()

    @contextmanager
    def moved(self) -> Iterator[None]:
        """Lets go of the file while its folder takes another's place."""
        self.close()
        try:
            yield
        finally:
            self._connect()

    # Runs and their inputs

    def begin_run(self, inputs: Iterable[Input]) -> int:
        """Writes down a new run with its inputs; inputs of runs that never ended are forgotten."""
        with self._change():
            self._database.execute("DELETE FROM input WHERE run_id NOT IN (SELECT max(run_id) FROM run WHERE complete)")
            run_id = self._database.execute(
                "INSERT INTO run (process, started, complete, read, unchanged) VALUES (?, ?, 0, 0, 0) RETURNING run_id",
                (os.getpid(), _now()),
            ).fetchone()[0]
            self._write_inputs(run_id, inputs)
        return int(run_id)

    def end_run(self, run_id: int, inputs: Iterable[Input], unchanged: int, contents: str, files: str) -> None:
        """The run's dataset is in its place: ``contents`` names what it was made of, ``files`` how its files look.

        What no input of this run needs any more is removed.
        """
        with self._change():
            self._database.execute("DELETE FROM input")
            self._write_inputs(run_id, inputs)
            self._database.execute(
                "UPDATE run SET ended = ?, complete = 1, unchanged = ? WHERE run_id = ?", (_now(), unchanged, run_id)
            )
            self._database.execute("DELETE FROM dataset")
            self._database.execute("INSERT INTO dataset VALUES (?, ?)", (contents, files))
            self._database.execute("DELETE FROM result WHERE sha256 NOT IN (SELECT sha256 FROM input)")
            self._database.execute("DELETE FROM reading WHERE sha256 NOT IN (SELECT sha256 FROM input)")
            self._database.execute("DELETE FROM file WHERE path NOT IN (SELECT path FROM input)")
        self._database.execute("PRAGMA incremental_vacuum").fetchall()

    def leave_run(self, run_id: int) -> None:
        """The run ended before its dataset was written."""
        with self._change():
            self._database.execute("UPDATE run SET ended = ? WHERE run_id = ?", (_now(), run_id))

    def runs(self) -> tuple[RunRecord, ...]:
        """All runs, the last one first."""
        rows = self._database.execute("SELECT * FROM run ORDER BY run_id DESC")
        return tuple(
            RunRecord(run_id, process, _time(started), _time(ended) if ended else None, bool(complete), *counts)
            for run_id, process, started, ended, complete, *counts in rows
        )

    def inputs(self, run_id: int | None = None) -> tuple[Input, ...]:
        """The inputs of a run, in order; without number those of which the dataset is made."""
        rows = self._database.execute(
            "SELECT path, name, sha256, issue, exit_code FROM input"
            " WHERE run_id = coalesce(?, (SELECT max(run_id) FROM run WHERE complete)) ORDER BY position",
            (run_id,),
        )
        return tuple(
            Input(os.fsdecode(path), os.fsdecode(name), digest, read_issue(issue), ExitCode(exit_code))
            for path, name, digest, issue, exit_code in rows
        )

    def _write_inputs(self, run_id: int, inputs: Iterable[Input]) -> None:
        self._database.executemany(
            "INSERT INTO input VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    run_id,
                    position,
                    os.fsencode(one.path),
                    os.fsencode(one.name),
                    one.sha256,
                    issue_text(one.issue),
                    one.exit_code.value,
                )
                for position, one in enumerate(inputs)
            ),
        )

    # Files and results

    def mark_of(self, path: Path) -> FileMark | None:
        """How the file looked when its hash was last taken."""
        row = self._database.execute(
            "SELECT size, modified, inode, looked_at, sha256 FROM file WHERE path = ?", (os.fsencode(path),)
        ).fetchone()
        return FileMark(*row) if row else None

    def keep_mark(self, path: Path, mark: FileMark) -> None:
        """Remembers how a file looks."""
        row = (os.fsencode(path), mark.size, mark.modified, mark.inode, mark.looked_at, mark.sha256)
        with self._change():
            self._database.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)", row)

    def result(self, sha256: str) -> StoredResult | None:
        """What became of the document with these bytes, by whatever code."""
        row = self._database.execute(
            "SELECT result_id, file, fingerprint, doc_id, pages, statuses, observations, failure, exit_code, seconds"
            " FROM result WHERE sha256 = ?",
            (sha256,),
        ).fetchone()
        if row is None:
            return None
        result_id, file, fingerprint, doc_id, pages, statuses, observations, failure, exit_code, seconds = row
        outcome = Outcome(
            Part(os.fsdecode(file), doc_id, sha256, _StoredRows(self, result_id)),
            pages,
            {TableStatus(status): count for status, count in json.loads(statuses).items()},
            observations,
            read_issue(failure),
            ExitCode(exit_code),
            seconds,
        )
        return StoredResult(result_id, fingerprint, outcome)

    def keep_result(self, run_id: int, outcome: Outcome, fingerprint: str, unchanged: int) -> None:
        """Puts an outcome with all its rows in the place of the one that was known for these bytes.

        ``unchanged`` documents were passed over by the run so far.
        """
        part = outcome.part
        with self._change():
            self._database.execute("DELETE FROM result WHERE sha256 = ?", (part.sha256,))
            result_id = self._database.execute(
                "INSERT INTO result (sha256, file, fingerprint, doc_id, pages, statuses, observations, failure,"
                " exit_code, seconds, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING result_id",
                (
                    part.sha256,
                    os.fsencode(part.file),
                    fingerprint,
                    part.doc_id,
                    outcome.pages,
                    json.dumps(dict(outcome.statuses)),
                    outcome.observations,
                    issue_text(outcome.failure),
                    outcome.exit_code.value,
                    outcome.seconds,
                    _now(),
                ),
            ).fetchone()[0]
            self._database.executemany(
                "INSERT INTO rows VALUES (?, ?, ?)", ((result_id, name, packed) for name, packed in part.rows.items())
            )
            if outcome.readings is not None:
                self._database.execute(
                    "INSERT OR REPLACE INTO reading VALUES (?, ?, ?)",
                    (part.sha256, reading_fingerprint(), outcome.readings),
                )
            self._database.execute(
                "UPDATE run SET read = read + 1, unchanged = ? WHERE run_id = ?", (unchanged, run_id)
            )

    def readings(self, sha256: str) -> bytes | None:
        """What other readers found in the document with these bytes, where they would find the same now."""
        row = self._database.execute(
            "SELECT packed FROM reading WHERE sha256 = ? AND fingerprint = ?", (sha256, reading_fingerprint())
        ).fetchone()
        return row[0] if row else None

    def failures(self) -> Iterator[tuple[str, Issue]]:
        """The files whose documents could not be read, with the reason."""
        for file, failure in self._database.execute("SELECT file, failure FROM result WHERE failure != ''"):
            issue = read_issue(failure)
            if issue is not None:
                yield os.fsdecode(file), issue

    def totals(self) -> tuple[int, int]:
        """Numbers of documents that were read, and of their pages."""
        row = self._database.execute("SELECT count(*), total(pages) FROM result WHERE failure = ''").fetchone()
        return int(row[0]), int(row[1])

    def dataset(self) -> tuple[str, str]:
        """``contents`` and ``files`` of the last complete run; empty before the first."""
        row = self._database.execute("SELECT contents, files FROM dataset").fetchone()
        return (row[0], row[1]) if row else ("", "")

    def packed_rows(self, result_id: int, table: str) -> bytes | None:
        """The packed rows of a result in one table of the dataset."""
        row = self._database.execute(
            "SELECT packed FROM rows WHERE result_id = ? AND name = ?", (result_id, table)
        ).fetchone()
        return row[0] if row else None

    def tables_of(self, result_id: int) -> tuple[str, ...]:
        """The tables in which a result has rows."""
        return tuple(
            name for (name,) in self._database.execute("SELECT name FROM rows WHERE result_id = ?", (result_id,))
        )

    @contextmanager
    def _change(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")


class _StoredRows(Mapping[str, bytes]):
    """The rows of a result, read from the state table by table."""

    __slots__ = ("_result_id", "_state")

    def __init__(self, state: State, result_id: int) -> None:
        self._state, self._result_id = state, result_id

    def __getitem__(self, table: str) -> bytes:
        packed = self._state.packed_rows(self._result_id, table)
        if packed is None:
            raise KeyError(table)
        return packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._state.tables_of(self._result_id))

    def __len__(self) -> int:
        return len(self._state.tables_of(self._result_id))


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def put_aside(output: Path) -> None:
    """Renames a damaged state, so that the next run begins a new one."""
    for name in STATE_FILES:
        path = output / name
        if path.exists():
            path.replace(output / f"{name}.damaged")
