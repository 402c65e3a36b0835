"""What the label of a row or column says: exactly what the code lists and grammars know, nothing by similarity."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache

from extractor.codes import CodeLists, load_code_lists, normalise
from extractor.grammar.age import read_ages, read_stays
from extractor.grammar.laws import law_pattern
from extractor.grammar.legal_basis import find_legal_bases, format_legal_bases
from extractor.grammar.period import read_periods
from extractor.interpret.dimensions import Dimensions
from extractor.interpret.wording_context import asked_unit
from extractor.interpret.wording_dimensions import (
    default_law,
    instance_of,
    land_of,
    nationality_of,
    people_of,
    read_bases,
    register_of,
    role_of,
    sex_of,
    stay_of,
    title_of,
    title_of_bases,
    topic_of,
)
from extractor.interpret.wording_hyphens import without_breaks
from extractor.interpret.wording_measure import decide_measure
from extractor.interpret.wording_names import find_lands, find_nationalities
from extractor.interpret.wording_rules import all_matches, read_rules
from extractor.interpret.wording_time import has_period, has_reference, read_times

# Words that say how a row belongs to others, not what it is: the roles are read where the table is known.
_ROLE_WORDS = re.compile(
    r"^(?:(?:Summe|davon|hiervon|darunter|hierunter|darin|d\.\s?h\.|nach|aus|in|im|mit|von|für|sowie|und|bei|an|zum|zur|der|die|das|den)"
    r"\b\s*:?\s*)+",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"^(?:in\s(?:%|Prozent)|%|Prozent|[Rr]elativ)$|^(?:(?:[Pp]rozentuale[rn]?\s)?Anteil\w*|Verhältnis\s(?:zu|der|von)\w*|Quote\w*)\b|\b\w+quoten?\b|(?:\bin\s%|\bin\sProzent|\(%\))",
    re.IGNORECASE,
)
_HANGING = re.compile(r"\s(?:nach|gem\.?|gemäß|i\.\s?S\.\s?v\.|aus|wegen|durch|im|in)$")
_TOTAL_BEHIND = re.compile(r"\s(?:ins)?gesamt$")
# How long procedures last or wait ("über 6 Monate"); years may be an age or a stay.
_DURATION = re.compile(
    r"(?:(?:seit|unter|über|bis|bis\szu|mehr\sals|länger\sals|weniger\sals|ab|mindestens|höchstens)\s){0,2}"
    r"\d{1,3}(?:\s?(?:[-–]|bis(?:\sunter)?)\s?\d{1,3})?\s(?:Tagen?|Wochen?|Monaten?)(?:\s(?:und|oder)\s(?:mehr|länger))?",
    re.IGNORECASE,
)
_SHARE_OF = re.compile(
    r"\b(?:Anteil\w*|Verhältnis|Quote\w*)\s+(?P<of>(?:an|zu|zum|von|am|der|an\sder|an\sden)\s.+?)"
    r"(?:\s\(?in\s(?:Prozent|%)\)?)?$",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"^(?:absolut\w*|(?:in\s)?abs\.|Anzahl|Zahl|Fallzahl(?:en)?|absolute\s(?:Zahl(?:en)?|Werte?))$", re.IGNORECASE
)
# The longest qualifiers of the Register's own list have some 80 letters; longer rests are parts of sentences.
_LONGEST_CATEGORY = 80
_LEFT_OVER = re.compile(r"[A-Za-zÄÖÜäöüß]{2,}")
_COUNTING = re.compile(r"(?:Anzahl|Zahl|Aufschlüsselung|Übersicht)\b")
# A category has a noun; "vorlagen", "erfasste" are what is left of a clause.
_NOUN = re.compile(r"[A-ZÄÖÜ][a-zäöüß]{3,}")
_STOP_WORDS = frozenset({
    "abs", "absatz", "als", "am", "an", "anzahl", "auf", "aus", "bei", "beim", "bis", "das", "dem", "den", "der",
    "des", "die", "durch", "ein", "eine", "einem", "einen", "einer", "eines", "erfasste", "erfassten", "für",
    "gem", "gemäß", "gesamt", "im", "in", "insgesamt", "insg", "ist", "jahr", "jahre", "jahren", "mit", "nach",
    "oder", "personen", "person", "seit", "sind", "sowie", "summe", "und", "unter", "vom", "von", "vor", "während",
    "waren", "war", "wegen", "werden", "wurde", "wurden", "zahl", "zu", "zum", "zur", "hinblick", "hier", "noch",
    "auch", "davon", "darunter", "sonst", "über", "stand", "stichtag", "einschl", "einschließlich", "bzw", "wert",
    "werte",
})  # fmt: skip


@cache
def _law_names() -> re.Pattern[str]:
    """The names of laws; "(nach AufenthG)" alone is no category."""
    return re.compile(law_pattern())


def read_label(label: str, codes: CodeLists | None = None) -> Dimensions:
    """The dimensions that one label (a level of a head or stub path) names; empty where no list knows it.

    ``codes`` are the program's lists when ``None``. "Gesamt" comes back as ``total_of``, "Sonstige" as
    ``residuals``; words beside what was recognised become ``category``, canonical where a list has them.
    """
    return _read_label(label, codes or load_code_lists())


@lru_cache(maxsize=65536)
def _read_label(label: str, codes: CodeLists) -> Dimensions:
    text = without_breaks(" ".join(label.split()), codes)
    if not text:
        return Dimensions()
    known = _read_known(text, codes)
    if known is None:
        stripped = _ROLE_WORDS.sub("", text).strip(" :")
        known = _read_known(stripped, codes) if stripped and stripped != text else None
    return known if known is not None else _read_composed(text, codes)


def _read_known(text: str, codes: CodeLists) -> Dimensions | None:
    """A label that one of the lists has as a whole."""
    total = codes.total_of(text)
    if total:
        return Dimensions(total_of=total)
    nationality = codes.nationality(text)
    if nationality and nationality != "XTO":
        return Dimensions(nationality=nationality, nationality_label=text)
    land = codes.land(text)
    if land:
        return Dimensions(region=land, region_label=text)
    group = codes.group(text)
    if group:
        return Dimensions(nationality_group=text)
    if codes.dimension_of(text) not in ("", "title_type"):
        # The head of the stub column, or a section row that changes what the rows are. "Aufenthaltstitel" may be a row.
        return Dimensions(instance=instance_of(text))
    # A remainder without a code is told from others by its label.
    residuals = tuple(f"{name}={code or text}" for name, code in codes.residuals.get(normalise(text), ()))
    if residuals:
        return Dimensions(residuals=residuals)
    return _read_simple(text, codes)


def _read_simple(text: str, codes: CodeLists) -> Dimensions | None:
    sex, adult = codes.sex(text)
    if sex:
        least, most = {"adult": (18, None), "minor": (0, 17), "": (None, None)}[adult]
        return Dimensions(sex=sex, age_min=least, age_max=most, age_label=text if adult else "")
    if _COUNT.match(text):
        # A head "absolut" only says that the column is no share.
        return Dimensions()
    category = codes.lists["categories"].find(text)
    if category:
        measure = decide_measure(text)
        if not measure.code:
            # A misprint or abbreviation counts what its code does.
            measure = decide_measure(category)
        return Dimensions(
            category=category,
            measure=measure.code,
            unit=measure.unit,
            topic=_topics(topic_of(text, measure=measure.code)),
            legal_basis=format_legal_bases(read_bases(text, "")),
            weak=("measure", "unit", "topic") if measure.weak else (),
        )
    return None


def _topics(topic: str) -> tuple[str, ...]:
    return (topic,) if topic else ()


def _read_composed(text: str, codes: CodeLists) -> Dimensions:
    """A label made of several things: a legal basis with a qualifier, a title with its purpose, ages with a sex."""
    share = bool(_SHARE.search(text))
    law = default_law(text)
    bases = read_bases(text, law)
    measure = decide_measure(text, has_reference(text), has_period(text))
    times = read_times(text, measure.code)
    title = title_of(text, measure.code) or title_of_bases(bases, codes, times.reference_date or times.period_end)
    people, unsure_age = people_of(text)
    stay_min, stay_max = stay_of(text)
    code, unit = ("share", "percent") if share else (measure.code, measure.unit)
    if not share and title and measure.code == "protection_granted":
        # "§ 25 Abs. 2 AufenthG (subsidiärer Schutz gewährt)": the protection qualifies the title.
        code, unit = "", ""
    nationality, nationality_label = nationality_of(text, codes)
    region, region_label = land_of(text, codes)
    unit = asked_unit(text) or unit
    said_of = _SHARE_OF.search(text)
    found = Dimensions(
        unit=unit,
        measure=code,
        share_of=said_of["of"] if share and said_of else "",
        instance=instance_of(text),
        title_type=title,
        legal_basis=format_legal_bases(bases),
        nationality=nationality,
        nationality_label=nationality_label,
        region=region,
        region_label=region_label,
        **people,
        stay_min_years=stay_min,
        stay_max_years=stay_max,
        person_role=role_of(text),
        **times.dates(),
        time_wording=times.wording,
        register=register_of(text),
        topic=_topics(topic_of(text, title, code, bases)),
        flags=("ambiguous",) if times.ambiguous or unsure_age else (),
        weak=("measure", "unit") if measure.weak and code and not share else (),
    )
    category = "" if share else _category(text, codes)
    # Words that nothing was recognised beside are no category but an unknown label.
    is_category = found.said() or category in _category_labels(codes) or _DURATION.fullmatch(text)
    return replace(found, category=category) if is_category else found


@lru_cache(maxsize=8)
def _category_labels(codes: CodeLists) -> frozenset[str]:
    return frozenset(entry.code for entry in codes.lists["categories"].entries)


@lru_cache(maxsize=16384)
def _category(text: str, codes: CodeLists) -> str:
    """What is left of a label when all that was recognised is taken away, canonical where the list has it."""
    spans = [(citation.start, citation.end) for citation in find_legal_bases(text)]
    spans += [(period.begin, period.stop) for period in read_periods(text)]
    spans += [(age.begin, age.stop) for age in read_ages(text)]
    spans += [(stay.begin, stay.stop) for stay in read_stays(text)]
    spans += [(mark.begin, mark.stop) for mark in find_nationalities(text, codes) + find_lands(text, codes)]
    spans += [(mark.begin, mark.stop) for mark in all_matches("title_types", text) + all_matches("registers", text)]
    letters = list(text)
    for begin, stop in spans:
        letters[begin:stop] = ["|"] * (stop - begin)
    for piece in re.split(r"\|+|[()„“”\"]|\s[–-]\s", "".join(letters)):
        category = _category_of(piece, codes)
        if category:
            return category
    return ""


def _category_of(piece: str, codes: CodeLists) -> str:
    plain = piece.strip(" ,;:.–-/")
    stripped = _HANGING.sub("", _ROLE_WORDS.sub("", plain)).strip(" :")
    rest = list(stripped)
    for mark in all_matches("measures", stripped):
        if mark.rule and not mark.rule.weak:
            rest[mark.begin : mark.stop] = " " * (mark.stop - mark.begin)
    for candidate in (plain, stripped, _TOTAL_BEHIND.sub("", stripped), "".join(rest).strip(" /")):
        code = codes.lists["categories"].find(candidate)
        if code:
            return code
    if len(stripped) > _LONGEST_CATEGORY or ("," in stripped and not stripped.endswith(",")):
        return ""
    words = [word for word in _LEFT_OVER.findall(stripped) if word.casefold() not in _STOP_WORDS]
    if _COUNTING.match(stripped) or _law_names().fullmatch(stripped):
        return ""
    if any(rule.pattern.fullmatch(stripped) for rule in read_rules("units")):
        # "Kinder" beside "unter 14 Jahren", "Personen": who is counted, no category.
        return ""
    if (
        not words
        or not _NOUN.search(stripped)
        or role_of(stripped)
        or all_matches("measures", stripped)
        or sex_of(stripped)[0]
    ):
        return ""
    return stripped
