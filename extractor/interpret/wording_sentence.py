"""A sentence that states a figure: what is said of that figure, and not of its parts or of other figures."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.codes import CodeLists
from extractor.interpret.dimensions import Dimensions
from extractor.interpret.wording_dimensions import (
    age_of,
    default_law,
    land_of,
    legal_basis_of,
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
from extractor.interpret.wording_figures import Figure, find_figures, noun_behind
from extractor.interpret.wording_measure import decide_measure
from extractor.interpret.wording_names import find_lands, find_nationalities
from extractor.interpret.wording_rules import Mark, all_matches
from extractor.interpret.wording_time import has_period, has_reference, read_times

_BASE_BEFORE = re.compile(
    r"(?:\b(?:von|unter)\s(?:den|diesen|ihnen|allen)|^(?:von|unter))\s(?:insgesamt\s|rund\s)?$", re.IGNORECASE
)


def choose_figure(text: str) -> Figure | None:
    """The figure that a sentence is about: the first that counts something by name, else the first.

    "Von den 1 290 Anträgen waren 204 …" is about the 204.
    """
    figures = find_figures(text)
    stated = [figure for figure in figures if not _BASE_BEFORE.search(text, 0, figure.begin)] or list(figures)
    named = [figure for figure in stated if figure.unit] or stated
    chosen = named[0] if named else None
    if chosen and not chosen.unit and figures[0] is not chosen:
        return replace(chosen, unit=figures[0].unit)
    return chosen


# What is said of a part ("…, darunter 31 002 Frauen") is not said of the whole before it.
_PART = re.compile(
    r"\b(?:darunter|davon|hiervon|hierunter|wovon|von\sdenen|von\sdiesen)\b[^;]*?\d"
    r"|,\s[\d. ]+\s(?:davon|darunter|hiervon)\b",
    re.IGNORECASE,
)


def _of_whole(text: str, figure: Figure) -> str:
    """The text without what follows the figure on parts of it."""
    part = _PART.search(text, figure.stop)
    return text[: part.start()] if part else text


def _of_figure(text: str, figure: Figure) -> str:
    """The text up to the part of the sentence in which the next figure stands."""
    following = [other for other in find_figures(text) if other.begin >= figure.stop]
    if not following:
        return text
    before = text[: following[0].begin]
    cut = max(before.rfind(sign) for sign in (",", ";", " und ", " sowie "))
    return text[:cut] if cut >= figure.stop else text


def read_sentence(sentence: str, figure: Figure, codes: CodeLists, year: int | None = None) -> Dimensions:
    """The dimensions that ``sentence`` gives ``figure``, one of its figures; ``year`` completes dates without one."""
    text = _of_whole(sentence, figure)
    measure = decide_measure(text, has_reference(text), has_period(text))
    times = read_times(text, measure.code, figure.begin, year)
    law = default_law(text)
    bases = read_bases(text, law)
    title = title_of(text, measure.code, measure.begin)
    title = title or title_of_bases(bases, codes, times.reference_date or times.period_end)
    own = _of_figure(text, figure)
    people, unsure_age = people_of(own)
    states, lands = find_nationalities(own, codes), find_lands(own, codes)
    nationality, nationality_label = _nearest(states, own, figure)
    region, region_label = _nearest(lands, own, figure)
    if not region:
        region, region_label = land_of(own, codes)
    # What follows a second figure may be said of both.
    unsure = own != text and (sex_of(text), age_of(text)) != (sex_of(own), age_of(own))
    unsure = unsure or (own != text and nationality_of(text, codes)[0] != nationality)
    unsure = unsure or bool((states and not nationality) or (lands and not region))
    # Of several figures in one statement the measure may belong to another one.
    unsure = unsure or (own != text and decide_measure(own, has_reference(own), has_period(own)).code != measure.code)
    topic = topic_of(text, title, measure.code, bases)
    share = figure.printed.percent
    return Dimensions(
        unit="percent"
        if share
        else figure.unit or ("other" if _counts_other_things(text, figure, codes) else measure.unit),
        measure="share" if share else measure.code,
        title_type=title,
        legal_basis=legal_basis_of(bases, text, law, measure.code),
        nationality=nationality,
        nationality_label=nationality_label,
        region=region,
        region_label=region_label,
        **people,
        stay_min_years=stay_of(text)[0],
        stay_max_years=stay_of(text)[1],
        person_role=role_of(own),
        **times.dates(),
        time_wording=times.wording,
        register=register_of(text),
        topic=(topic,) if topic else (),
        flags=("ambiguous",) if times.ambiguous or unsure_age or unsure or measure.ambiguous else (),
        weak=("measure",) if measure.weak else (),
    )


def _counts_other_things(text: str, figure: Figure, codes: CodeLists) -> bool:
    """Whether the noun behind a figure is none that answers on titles count ("854 Straftaten")."""
    noun = noun_behind(text, figure)
    known = any(all_matches(name, noun) for name in ("measures", "title_types", "units"))
    return bool(noun) and not (known or find_nationalities(noun, codes) or find_lands(noun, codes))


def _nearest(marks: tuple[Mark, ...], text: str, figure: Figure) -> tuple[str, str]:
    """The one name of a sentence; of several, the one that belongs to the figure: in its part of the sentence."""
    if len({mark.code for mark in marks}) > 1:
        signs = (",", ";", " und ", " sowie ")
        begin = max(text.rfind(sign, 0, figure.begin) for sign in signs)
        ends = [end for sign in signs if (end := text.find(sign, figure.stop)) >= 0]
        marks = tuple(mark for mark in marks if begin < mark.begin < min(ends, default=len(text)))
    found = {mark.code for mark in marks}
    return (marks[0].code, marks[0].wording) if len(found) == 1 else ("", "")


# "…; 70 waren nicht mehr aufhältig", "…, darunter 31 002 Frauen": parts that state a figure of their own.
_BOUNDARY = re.compile(
    r";\s|,\s(?=(?:und\s)?(?:darunter|davon|hiervon|hierunter|wovon|von\sdenen)\b)|\.\s(?=[A-ZÄÖÜ][a-zäöü]+\s)"
)


def split_statements(text: str) -> tuple[tuple[int, str], ...]:
    """The parts of a text that each state a figure, with their offsets; what states none stays with the part before.

    Dates keep their dots: only a full stop before a new sentence divides.
    """
    pieces: list[tuple[int, str]] = []
    begin = 0
    for match in [*_BOUNDARY.finditer(text), None]:
        stop = match.start() if match else len(text)
        if match and _DAY_BEFORE.search(text, begin, stop + 1):
            continue
        piece = text[begin:stop]
        if pieces and not find_figures(piece):
            first, before = pieces[-1]
            pieces[-1] = (first, text[first:stop] if before else piece)
        else:
            pieces.append((begin, piece))
        begin = match.end() if match else stop
    return tuple(pieces)


_DAY_BEFORE = re.compile(r"(?:\b\d{1,2}|\b(?:Nr|Abs|Art|Buchst|bzw|ca|z\. B|d\. h|i\. V|sog|inkl|einschl))\.$")
