"""What the state of an output holds, record by record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from extractor.batch.work import Outcome
from extractor.errors import ExitCode
from extractor.model.issue import Issue, Severity


@dataclass(frozen=True, slots=True)
class Input:
    """An input of a run: a file with the SHA-256 of its bytes (empty until they are known), or what kept it from being
    one. ``path`` is absolute for a file, for others what the user gave."""

    path: str
    name: str
    sha256: str = ""
    issue: Issue | None = None
    exit_code: ExitCode = ExitCode.OK


@dataclass(frozen=True, slots=True)
class FileMark:
    """What tells without reading that a file has not changed: size in bytes, time of change and of looking at it in
    nanoseconds, inode."""

    size: int
    modified: int
    inode: int
    looked_at: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A document's outcome in the state; the rows of its part are read when they are asked for."""

    result_id: int
    fingerprint: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run: when it began and ended (UTC), in which process, and whether its dataset was written.

    ``read`` documents were read, ``unchanged`` ones known already.
    """

    run_id: int
    process: int
    started: datetime
    ended: datetime | None
    complete: bool
    read: int
    unchanged: int


def issue_text(issue: Issue | None) -> str:
    """An issue as JSON; nothing for none."""
    if issue is None:
        return ""
    return json.dumps([issue.code, issue.severity, issue.page, issue.table_id, dict(issue.data)])


def read_issue(text: str) -> Issue | None:
    """The issue that `issue_text` has written."""
    if not text:
        return None
    code, severity, page, table_id, data = json.loads(text)
    return Issue(code, Severity(severity), page, table_id, data)
