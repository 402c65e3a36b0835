"""The rows and columns of figures with what the labels of each say of all its figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.codes import CodeLists
from extractor.grammar.labels import is_total_label
from extractor.interpret.columns import ColumnLabel
from extractor.interpret.dimensions import Dimensions
from extractor.interpret.groups import Spoken, spoken
from extractor.interpret.meaning import unit_of_no_title
from extractor.interpret.paths import as_total, is_known, read_path, row_dimension
from extractor.interpret.rows import RowLabel
from extractor.interpret.rules import load_rules
from extractor.interpret.wording import read_label

LEVELS = " › "
"""Joins the levels of a label path."""

# Years of stay are told from years of age by the words around them.
_STAY = re.compile(r"Aufenthaltsdauer|Aufenthaltszeit\w*|Dauer des Aufenthalts", re.IGNORECASE)
_AGE = re.compile(r"\bAlter|jährig|Lebensjahr", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """What a row or column says; ``wording`` are its labels, ``no_title`` the unit of money or posts that they name."""

    said: Spoken
    wording: str
    is_known: bool
    no_title: str


@dataclass(frozen=True, slots=True)
class Row(Line):
    """A row of figures."""

    label: RowLabel


@dataclass(frozen=True, slots=True)
class Column(Line):
    """A column of figures; ``base`` is of what its percentages are a share, as the labels say it."""

    label: ColumnLabel
    base: str


def read_rows(
    labels: Mapping[int, RowLabel], stub_heads: Sequence[str], about_stay: bool, codes: CodeLists
) -> dict[int, Row]:
    """The rows by number; ``stub_heads`` stand above their labels, years are ``about_stay`` or about age."""
    said = {number: _said_by_row(label, stub_heads, about_stay, codes) for number, label in labels.items()}
    dimension = row_dimension(list(said.values()))
    return {number: _row(label, as_total(said[number], dimension), codes) for number, label in labels.items()}


def read_columns(labels: Mapping[int, ColumnLabel], about_stay: bool, codes: CodeLists) -> dict[int, Column]:
    """The columns by number, from left to right; a percentage is a share of what stands in the column before it."""
    said = {
        number: _as_stay(read_path(label.path, codes), label.path, about_stay, codes)
        for number, label in labels.items()
    }
    dimension = row_dimension(list(said.values()))
    columns: dict[int, Column] = {}
    base = ""
    for number, label in labels.items():
        wording = LEVELS.join(label.path)
        known = all(is_known(one, codes) for one in label.path)
        of_column = spoken(as_total(said[number], dimension))
        columns[number] = Column(of_column, wording, known, unit_of_no_title(label.path), label, base)
        base = wording
    return columns


def is_about_stay(texts: Sequence[str]) -> bool:
    """Whether years without a word for it are years of stay: the nearest text with a word for either decides."""
    for text in texts:
        if _STAY.search(text) or _AGE.search(text):
            return _STAY.search(text) is not None
    return False


def _row(label: RowLabel, said: Dimensions, codes: CodeLists) -> Row:
    path = (label.section, *label.path) if label.section else label.path
    known = bool(said.place) or all(is_known(one, codes) or is_total_label(one) for one in label.path)
    return Row(spoken(said), LEVELS.join(path), known, unit_of_no_title((label.own,)), label)


def _said_by_row(label: RowLabel, stub_heads: Sequence[str], about_stay: bool, codes: CodeLists) -> Dimensions:
    said = read_path((*label.under, *label.path), codes)
    if label.under:
        said = replace(said, total_of=(), category=read_path(label.path, codes).category)
    said = _as_stay(said, label.path, about_stay, codes)
    if said.total_of or label.role == "total":
        return said
    kinds = (*(_place_below(heading) for heading in (label.section, *stub_heads)), _place_named(label.own))
    place_type = next((kind for kind in kinds if kind is not None), None)
    if place_type is None:
        return said
    # Where the rows are places, a label such as "Georgien" names no state of which people are.
    return replace(
        said,
        nationality="",
        nationality_label="",
        region="",
        region_label="",
        place=label.own,
        place_type=place_type,
    )


# As many headings and labels as a long paper has.
@lru_cache(maxsize=4096)
def _place_below(heading: str) -> str | None:
    """The kind of places (empty: any) that the rows below a heading name; ``None`` where they name none."""
    found = (rule.place_type for rule in load_rules().headings if heading and rule.pattern.search(heading))
    return next(found, None)


@lru_cache(maxsize=4096)
def _place_named(label: str) -> str | None:
    """The kind of place that a label itself says it is."""
    return next((rule.place_type for rule in load_rules().labels if label and rule.pattern.match(label)), None)


def _as_stay(said: Dimensions, path: tuple[str, ...], about_stay: bool, codes: CodeLists) -> Dimensions:
    if not about_stay or not said.age_label or _AGE.search(" ".join(path)):
        return said
    stays = [read_label(f"Aufenthaltsdauer {label}", codes) for label in reversed(path)]
    stay = next((one for one in stays if (one.stay_min_years, one.stay_max_years) != (None, None)), None)
    if stay is None:
        return said
    return replace(
        said,
        age_min=None,
        age_max=None,
        age_label="",
        stay_min_years=stay.stay_min_years,
        stay_max_years=stay.stay_max_years,
        flags=tuple(flag for flag in said.flags if flag != "ambiguous"),
    )
