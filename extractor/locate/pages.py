"""Walks over the pages of a list of DIP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.client import Client
from extractor.locate.filters import Filter, check_filters
from extractor.locate.guard import check_records, doubtful_filters, moment, unverified_filters
from extractor.model.issue import Issue, Severity

Record = dict[str, Any]
_PAGE = 100
Report = Callable[[Issue], None]


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a list: ``found`` is the number of all hits, ``records`` at most 100 of them."""

    found: int
    records: tuple[Record, ...]


class DipLists:
    """The lists of DIP over one client."""

    def __init__(self, client: Client, report: Report, *, fresh: bool = False) -> None:
        self._client = client
        self._report = report
        self._fresh = fresh
        self._totals: dict[str, int] = {}
        self._latest: datetime | None = None

    @property
    def latest(self) -> str:
        """The latest ``aktualisiert`` of all records walked over, ISO 8601 with offset; ``""`` without any."""
        return self._latest.isoformat() if self._latest else ""

    def page(self, resource: str, filters: Sequence[Filter], cursor: str = "") -> tuple[Page, str]:
        """One page and the cursor after it. The filters are checked first, see `check_filters`.

        `ExtractorError` (7) where the answer is not a list as described.
        """
        check_filters(resource, filters)
        # All filters go along with the cursor: sent alone it walks through the whole unfiltered collection.
        query = urlencode([*filters, *([("cursor", cursor)] if cursor else [])])
        base = self._client.settings.dip_url
        answer = self._client.json(f"{base}/{resource}?{query}" if query else f"{base}/{resource}", fresh=self._fresh)
        try:
            found, records, after = answer["numFound"], answer["documents"], answer.get("cursor") or ""
        except (KeyError, TypeError, AttributeError) as error:
            raise _strange(resource) from error
        if not isinstance(found, int) or not isinstance(records, list) or not isinstance(after, str):
            raise _strange(resource)
        if not all(isinstance(record, dict) and isinstance(record.get("id"), str) for record in records):
            raise _strange(resource)
        return Page(found, tuple(records)), after

    def walk(self, resource: str, filters: Sequence[Filter]) -> Iterator[Page]:
        """All pages of a list, in the service's order; each record once.

        The last answer is an empty page with an unchanged cursor. A filter that the service ignored is noticed by
        the number of hits (`ExtractorError`, 7); fewer records than announced are reported.
        """
        cursor, seen, announced, pages = "", set[str](), 0, 0
        while True:
            page, after = self.page(resource, filters, cursor)
            check_records(resource, filters, page.records)
            if pages == 0:
                announced = page.found
                self._check_filtered(resource, filters, page)
            pages += 1
            self._note_times(page.records)
            fresh = tuple(record for record in page.records if record["id"] not in seen)
            seen.update(record["id"] for record in fresh)
            yield Page(page.found, fresh)
            # Every full page holds a record, so a walk of more pages than hits goes in a circle.
            if not page.records or not after or after == cursor or pages > max(announced, page.found) + 1:
                break
            cursor = after
        if len(seen) < announced:
            self._report(
                Issue(
                    "locate.fewer_than_announced",
                    Severity.WARNING,
                    data={"resource": resource, "announced": announced, "received": len(seen)},
                )
            )

    def record(self, resource: str, record_id: str) -> Record:
        """One record by its id; `NotFoundError` where there is none."""
        answer = self._client.json(f"{self._client.settings.dip_url}/{resource}/{int(record_id)}", fresh=self._fresh)
        if not isinstance(answer, dict) or str(answer.get("id", "")) != str(int(record_id)):
            raise _strange(resource)
        return answer

    def _note_times(self, records: tuple[Record, ...]) -> None:
        for record in records:
            time = moment(str(record.get("aktualisiert", "")))
            if time is not None and (self._latest is None or time > self._latest):
                self._latest = time

    def _check_filtered(self, resource: str, filters: Sequence[Filter], first: Page) -> None:
        doubts = doubtful_filters(filters, first.records)
        open_questions = unverified_filters(resource, filters, first.records)
        # Asking for the unfiltered number costs a request, so only where there is something to suspect: not one
        # record that fits, or more than a page of records that do not show whether they do.
        if not doubts and (first.found <= _PAGE or not open_questions):
            return
        if resource not in self._totals:
            self._totals[resource] = self.page(resource, ())[0].found
        if first.found >= self._totals[resource]:
            names = ", ".join(open_questions)
            raise ExtractorError("locate.filter_ignored", ExitCode.NETWORK, filters=names, resource=resource)
        if doubts:
            data = {"filters": ", ".join(doubts), "resource": resource}
            self._report(Issue("locate.filter_doubtful", Severity.WARNING, data=data))


def _strange(resource: str) -> ExtractorError:
    return ExtractorError("locate.strange_answer", ExitCode.NETWORK, resource=resource)
