"""What stands around a table and speaks of its figures: captions, heading, lead-in, answer, notes, question, title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.codes import CodeLists
from extractor.interpret.dimensions import Dimensions
from extractor.interpret.groups import spoken
from extractor.interpret.lines import Column
from extractor.interpret.meaning import Source
from extractor.interpret.rules import load_rules
from extractor.interpret.wording import read_context, read_label
from extractor.model.table import TablePlace

# Heads of label columns that name a time or a kind of rows.
_NAMES_ROWS = re.compile(r"(?:Jahr|Monat|Quartal|Halbjahr|Zeitraum|Zeitpunkt|Datum|Art|Grund|Gründe)\b", re.IGNORECASE)
_QUESTION_REFERENCE = re.compile(r"\b(?:in|zu|unter|aus|der)\s(?:den\s)?(?:Fragen?|Nummer)\s(?P<id>\d{1,3}\s?[a-z]?)\b")


@dataclass(frozen=True, slots=True)
class Paper:
    """What all tables of a document share: its id, hash, title, questions, and the paragraphs of their answers."""

    doc_id: str
    sha256: str
    title: str
    codes: CodeLists
    answers: dict[str, tuple[str, ...]]
    questions: dict[str, str]


def sources_around(place: TablePlace, titles: Sequence[str], paper: Paper) -> list[Source]:
    """What is said outside the body of a table, nearest first; ``titles`` are the texts inside its frame."""
    texts = [("caption", text) for text in titles]
    texts += [("heading", place.heading), ("lead_in", place.lead_in)]
    texts += [("answer", text) for text in _paragraph_of_lead_in(place, paper)]
    texts += [("notes", note) for note in place.notes]
    texts += [("question", place.question_text), *_questions_referred_to(place, paper), ("title", paper.title)]
    return [Source(name, spoken(read_context(text, paper.codes))) for name, text in texts if text]


def captions_above_labels(stub_heads: Sequence[str], codes: CodeLists) -> list[Source]:
    """What the heads of the label columns say of the figures, as captions and as labels."""
    return [_caption(text, codes, is_label) for is_label in (False, True) for text in stub_heads]


# As many heads as a long paper has: its tables repeat them.
@lru_cache(maxsize=4096)
def _caption(text: str, codes: CodeLists, is_label: bool) -> Source:
    said = read_label(text, codes) if is_label else read_context(text, codes)
    return Source("caption", spoken(_without_counting(said, text)))


# What courts decided on, and what waits there, is at the court that another head of the table names.
_AT_COURT = re.compile(r"[Gg]ericht|Rechtsmittel")


def sources_beside(number: int, columns: Mapping[int, Column], codes: CodeLists) -> list[Source]:
    """What other heads say of a column: the court, and what the percentages beside it are a share of."""
    found = []
    column = columns[number]
    courts = {court for one in columns.values() if (court := one.said.fields.get("instance"))}
    if len(courts) == 1 and not column.said.fields.get("instance") and _AT_COURT.search(column.wording):
        found.append(Dimensions(instance=courts.pop()))
    right = next((one.said for other, one in columns.items() if other > number), None)
    if right is not None and right.measure == "share" and right.fields.get("share_of") and not column.said.measure:
        measure = read_label(right.fields["share_of"], codes).measure
        found.append(Dimensions(measure=measure, flags=("ambiguous",)))
    return [Source("columns", spoken(said)) for said in found]


def with_beside(around: Sequence[Source], beside: Sequence[Source]) -> list[Source]:
    """The sources around a table with those beside a column: nearer than what was asked."""
    asked = next((place for place, one in enumerate(around) if one.name == "question"), len(around))
    return [*around[:asked], *beside, *around[asked:]]


def _without_counting(said: Dimensions, text: str) -> Dimensions:
    """What a head of label columns says; one that names the rows ("Jahr der Erteilung") counts nothing.

    "Herkunftsland" above the rows does not tell either what the figures are about.
    """
    if _NAMES_ROWS.match(text):
        said = replace(said, measure="", unit="")
    return replace(said, topic=()) if load_rules().neutral.match(text.strip()) else said


def _questions_referred_to(place: TablePlace, paper: Paper) -> list[tuple[str, str]]:
    """What the answers to questions named in this one say ("die in Frage 1 erfragten Personen"), and those."""
    texts = []
    for reference in _QUESTION_REFERENCE.finditer(place.question_text):
        question_id = reference["id"].replace(" ", "")
        if question_id != place.question_id:
            answer = paper.answers.get(question_id, ())
            texts += [("question", text) for text in answer[:1] if any(sign.isdigit() for sign in text)]
            texts += [("question", text) for text in (paper.questions.get(question_id, ""),) if text]
    return texts


def _paragraph_of_lead_in(place: TablePlace, paper: Paper) -> tuple[str, ...]:
    """What the paragraph that leads in to the table says before its last sentence."""
    for text in reversed(paper.answers.get(place.question_id, ())):
        if place.lead_in and place.lead_in in text and text != place.lead_in:
            return (text.replace(place.lead_in, " ").strip(),)
    return ()
