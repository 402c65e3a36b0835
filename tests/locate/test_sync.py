"""A search kept up to date."""

from __future__ import annotations

from datetime import timedelta

import pytest

from extractor.errors import ExtractorError
from extractor.locate.client import Client
from extractor.locate.dip import DipSource
from extractor.locate.fetch import Fetched, Fetcher
from extractor.locate.memory import SearchMemory
from extractor.locate.query import Query
from extractor.locate.store import Store
from extractor.locate.sync import SyncResult, discover, fetch_due
from extractor.lock import folder_lock
from extractor.model.issue import Issue
from tests.dip_standin import Fault, StandIn
from tests.dip_standin.pdfs import make_pdf
from tests.dip_standin.world import OTHER_SUBJECTS, fill

QUERY = Query(titles=("Duldungen",), descriptors=("Bleiberecht",))
OVERLAP = timedelta(minutes=60)


class Job:
    """What one run of `sync` does without the dataset."""

    def __init__(self, standin: StandIn, client: Client, store: Store) -> None:
        self.standin, self.client, self.store = standin, client, store
        self.memory = SearchMemory(store, "test")
        self.issues: list[Issue] = []

    def run(self, query: Query = QUERY) -> tuple[SyncResult, list[tuple[str, str]]]:
        source = DipSource(self.client, self.issues.append, fresh=True)
        discover(source, self.memory, query, OVERLAP)
        fetcher = Fetcher(self.client, self.store, self.issues.append, source.refresh)
        done: list[Fetched] = []
        result = fetch_due(source, self.store, self.memory, fetcher, done.append)
        changes = self.memory.unreported()
        self.memory.mark_reported(changes)
        return result, [(change.kind, change.paper.number) for change in changes]


@pytest.fixture
def job(standin: StandIn, client: Client, store: Store) -> Job:
    fill(standin.world, 20)
    fill(standin.world, 20, first=901, subjects=OTHER_SUBJECTS)
    return Job(standin, client, store)


def test_the_first_run_and_one_without_news(job: Job) -> None:
    result, changes = job.run()
    assert result.papers == result.fetched == 4
    assert {kind for kind, _ in changes} == {"new"}
    job.standin.requests.clear()
    result, changes = job.run()
    assert (result.fetched, changes) == (0, [])
    assert not any(path.startswith("/btd/") for path in job.standin.requests)
    assert any("f.aktualisiert.start" in path for path in job.standin.requests)


def test_an_answer_that_comes_weeks_later_with_an_older_date(job: Job) -> None:
    vorgang = job.standin.world.add_question("21/501", "Duldungen ohne Antwort", day="2026-01-01")
    job.run()
    for record in job.standin.world.vorgaenge.values():
        record["aktualisiert"] = "2026-01-01T12:00:00+01:00"
    job.standin.world.answer(
        vorgang, "21/502", day="2026-01-20", distributed="2026-02-01", updated="2026-10-20T07:00:00+02:00"
    )
    # The Vorgang itself is not marked as changed.
    job.standin.world.vorgaenge[vorgang]["aktualisiert"] = "2026-01-01T12:00:00+01:00"
    _, changes = job.run()
    assert changes == [("new", "21/502")]
    stored = job.store.current("bt-21-502")
    assert stored is not None and stored.paper.title == "Duldungen ohne Antwort"


def test_a_replaced_pdf_is_reported_as_changed(job: Job) -> None:
    vorgang = job.standin.world.add_question("21/501", "Duldungen vorab")
    drucksache = job.standin.world.answer(vorgang, "21/502", vorabfassung=True)
    job.run()
    job.standin.world.replace_pdf(drucksache, make_pdf(["lektoriert"]), updated="2026-10-20T07:00:00+02:00")
    result, changes = job.run()
    assert changes == [("changed", "21/502")]
    assert result.fetched == 1
    stored = job.store.current("bt-21-502")
    assert stored is not None
    assert (stored.edition, stored.paper.asking_group) == (2, "Fraktion DIE LINKE")


def test_a_replaced_vorabfassung_with_an_unmoved_time_of_change(job: Job) -> None:
    vorgang = job.standin.world.add_question("21/501", "Duldungen vorab", updated="2026-01-01T12:00:00+01:00")
    drucksache = job.standin.world.answer(vorgang, "21/502", vorabfassung=True, updated="2026-01-01T12:00:00+01:00")
    job.run()
    job.standin.world.replace_pdf(drucksache, make_pdf(["lektoriert"]), updated="2026-01-01T12:00:00+01:00")
    _, changes = job.run()
    assert changes == [("changed", "21/502")]


def test_a_change_that_becomes_visible_late_is_within_the_overlap(job: Job) -> None:
    late = job.standin.world.add_question("21/501", "Duldungen spät", updated="2026-10-20T12:00:00+02:00")
    job.standin.world.answer(late, "21/502", updated="2026-10-20T12:00:00+02:00")
    hidden = dict(job.standin.world.vorgaenge)
    job.standin.world.vorgaenge = {key: value for key, value in hidden.items() if key != late}
    seen = job.standin.world.add_question("21/503", "Duldungen früh", updated="2026-10-20T12:10:00+02:00")
    job.standin.world.answer(seen, "21/504", updated="2026-10-20T12:10:00+02:00")
    assert ("new", "21/504") in job.run()[1]
    job.standin.world.vorgaenge = {**job.standin.world.vorgaenge, late: hidden[late]}
    job.standin.world.changed()
    assert job.run()[1] == [("new", "21/502")]


def test_many_runs_without_news_do_not_drift_back(job: Job) -> None:
    job.run()
    job.run()
    first = job.store.database.execute("SELECT since FROM searches").fetchone()[0]
    for _ in range(3):
        job.run()
    assert job.store.database.execute("SELECT since FROM searches").fetchone()[0] == first


def test_a_record_from_the_future_does_not_hide_what_comes_before_it(job: Job) -> None:
    vorgang = job.standin.world.add_question("21/501", "Duldungen morgen", updated="2099-01-01T00:00:00+01:00")
    job.standin.world.answer(vorgang, "21/502", updated="2099-01-01T00:00:00+01:00")
    job.run()
    assert job.store.database.execute("SELECT since FROM searches").fetchone()[0] < "2098"


def test_another_query_under_the_same_name_searches_everything_again(job: Job) -> None:
    job.run()
    result, changes = job.run(Query(titles=("Visa",)))
    assert result.papers == 4
    assert len(changes) == 4


def test_a_search_that_breaks_off_begins_at_the_same_point(job: Job) -> None:
    job.run()
    vorgang = job.standin.world.add_question("21/501", "Duldungen neu", updated="2026-10-20T12:00:00+02:00")
    job.standin.world.answer(vorgang, "21/502", updated="2026-10-20T12:00:00+02:00")
    job.standin.faults.add(Fault("status", path="/api/v1/vorgangsposition", times=-1))
    with pytest.raises(ExtractorError):
        job.run()
    job.standin.faults.clear()
    assert job.run()[1] == [("new", "21/502")]


def test_a_challenge_in_the_middle_of_the_downloads_keeps_what_was_fetched(job: Job) -> None:
    job.standin.faults.add(Fault("html", path="/btd/", after=2, times=-1))
    result, changes = job.run()
    assert result.stopped is not None and result.stopped.code == "locate.challenge"
    assert result.fetched == len(changes) == 2


def test_one_run_at_a_time(job: Job) -> None:
    folder = job.store.folder
    with folder_lock(folder, "sync"), pytest.raises(ExtractorError) as locked, folder_lock(folder, "sync"):
        pass
    assert locked.value.code == "lock.held"
    with folder_lock(job.store.folder, "sync"):
        pass
