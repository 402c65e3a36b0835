"""Citations of laws: "§ 25 Abs. 2 Satz 1 zweite Alternative AufenthG", "§§ 22, 23 Abs. 2", "§ 60 V/VII AufenthG".

The canonical form puts the law first: ``AufenthG § 25 Abs. 2 Satz 1 Alt. 2``; several are joined by `` | ``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from extractor.grammar.laws import law_pattern, laws, section_numbers, section_order

LEVELS = ("absatz", "satz", "nummer", "buchstabe", "alternative")
_SIGNS = {"absatz": "Abs.", "satz": "Satz", "nummer": "Nr.", "buchstabe": "Buchst.", "alternative": "Alt."}
JOINER = " | "

_ORDINALS = {"erste": "1", "zweite": "2", "dritte": "3", "vierte": "4", "fünfte": "5", "sechste": "6"}
_ROMANS = {
    "I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7", "VIII": "8", "IX": "9", "X": "10",
    "XI": "11", "XII": "12", "XIII": "13", "XIV": "14", "XV": "15",
}  # fmt: skip
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<alternative>(?P<alt_number>\d)\.\s?(?:Alt\b\.?|Alternative\b)|Alt\.\s?(?P<alt_after>\d)|Alternative\s(?P<alt_word>\d)
        |(?P<alt_ordinal>erste|zweite|dritte|vierte|fünfte|sechste)[rns]?(?:\s(?:und|oder)\s(?P<alt_second>erste|zweite|dritte|vierte|fünfte|sechste)[rns]?)?\s(?:Alternative|Alt\.))
     |(?P<level>Abs(?:\.|atz(?:es)?\b|ätze[n]?\b)|S(?:\.(?=\s?\d)|atz(?:es)?\b|ätze[n]?\b)|Nr\.|Nummern?\b|Ziff(?:\.|ern?\b)|Buchst(?:\.|aben?\b)|lit\.)
     |(?P<joiner>i\.\s?V\.\s?m\.|in\sVerbindung\smit)
     |(?P<range>bis(?!\sunter)\b|[–-](?=\s?\d))
     |(?P<comma>,|/(?=\s?[\dIVX])|und\b|oder\b|sowie\b|bzw\.|beziehungsweise\b)
     |(?P<section>§§?|Art\.|Art(?=\s\d)|Artikeln?\b)
     |(?P<roman>(?:XI{0,3}|XI?V|IX|IV|VI{0,3}|I{1,3}|X{1,2})(?![A-Za-zäöü]))
     |(?P<item>[a-z])\)
     |(?P<letter>[a-z](?![a-zA-Zäöüß.]))
     |(?P<number>\d{1,3}(?:[a-z](?![a-zäöüß]))?(?![\d%.]))
    )""",
    re.VERBOSE,
)
# "Art 16a GG": the dot is left out in the heads of narrow columns.
_START = re.compile(
    r"§§?|\bArt\.|\bArt(?=\s\d)|\bArtikeln?\b(?=\s\d)|\bArtikels\b(?=\s\d)|\bPara(?:graf|graph)(?:en|s)?\b(?=\s\d)"
)
_EXCLUDED = re.compile(r"\b(?:ohne|außer|ausgenommen|mit Ausnahme)(?:\s+\w+){0,3}\s*$", re.IGNORECASE)
_CONNECTED = re.compile(
    r"[\s(]*(?:,|/|und|oder|sowie|bzw\.|beziehungsweise|i\.\s?V\.\s?m\.|in Verbindung mit|nach|gemäß|gem\.|\s)*[\s(]*"
)


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One place in a law; levels that are not cited are empty. ``law`` is empty where the text does not name it."""

    law: str
    section: str
    absatz: str = ""
    satz: str = ""
    nummer: str = ""
    buchstabe: str = ""
    alternative: str = ""
    sign: str = "§"

    @property
    def canonical(self) -> str:
        """``AufenthG § 25 Abs. 2 Satz 1 Alt. 2``."""
        parts = [self.law, self.sign, self.section] if self.law else [self.sign, self.section]
        for level in LEVELS:
            if getattr(self, level):
                parts += [_SIGNS[level], getattr(self, level)]
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Citation:
    """One or more places that a text cites together; ``start`` and ``end`` are offsets in the text."""

    start: int
    end: int
    bases: tuple[LegalBasis, ...]


def read_legal_bases(text: str, default_law: str = "") -> tuple[LegalBasis, ...]:
    """All places of laws that ``text`` cites, each once, in order; ``default_law`` for those that name none."""
    found = [basis for citation in find_legal_bases(text, default_law) for basis in citation.bases]
    return tuple(dict.fromkeys(found))


def format_legal_bases(bases: Iterable[LegalBasis]) -> str:
    """The canonical strings joined by `` | ``."""
    return JOINER.join(basis.canonical for basis in bases)


@lru_cache(maxsize=16384)
def find_legal_bases(text: str, default_law: str = "") -> tuple[Citation, ...]:
    """The citations in ``text`` with their places; what is excluded ("ohne § 30 …") is no citation."""
    if "§" not in text and "Art" not in text and "Para" not in text:
        return ()
    citations: list[Citation] = []
    position = 0
    while (start := _START.search(text, position)) is not None:
        citation = _read_citation(text, start)
        position = citation.end if citation else start.end()
        if citation and not _EXCLUDED.search(text[: start.start()]):
            citations.append(citation)
    of_other_laws = [citation for citation in citations if _is_of_other_law(citation, text)]
    if of_other_laws and default_law not in text:
        # "§§ 90, 92 BBG, § 24 GAD": where laws are named that no list has, a sign that is not known may be one more.
        return tuple(_share_laws(text, citations))
    return tuple(
        citation if citation in of_other_laws else _with_laws(citation, default_law)
        for citation in _share_laws(text, citations)
    )


@cache
def _law_behind() -> re.Pattern[str]:
    return re.compile(rf"[\s,)]*(?:de[sr]\s|vom\s)?\s?(?P<law>{law_pattern()})(?![A-Za-zäöüß])")


@cache
def _law_before() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s(|])(?P<law>{law_pattern()})\s*$")


def _read_citation(text: str, start: re.Match[str]) -> Citation | None:
    sign = "Art." if start[0].startswith("Art") else "§"
    reader = _ListReader(several=start[0] in ("§§", "Artikeln") or start[0].endswith("en"))
    position = end = start.end()
    while True:
        behind = _law_behind().match(text, position)
        if behind and reader.places:
            law = laws()[" ".join(behind["law"].split())]
            places = tuple(replace(basis, law=law.code, sign=law.sign) for basis in reader.expanded(law.code))
            return Citation(start.start(), behind.end(), places)
        token = _TOKEN.match(text, position)
        if token is None or not reader.take(token):
            break
        position = token.end()
        if reader.complete:
            end = position
    if not reader.places:
        return None
    before = _law_before().search(text, max(0, start.start() - 30), start.start())
    if before:
        law = laws()[" ".join(before["law"].split())]
        places = tuple(replace(basis, law=law.code, sign=law.sign) for basis in reader.expanded(law.code))
        return Citation(before.start("law"), end, places)
    return Citation(start.start(), end, tuple(replace(basis, sign=sign) for basis in reader.expanded("")))


class _ListReader:
    """Takes the tokens of one citation in order and keeps the places read so far."""

    def __init__(self, several: bool) -> None:
        self.several = several
        self.places: list[LegalBasis] = []
        self.ranges: list[tuple[str, str]] = []
        self.level = "section"
        self.pending_level = ""
        self.separator = ""
        self.complete = False

    def take(self, token: re.Match[str]) -> bool:
        """Whether the token belongs to the citation."""
        kind = token.lastgroup or ""
        text = token[kind] if kind else ""
        if token["alternative"]:
            return self._alternative(token)
        if kind == "level":
            return self._level(text)
        if kind in ("comma", "range", "joiner"):
            return self._separate(kind)
        if kind == "section":
            # "§ 25a oder § 25b": a sign of its own begins a new place.
            if not self.separator or not self.places:
                return False
            self.level, self.pending_level, self.complete = "section", "section", False
            return True
        if kind == "roman":
            return bool(self.places) and self._place("absatz", _ROMANS.get(text, ""))
        if kind == "item":
            # "Artikel 11 a)": a letter with a bracket is an item without its word.
            return bool(self.places) and self._place("buchstabe", text)
        if kind == "letter":
            return self.pending_level == "buchstabe" and self._place("buchstabe", text)
        return self._number(text)

    def expanded(self, law: str) -> tuple[LegalBasis, ...]:
        """The places with ranges of sections filled in."""
        places = list(self.places)
        for first, last in self.ranges:
            index = next(i for i, place in enumerate(places) if place.section == last)
            between = [LegalBasis("", section) for section in _sections_between(first, last, law)]
            places[index:index] = between
        return tuple(dict.fromkeys(places))

    def _level(self, text: str) -> bool:
        if not self.places:
            return False
        names = {"A": "absatz", "S": "satz", "N": "nummer", "Z": "nummer", "B": "buchstabe", "l": "buchstabe"}
        self.pending_level = names[text[0]]
        self.complete = False
        return True

    def _separate(self, kind: str) -> bool:
        if not self.places or not self.complete:
            return False
        self.separator, self.complete = kind, False
        return True

    def _alternative(self, token: re.Match[str]) -> bool:
        if not self.places:
            return False
        number = token["alt_number"] or token["alt_after"] or token["alt_word"] or _ORDINALS[token["alt_ordinal"] or ""]
        self._place("alternative", number)
        if token["alt_second"]:
            self.separator = "comma"
            self._place("alternative", _ORDINALS[token["alt_second"]])
        return True

    def _number(self, text: str) -> bool:
        if not self.places or self.pending_level == "section":
            return self._section(text)
        if self.pending_level:
            return self._place(self.pending_level, text)
        if not self.separator:
            # "§ 25 II 1": behind a roman Absatz a bare figure is the Satz; "§ 25 2015" is none of the citation.
            return self.level == "absatz" and len(text) == 1 and self._place("satz", text)
        last = self.places[-1].section
        ascending = section_order(text) > section_order(last)
        if self.separator == "range" and self.level == "section":
            self.ranges.append((last, text))
            return self._section(text)
        if (self.level == "section" and self.several) or ascending:
            # Sections are cited in ascending order, and an Absatz has a lower number than its section.
            return self._section(text)
        return self._place("absatz" if self.level == "section" else self.level, text)

    def _section(self, text: str) -> bool:
        self.places.append(LegalBasis("", text))
        self.level, self.pending_level, self.separator, self.complete = "section", "", "", True
        return True

    def _place(self, level: str, text: str) -> bool:
        """Sets one level of the last place, or adds a place beside it where the same level is listed again."""
        if not text:
            return False
        current = self.places[-1]
        lower = dict.fromkeys(LEVELS[LEVELS.index(level) :], "")
        if self.separator == "range" and getattr(current, level).isdigit() and text.isdigit():
            first = int(getattr(current, level))
            self.places += [replace(current, **{level: str(number)}) for number in range(first + 1, int(text) + 1)]
        elif self.separator and (getattr(current, level) or self.separator == "joiner"):
            self.places.append(replace(current, **(lower | {level: text})))
        elif getattr(current, level):
            return False
        else:
            self.places[-1] = replace(current, **{level: text})
        self.level, self.pending_level, self.separator, self.complete = level, "", "", True
        return True


def _sections_between(first: str, last: str, law: str) -> list[str]:
    """The sections strictly between two; those with letters only where the code list knows them (AufenthG)."""
    low, high = section_order(first), section_order(last)
    if law in ("", "AufenthG"):
        listed = [section for section in section_numbers() if low < section_order(section) < high]
        if listed:
            return listed
    return [str(number) for number in range(low[0] + 1, high[0])]


def _share_laws(text: str, citations: list[Citation]) -> list[Citation]:
    """ "§ 25a, § 25b AufenthG": a place without a law has that of the next one of its kind, if only joined to it."""
    shared = list(citations)
    for index in range(len(shared) - 2, -1, -1):
        here, following = shared[index], shared[index + 1]
        if here.bases[0].law or here.bases[0].sign != following.bases[0].sign or not following.bases[0].law:
            continue
        if _CONNECTED.fullmatch(text, here.end, following.start):
            law = following.bases[0].law
            shared[index] = replace(here, bases=tuple(replace(basis, law=law) for basis in here.bases))
    return shared


# "§ 9 des Bundes-Klimaschutzgesetzes", "§ 9 KSG": a law that the list does not have is named all the same.
_OTHER_LAW_BEHIND = re.compile(
    r"[\s,)]*(?:de[sr]\s|vom\s)?(?:[A-ZÄÖÜ][\w-]*(?:gesetz(?:es|buch\w*)?|verordnung|ordnung)"
    r"|(?:[A-ZÄÖÜ][a-zäöüß]{0,6}){1,5}(?:G|GB|VO|PO|V))(?![\w-])"
)


def _is_of_other_law(citation: Citation, text: str) -> bool:
    return not citation.bases[0].law and _OTHER_LAW_BEHIND.match(text, citation.end) is not None


def _with_laws(citation: Citation, default_law: str) -> Citation:
    first = citation.bases[0]
    if first.law:
        return citation
    # "Art. 16a" without a law is the right of asylum of the Grundgesetz in all answers on permits.
    law = "GG" if first.sign == "Art." and first.section == "16a" else default_law if first.sign == "§" else ""
    return replace(citation, bases=tuple(replace(basis, law=law) for basis in citation.bases)) if law else citation
