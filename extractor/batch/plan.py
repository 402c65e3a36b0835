"""What a run has to read, and why: the rest is known already."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from hashlib import file_digest
from pathlib import Path

from extractor.batch.fingerprint import Fingerprints
from extractor.batch.records import FileMark, StoredResult
from extractor.batch.state import State
from extractor.errors import ExitCode

# The coarsest clock of a file system still in use (FAT) has steps of two seconds: a file that changed less than this
# before it was looked at may have changed again without showing it.
_CLOCK_STEP = 2_000_000_000


class Reason(StrEnum):
    """Why a document is read."""

    NEW = "new"
    CHANGED = "changed"
    STALE = "stale"
    RETRIED = "retried"
    FORCED = "forced"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user wants to be read again besides what is stale: everything, or what failed."""

    force: bool = False
    retry_failed: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A file with its SHA-256; ``reason`` is ``None``, and ``known`` is there, where it need not be read."""

    path: Path
    sha256: str
    reason: Reason | None
    known: StoredResult | None


class Planner:
    """Decides for one file after the other; without state all are new."""

    def __init__(self, state: State | None, fingerprints: Fingerprints, choice: Choice, *, password: bool) -> None:
        self._state, self._fingerprints, self._choice, self._password = state, fingerprints, choice, password

    def plan(self, path: Path) -> Planned:
        """What is to be done with a file. `OSError` where it cannot be looked at."""
        before = self._state.mark_of(path) if self._state else None
        sha256 = self._digest(path, before)
        known = self._state.result(sha256) if self._state else None
        changed = before is not None and before.sha256 != sha256
        return Planned(path, sha256, self._reason(path.name, sha256, known, changed), known)

    def fingerprint(self, name: str, sha256: str) -> str:
        """The fingerprint that a result made now has."""
        return self._fingerprints.of(name, sha256)

    def _digest(self, path: Path, before: FileMark | None) -> str:
        facts, now = path.stat(), time.time_ns()
        if (
            before is not None
            and (before.size, before.modified, before.inode) == (facts.st_size, facts.st_mtime_ns, facts.st_ino)
            and before.modified + _CLOCK_STEP < before.looked_at
        ):
            return before.sha256
        with path.open("rb") as stream:
            sha256 = file_digest(stream, "sha256").hexdigest()
        if self._state is not None and not self._state.read_only:
            self._state.keep_mark(path, FileMark(facts.st_size, facts.st_mtime_ns, facts.st_ino, now, sha256))
        return sha256

    def _reason(self, name: str, sha256: str, known: StoredResult | None, changed: bool) -> Reason | None:
        if known is None:
            return Reason.CHANGED if changed else Reason.NEW
        if self._choice.force:
            return Reason.FORCED
        if known.fingerprint != self._fingerprints.of(name, sha256):
            return Reason.STALE
        outcome = known.outcome
        # A password that is given now may be the right one.
        locked = outcome.exit_code is ExitCode.ENCRYPTED and self._password
        if outcome.failure is not None and (self._choice.retry_failed or locked):
            return Reason.RETRIED
        return None
