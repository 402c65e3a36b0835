"""Which series a reader wants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractor.codes import CodeLists, normalise
from extractor.compare.keys import rate_wordings
from extractor.compare.law_changes import under_present_name, within
from extractor.compare.series import Series
from extractor.errors import ExitCode, ExtractorError
from extractor.grammar.legal_basis import JOINER, read_legal_bases

_DEFAULT_LAW = "AufenthG"


@dataclass(frozen=True, slots=True)
class Selection:
    """What a series must be; an empty tuple asks nothing, of several in one one is enough."""

    measures: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    def has(self, series: Series) -> bool:
        """Whether a series is wanted."""
        key, row = series.key, series.latest_row
        printed = normalise(f"{row['row_label']} {row['col_label']} {row['category']} {row['share_of']} {key.share_of}")
        printed = " ".join((printed, *rate_wordings(key.rate)))
        return (
            _is_one(key.measure, self.measures)
            and _is_one(key.title_type, self.titles)
            and _is_one(key.nationality or "XTO", self.nationalities)
            and _is_one(key.region or "DE", self.regions)
            and (not self.topics or not self.topics.isdisjoint(row["topic"].split(";")))
            and (
                not self.legal_bases
                or any(within(one, place) for one in key.legal_basis.split(JOINER) for place in self.legal_bases)
            )
            and all(normalise(word) in printed for word in self.words)
        )


def read_selection(
    codes: CodeLists,
    measures: Sequence[str] = (),
    titles: Sequence[str] = (),
    legal_bases: Sequence[str] = (),
    nationalities: Sequence[str] = (),
    regions: Sequence[str] = (),
    topics: frozenset[str] = frozenset(),
    words: Sequence[str] = (),
) -> Selection:
    """The selection that a reader's words mean: names or codes, ``§ 25 Abs. 2`` of the AufenthG where no law is named.

    `ExtractorError` (2) for a word that no list knows.
    """
    return Selection(
        tuple(_code(codes, "measures", one) for one in measures),
        tuple(_code(codes, "title_types", one) for one in titles),
        tuple(place for one in legal_bases for place in _places(one)),
        tuple(_code(codes, "nationalities", one, codes.nationality) for one in nationalities),
        tuple(_code(codes, "laender", one, codes.land) for one in regions),
        topics,
        tuple(words),
    )


def _is_one(code: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or code in wanted


def _code(codes: CodeLists, name: str, word: str, find: Callable[[str], str] | None = None) -> str:
    known = codes.lists[name]
    by_code = {entry.code.casefold(): entry.code for entry in known.entries}
    english = {normalise(entry.details.get("label_en", "")): entry.code for entry in known.entries}
    found = by_code.get(word.casefold()) or (find or known.find)(word) or english.get(normalise(word), "")
    if not found:
        raise ExtractorError("compare.unknown_word", ExitCode.USAGE, word=word, list=name)
    return found


def _places(words: str) -> tuple[str, ...]:
    text = words if "§" in words or "Art" in words else f"§ {words}"
    found = read_legal_bases(text, _DEFAULT_LAW)
    if not found:
        raise ExtractorError("compare.unknown_word", ExitCode.USAGE, word=words, list="legal_basis")
    return tuple(under_present_name(basis.canonical) for basis in found)
