"""What a user may name in the place of a PDF: numbers, links, saved searches, lists of all these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.links import is_link
from extractor.locate.paper import parse_number
from extractor.locate.query import saved_searches
from extractor.locate.settings import NetworkSettings
from extractor.locate.source import Report, ignore_issue
from extractor.model.issue import Issue, Severity

_LIST_SUFFIXES = frozenset({".txt", ".csv", ".lst", ".list"})
SEARCH_PREFIX = "search:"
# While another process of this program downloads into the same store.
_LOCK_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class ResolvedInput:
    """One input: ``path`` is the file or folder it leads to, else ``issue`` says why it leads to none.

    ``given`` is what the user typed or the entry of a list.
    """

    given: str
    path: Path | None
    issue: Issue | None = None
    exit_code: ExitCode = ExitCode.OK


def is_remote(text: str) -> bool:
    """Whether an input has to be looked up: a number, a link, a list, or a search, and no file or folder of that name.

    Files and folders come first: a folder named like a search is the folder.
    """
    path = Path(text)
    if _is_there(path):
        return is_list(path)
    return parse_number(text) is not None or is_link(text) or text.startswith(SEARCH_PREFIX) or text in saved_searches()


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # longer than a name may be
        return False


def is_list(path: Path) -> bool:
    """Whether the file is a list of inputs, by its suffix."""
    return path.suffix.lower() in _LIST_SUFFIXES and path.is_file()


def resolve_inputs(
    arguments: Iterable[str], settings: NetworkSettings | None = None, report: Report = ignore_issue
) -> Iterator[ResolvedInput]:
    """Files and folders as they are; numbers, links, searches and lists as the PDFs they stand for, fetched if missing.

    Settings are those of the environment where none are given. What is wrong with one input is part of its result; a
    challenge, a refused key and a store that cannot be written end the work (`ExtractorError`).
    """
    several = tuple(arguments)
    if not any(is_remote(text) for text in several):
        yield from (ResolvedInput(text, Path(text)) for text in several)
        return
    from extractor.locate.settings import settings_from_environment

    yield from _Resolver(settings or settings_from_environment(), report).resolve(several)


class _Resolver:
    def __init__(self, settings: NetworkSettings, report: Report) -> None:
        self._settings = settings
        self._report = report

    def resolve(self, arguments: tuple[str, ...]) -> Iterator[ResolvedInput]:
        # The HTTP library is loaded for those who need it only.
        from extractor.locate.client import Client
        from extractor.locate.store import Store

        with Store(self._settings.store) as store, Client(self._settings) as client, store.writing(_LOCK_PATIENCE):
            from extractor.locate.lookup import Lookup

            lookup = Lookup(client, store, self._report)
            for text in arguments:
                for entry in self._entries(text):
                    if isinstance(entry, ResolvedInput):
                        yield entry
                    elif is_remote(entry):
                        yield from lookup.fetch(entry)
                    else:
                        yield ResolvedInput(entry, Path(entry))

    def _entries(self, text: str) -> Iterator[str | ResolvedInput]:
        """The input itself, or what stands in it where it is a list; file names in a list are relative to it."""
        from extractor.locate.listing import read_list

        path = Path(text)
        if not is_list(path):
            yield text
            return
        try:
            lines = read_list(path)
        except ExtractorError as error:
            yield ResolvedInput(text, None, Issue(error.code, Severity.ERROR, data=error.data), error.exit_code)
            return
        for line in lines:
            if is_link(line) or parse_number(line) or line in saved_searches() or line.startswith(SEARCH_PREFIX):
                yield line
            else:
                beside = path.parent / line
                yield str(beside) if not is_list(beside) else ResolvedInput(line, None, _nested(line), ExitCode.USAGE)


def _nested(line: str) -> Issue:
    """A list in a list could name itself."""
    return Issue("locate.list_in_list", Severity.ERROR, data={"file": line})
