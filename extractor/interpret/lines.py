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
from extractor.interpret.in_context import read_in_context, understood_in_context
from extractor.interpret.meaning import unit_of_no_title
from extractor.interpret.part_years import parts_of_year
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
    """What a row or column says; ``wording`` are its labels, ``no_title`` the unit of money or posts that they name.

    ``unknown`` are the labels that neither a list nor the words around explain, ``parts_of_year`` those that name a
    month or quarter without its year.
    """

    said: Spoken
    wording: str
    unknown: frozenset[str]
    parts_of_year: frozenset[str]
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


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands above and around the labels: heads of their columns, and other texts; years are ``about_stay``."""

    stub_heads: tuple[str, ...]
    texts: tuple[str, ...]
    about_stay: bool
    codes: CodeLists

    def explained(self, path: tuple[str, ...], section: str = "") -> frozenset[str]:
        """The labels of a path that the words above or around explain."""
        return understood_in_context(path, (section, *self.stub_heads, *self.texts))


def read_rows(labels: Mapping[int, RowLabel], around: Surroundings) -> dict[int, Row]:
    """The rows by number."""
    said = {number: _said_by_row(label, around) for number, label in labels.items()}
    dimension = row_dimension(list(said.values()))
    return {number: _row(label, as_total(said[number], dimension), around) for number, label in labels.items()}


def read_columns(labels: Mapping[int, ColumnLabel], around: Surroundings) -> dict[int, Column]:
    """The columns by number, from left to right; a percentage is a share of what stands in the column before it."""
    said = {number: _said_by_path(label.path, label.path, around) for number, label in labels.items()}
    dimension = row_dimension(list(said.values()))
    columns: dict[int, Column] = {}
    base = ""
    for number, label in labels.items():
        wording = LEVELS.join(label.path)
        columns[number] = Column(
            spoken(as_total(said[number], dimension)),
            wording,
            _unknown(label.path, around.explained(label.path), around.codes),
            parts_of_year(label.path),
            unit_of_no_title(label.path),
            label,
            base,
        )
        base = wording
    return columns


def is_about_stay(texts: Sequence[str]) -> bool:
    """Whether years without a word for it are years of stay: the nearest text with a word for either decides."""
    for text in texts:
        if _STAY.search(text) or _AGE.search(text):
            return _STAY.search(text) is not None
    return False


def _row(label: RowLabel, said: Dimensions, around: Surroundings) -> Row:
    path = (label.section, *label.path) if label.section else label.path
    explained = around.explained(label.path, label.section)
    unknown = frozenset() if said.place else _unknown(label.path, explained, around.codes)
    unknown = frozenset(one for one in unknown if not is_total_label(one))
    return Row(
        spoken(said), LEVELS.join(path), unknown, parts_of_year(label.path), unit_of_no_title((label.own,)), label
    )


def _unknown(path: tuple[str, ...], explained: frozenset[str], codes: CodeLists) -> frozenset[str]:
    return frozenset(label for label in path if label not in explained and not is_known(label, codes))


def _said_by_path(path: tuple[str, ...], own: tuple[str, ...], around: Surroundings, section: str = "") -> Dimensions:
    """What the labels of a path say, ``own`` of them with regard to the words above and around."""
    said = _as_stay(read_path(path, around.codes), own, around.about_stay, around.codes)
    return read_in_context(said, own, around.explained(own, section))


def _said_by_row(label: RowLabel, around: Surroundings) -> Dimensions:
    said = _said_by_path((*label.under, *label.path), label.path, around, label.section)
    if label.under:
        said = replace(said, total_of=(), category=read_path(label.path, around.codes).category)
    # "Deutschland" among other states is one of them.
    is_whole = bool(said.total_of) and not around.codes.nationality(label.own)
    if is_whole or label.role == "total":
        return said
    kinds = (*(_place_below(heading) for heading in (label.section, *around.stub_heads)), _place_named(label.own))
    place_type = next((kind for kind in kinds if kind is not None), None)
    if place_type is None:
        return said
    # Where the rows are places, a label such as "Georgien" names no state of which people are.
    return replace(
        said,
        total_of=(),
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
