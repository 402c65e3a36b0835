"""Figures in running text: which numbers of a sentence are counts, and what the nouns behind them say they count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extractor.grammar.age import read_ages, read_stays
from extractor.grammar.legal_basis import find_legal_bases
from extractor.grammar.numbers import NUMBER, PrintedValue, bound_pattern, bounded, read_value
from extractor.grammar.period import read_periods
from extractor.interpret.wording_rules import candidates


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: offsets of the number with its bound and percent sign, and the unit its noun names."""

    begin: int
    stop: int
    printed: PrintedValue
    unit: str = ""


_NO_FIGURE_BEFORE = re.compile(
    r"(?:[/\w.,§(]|\b(?:Nr\.|Nummer|Frage[n]?|Drucksachen?|Bundestagsdrucksachen?|Tabelle|Anlage|Seite|Artikels?|Abs\."
    r"|Absatz(?:es)?|Satz(?:es)?|Ziffer|Kapitels?|Titels?|Einzelplans?|Abschnitts?|Wahlperiode|Dublin|Zeile|Top|TOP"
    r"|Buchstabe|Fußnote|Zeichen|\w+ziffer|zu|Verordnung \(E[UG]\))[\s-]?"
    # "die Fragen 1 und 2"; "B 415", "S 4" are roads and lines.
    r"|\b(?:Fragen|Anlagen|Tabellen|Nummern|Absätzen?|Artikeln?|Ziffern|Fußnoten)\s\d+[a-z]?(?:,\s\d+[a-z]?)*\s(?:und|oder|bis)\s"
    r"|(?<![\w.])[A-Z]\s)$"
)
_NO_FIGURE_BEHIND = re.compile(
    # "11 A 31/22" is the number of a case at court.
    r"(?:\s[A-Z]{1,3}\s\d+[/.]\d|\.\s?(?:Quartal|Halbjahr|Januar|Lebensjahr|Wahlperiode|[A-Z]?[a-z])|/\d|[a-z]\)|\)|-[A-Za-zÄÖÜ]|\s?(?:Uhr|Absatz|Abs\.))"
)
# The noun behind a number and its adjectives: "1 790 russische Staatsangehörige", "854 Straftaten"; in "Ziffer 2 des
# Kapitels" none follows.
_NO_ADJECTIVE = (
    r"(?!(?:de[rsnm]|die|eine[rsnm]?|diese[rsnm]?|jede[rsnm]?|zwischen|gegen|wegen|neben|unter|über|hinter|oder|aber"
    r"|w[ae]ren|wurden?|werden|haben|hatten?)\b)"
)
_NOUN_BEHIND = re.compile(
    rf"\s(?:{_NO_ADJECTIVE}[a-zäöüß][\w/-]*e[nrsm]?\s){{0,2}}[A-ZÄÖÜ](?:[\w-]*-\s(?:und|oder|bzw\.)\s)?[\w-]+"
)
_NUMBER_WORDS = {
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11,
    "zwölf": 12, "keine": 0,
}  # fmt: skip
_WORD_BEFORE_NOUN = re.compile(
    rf"(?<![\w-])(?P<word>{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})(?=\s(?:\w+e[nrs]?\s)?"
    r"(?:Personen?|Visa|Fällen?|Anträgen?|Aufenthaltserlaubnisse?n?|Aufenthaltstiteln?|Entscheidungen?|Staatsangehörigen?)\b)"
)


@cache
def _figure_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w,.])(?:(?P<bound>{bound_pattern()})\s{{0,2}})?(?P<digits>{NUMBER})(?![\d%]?\d)"
        rf"(?P<unit>(?:\s?(?:Tsd\.|Tausend|Mio\.|Millionen|Mrd\.|Milliarden))?(?:\s?(?:%|Prozent(?!p)|€|Euro))?)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=16384)
def find_figures(text: str) -> tuple[Figure, ...]:
    """The counts and percentages that ``text`` states, in order.

    Dates, ages, durations, legal bases and numbers of papers, questions and tables are no figures. A marker or dash
    counts only where it is the whole text.
    """
    whole = read_value(text)
    if whole is not None:
        return (Figure(0, len(text), whole),) if whole.status != "blank" else ()
    matches = tuple(_figure_pattern().finditer(text))
    taken = _other_numbers(text) if matches else []
    figures = []
    for match in matches:
        begin, stop = match.start("digits"), match.end()
        if any(begin < end and start < stop for start, end in taken):
            continue
        if _NO_FIGURE_BEFORE.search(text, 0, match.start()) or _NO_FIGURE_BEHIND.match(text, match.end("digits")):
            continue
        printed = read_value(f"{match['digits']}{match['unit'] or ''}")
        if printed is None:
            continue
        if match["bound"] and not _governs(text, match):
            printed = bounded(printed, match["bound"])
        figures.append(Figure(match.start(), stop, printed, _unit_behind(text, match.end(), printed)))
    return tuple(figures) or _figures_in_words(text)


# "entschied über 603 428 Asylanträge": there "über" belongs to the verb and is no bound.
_WITH_ABOUT = re.compile(
    r"\b(?:[Ee]ntsch\w+|[Vv]erfüg\w+|[Bb]ericht\w*|[Bb]efand\w*|Angaben?|Auskunft|Übersicht|Bescheide?)\b[^,;]*$"
)


def _governs(text: str, match: re.Match[str]) -> bool:
    return match["bound"].casefold() == "über" and bool(_WITH_ABOUT.search(text[: match.start()]))


def _other_numbers(text: str) -> list[tuple[int, int]]:
    taken = [(citation.start, citation.end) for citation in find_legal_bases(text)]
    taken += [(period.begin, period.stop) for period in read_periods(text, default_year=2000)]
    taken += [(age.begin, age.stop) for age in read_ages(text)]
    taken += [(stay.begin, stay.stop) for stay in read_stays(text)]
    return taken


def _figures_in_words(text: str) -> tuple[Figure, ...]:
    match = _WORD_BEFORE_NOUN.search(text)
    if match is None:
        return ()
    figure = read_value(str(_NUMBER_WORDS[match["word"]]))
    if figure is None:
        return ()
    return (Figure(match.start(), match.end(), figure, _unit_behind(text, match.end(), figure)),)


# The counted noun stands behind the number, with up to three adjectives before it ("1 790 russische Staatsangehörige").
_BEHIND = re.compile(r"[\s\d*)]*(?:(?!unter\b|über\b)[a-zäöüß][\w/-]*e[nrsm]?(?:,\s|\s)(?:und\s|oder\s)?){0,3}?")


def noun_behind(text: str, figure: Figure) -> str:
    """The noun that follows a figure, with the adjectives between them; ``""`` if none follows."""
    found = _NOUN_BEHIND.match(text, figure.stop)
    return found[0] if found else ""


def _unit_behind(text: str, position: int, printed: PrintedValue) -> str:
    if printed.percent:
        return "percent"
    if printed.currency:
        return "euros"
    return unit_at(text, position)


def unit_at(text: str, position: int) -> str:
    """The unit named by the noun that follows ``position``, adjectives between them skipped; ``""`` if none does."""
    rest = text[position : position + 90]
    words = re.split(r"[.;:(]", rest)[0]
    best: tuple[int, int, str] | None = None
    for rule in candidates("units", words):
        match = rule.pattern.search(words)
        if match and _BEHIND.fullmatch(words, 0, match.start()) and (best is None or match.start() < best[0]):
            best = (match.start(), rule.rank, rule.code)
    return best[2] if best else ""
