"""States and Länder in running text: by name, by adjective before a noun for people, by the name of a people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from extractor.codes import CodeLists, normalise
from extractor.grammar.letters import folded
from extractor.interpret.wording_rules import Mark

# Nouns that make an adjective a nationality; "die russischen Behörden" are none.
_PEOPLE = (
    r"(?:[Ss]taats(?:angehörig|bürger)|Person|Mensch|Frau|Männer|Kind|Flüchtling|Asyl|Antragstell|Schutz|Ausländer|Herkunft"
    r"|Familien|Geflüchtet|Minderjährig|Erwachsen|Mädchen|Jungen|Ortskr[aä]|Jugendlich|Studierend|Fachkr[aä]|Ehegatt|Eltern"
    r"|Geduldet|Erstantrag|Nationalität|Pass\b|Visum[as]|Bürger|Migrant|Arbeitn|Inhaber)"
)
_ENDING = r"e[nrsm]?"
# "an der Grenze zu Österreich", "nach Italien überstellt", "Botschaft in Indien": a place, nobody's nationality.
_ELSEWHERE = re.compile(
    r"\b(?:[Gg]renzen?\s(?:zu|zur|zum|mit|nach)|[Nn]ach|[Ii]n|[Ii]m|über|Botschaft|[Vv]isastelle)\s(?:de[rnm]\s|die\s)?$"
)
# Names of one or two letters ("BE") and names of the own country say nothing in running text.
_SHORTEST = 4
_NOT_IN_TEXT = {"DEU", "XXX", "XSO", "XTO"}


@lru_cache(maxsize=4)
def _nationality_patterns(codes: CodeLists) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    # In small letters, as case is ignored: those that begin alike must be tried together.
    adjectives = [stem.lower() for stem, _, kind in codes.adjectives if kind == "adjective"]
    peoples = [stem.removesuffix("e") for stem, _, kind in codes.adjectives if kind == "people"]
    between = r"(?:\s(?:und|oder)\s\w+e[nrsm]?|\s[a-zäöüß-]+e[nrsm]?|,\s\w+e[nrsm]?)*"
    adjective = re.compile(
        rf"(?<![\w-])(?P<stem>{_alternatives(adjectives)}){_ENDING}"
        rf"(?:(?={between}\s{_PEOPLE})|\s(?:Staatsangehörigkeit|Herkunft|Nationalität))",
        re.IGNORECASE,
    )
    people = re.compile(rf"(?<![\w-])(?P<stem>{_alternatives(peoples)})(?:e?[ns]?|in|innen)(?![\w-])")
    return adjective, people, _names(codes, "nationalities")


def _alternatives(words: Iterable[str]) -> str:
    return _by_first_sign(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _by_first_sign(patterns: Iterable[str]) -> str:
    """One expression for patterns that begin with a plain sign; of those with the same sign, the first goes before.

    A list of hundreds takes three times as long where it is not parted so.
    """
    groups: dict[str, list[str]] = {}
    for pattern in patterns:
        length = 2 if pattern.startswith("\\") else 1
        groups.setdefault(pattern[:length], []).append(pattern[length:])
    return "|".join(f"{sign}(?:{'|'.join(rests)})" for sign, rests in groups.items())


def _names(codes: CodeLists, name: str) -> re.Pattern[str]:
    """The labels of a list as one expression; adjectives in them may be inflected ("der Russischen Föderation")."""
    entries = codes.lists[name]
    labels = {entry.label for entry in entries.entries if entry.code not in _NOT_IN_TEXT}
    labels |= {wording.wording for wording in entries.wordings if wording.code not in _NOT_IN_TEXT}
    usable = [label for label in labels if (len(label) >= _SHORTEST and label[0].isupper()) or label == "USA"]
    patterns = []
    for label in sorted(usable, key=len, reverse=True):
        escaped = re.sub(r"(?:\\ |\s)+", r"[\\s]+", re.escape(label)).replace(r"\-", r"[-–]\s?")
        patterns.append(re.sub(r"(?<=[a-zäöü])e[sr]?(?=\[\\s\]\+[A-Z])", _ENDING, escaped))
    return re.compile(rf"(?<![\w-])(?P<name>{_by_first_sign(patterns)})(?P<genitive>s?)(?![\w-])")


@lru_cache(maxsize=4)
def _by_stem(codes: CodeLists) -> dict[str, str]:
    return {
        (stem if kind == "adjective" else stem.removesuffix("e")).casefold(): code
        for stem, code, kind in codes.adjectives
    }


@lru_cache(maxsize=16384)
def find_nationalities(text: str, codes: CodeLists) -> tuple[Mark, ...]:
    """Nationalities that ``text`` names, in order of the text; Germany and residual words are not looked for."""
    adjective, people, names = _nationality_patterns(codes)
    marks: list[Mark] = []
    for match in names.finditer(text):
        if _ELSEWHERE.search(text, 0, match.start()):
            continue
        code = codes.nationality(match["name"]) or _uninflected(match["name"], codes, "nationalities")
        if code:
            _add(marks, Mark(match.start(), match.end(), code, match[0]))
    for match in (*adjective.finditer(text), *people.finditer(text)):
        _add(marks, Mark(match.start(), match.end(), _by_stem(codes)[folded(match["stem"])], match[0]))
    return tuple(sorted(marks, key=lambda mark: mark.begin))


def _add(marks: list[Mark], mark: Mark) -> None:
    if all(mark.stop <= other.begin or mark.begin >= other.stop for other in marks):
        marks.append(mark)


def _uninflected(name: str, codes: CodeLists, which: str) -> str:
    """The code of a name whose adjectives are inflected: the one label that is alike but for their endings."""
    stem = _stem(name)
    return _stems(codes, which).get(stem, "")


def _stem(name: str) -> str:
    return re.sub(r"(?<=[a-zäöüß])e[nrsm]?(?= )", "e", normalise(name))


@lru_cache(maxsize=8)
def _stems(codes: CodeLists, which: str) -> dict[str, str]:
    entries = codes.lists[which]
    return {_stem(label): code for label, code in entries.by_label.items()}


@lru_cache(maxsize=4)
def _land_pattern(codes: CodeLists) -> re.Pattern[str]:
    return _names(codes, "laender")


@lru_cache(maxsize=16384)
def find_lands(text: str, codes: CodeLists) -> tuple[Mark, ...]:
    """Länder that ``text`` names, in order; Germany as a whole is none."""
    marks = []
    for match in _land_pattern(codes).finditer(text):
        code = codes.land(match["name"])
        if code and code != "DE":
            marks.append(Mark(match.start(), match.end(), code, match[0]))
    return tuple(marks)
