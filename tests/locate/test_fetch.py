"""Downloads: complete, checked, resumed, replaced, and kept in the store."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.client import Client
from extractor.locate.dip import DipSource
from extractor.locate.failures import ChallengeError
from extractor.locate.fetch import Fetcher, FetchStatus
from extractor.locate.listing import paper_of_number
from extractor.locate.paper import Paper, PaperNumber
from extractor.locate.query import Query
from extractor.locate.settings import NetworkSettings
from extractor.locate.store import Store
from extractor.model.issue import Issue
from tests.dip_standin import Fault, StandIn
from tests.dip_standin.pdfs import make_pdf

BIG = make_pdf(["Drucksache 21/2"], padding=200_000)
PDF_PATH = "/btd/21/000/2100002.pdf"


@pytest.fixture
def drucksache(standin: StandIn) -> str:
    """One question with its answer 21/2, of 200 kB."""
    vorgang = standin.world.add_question("21/1", "Zahl der Duldungen")
    return standin.world.answer(vorgang, "21/2", data=BIG)


class Desk:
    """Client, store and source together."""

    def __init__(self, client: Client, store: Store, issues: list[Issue]) -> None:
        self.source = DipSource(client, issues.append)
        self.store = store
        self.fetcher = Fetcher(client, store, issues.append, self.source.refresh)

    def paper(self) -> Paper:
        (paper,) = self.source.find(Query(titles=("Duldungen",)))
        return paper


@pytest.fixture
def desk(drucksache: str, client: Client, store: Store, issues: list[Issue]) -> Desk:
    return Desk(client, store, issues)


def pdf_requests(standin: StandIn) -> list[dict[str, str]]:
    return [headers for path, headers in zip(standin.requests, standin.headers, strict=True) if path == PDF_PATH]


def test_a_new_paper(standin: StandIn, desk: Desk) -> None:
    fetched = desk.fetcher.fetch(desk.paper())
    assert fetched.status is FetchStatus.NEW
    stored = desk.store.current("bt-21-2")
    assert stored is not None
    assert stored.sha256 == hashlib.sha256(BIG).hexdigest()
    assert desk.store.object_path(stored.sha256).read_bytes() == BIG
    assert desk.store.paper_path("bt-21-2").read_bytes() == BIG
    assert (stored.edition, stored.version, stored.size, stored.is_confirmed) == (1, "lektoriert", len(BIG), True)
    assert stored.paper.title == "Zahl der Duldungen"
    assert not list((desk.store.folder / "parts").iterdir())


def test_what_is_there_is_not_fetched_again(standin: StandIn, desk: Desk) -> None:
    desk.fetcher.fetch(desk.paper())
    assert not desk.fetcher.is_due(desk.paper())
    assert desk.fetcher.fetch(desk.paper()).status is FetchStatus.UNCHANGED
    assert len(pdf_requests(standin)) == 1


def test_a_file_that_somebody_deleted_is_fetched_again(standin: StandIn, desk: Desk) -> None:
    stored = desk.fetcher.fetch(desk.paper()).stored
    assert stored is not None
    desk.store.object_path(stored.sha256).unlink()
    assert desk.fetcher.is_due(desk.paper())
    again = desk.fetcher.fetch(desk.paper()).stored
    assert again is not None
    assert replace(again, checked_at=stored.checked_at) == stored


def test_a_replaced_vorabfassung(standin: StandIn, desk: Desk, drucksache: str) -> None:
    early = make_pdf(["Drucksache 21/2", "vorab"], vorabfassung=True)
    standin.world.replace_pdf(drucksache, early, updated="2026-09-17T08:00:00+02:00")
    first = desk.fetcher.fetch(desk.paper()).stored
    assert first is not None and first.version == "vorabfassung"
    standin.world.replace_pdf(drucksache, BIG, updated="2026-09-30T08:00:00+02:00")
    fetched = desk.fetcher.fetch(desk.paper())
    assert fetched.status is FetchStatus.REPLACED
    versions = list(desk.store.versions("bt-21-2"))
    assert [(entry.edition, entry.current, entry.version) for entry in versions] == [
        (1, False, "vorabfassung"),
        (2, True, "lektoriert"),
    ]
    assert desk.store.object_path(first.sha256).read_bytes() == early
    assert desk.store.paper_path("bt-21-2").read_bytes() == BIG


def test_a_vorabfassung_that_the_register_says_nothing_new_of_is_looked_at_after_days(
    standin: StandIn, desk: Desk, drucksache: str
) -> None:
    early = make_pdf(["Drucksache 21/2", "vorab"], vorabfassung=True)
    standin.world.replace_pdf(drucksache, early, updated="2026-09-17T08:00:00+02:00")
    desk.fetcher.fetch(desk.paper())
    before = dict(standin.world.papers[drucksache].record)
    standin.world.replace_pdf(drucksache, BIG, updated="2026-09-30T08:00:00+02:00")
    standin.world.papers[drucksache].record = before
    assert not desk.fetcher.is_due(desk.paper())
    past = (datetime.now(UTC) - timedelta(days=6)).isoformat(timespec="seconds")
    desk.store.database.execute("UPDATE documents SET checked_at = ?", (past,))
    assert desk.fetcher.is_due(desk.paper())
    assert desk.fetcher.fetch(desk.paper()).status is FetchStatus.REPLACED
    assert pdf_requests(standin)[1]["if-none-match"].startswith('"')


def test_a_register_that_lags_behind_the_file(
    standin: StandIn, desk: Desk, drucksache: str, issues: list[Issue]
) -> None:
    other = make_pdf(["Drucksache 21/2", "neu"])
    standin.world.replace_pdf(drucksache, other, updated="2026-09-30T08:00:00+02:00", lag=True)
    fetched = desk.fetcher.fetch(desk.paper())
    assert fetched.stored is not None and not fetched.stored.is_confirmed
    assert [issue.code for issue in issues] == ["locate.hash_not_confirmed"]
    standin.world.catch_up()
    requests = len(pdf_requests(standin))
    assert desk.fetcher.is_due(desk.paper())
    assert desk.fetcher.fetch(desk.paper()).status is FetchStatus.UNCHANGED
    assert len(pdf_requests(standin)) == requests
    stored = desk.store.current("bt-21-2")
    assert stored is not None and stored.is_confirmed
    assert not desk.fetcher.is_due(desk.paper())


def test_the_register_catches_up_between_two_downloads(standin: StandIn, desk: Desk, drucksache: str) -> None:
    paper = desk.paper()
    other = make_pdf(["Drucksache 21/2", "neu"])
    standin.world.replace_pdf(drucksache, other, updated="2026-09-30T08:00:00+02:00")
    fetched = desk.fetcher.fetch(paper)
    assert fetched.stored is not None and fetched.stored.is_confirmed
    assert fetched.stored.paper.updated == "2026-09-30T08:00:00+02:00"


def test_damaged_bytes_are_not_kept(standin: StandIn, desk: Desk, drucksache: str) -> None:
    paper = desk.paper()
    versions = iter([make_pdf(["a"]), make_pdf(["b"])])

    def spoil(*ignored: object) -> None:
        standin.world.papers[drucksache].data = next(versions, b"")

    spoil()
    original = desk.source.refresh
    desk.fetcher._refresh = lambda paper: (spoil(), original(paper))[1]
    fetched = desk.fetcher.fetch(paper)
    assert fetched.status is FetchStatus.FAILED
    assert fetched.issue is not None and fetched.issue.code == "locate.bytes_differ"
    assert desk.store.current("bt-21-2") is None


@pytest.mark.parametrize("kind", ["cut", "silent_cut"])
@pytest.mark.parametrize("validators", [True, False])
def test_a_cut_download_goes_on_where_it_ended(standin: StandIn, desk: Desk, kind: str, validators: bool) -> None:
    standin.world.validators = validators
    standin.faults.add(Fault(kind, path="/btd/"))
    assert desk.fetcher.fetch(desk.paper()).status is FetchStatus.NEW
    first, second = pdf_requests(standin)
    assert "range" not in first
    assert second["range"] == f"bytes={len(BIG) // 2}-"
    assert ("if-range" in second) is validators
    assert desk.store.paper_path("bt-21-2").read_bytes() == BIG


def test_a_part_of_an_older_file_is_not_continued(standin: StandIn, desk: Desk, drucksache: str) -> None:
    paper = replace(desk.paper(), md5="")
    other = make_pdf(["Drucksache 21/2", "neu"], padding=200_000)

    standin.faults.add(Fault("cut", path="/btd/", times=3))
    assert desk.fetcher.fetch(paper).status is FetchStatus.FAILED
    standin.world.replace_pdf(drucksache, other, updated="2026-09-30T08:00:00+02:00")
    assert desk.fetcher.fetch(paper).status is FetchStatus.NEW
    assert "range" in pdf_requests(standin)[-1]
    assert desk.store.paper_path("bt-21-2").read_bytes() == other


def test_a_server_without_ranges(standin: StandIn, desk: Desk) -> None:
    standin.world.ranges = False
    standin.faults.add(Fault("cut", path="/btd/"))
    assert desk.fetcher.fetch(desk.paper()).status is FetchStatus.NEW
    assert desk.store.paper_path("bt-21-2").read_bytes() == BIG


def test_a_part_that_is_longer_than_the_file(standin: StandIn, desk: Desk) -> None:
    paper = desk.paper()
    part = desk.store.part_path("bt-21-2")
    part.write_bytes(b"x" * (len(BIG) + 10))
    notes = {"url": paper.url, "md5": paper.md5, "etag": "", "last_modified": ""}
    part.with_suffix(".notes").write_text(json.dumps(notes))
    assert desk.fetcher.fetch(paper).status is FetchStatus.NEW
    assert desk.store.paper_path("bt-21-2").read_bytes() == BIG


@pytest.mark.parametrize("fault", [Fault("challenge", path="/btd/"), Fault("html", path="/btd/")])
def test_a_challenge_in_the_place_of_a_pdf_ends_the_work(standin: StandIn, desk: Desk, fault: Fault) -> None:
    standin.faults.add(fault)
    with pytest.raises(ChallengeError):
        desk.fetcher.fetch(desk.paper())
    assert desk.store.current("bt-21-2") is None


def test_something_else_than_a_pdf(standin: StandIn, desk: Desk, drucksache: str) -> None:
    paper = desk.paper()
    standin.world.papers[drucksache].data = b"PK\x03\x04" + b"0" * 5000
    fetched = desk.fetcher.fetch(paper)
    assert fetched.issue is not None and fetched.issue.code == "locate.not_a_pdf"
    assert fetched.exit_code is ExitCode.INPUT_UNREADABLE


def test_a_pdf_beyond_the_limit(
    standin: StandIn, drucksache: str, settings: NetworkSettings, store: Store, issues: list[Issue]
) -> None:
    with Client(replace(settings, largest_pdf=100_000)) as small:
        desk = Desk(small, store, issues)
        fetched = desk.fetcher.fetch(desk.paper())
    assert fetched.issue is not None and fetched.issue.code == "locate.too_large"
    assert store.part_path("bt-21-2").stat().st_size <= 100_000


def test_before_the_day_of_distribution(standin: StandIn, desk: Desk, drucksache: str) -> None:
    paper = desk.paper()
    soon = datetime.now(UTC).date() + timedelta(days=2)
    standin.world.papers[drucksache].record["fundstelle"]["verteildatum"] = "9999-01-01"
    assert desk.fetcher.fetch(replace(paper, distributed=soon.isoformat())).status is FetchStatus.NOT_YET
    late = desk.fetcher.fetch(replace(paper, distributed="2026-01-01"))
    assert late.status is FetchStatus.FAILED
    assert late.issue is not None and late.issue.code == "locate.no_pdf"


def test_a_missing_address_is_made_from_the_number(standin: StandIn, desk: Desk) -> None:
    assert desk.fetcher.fetch(replace(desk.paper(), url="")).status is FetchStatus.NEW
    without = Paper("bt-20-12-neu", "dip", "20/12 (neu)", "")
    failed = desk.fetcher.fetch(without)
    assert failed.issue is not None and failed.issue.code == "locate.no_address"


def test_numbers_work_without_a_key(
    standin: StandIn, drucksache: str, settings: NetworkSettings, store: Store, issues: list[Issue]
) -> None:
    with Client(replace(settings, api_key="")) as client:
        fetcher = Fetcher(client, store, issues.append)
        paper = paper_of_number(PaperNumber("bt", 21, 2))
        assert fetcher.fetch(paper).status is FetchStatus.NEW
        past = (datetime.now(UTC) - timedelta(days=6)).isoformat(timespec="seconds")
        store.database.execute("UPDATE documents SET checked_at = ?", (past,))
        assert fetcher.fetch(paper).status is FetchStatus.UNCHANGED
    assert "if-none-match" in standin.headers[-1]


def test_a_name_that_is_no_file_name_is_refused(store: Store) -> None:
    for name in ("../../etc/passwd", "bt-21-2/..", "", "bt-21-2\0", "BT-21-2"):
        with pytest.raises(ExtractorError):
            store.part_path(name)


def test_a_later_layout_is_not_touched(store: Store) -> None:
    store.database.execute("PRAGMA user_version = 99")
    with pytest.raises(ExtractorError) as newer:
        Store(store.folder)
    assert newer.value.code == "locate.newer_store"
