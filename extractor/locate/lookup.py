"""One number, link or search name: looked up, fetched, and given as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.choose import open_source
from extractor.locate.client import Client
from extractor.locate.dip import DipSource
from extractor.locate.fetch import Fetched, Fetcher, FetchStatus
from extractor.locate.inputs import SEARCH_PREFIX, ResolvedInput
from extractor.locate.links import LinkKind, is_link, parse_link
from extractor.locate.listing import paper_of_entry, paper_of_number
from extractor.locate.paper import BUNDESTAG, Paper, PaperNumber, parse_number
from extractor.locate.query import Query, load_search
from extractor.locate.source import Report, Source
from extractor.locate.store import Store
from extractor.model.issue import Issue, Severity


class Lookup:
    """Finds and fetches what single inputs name."""

    def __init__(self, client: Client, store: Store, report: Report) -> None:
        self._client = client
        self._store = store
        self._report = report
        self._dip = DipSource(client, report)

    def papers(self, entry: str) -> Iterator[Paper]:
        """The papers an entry names. `ExtractorError` 2, 6, 7, 9 where it names none that can be found.

        Without a key a number and the link of a PDF still lead to a paper, by the rule of the addresses.
        """
        number = parse_number(entry)
        if number is not None:
            yield self._by_number(number)
        elif is_link(entry):
            yield from self._by_link(entry)
        else:
            query = load_search(entry.removeprefix(SEARCH_PREFIX))
            yield from self.source(query).find(query)

    def source(self, query: Query) -> Source:
        """The source a query names."""
        return open_source(query.source, self._client, self._report)

    def fetch(self, entry: str) -> Iterator[ResolvedInput]:
        """The files an entry leads to, fetched where they are missing; each failure is a result of its own."""
        try:
            for paper in self.papers(entry):
                yield self._resolved(entry, self.fetch_paper(paper))
        except ExtractorError as error:
            if error.exit_code is ExitCode.CONFIGURATION_INVALID or error.code in _ENDS:
                raise
            yield ResolvedInput(entry, None, Issue(error.code, Severity.ERROR, data=error.data), error.exit_code)

    def fetch_paper(self, paper: Paper) -> Fetched:
        """The paper in the store."""
        self._store.remember([paper])
        refresh: Callable[[Paper], Paper] = self._dip.refresh if paper.source == "dip" else _as_it_is
        return Fetcher(self._client, self._store, self._report, refresh).fetch(paper)

    def _by_number(self, number: PaperNumber) -> Paper:
        if number.parliament == BUNDESTAG and self._client.settings.api_key:
            try:
                return self._dip.by_number(number)
            except ExtractorError as error:
                # The public key of the year has run out: the rule of the addresses still holds.
                if error.code != "locate.key_refused" or number.suffix:
                    raise
                self._report(Issue(error.code, Severity.WARNING, data=error.data))
        known = self._store.remembered(number.doc_id)
        return known or paper_of_number(number)

    def _by_link(self, entry: str) -> Iterable[Paper]:
        link = parse_link(entry)
        if link is not None and link.kind is LinkKind.VORGANG:
            return self._dip.by_vorgang_id(link.record_id)
        if link is not None and link.kind is LinkKind.DRUCKSACHE:
            return (self._dip.by_drucksache_id(link.record_id),)
        if link is not None and link.kind is LinkKind.NUMBER and link.number is not None:
            return (self._by_number(link.number),)
        paper = paper_of_entry(entry)
        if paper is None:
            raise ExtractorError("locate.no_paper_link", ExitCode.USAGE, link=entry[:200])
        return (paper,)

    def _resolved(self, entry: str, fetched: Fetched) -> ResolvedInput:
        if fetched.stored is not None and fetched.status is not FetchStatus.FAILED:
            return ResolvedInput(entry, self._store.link(fetched.paper.doc_id))
        if fetched.status is FetchStatus.NOT_YET:
            return ResolvedInput(entry, None, fetched.issue, ExitCode.NOTHING_FOUND)
        return ResolvedInput(entry, None, fetched.issue, fetched.exit_code)


# What stands between the program and the service as a whole; the next input would meet it again.
_ENDS = frozenset({"locate.challenge", "locate.cooling_down", "locate.told_to_wait"})


def _as_it_is(paper: Paper) -> Paper:
    return paper
