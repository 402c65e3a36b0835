"""What captions, lead-ins, questions and titles say of all figures of a table."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.codes import CodeLists, load_code_lists
from extractor.grammar.legal_basis import format_legal_bases
from extractor.interpret.dimensions import Dimensions
from extractor.interpret.wording_dimensions import (
    default_law,
    instance_of,
    land_of,
    nationality_of,
    people_of,
    read_bases,
    register_of,
    role_of,
    title_of,
    title_of_bases,
    topic_of,
)
from extractor.interpret.wording_figures import unit_at
from extractor.interpret.wording_measure import decide_measure, split_clauses
from extractor.interpret.wording_rules import all_matches, read_rules
from extractor.interpret.wording_time import has_period, has_reference, read_times

# What a question asks to be broken down, or asks besides, does not hold for each figure of the answer.
_BREAKDOWN = re.compile(
    r"\((?:bitte|jeweils|nach|wenn möglich)[^()]*(?:\([^()]*\)[^()]*)*\)"
    r"|\bbitte\s[^.?;]*(?:aufschlüsseln|auflisten|angeben|differenzieren|aufgliedern|benennen)",
    re.IGNORECASE,
)
_ASIDE_QUESTION = re.compile(
    r"(?:,|;|\bund)\s*(?:und\s)?(?:wie\sviele|wie\shoch|wieviele|welche)\s(?:davon|von\sihnen|dieser|hiervon|waren\sdavon)[^?;]*",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b[Ww]ie\s?vielen?\s|\bAnzahl\s(?:der|von)\s|\bZahl\s(?:der|von)\s|\b[Ww]ie\shoch\s(?:ist|war)\sdie\sZahl\s(?:der|von)\s"
)
_MOST_BASES = 3
"""A text that cites more legal bases than these speaks of a list, which the labels of the table go through."""


def read_context(text: str, codes: CodeLists | None = None) -> Dimensions:
    """The dimensions that a caption, lead-in, question or title gives all figures below it; empty where it gives none.

    What it asks to be broken down ("bitte nach Bundesländern aufschlüsseln"), or names several of, is left open.
    """
    return _read_context(text, codes or load_code_lists())


@lru_cache(maxsize=4096)
def _read_context(text: str, codes: CodeLists) -> Dimensions:
    plain = _ASIDE_QUESTION.sub(" ", _BREAKDOWN.sub(" ", " ".join(text.split())))
    if not plain.strip():
        return Dimensions()
    measure = decide_measure(plain, has_reference(plain), has_period(plain))
    times = read_times(plain, measure.code)
    bases = read_bases(plain, default_law(plain))
    # Of several kinds of titles the text does not say which one is granted on the legal basis.
    kinds = {mark.code for mark in all_matches("title_types", plain)} - {"any_title"}
    few = bases if len(bases) <= _MOST_BASES and len(kinds) <= 1 else ()
    title = title_of(plain, measure.code) or title_of_bases(few, codes, times.reference_date or times.period_end)
    main, _ = split_clauses(plain)
    people, _ = people_of(main)
    nationality, nationality_label = nationality_of(plain, codes)
    region, region_label = land_of(plain, codes)
    topic = topic_of(plain, title, measure.code, bases)
    return Dimensions(
        unit=asked_unit(plain) or measure.unit,
        measure=measure.code,
        instance=instance_of(plain),
        title_type=title,
        legal_basis=format_legal_bases(few),
        nationality=nationality,
        nationality_label=nationality_label,
        region=region,
        region_label=region_label,
        **people,
        person_role=role_of(plain),
        **times.dates(),
        time_wording=times.wording,
        register=register_of(plain),
        topic=(topic,) if topic else (),
        flags=("ambiguous",) if times.ambiguous else (),
        weak=("measure", "unit") if measure.weak else (),
    )


# "(Eltern)" in brackets is a role; these nouns there are what is counted.
_BRACKETED = re.compile(
    r"\((?P<noun>Personen|Anträge|Visa|Titel|Aufenthaltstitel|Fälle|Entscheidungen|Verfahren)\)"
    r"|\bin\s(?P<measured>Monaten|Prozent|%|Euro|Jahren)(?!\w)"
)


def asked_unit(text: str) -> str:
    """The unit of what is asked for or headed: "Wie viele Personen", "Zahl der Anträge", "(Personen)", "in Monaten"."""
    bracketed = _BRACKETED.search(text)
    if bracketed:
        noun = bracketed["noun"] or bracketed["measured"]
        for rule in read_rules("units"):
            if rule.pattern.fullmatch(noun):
                return rule.code
    asked = _ASKED.search(text)
    return unit_at(text, asked.end()) if asked else ""
