"""The register of the Bundestag: from a search to the answers.

A search finds Vorgänge, for only they carry descriptors and the plain title. Question and answer are two positions of
one Vorgang; the position names the Drucksache; the Drucksache has the hash of the PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import TypeVar

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.client import Client
from extractor.locate.failures import NotFoundError
from extractor.locate.filters import Filter, check_filters
from extractor.locate.pages import DipLists, Record
from extractor.locate.paper import Paper, PaperNumber
from extractor.locate.query import Query
from extractor.locate.records import Position, Vorgang, read_paper, read_position, read_vorgang, vorgang_ids
from extractor.locate.source import Known, Report

PAGE_SIZE = 100
ANSWER = "Antwort"
# A request for 100 ids stays below 1,500 characters.
_IDS_AT_ONCE = 100
_NUMBERS_AT_ONCE = 50

T = TypeVar("T")


class DipSource:
    """Answers of the Federal Government by way of DIP."""

    name = "dip"

    def __init__(self, client: Client, report: Report, *, fresh: bool = False) -> None:
        """``fresh`` has the service confirm what the cache holds: for jobs that look for changes."""
        self._lists = DipLists(client, report, fresh=fresh)
        self.vorgaenge: dict[str, Vorgang] = {}

    @property
    def latest(self) -> str:
        """The latest time of change (``aktualisiert``) of all records seen so far, ``""`` without any."""
        return self._lists.latest

    @property
    def vorgang_ids(self) -> frozenset[str]:
        """The Vorgänge of the last search."""
        return frozenset(self.vorgaenge)

    def count(self, query: Query) -> int:
        """The number of Vorgänge the branches of the search announce; one that fits two branches counts twice."""
        return sum(self._lists.page("vorgang", branch)[0].found for branch in vorgang_filters(query))

    def find(self, query: Query) -> Iterator[Paper]:
        """The answers of all Vorgänge that fit; afterwards ``vorgaenge`` holds these."""
        self.vorgaenge = {}
        seen: set[str] = set()
        for branch in vorgang_filters(query):
            found = self._walk_vorgaenge(branch, exclude=self.vorgaenge)
            self.vorgaenge.update(found)
            # An answer to two questions belongs to two Vorgänge.
            for paper in _within(self._answers(found, branch), query):
                if paper.doc_id not in seen:
                    seen.add(paper.doc_id)
                    yield paper

    def changes(self, query: Query, known: Known) -> Iterator[Paper]:
        """Answers of Vorgänge that changed or came since ``known.since``, and changed answers of known Vorgänge.

        The second way finds a replaced PDF and an answer that comes weeks after its question, whether or not the
        Vorgang itself is marked as changed.
        """
        if not known.since:
            yield from self.find(query)
            return
        self.vorgaenge = {}
        since: Filter = ("f.aktualisiert.start", known.since)
        seen: set[str] = set()
        for branch in vorgang_filters(query):
            found = self._walk_vorgaenge((*branch, since), exclude=self.vorgaenge)
            self.vorgaenge.update(found)
            for paper in _within(self._answers(found, branch), query):
                seen.add(paper.doc_id)
                yield paper
        changed = [*_each("f.vorgangstyp", query.types), ("f.drucksachetyp", ANSWER), since]
        for page in self._lists.walk("drucksache", changed):
            records = [record for record in page.records if _is_known(record, known)]
            papers = (paper for paper in self._described(records) if paper.doc_id not in seen)
            yield from _within(papers, query)

    def refresh(self, paper: Paper) -> Paper:
        """The paper with the hash, address and dates that DIP gives now."""
        if not paper.record_id:
            return paper
        try:
            record = self._lists.record("drucksache", paper.record_id)
        except NotFoundError:
            return paper
        return _refreshed(paper, record)

    def refresh_many(self, papers: Iterable[Paper]) -> Iterator[Paper]:
        """The papers of ``papers`` that DIP still has, a hundred with one request."""
        for several in _batches((paper for paper in papers if paper.record_id), _IDS_AT_ONCE):
            records = self._drucksachen([paper.record_id for paper in several])
            for paper in several:
                if paper.record_id in records:
                    yield _refreshed(paper, records[paper.record_id])

    def by_number(self, number: PaperNumber) -> Paper:
        """The paper that has this number, question or answer. `ExtractorError` (6) where DIP has none."""
        filters = [("f.dokumentnummer", number.printed), ("f.zuordnung", "BT")]
        for page in self._lists.walk("drucksache", filters):
            for paper in self._described(page.records):
                if paper.doc_id == number.doc_id:
                    return paper
        raise ExtractorError("locate.no_such_number", ExitCode.NOTHING_FOUND, number=number.printed)

    def by_drucksache_id(self, record_id: str) -> Paper:
        """The paper of one record. `ExtractorError` (6, 7) where there is none or it has no number."""
        for paper in self._described([self._lists.record("drucksache", record_id)]):
            return paper
        raise ExtractorError("locate.no_such_number", ExitCode.NOTHING_FOUND, number=record_id)

    def by_vorgang_id(self, vorgang_id: str) -> tuple[Paper, ...]:
        """The answers of one Vorgang; `NotFoundError` where there is no such Vorgang."""
        vorgang = read_vorgang(self._lists.record("vorgang", vorgang_id))
        return tuple(self._answers_one_by_one({vorgang_id: vorgang}))

    def _described(self, records: Sequence[Record]) -> Iterator[Paper]:
        """The papers of Drucksache records, with title and group from their first Vorgang."""
        wanted = dict.fromkeys(key for record in records for key in vorgang_ids(record)[:1])
        vorgaenge: dict[str, Vorgang] = {}
        for several in _batches(wanted, _IDS_AT_ONCE):
            page, _ = self._lists.page("vorgang", [("f.id", key) for key in several])
            vorgaenge.update({record["id"]: read_vorgang(record) for record in page.records})
        for record in records:
            first = next(iter(vorgang_ids(record)), "")
            paper = read_paper(record, vorgaenge.get(first))
            if paper is not None:
                yield paper

    def _walk_vorgaenge(self, filters: Iterable[Filter], exclude: Mapping[str, Vorgang]) -> dict[str, Vorgang]:
        found: dict[str, Vorgang] = {}
        for page in self._lists.walk("vorgang", tuple(filters)):
            for record in page.records:
                if record["id"] not in exclude:
                    found[record["id"]] = read_vorgang(record)
        return found

    def _answers(self, wanted: Mapping[str, Vorgang], branch: Iterable[Filter]) -> Iterator[Paper]:
        """The answers of the Vorgänge, in the way that takes fewer requests.

        One request per Vorgang, or the list of all answering positions of the same kind, Wahlperiode and title,
        in which those of the Vorgänge stand.
        """
        if not wanted:
            return
        carried = [entry for entry in branch if entry[0] in ("f.titel", "f.wahlperiode", "f.vorgangstyp")]
        filters = [*carried, ("f.drucksachetyp", ANSWER)]
        bulk = self._lists.page("vorgangsposition", filters)[0].found if len(wanted) > 1 else PAGE_SIZE
        # A walk over n hits takes n/100 requests and the empty one at its end.
        if bulk // PAGE_SIZE + 2 >= len(wanted):
            yield from self._answers_one_by_one(wanted)
            return
        left = dict(wanted)
        for page in self._lists.walk("vorgangsposition", filters):
            positions = [position for position in map(read_position, page.records) if position is not None]
            answers = [position for position in positions if position.vorgang_id in wanted and position.kind == ANSWER]
            for position in answers:
                left.pop(position.vorgang_id, None)
            yield from self._papers(answers, wanted, {})
        # What the list did not show: unanswered questions, and answers whose position says its kind otherwise.
        yield from self._answers_one_by_one(left)

    def _answers_one_by_one(self, wanted: Mapping[str, Vorgang]) -> Iterator[Paper]:
        for several in _batches(wanted, _IDS_AT_ONCE):
            answers: list[Position] = []
            questions: dict[str, str] = {}
            for vorgang_id in several:
                for page in self._lists.walk("vorgangsposition", [("f.vorgang", vorgang_id)]):
                    for position in map(read_position, page.records):
                        if position is not None and position.kind == ANSWER:
                            answers.append(position)
                        elif position is not None and position.kind.endswith("Anfrage"):
                            questions[vorgang_id] = position.number
            yield from self._papers(answers, wanted, questions)

    def _papers(
        self, answers: list[Position], vorgaenge: Mapping[str, Vorgang], questions: Mapping[str, str]
    ) -> Iterator[Paper]:
        records = self._drucksachen([position.drucksache_id for position in answers])
        given: set[str] = set()
        for position in answers:
            # A paper that the list of Drucksachen does not have yet is described by its position, without a hash.
            record = records.get(position.drucksache_id, position.record)
            paper = read_paper(record, vorgaenge[position.vorgang_id], questions.get(position.vorgang_id, ""))
            if paper is not None and paper.doc_id not in given:
                given.add(paper.doc_id)
                if not paper.ministry:
                    described = read_paper(position.record)
                    paper = replace(paper, ministry=described.ministry if described else "")
                yield paper

    def _drucksachen(self, ids: Iterable[str]) -> dict[str, Record]:
        records: dict[str, Record] = {}
        for several in _batches(dict.fromkeys(ids), _IDS_AT_ONCE):
            page, _ = self._lists.page("drucksache", [("f.id", record_id) for record_id in several])
            records.update({record["id"]: record for record in page.records if record["id"] in several})
        return records


def vorgang_filters(query: Query) -> tuple[tuple[Filter, ...], ...]:
    """The requests for Vorgänge that together mean the query, each checked (`check_filters`).

    What the service can only join by AND (descriptors, groups, ministries) becomes one request each, to be united on
    this side.
    """
    common: list[Filter] = [
        *_each("f.vorgangstyp", query.types),
        *_each("f.wahlperiode", map(str, query.wahlperioden)),
        *query.filters,
    ]
    if query.start:
        common.append(("f.datum.start", query.start.isoformat()))
    if query.end:
        common.append(("f.datum.end", query.end.isoformat()))
    subjects: list[tuple[Filter, ...]] = [
        tuple(_each("f.dokumentnummer", several)) for several in _batches(query.numbers, _NUMBERS_AT_ONCE)
    ]
    if query.titles:
        subjects.append(tuple(_each("f.titel", query.titles)))
    subjects.extend((("f.deskriptor", name),) for name in query.descriptors)
    groups: list[tuple[Filter, ...]] = [(("f.initiative", name),) for name in query.groups] or [()]
    ministries: list[tuple[Filter, ...]] = [(("f.ressort_fdf", name),) for name in query.ministries] or [()]
    branches = tuple(
        (*subject, *group, *ministry, *common)
        for subject, group, ministry in product(subjects or [()], groups, ministries)
    )
    for branch in branches:
        check_filters("vorgang", branch)
    return branches


def _within(papers: Iterable[Paper], query: Query) -> Iterator[Paper]:
    """The papers whose own date lies in the span; a Vorgang's span covers all its documents."""
    first = query.start.isoformat() if query.start else ""
    last = query.end.isoformat() if query.end else "9999"
    return (paper for paper in papers if first <= paper.date <= last)


def _is_known(record: Record, known: Known) -> bool:
    paper = read_paper(record)
    return (paper is not None and paper.doc_id in known.doc_ids) or any(
        vorgang in known.vorgang_ids for vorgang in vorgang_ids(record)
    )


def _refreshed(paper: Paper, record: Record) -> Paper:
    fresh = read_paper(record)
    if fresh is None or fresh.doc_id != paper.doc_id:
        return paper
    return replace(
        paper,
        url=fresh.url or paper.url,
        md5=fresh.md5 or paper.md5,
        updated=fresh.updated or paper.updated,
        date=fresh.date or paper.date,
        distributed=fresh.distributed or paper.distributed,
        ministry=fresh.ministry or paper.ministry,
    )


def _each(name: str, values: Iterable[str]) -> list[Filter]:
    return [(name, value) for value in values]


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while several := list(islice(rest, size)):
        yield several
