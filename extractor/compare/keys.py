"""What an observation counts, but for the time: only observations with equal keys stand in one series.

Where a paper is silent about a dimension and where it gives the total of the dimension, the same is counted. Silence
about the register is no register: nobody knows which it was.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from extractor.codes import load_code_lists, normalise
from extractor.compare.law_changes import era_of, under_present_name
from extractor.compare.times import Row, TimedRow
from extractor.errors import ExitCode, ExtractorError
from extractor.grammar.period import read_periods
from extractor.resources import schemas_folder

_TOTALS = {"nationality": "XTO", "region": "DE", "sex": "T"}
_AS_CODED = (
    "measure", "unit", "instance", "title_type", "place_type", "age_min", "age_max", "stay_min_years",
    "stay_max_years", "person_role", "register",
)  # fmt: skip
_WORDED = ("nationality_group", "place")
# Words that say how a figure is written and not what it is.
_FORMATS = frozenset(
    {"absolut", "abs", "in abs", "in prozent", "in %", "%", "anteil", "anzahl", "quote", "prozent", "absolute zahlen"}
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# A question's number means something in its own paper only.
_QUESTION = re.compile(r"\bFrage\s+(?P<number>\d+\s?[a-z]?)\b", re.IGNORECASE)


class Key(NamedTuple):
    """All that gives a figure its meaning, without the time; texts as they are compared."""

    measure: str
    unit: str
    share_of: str
    rate: str
    instance: str
    title_type: str
    legal_basis: str
    law_era: str
    nationality: str
    nationality_group: str
    region: str
    place: str
    place_type: str
    sex: str
    age_min: str
    age_max: str
    stay_min_years: str
    stay_max_years: str
    person_role: str
    register: str
    category: str
    printed: str
    asked: str
    shape: str

    @property
    def series_id(self) -> str:
        """A name that stays the same as long as the key does."""
        return "s" + hashlib.sha256("\x1f".join(self).encode()).hexdigest()[:12]


class Neighbours:
    """What percentages refer to: the figures of all tables by their labels, and the questions of each paper."""

    def __init__(self, rows: Iterable[Row], questions: Iterable[Row] = ()) -> None:
        self._questions = {(row["doc_id"], row["question_id"]): row["question"] for row in questions}
        self._of: dict[tuple[str, ...], Row] = {}
        for row in rows:
            if row["table_id"]:
                self._of.setdefault((row["doc_id"], row["table_id"], "row", row["row"], row["col_label"]), row)
                self._of.setdefault((row["doc_id"], row["table_id"], "col", row["col"], row["row_label"]), row)

    def whole_of(self, row: Row) -> Row | None:
        """The figure in the same row or column whose label ``share_of`` is; ``None`` where it names none."""
        table = row["doc_id"], row["table_id"]
        return self._of.get((*table, "row", row["row"], row["share_of"])) or self._of.get(
            (*table, "col", row["col"], row["share_of"])
        )

    def question_of(self, row: Row) -> str:
        """The words of the question that ``share_of`` refers to ("Quote zu Frage 1b"), else empty."""
        found = _QUESTION.search(row["share_of"])
        return self._questions.get((row["doc_id"], found["number"]), "") if found else ""


def key_of(row: Row, timed: TimedRow, neighbours: Neighbours, asked: str = "") -> Key:
    """The key of an observation. Law books under today's names; a number that was used again is another place.

    ``asked`` is the lineage of its question (`extractor.compare.questions`).
    """
    legal_basis, share_of = under_present_name(row["legal_basis"]), _share_of(row, neighbours)
    return Key(
        **{name: row[name] for name in _AS_CODED},
        **{name: normalise(row[name]) for name in _WORDED},
        category=_category(row, share_of),
        **{name: "" if row[name] == total else row[name] for name, total in _TOTALS.items()},
        legal_basis=legal_basis,
        law_era=era_of(legal_basis, timed.time.last_day) if legal_basis else "",
        share_of=share_of,
        rate=rate_of(row, neighbours) if row["unit"] in ("percent", "percentage_points") else "",
        printed=_printed(row) if _is_unspecific(row) else "",
        asked=asked,
        shape=timed.shape,
    )


def plain_label(row: Row) -> str:
    """The labels of a figure without times, totals, names of states and Länder, and words of format."""
    named = {normalise(row[name]) for name in ("nationality_label", "region_label", "place") if row[name]}
    parts = plain_parts(f"{row['row_label']} › {row['col_label']}")
    return " › ".join(part for part in parts if normalise(part) not in named)


def plain_parts(path: str) -> tuple[str, ...]:
    """The labels of a path without times, totals and words of format."""
    silent = _FORMATS | load_code_lists().totals.keys()
    parts = [_without_time(part) for part in path.split(" › ")]
    return tuple(part for part in parts if normalise(part) and normalise(part) not in silent)


def _share_of(row: Row, neighbours: Neighbours) -> str:
    if not row["share_of"]:
        return ""
    defined = _defined_rate(_labels(row)) or _defined_rate(neighbours.question_of(row))
    if defined:
        return defined
    whole = neighbours.whole_of(row)
    if whole is not None and whole["measure"]:
        meaning = [whole[name] for name in ("measure", "unit", "title_type", "instance")]
        meaning += [under_present_name(whole["legal_basis"]), normalise(_without_time(whole["category"]))]
        return "=".join([*meaning, normalise(_without_time(whole["share_of"]))])
    own = f" {row['doc_id']}" if _QUESTION.search(row["share_of"]) else ""
    return normalise(_without_time(row["share_of"])) + own


def _category(row: Row, share_of: str) -> str:
    category = normalise(_without_time(row["category"]))
    # The name of a rate says no more than the rate: "Gesamtschutz" beside the "bereinigte Gesamtschutzquote".
    named = _defined_rate(row["category"]) or f" {category}quote" in f" {share_of}"
    return "" if named else category


def rate_of(row: Row, neighbours: Neighbours) -> str:
    """Which of the rates that differ by definition only a percentage is: ``adjusted``, ``reference``, …"""
    text = normalise(f"{_labels(row)} {neighbours.question_of(row)}")
    return "+".join(sorted({code for wording, code in _rates() if wording in text}))


def rate_wordings(rate: str) -> tuple[str, ...]:
    """All words for the rates of a key, as they are compared."""
    return tuple(wording for wording, code in _rates() if code in rate.split("+"))


def _labels(row: Row) -> str:
    return f"{row['row_label']} {row['col_label']} {row['category']}"


def _defined_rate(text: str) -> str:
    """``adjusted gesamtschutzquote`` for "bereinigte Gesamtschutzquote": a rate with a name of its own."""
    plain = normalise(text)
    for wording, code in _rates():
        found = re.search(rf"{re.escape(wording)}\w*\s(\w+quote)n?\b", plain)
        if found:
            return f"{code} {found[1]}"
    return ""


def _is_unspecific(row: Row) -> bool:
    # Then nothing but the print says what was counted.
    return row["measure"] in ("", "other") or row["unit"] in ("", "other")


def _printed(row: Row) -> str:
    return normalise(plain_label(row))


def _without_time(label: str) -> str:
    for period in reversed(read_periods(label)):
        label = f"{label[: period.begin]} {label[period.stop :]}"
    return " ".join(_YEAR.sub(" ", label).split()).strip(" ›")


@cache
def _rates() -> Sequence[tuple[str, str]]:
    path = schemas_folder() / "compare" / "rates.csv"
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return tuple((normalise(row["wording"]), row["code"]) for row in csv.DictReader(stream))
    except (OSError, KeyError, csv.Error) as error:
        raise ExtractorError(
            "codes.bad_list", ExitCode.CONFIGURATION_INVALID, file=path.name, reason=str(error)
        ) from error
