"""A sentence, caption or label, read as one observation: the dimensions and the figure that it states."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from extractor.codes import CodeLists, load_code_lists
from extractor.grammar.numbers import PrintedValue
from extractor.interpret.dimensions import Dimensions
from extractor.interpret.wording_context import read_context
from extractor.interpret.wording_dimensions import read_bases, title_of_bases, topic_of
from extractor.interpret.wording_figures import Figure, find_figures
from extractor.interpret.wording_label import read_label
from extractor.interpret.wording_measure import GRANTS, decide_measure
from extractor.interpret.wording_sentence import choose_figure, read_sentence, split_statements
from extractor.interpret.wording_time import has_period, has_reference, read_times

__all__ = ["WordingReading", "read_context", "read_label", "read_statements", "read_wording"]


@dataclass(frozen=True, slots=True)
class WordingReading(Dimensions):
    """Dimensions with the figure of the wording; ``value`` is ``None`` and ``value_status`` empty where it has none."""

    value: Decimal | None = None
    value_min: Decimal | None = None
    value_max: Decimal | None = None
    value_status: str = ""
    value_raw: str = ""


def read_wording(text: str, context: str = "", codes: CodeLists | None = None) -> WordingReading:
    """The observation that ``text`` states, completed by ``context`` (what stands above or beside it).

    A measure that neither decides is ``other`` with the flag ``ambiguous``. Dates are `datetime.date`, ages whole
    years. Never raises for a text; an empty one gives an empty reading.
    """
    lists = codes or load_code_lists()
    plain, beside = " ".join(text.split()), " ".join(context.split())
    around = read_context(beside, lists)
    dated = around.period_end or around.reference_date
    spoken, figure = _read_text(plain, lists, dated.year if dated else None)
    return _complete(plain, beside, spoken, around, figure, lists)


def read_statements(text: str, context: str = "", codes: CodeLists | None = None) -> tuple[WordingReading, ...]:
    """The observations that a sentence or paragraph states, one for each part of it that has a figure.

    A part ("…; 70 waren nicht mehr aufhältig", "…, darunter 31 002 Frauen") takes what it leaves open from the parts
    before it, and these from ``context``. A text without figures has none.
    """
    lists = codes or load_code_lists()
    plain = " ".join(text.split())
    readings: list[WordingReading] = []
    around = context
    for offset, part in split_statements(plain):
        if not find_figures(part):
            continue
        own_sentence = plain[:offset].rstrip().endswith(".") and not _CONTINUES.match(part)
        readings.append(read_wording(part, context if own_sentence else around, lists))
        if own_sentence or len(readings) == 1:
            around = f"{context} {part}".strip()
    return tuple(readings)


_CONTINUES = re.compile(r"(?:Davon|Hiervon|Darunter|Hierunter|Von (?:diesen|ihnen|denen)|Weitere|Daneben)\b")


def _read_text(text: str, codes: CodeLists, year: int | None) -> tuple[Dimensions, Figure | None]:
    """What the text itself says: a sentence with a figure, or a label."""
    figure = choose_figure(text)
    if figure is None:
        return (read_context if _QUESTION.match(text) else read_label)(text, codes), None
    return read_sentence(text, figure, codes, year), figure


_QUESTION = re.compile(r"(?:\d+\.\s|[a-z]\)\s)?(?:Wie|Welche|In wie vielen|Bei wie vielen|Wann|Inwieweit)\b")


def _complete(
    text: str, context: str, spoken: Dimensions, around: Dimensions, figure: Figure | None, codes: CodeLists
) -> WordingReading:
    if spoken.measure and spoken.measure != around.measure and not spoken.weak:
        around = _redated(context, around, spoken.measure)
    if spoken.measure in _ON_A_DAY and spoken.reference_date:
        around = replace(around, period_start=None, period_end=None)
    whole = spoken.completed_by(around)
    measure, unit, flags = _settle_measure(text, context, spoken, around, whole)
    title = _settle_title(spoken, around, measure, codes, whole.reference_date or whole.period_end)
    bases = read_bases(whole.legal_basis, "")
    topic = topic_of(text, title, measure, bases) or topic_of(f"{text} {context}", title, measure, bases)
    end = whole.period_end
    if whole.period_start and not end and whole.reference_date and whole.period_start <= whole.reference_date:
        end = whole.reference_date
    printed = figure.printed if figure else _value_of_context(context)
    raw = text[figure.begin : figure.stop] if figure else ""
    register = whole.register or _register_of(whole.category, codes)
    if register == "AZR" and register != whole.register and unit in ("", "applications", "titles"):
        unit = "persons"
    settled = replace(
        whole,
        register=register,
        measure=measure,
        unit=unit,
        title_type=title,
        period_end=end,
        topic=(topic,) if topic else (),
        flags=tuple(dict.fromkeys(flags)),
    )
    return WordingReading(
        **{field.name: getattr(settled, field.name) for field in fields(Dimensions)},
        value=printed.value if printed else None,
        value_min=printed.value_min if printed else None,
        value_max=printed.value_max if printed else None,
        value_status=printed.status if printed else "",
        value_raw=raw,
    )


def _register_of(category: str, codes: CodeLists) -> str:
    """The Register where the category is one of its own purposes of stay (AZRG-DV annex); it counts persons."""
    for entry in codes.lists["categories"].entries:
        if entry.code == category and entry.source.startswith("AZRG-DV"):
            return "AZR"
    return ""


def _redated(context: str, around: Dimensions, measure: str) -> Dimensions:
    """The context with its dates as they hold for another measure: "refused in 2014", of those who left: a cohort."""
    times = read_times(context, measure)
    return replace(around, **times.dates())


def _value_of_context(context: str) -> PrintedValue | None:
    """The figure at the end of a context ("…, Jahr 2011: 129")."""
    figures = find_figures(context)
    last = figures[-1] if figures else None
    return last.printed if last and last.stop == len(context) else None


def _is_held_on_a_day(whole: Dimensions) -> bool:
    """Titles counted on a day are those held on that day, people in the Register those recorded on it."""
    said = whole.title_type or whole.legal_basis or whole.register == "AZR"
    return bool(said and whole.reference_date and not whole.period_start)


def _is_read_from_register(whole: Dimensions) -> bool:
    """Whether grants of a period were counted on a day after it; a day within it makes it a part year."""
    day, start, end = whole.reference_date, whole.period_start, whole.period_end
    return bool(day and start and (end is None or day >= end))


# What there is on a day that the sentence names needs no period of the sentences before.
_ON_A_DAY = frozenset({"stock", "pending"})
_UNIT_OF_MEASURE = {
    "stock": "persons",
    "grant": "titles",
    "first_grant": "titles",
    "refusal": "decisions",
    "revocation": "titles",
}
_ABOUT_APPLICATIONS = frozenset({"refusal", "withdrawal", "processed", "otherwise_closed", "pending", "application"})


def _settle_measure(
    text: str, context: str, spoken: Dimensions, around: Dimensions, whole: Dimensions
) -> tuple[str, str, list[str]]:
    """Measure and unit once text and context are known, and the doubts."""
    flags = list(whole.flags)
    measure = whole.measure
    if not measure and _is_held_on_a_day(whole):
        return "stock", whole.unit if whole.unit not in ("", "titles") else "persons", flags
    if not measure:
        joined = f"{context}. {text}"
        measure = decide_measure(joined, has_reference(joined), has_period(joined)).code
    if measure == "grant" and "visa" in (spoken.title_type or around.title_type):
        measure = "visa_issued"
    if measure in GRANTS and _is_read_from_register(whole):
        measure = "grant_alive_at_refdate"
    if measure in ("", "other"):
        return "other", whole.unit, [*flags, "ambiguous"]
    return measure, _settle_unit(text, measure, spoken, around, whole), flags


def _settle_unit(text: str, measure: str, spoken: Dimensions, around: Dimensions, whole: Dimensions) -> str:
    if measure == "visa_issued" and spoken.measure != "visa_issued" and whole.unit in ("", "titles"):
        return "visas"
    if measure in _ABOUT_APPLICATIONS and not spoken.unit and around.unit == "persons":
        return "applications"
    if whole.unit:
        return whole.unit
    if measure in _ABOUT_APPLICATIONS and "ntr" in text:
        return "applications"
    if measure in GRANTS and whole.register == "AZR":
        return "persons"
    return _UNIT_OF_MEASURE.get(measure, "")


def _settle_title(spoken: Dimensions, around: Dimensions, measure: str, codes: CodeLists, day: date | None) -> str:
    """The title of the text; else that of its legal basis, which a general word of the context does not replace."""
    if measure in ("admission_promise", "admission_declaration", "entry"):
        # Admission and entry come before the title.
        return ""
    if measure == "visa_issued":
        return "visa"
    if spoken.title_type:
        return spoken.title_type
    of_basis = title_of_bases(read_bases(spoken.legal_basis, ""), codes, day)
    if of_basis and around.title_type in ("", "any_title"):
        return of_basis
    return around.title_type
