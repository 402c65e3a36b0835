"""The dimensions that a text names, one by one: title, legal basis, state, Land, sex, age, stay, role and others."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from extractor.codes import CodeLists
from extractor.grammar.age import read_ages, read_stays
from extractor.grammar.legal_basis import LegalBasis, find_legal_bases, format_legal_bases, read_legal_bases
from extractor.interpret.wording_names import find_lands, find_nationalities
from extractor.interpret.wording_rules import all_matches, first_match

_PERMIT_TOPICS = frozenset(
    {"residence_permit", "eu_blue_card", "ict_card", "mobile_ict_card", "settlement_permit", "eu_long_term",
     "opportunity_card", "any_title", "fictional_certificate", "eu_right"}
)  # fmt: skip
_ADMISSIONS = frozenset({"admission_promise", "admission_declaration"})
_PROCEDURE = frozenset({"application", "asylum_request", "protection_granted", "decision", "refusal", "appeal_filed"})
_GRANTED = frozenset({"grant", "first_grant", "grant_alive_at_refdate", "renewal"})


# § 18a AsylG (airport procedure) has six Absätze, § 18a AufenthG never had more than three.
_OTHER_LAW = re.compile(r"Asyl(?!berechtig)|Flughafen|Dublin|§\s?18a\s(?:IV|VI?|Abs(?:atz|\.)\s?[4-6])\b")


def default_law(text: str) -> str:
    """The law meant by a bare "§ 25 Abs. 5": the AufenthG, unless the text is on asylum or another law."""
    return "" if _OTHER_LAW.search(text) and "Aufenth" not in text else "AufenthG"


@lru_cache(maxsize=16384)
def read_bases(text: str, law: str) -> tuple[LegalBasis, ...]:
    """The legal bases that ``text`` names; those of no known law are left out."""
    return tuple(basis for basis in read_legal_bases(text, law) if basis.law)


def legal_basis_of(bases: tuple[LegalBasis, ...], text: str, law: str, measure: str) -> str:
    """The canonical legal basis; after a change of status the new one ("von § 104c zu § 25b": § 25b)."""
    if measure == "status_change" and len(bases) > 1:
        source = re.compile(r"\b(?:von|aus|vom)\b[^.;]*$")
        kept = [
            basis
            for citation in find_legal_bases(text, law)
            if not _leaves(text, citation.start, source)
            for basis in citation.bases
            if basis.law
        ]
        return format_legal_bases(dict.fromkeys(kept or bases))
    return format_legal_bases(bases)


def _leaves(text: str, position: int, source: re.Pattern[str]) -> bool:
    before = text[max(0, position - 70) : position]
    found = source.search(before)
    return found is not None and _last_direction(before) == "from"


_DIRECTION = re.compile(r"\b(?P<origin>von|vom|aus)\b|\b(?P<target>in|zu|zum|zur|auf|erhielten|erhalten)\b")


def _last_direction(before: str) -> str:
    last = ""
    for match in _DIRECTION.finditer(before):
        last = "from" if match["origin"] else "to"
    return last


# Kinds that "Aufenthaltstitel" does not include.
_NO_TITLES = frozenset({"toleration", "permission_pending_asylum", "none"})


def title_of(text: str, measure: str = "", near: int | None = None) -> str:
    """The kind of title that ``text`` names; after a change of status the new one; ``""`` where none or several.

    Of several, a grant is of the one closest to the verb, whose offset is ``near``.
    """
    marks = all_matches("title_types", text)
    codes = list(dict.fromkeys(mark.code for mark in marks))
    if not codes or measure in _ADMISSIONS:
        return ""
    if len(codes) > 1 and measure == "status_change":
        return codes[-1]
    specific = [code for code in codes if code != "any_title"]
    nested = "any_title" not in codes or not _NO_TITLES.intersection(specific)
    if len(specific) <= 1 and nested:
        return (specific or codes)[0]
    if near is not None and measure in _GRANTED:
        granted = [mark for mark in marks if mark.code not in _NO_TITLES]
        return min(granted, key=lambda mark: abs(mark.begin - near)).code if granted else ""
    # "ein gültiger Titel oder eine Duldung": the text does not decide.
    return ""


def title_of_bases(bases: tuple[LegalBasis, ...], codes: CodeLists, day: date | None) -> str:
    """The kind of title that is granted on a legal basis, ``""`` where it depends or none is.

    Numbers were re-used: ``day`` decides which law was in force, the newest where it is ``None``.
    """
    kinds = {_title_of_basis(basis, codes, day) for basis in bases}
    return kinds.pop() if len(kinds) == 1 else ""


def _title_of_basis(basis: LegalBasis, codes: CodeLists, day: date | None) -> str:
    if basis.law != "AufenthG":
        return ""
    listed = _register_titles(codes).get((basis.section, basis.absatz), frozenset())
    entry = codes.lists["aufenthg_sections"].valid(basis.section, day or date.max)
    section = entry.details.get("title_type", "") if entry else ""
    return next(iter(listed)) if len(listed) == 1 and entry and entry.valid_to is None else section


@lru_cache(maxsize=8)
def _register_titles(codes: CodeLists) -> dict[tuple[str, str], frozenset[str]]:
    """Titles by section and Absatz in the categories of the Register (AZRG-DV annex)."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for entry in codes.lists["azr_categories"].entries:
        for basis in read_legal_bases(entry.details.get("citation", "")):
            place = (basis.section, basis.absatz)
            found[place] = found.get(place, frozenset()) | {entry.details.get("title_type", "")}
    return found


def nationality_of(text: str, codes: CodeLists) -> tuple[str, str]:
    """The one nationality that ``text`` names and its wording; two empty texts where none or several are."""
    marks = find_nationalities(text, codes)
    distinct = {mark.code for mark in marks}
    return (marks[0].code, marks[0].wording) if len(distinct) == 1 else ("", "")


def land_of(text: str, codes: CodeLists) -> tuple[str, str]:
    """The one Land that ``text`` names and its wording; two empty texts where none or several are."""
    marks = find_lands(text, codes)
    distinct = {mark.code for mark in marks}
    everywhere = _EVERYWHERE.search(text)
    if everywhere and not marks:
        return "DE", everywhere[0]
    return (marks[0].code, marks[0].wording) if len(distinct) == 1 else ("", "")


# Said where a figure of a Land stands beside it; "in Deutschland" alone is said of nearly all figures.
_EVERYWHERE = re.compile(r"\b(?:[Bb]undesweit\w*|[Ii]m\s(?:gesamten\s)?Bundesgebiet\sinsgesamt|[Dd]eutschlandweit)\b")
_MALE = re.compile(r"\b(?:männlich\w*|Männer\w*|Jungen)\b|(?<=,\s)m\b")
_FEMALE = re.compile(r"\b(?:weiblich\w*|Frauen|Mädchen)\b|(?<=,\s)w\b")


@lru_cache(maxsize=16384)
def sex_of(text: str) -> tuple[str, int | None, int | None]:
    """Sex and the ages its word implies (Frauen: from 18, Mädchen: to 17); nothing where both sexes are named."""
    male, female = _MALE.search(text), _FEMALE.search(text)
    found = male or female
    if not found or (male and female):
        return "", None, None
    word = found[0]
    if word in ("Jungen", "Mädchen"):
        return ("M" if male else "F"), 0, 17
    adult = word.startswith(("Männer", "Frauen"))
    return ("M" if male else "F"), 18 if adult else None, None


def age_of(text: str) -> tuple[int | None, int | None, str, bool]:
    """The one age that ``text`` names, its wording, and whether its bound is ambiguous."""
    ages = read_ages(text)
    narrow = [age for age in ages if not _is_named(age.wording)] or list(ages)
    if len({(age.least, age.most) for age in narrow}) != 1:
        return None, None, "", False
    age = narrow[0]
    return age.least, age.most, age.wording, age.ambiguous


def people_of(text: str) -> tuple[dict[str, Any], bool]:
    """Sex and age that ``text`` names, as fields of `Dimensions`, and whether a bound is ambiguous."""
    sex, sex_min, sex_max = sex_of(text)
    age_min, age_max, wording, unsure = age_of(text)
    if not wording:
        age_min, age_max = sex_min, sex_max
    return {"sex": sex, "age_min": age_min, "age_max": age_max, "age_label": wording}, unsure


def _is_named(wording: str) -> bool:
    """ "Minderjährige unter 16 Jahre": the figure is narrower than the word."""
    return not any(sign.isdigit() for sign in wording)


def stay_of(text: str) -> tuple[Decimal | None, Decimal | None]:
    """The one duration of stay that ``text`` names, in years."""
    stays = read_stays(text)
    return (stays[0].least, stays[0].most) if len(stays) == 1 else (None, None)


def role_of(text: str) -> str:
    """The role in the family."""
    mark = first_match("person_roles", text)
    return mark.code if mark else ""


def instance_of(text: str) -> str:
    """The one court that ``text`` names, by its name or by what is brought before it; ``""`` where several are."""
    found = {mark.code for mark in all_matches("instances", text)}
    return found.pop() if len(found) == 1 else ""


def register_of(text: str) -> str:
    """Who counts."""
    mark = first_match("registers", text)
    return mark.code if mark else ""


def topic_of(text: str, title_type: str = "", measure: str = "", bases: tuple[LegalBasis, ...] = ()) -> str:
    """The topic: that of the title where one is named, else of the measure and the law, else of the words."""
    if title_type == "visa" or measure == "visa_issued":
        return "visa"
    if title_type == "toleration":
        return "toleration"
    if title_type == "permission_pending_asylum":
        return "asylum"
    if title_type in _PERMIT_TOPICS or measure in _ADMISSIONS:
        return "residence_permit"
    if any(basis.law in ("AsylG", "AsylVfG", "GG") or basis.section == "60" for basis in bases):
        # § 60 AufenthG forbids a removal: found in the asylum procedure.
        return "asylum"
    if measure in _PROCEDURE and re.search("[Aa]syl", text):
        return "asylum"
    mark = first_match("topics", text)
    return mark.code if mark else ""
