"""Figures in the sentences of an answer against the totals of its tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from extractor.check.figures import LABEL_JOINT
from extractor.check.ledger import Ledger
from extractor.check.meaning import is_certain, times_of
from extractor.grammar.numbers import NUMBER, number_value
from extractor.model.check import CheckResult
from extractor.model.observation import Observation
from extractor.model.structure import Paragraph, ParagraphKind, Structure
from extractor.model.table import TableReading

_NO_COINCIDENCE = Decimal(20)
"""Within one answer, with equal meaning, a figure of this size does not agree by accident."""

_PLAIN = frozenset({"exact", "zero", "corrected"})

_STEM = 5
"""So many letters of a compound tell its theme ("Asylantragstellung", "Asylantrag"); words with fewer are dropped."""

_SHARED_STEMS, _LEAST_STEMS = 0.75, 4
"""A sentence speaks of a table's figures when it has three quarters of the content words of the table's head, at least
four: with fewer ("Anzahl Personen") every sentence of the answer would do."""

_SENTENCE_END = re.compile(r"(?<=[a-zäöüß)]{2})[.:;]\s+(?=[A-ZÄÖÜ])")
_FIGURE = re.compile(rf"(?<![\w.,/§-])(?P<figure>{NUMBER})(?![\w,/%-]|\.\d|\s?%|\s?Prozent)")
_NOT_A_COUNT = re.compile(
    r"(?:§+|Abs(?:atz|\.)|Satz|Art(?:ikel|\.)|Nr\.|Nummer|Frage|Drucksache|Seite|Jahre?s?|seit|ab|bis|Quartal)\s*$"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PART_YEAR = re.compile(
    r"quartal|halbjahr|monat|stichtag|\d\.\s*(?:januar|februar|märz|april|mai|ju[nl]i|august)", re.I
)


def check_prose(ledger: Ledger, structure: Structure, readings: Mapping[str, TableReading]) -> None:
    """Enter what sentences say of figures in tables: those coded as observations first, then the table's lead-in."""
    observations = ledger.observations
    plain = [place for place in ledger.counts() if observations[place].value_status in _PLAIN]
    printed = [place for place in plain if observations[place].table_id]
    stated = [place for place in plain if not observations[place].table_id and is_certain(observations[place])]
    for sentence in stated:
        same = [place for place in printed if _mean_the_same(ledger, place, sentence)]
        if same:
            _compare(ledger, sentence, same)
    _check_lead_ins(ledger, structure, readings, printed)


def _mean_the_same(ledger: Ledger, place: int, sentence: int) -> bool:
    """Whether a figure of a table certainly means what the sentence (of certain meaning) says, in the same answer."""
    one, other = ledger.observations[place], ledger.observations[sentence]
    same = one.question_id == other.question_id and times_of(one) == times_of(other)
    return same and is_certain(one) and ledger.meaning(place) == ledger.meaning(sentence)


def _compare(ledger: Ledger, sentence: int, places: Sequence[int]) -> None:
    """A figure in prose against all cells of its meaning: one that agrees is enough, else all of them contradict it."""
    value = ledger.observations[sentence].value or Decimal(0)
    agreeing = [place for place in places if ledger.observations[place].value == value]
    if agreeing:
        if value >= _NO_COINCIDENCE:
            ledger.vouch((sentence, *agreeing), "prose")
            _record(ledger, sentence, agreeing[0], value, CheckResult.HOLDS)
        return
    ledger.doubt((sentence, *places), "prose_mismatch")
    for place in places:
        _record(ledger, place, sentence, value, CheckResult.FAILS)
        ledger.report("prose_mismatch", place, left=str(ledger.observations[place].value), right=str(value))


def _record(ledger: Ledger, place: int, other: int, value: Decimal, result: CheckResult, wording: str = "") -> None:
    table = ledger.observations[place].table_id or ledger.observations[other].table_id
    left = ledger.observations[place].value
    ledger.record("prose", (place, other), left=left, right=value, result=result, wording=wording, table_id=table)


def _check_lead_ins(
    ledger: Ledger, structure: Structure, readings: Mapping[str, TableReading], printed: Sequence[int]
) -> None:
    """Sentences that no rule coded: one count, the year of a table's total, and most words of the table's head.

    Weaker than codes, so all of it must fit; only a figure of the whole year is compared.
    """
    observations = ledger.observations
    coded = {_words(one.value_raw) for one in observations if not one.table_id}
    totals: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in printed:
        if _is_whole(observations[place]):
            totals[observations[place].table_id, observations[place].question_id].append(place)
    counts: dict[str, list[tuple[str, Decimal]]] = {}
    for (table_id, question), places in totals.items():
        if question not in counts:
            counts[question] = [one for one in _counts(structure.paragraphs, question) if _words(one[0]) not in coded]
        if not counts[question]:
            continue
        general = _general_head(readings.get(table_id))
        stems = {place: _stems((*general, *_own_head(observations[place]))) for place in places}
        for text, count in counts[question]:
            same = [
                place for place in places if _speaks_of(text, stems[place]) and _is_same_time(text, observations[place])
            ]
            _compare_wording(ledger, text, count, same)


def _general_head(reading: TableReading | None) -> tuple[str, ...]:
    """What the table says of all its figures: its caption and the heads of the columns of labels."""
    if reading is None:
        return ()
    rows, cols = reading.head_rows, reading.stub_cols
    return (reading.caption, *(cell.text for cell in reading.table.cells if cell.row <= rows and cell.col <= cols))


def _compare_wording(ledger: Ledger, text: str, count: Decimal, places: Sequence[int]) -> None:
    if not places or count < _NO_COINCIDENCE:
        return
    agreeing = [place for place in places if ledger.observations[place].value == count]
    if agreeing:
        ledger.vouch(agreeing, "prose")
    else:
        ledger.doubt(places, "prose_mismatch")
    for place in agreeing or places:
        value = ledger.observations[place].value
        result = CheckResult.HOLDS if agreeing else CheckResult.FAILS
        ledger.record("prose", (place,), left=value, right=count, result=result, wording=text)
        if not agreeing:
            ledger.report("prose_mismatch", place, left=str(value), right=str(count))


def _is_whole(observation: Observation) -> bool:
    return "total" in (observation.row_role, observation.col_role) and observation.row_role not in ("davon", "darunter")


def _own_head(observation: Observation) -> tuple[str, ...]:
    return (*observation.col_label.split(LABEL_JOINT), observation.category)


def _stems(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(_stems_of, texts))


# The heads of a table come again with each of its figures.
@lru_cache(maxsize=4096)
def _stems_of(text: str) -> frozenset[str]:
    words = re.findall(r"[a-zäöüß]+", text.lower())
    return frozenset(word[:_STEM] for word in words if len(word) >= _STEM and not _PART_YEAR.search(word))


def _speaks_of(text: str, stems: frozenset[str]) -> bool:
    lower = text.lower()
    return len(stems) >= _LEAST_STEMS and sum(stem in lower for stem in stems) >= _SHARED_STEMS * len(stems)


def _counts(paragraphs: Sequence[Paragraph], question: str) -> Iterable[tuple[str, Decimal]]:
    """Sentences of the question's answer that state one count, with it."""
    for paragraph in paragraphs:
        if paragraph.kind is not ParagraphKind.ANSWER or question not in paragraph.question_ids:
            continue
        for sentence in _SENTENCE_END.split(paragraph.text):
            counts = [
                number_value(match["figure"])
                for match in _FIGURE.finditer(sentence)
                if not _NOT_A_COUNT.search(sentence[: match.start()]) and not _YEAR.fullmatch(match["figure"])
            ]
            if len(counts) == 1:
                yield sentence, counts[0]


def _is_same_time(text: str, observation: Observation) -> bool:
    """Whether the sentence speaks of the observation's period: a whole year that it names, and no part of one."""
    start, end = observation.period_start, observation.period_end
    if start is None or end is None or _PART_YEAR.search(text):
        return False
    whole_year = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year
    return whole_year and set(_YEAR.findall(text)) == {str(start.year)}


def _words(text: str) -> str:
    return " ".join(text.split())
