"""From a paper that was found to its PDF in the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.client import Client
from extractor.locate.download import Validators, discard, download_pdf
from extractor.locate.failures import ChallengeError, NotFoundError
from extractor.locate.paper import Paper, merged, paper_url, parse_number
from extractor.locate.source import Report
from extractor.locate.store import Store, StoredPaper, md5_of
from extractor.locate.version import VORABFASSUNG, recognise_version
from extractor.model.issue import Issue, Severity

# An answer is entered up to three weeks before its PDF is distributed: 21/7982 is dated 10 September and came out on
# the 16th. Within that time a missing PDF is no fault.
_DAYS_UNTIL_DISTRIBUTED = 21
# A Vorabfassung is replaced at the same address. kleineanfragen.de looked again after 5 days for years.
_RECHECK_VORABFASSUNG = timedelta(days=5)


class FetchStatus(StrEnum):
    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    NOT_YET = "not_yet"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of one paper; ``stored`` is the version to work with, ``issue`` says what was wrong."""

    paper: Paper
    status: FetchStatus
    stored: StoredPaper | None = None
    issue: Issue | None = None
    exit_code: ExitCode = ExitCode.OK


Refresh = Callable[[Paper], Paper]


def keep_paper(paper: Paper) -> Paper:
    """A `Refresh` for papers that no register describes."""
    return paper


class Fetcher:
    """Downloads papers into a store, one after another."""

    def __init__(self, client: Client, store: Store, report: Report, refresh: Refresh = keep_paper) -> None:
        """``refresh`` asks the source what it says of a paper now."""
        self._client = client
        self._store = store
        self._report = report
        self._refresh = refresh

    def is_due(self, paper: Paper) -> bool:
        """Whether there is something to do for a paper: a download, a question to the server, or news to note."""
        stored = self._store.current(paper.doc_id)
        if stored is None or _is_due(paper, stored):
            return True
        return merged(paper, stored.paper) != stored.paper or not self._store.paper_path(paper.doc_id).is_file()

    def fetch(self, paper: Paper, *, recheck: bool = False) -> Fetched:
        """The paper's PDF in the store, downloaded only where it is missing or not the one the register announces.

        ``recheck`` asks the server even where the hash agrees. What is wrong with one paper is a result; a challenge,
        a refused key and a service that gives up end the work (`ExtractorError`).
        """
        stored = self._store.current(paper.doc_id)
        if stored is not None and not recheck and not _is_due(paper, stored):
            return self._unchanged(paper, stored)
        url = self._address(paper)
        if not url:
            return _failed(paper, "locate.no_address", ExitCode.NOTHING_FOUND, number=paper.number)
        try:
            fetched = self._download(paper, url, stored)
        except ChallengeError:
            raise
        except NotFoundError:
            return self._missing(paper)
        except ExtractorError as error:
            if error.exit_code is ExitCode.CONFIGURATION_INVALID or error.code == "locate.cooling_down":
                raise
            return Fetched(
                paper,
                FetchStatus.FAILED,
                stored,
                Issue(error.code, Severity.ERROR, data=error.data),
                error.exit_code,
            )
        if fetched.stored is not None and fetched.status in (FetchStatus.NEW, FetchStatus.REPLACED):
            return replace(fetched, stored=self._look_at_version(fetched.stored))
        return fetched

    def _download(self, paper: Paper, url: str, stored: StoredPaper | None) -> Fetched:
        part = self._store.part_path(paper.doc_id)
        # Where the register announces a hash it did not announce before, there is no point in asking for a change.
        announced = paper.md5 in ("", stored.md5, stored.paper.md5) if stored else False
        known = Validators(stored.etag, stored.last_modified) if stored and announced else None
        validators = download_pdf(self._client, url, part, expected_md5=paper.md5, known=known)
        if validators is None and stored is not None:
            return self._unchanged(paper, stored)
        if paper.md5 and md5_of(part) != paper.md5:
            return self._download_again(paper, url, stored)
        return self._take(paper, validators or Validators(), stored)

    def _download_again(self, paper: Paper, url: str, stored: StoredPaper | None) -> Fetched:
        """The hash is not the one announced: the register lags behind (about 15 minutes), or the bytes are damaged.

        The register is asked again and the file downloaded again. Where both stay as they were, the bytes are what
        the parliament publishes: they are kept and marked as not confirmed, to be held against the register later.
        """
        part = self._store.part_path(paper.doc_id)
        first = md5_of(part)
        discard(part)
        fresh = self._refresh(paper)
        validators = download_pdf(self._client, url, part, expected_md5=fresh.md5)
        second = md5_of(part)
        if fresh.md5 and second != fresh.md5:
            if second != first:
                discard(part)
                return _failed(paper, "locate.bytes_differ", ExitCode.NETWORK, number=paper.number)
            self._report(Issue("locate.hash_not_confirmed", Severity.WARNING, data={"number": paper.number}))
        return self._take(fresh, validators or Validators(), stored)

    def _take(self, paper: Paper, validators: Validators, stored: StoredPaper | None) -> Fetched:
        part = self._store.part_path(paper.doc_id)
        before = stored.sha256 if stored else ""
        described = replace(merged(paper, stored.paper), md5=paper.md5) if stored else paper
        now = self._store.add(
            replace(described, url=described.url or self._address(paper)),
            part,
            etag=validators.etag,
            last_modified=validators.last_modified,
            now=_now(),
        )
        discard(part)
        if now.sha256 == before:
            return Fetched(paper, FetchStatus.UNCHANGED, now)
        return Fetched(paper, FetchStatus.REPLACED if stored else FetchStatus.NEW, now)

    def _unchanged(self, paper: Paper, stored: StoredPaper) -> Fetched:
        self._store.link(paper.doc_id)
        self._store.confirm(merged(paper, stored.paper), stored.sha256, now=_now())
        return Fetched(paper, FetchStatus.UNCHANGED, stored)

    def _look_at_version(self, stored: StoredPaper) -> StoredPaper:
        version = recognise_version(self._store.object_path(stored.sha256))
        self._store.set_version(stored.paper.doc_id, stored.sha256, version)
        return replace(stored, version=version)

    def _missing(self, paper: Paper) -> Fetched:
        """A 404: expected for a paper that is entered, but not distributed yet."""
        known = paper.distributed or paper.date
        latest = date.today() - timedelta(days=_DAYS_UNTIL_DISTRIBUTED)
        if known and date.fromisoformat(known[:10]) >= latest:
            issue = Issue("locate.not_distributed_yet", Severity.INFO, data={"number": paper.number})
            return Fetched(paper, FetchStatus.NOT_YET, issue=issue)
        return _failed(paper, "locate.no_pdf", ExitCode.NOTHING_FOUND, number=paper.number)

    def _address(self, paper: Paper) -> str:
        if paper.url:
            return paper.url
        number = parse_number(paper.doc_id)
        return paper_url(number, self._client.settings.pdf_url) if number else ""


def _is_due(paper: Paper, stored: StoredPaper) -> bool:
    """Whether the server has to be asked: another hash is announced, or none and time has passed."""
    if paper.md5 and paper.md5 != stored.md5:
        return True
    age = datetime.now(UTC) - datetime.fromisoformat(stored.checked_at)
    return (stored.version == VORABFASSUNG or not paper.md5) and age >= _RECHECK_VORABFASSUNG


def _failed(paper: Paper, code: str, exit_code: ExitCode, **data: str | int) -> Fetched:
    return Fetched(paper, FetchStatus.FAILED, None, Issue(code, Severity.ERROR, data=data), exit_code)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
