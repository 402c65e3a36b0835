"""What every source of papers offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from extractor.locate.paper import Paper
from extractor.locate.query import Query
from extractor.model.issue import Issue

Report = Callable[[Issue], None]


def ignore_issue(issue: Issue) -> None:
    """A `Report` for callers who only want the result."""


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier search found: ids of Vorgänge and names of papers, and how far in time it had come.

    ``since`` is the point of time, with offset, from which on changes are looked for; ``""`` for a first search.
    """

    since: str = ""
    vorgang_ids: frozenset[str] = frozenset()
    doc_ids: frozenset[str] = frozenset()


class Source(Protocol):
    """A parliament's register, a folder or a list: where papers are found."""

    name: str

    @property
    def latest(self) -> str:
        """The latest time of change seen so far, ISO 8601 with offset; ``""`` where the source has no such times."""
        ...

    @property
    def vorgang_ids(self) -> frozenset[str]:
        """The Vorgänge that the last search went through, with or without an answer."""
        ...

    def count(self, query: Query) -> int | None:
        """How many Vorgänge or papers the source announces; an upper bound; ``None`` where it cannot say."""
        ...

    def find(self, query: Query) -> Iterator[Paper]:
        """The answers that fit, each once, one after another without holding them all."""
        ...

    def changes(self, query: Query, known: Known) -> Iterator[Paper]:
        """The answers that may be new or changed since ``known.since``; those of `find` where a source cannot tell."""
        ...

    def refresh(self, paper: Paper) -> Paper:
        """The paper as the source describes it now."""
        ...

    def refresh_many(self, papers: Iterable[Paper]) -> Iterator[Paper]:
        """Those of the papers that the source can describe anew."""
        ...


class PlainSource:
    """What sources have in common that know neither times nor hashes: each search is a full one."""

    @property
    def latest(self) -> str:
        return ""

    @property
    def vorgang_ids(self) -> frozenset[str]:
        return frozenset()

    def find(self, query: Query) -> Iterator[Paper]:
        """See `Source.find`."""
        raise NotImplementedError

    def changes(self, query: Query, known: Known) -> Iterator[Paper]:
        """All of them: the source does not say what changed."""
        return self.find(query)

    def refresh(self, paper: Paper) -> Paper:
        """The paper as it was."""
        return paper

    def refresh_many(self, papers: Iterable[Paper]) -> Iterator[Paper]:
        """None: there is nothing to ask."""
        return iter(())
