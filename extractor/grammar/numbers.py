"""What is printed in a data cell: one number, a dash or a marker, German style.

What cannot be one printed number for certain ("00,0%", "60,9 1", "40.5000", "1.5", a row of thirty digits) is not read
at all.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from extractor.grammar.letters import folded
from extractor.resources import schemas_folder

BLANKS = " \u00a0\u2009\u202f"
"""White space that groups digits: blank, no-break blank, thin blank, narrow no-break blank."""

NUMBER = rf"(?:[1-9]\d{{0,2}}(?:(?P<group>[.{BLANKS}])\d{{3}}(?:(?P=group)\d{{3}})*)|0|[1-9]\d*)(?:,\d+)?"
"""A number without sign: groups of three behind one and the same separator, or plain digits; decimal comma."""

_MARKS = r"(?:\*+|[1-9]\d?\)|[a-z]\)|[¹²³⁰⁴-⁹]+|[†‡])"
_FIGURE = re.compile(
    rf"(?P<open>\()?(?P<sign>[+\-−–]\s?)?(?:€\s?)?(?P<digits>{NUMBER})"
    rf"(?:\s?(?P<scale>Tsd\.|Tausend|Mio\.|Millionen|Mrd\.|Milliarden))?"
    rf"(?:\s?(?P<percent>%|Prozent(?![a-z])|v\.\s?H\.)|\s?(?P<currency>€|Euro|EUR))?"
    rf"(?(open)\))\s?(?P<marks>{_MARKS}(?:[,\s]?{_MARKS})*)?"
)
# A dot before one or two digits is no thousands separator; with a percent sign it can only be a decimal sign.
_DOTTED_PERCENT = re.compile(rf"(?P<digits>(?:0|[1-9]\d{{0,2}})\.\d{{1,2}})\s?%\s?(?P<marks>{_MARKS})?")
# A number that a narrow cell broke inside its last group: without the rest the group would be none.
_BROKEN_GROUP = re.compile(r"(?P<begin>[1-9]\d{0,2}(?:\.\d{3})*\.(?:\d(?= \d\d$)|\d\d(?= \d$))) (?P<rest>\d{1,2})")
_SPLIT_MARKS = re.compile(_MARKS)
_MARKED = re.compile(rf"(?P<text>.*?)\s?(?P<marks>{_MARKS}(?:[,\s]?{_MARKS})*)")
_SCALES = {"Tsd.": 3, "Tausend": 3, "Mio.": 6, "Millionen": 6, "Mrd.": 9, "Milliarden": 9}

# All the money of the world has 15 digits; with more than 28, of which a million has six, decimals are not exact.
_MOST_DIGITS = 18
# Small cells are withheld below 3 to 10 (Statistical offices, Bundesagentur für Arbeit); "< 1.000" is only a bound.
_LARGEST_SUPPRESSION = 10


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """A printed figure. ``value`` is ``None`` for blanks and markers, 0 for a dash; "24,7 %" is 24.7.

    ``value_min`` and ``value_max`` are inclusive bounds where the print gives one ("mehr als 500" begins at 501).
    ``status`` is a value_status of the model; ``marks`` are footnote marks as printed.
    """

    value: Decimal | None
    value_min: Decimal | None = None
    value_max: Decimal | None = None
    status: str = "exact"
    percent: bool = False
    currency: bool = False
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """What a word before a number does to it: ``side`` ``min``, ``max`` or nothing."""

    status: str
    side: str
    inclusive: bool


@cache
def value_bounds() -> Mapping[str, Bound]:
    """Words before a number ("rund", "mehr als") by lower-case wording (``schemas/codelists/value_bounds.csv``)."""
    return {
        row["wording"]: Bound(row["value_status"], row["bound"], row["inclusive"] == "1")
        for row in _rows("value_bounds.csv")
    }


@cache
def _markers() -> Mapping[str, PrintedValue]:
    return {
        _squeezed(row["printed"]): PrintedValue(
            Decimal(row["value"]) if row["value"] else None,
            status=row["value_status"],
            marks=("*",) if row["printed"] == "*" else (),
        )
        for row in _rows("value_markers.csv")
    }


@cache
def bound_pattern() -> str:
    """The words of `value_bounds` as one regular expression, longest first."""
    return "|".join(re.escape(word) for word in sorted(value_bounds(), key=len, reverse=True))


@cache
def _bounded() -> re.Pattern[str]:
    return re.compile(rf"(?P<bound>{bound_pattern()})\s*(?P<rest>(?:0|[1-9]).*)", re.IGNORECASE)


def _rows(name: str) -> list[dict[str, str]]:
    with (schemas_folder() / "codelists" / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


@lru_cache(maxsize=65536)
def read_value(text: str) -> PrintedValue | None:
    """The figure, dash or marker that ``text`` is; ``None`` where it is anything else or more than one.

    Blank text is a blank value. A year ("2018") is a number here; dates and Drucksache numbers are not.
    """
    clean = " ".join(text.split())
    if not clean:
        return PrintedValue(None, status="blank")
    clean = _BROKEN_GROUP.sub(r"\g<begin>\g<rest>", clean) if _BROKEN_GROUP.fullmatch(clean) else clean
    return _read_figure(clean) or _read_marker(clean) or _read_bounded(clean)


# As often asked as `read_value`, and for each cell several times.
@lru_cache(maxsize=65536)
def is_number(text: str) -> bool:
    """Whether ``text`` is a printed figure, a percentage, a dash or a marker, and not blank."""
    value = read_value(text)
    return value is not None and value.status != "blank"


def _read_figure(text: str) -> PrintedValue | None:
    match = _FIGURE.fullmatch(text)
    if match is None:
        dotted = _DOTTED_PERCENT.fullmatch(text)
        if dotted is None:
            return None
        return PrintedValue(Decimal(dotted["digits"]), percent=True, marks=_split_marks(dotted["marks"]))
    marks = match.start("marks")
    if match["group"] is None and marks > 0 and text[marks - 1].isdigit() and text[marks].isdecimal():
        # "- 12)" is a dash with the mark 12), and "123)" may be 12 or 1 with a mark.
        return None
    if sum(map(str.isdigit, match["digits"])) > _MOST_DIGITS:
        return None
    value = number_value(match["digits"])
    if match["scale"]:
        value = Decimal(f"{value.scaleb(_SCALES[match['scale']]):f}")
    sign = (match["sign"] or "").strip()
    percent = match["percent"] is not None
    currency = match["currency"] is not None or "€" in text
    plain_nought = match["digits"] == "0" and not percent
    return PrintedValue(
        -value if value and sign in ("-", "−", "–") else value,
        status="zero" if plain_nought else "exact",
        percent=percent,
        currency=currency,
        marks=(("()",) if match["open"] else ()) + _split_marks(match["marks"]),
    )


def number_value(digits: str) -> Decimal:
    """The value of digits that match `NUMBER`."""
    grouped = re.sub(rf"[.{BLANKS}]", "", digits)
    return Decimal(grouped.replace(",", "."))


def _split_marks(marks: str | None) -> tuple[str, ...]:
    return tuple(_SPLIT_MARKS.findall(marks)) if marks else ()


def _read_marker(text: str) -> PrintedValue | None:
    markers = _markers()
    found = markers.get(_squeezed(text)) or markers.get(_squeezed(text.removesuffix(".")))
    if found is not None:
        return found
    marked = _MARKED.fullmatch(text)
    if marked is None or not marked["text"]:
        return None
    plain = markers.get(_squeezed(marked["text"]))
    if plain is None or plain.marks:
        # "* *" is no mark on a mark.
        return None
    return PrintedValue(plain.value, status=plain.status, marks=_split_marks(marked["marks"]))


def _read_bounded(text: str) -> PrintedValue | None:
    match = _bounded().fullmatch(text)
    figure = _read_figure(match["rest"]) if match else None
    if match is None or figure is None:
        return None
    return bounded(figure, match["bound"])


def bounded(figure: PrintedValue, word: str) -> PrintedValue:
    """The figure with what ``word`` (one of `value_bounds`) does to it; ``KeyError`` for another word."""
    bound = value_bounds()[" ".join(folded(word).split())]
    value = figure.value
    if value is None:
        return figure
    step = Decimal(0) if bound.inclusive or figure.percent or value % 1 else Decimal(1)
    if word == "<" and step and value <= _LARGEST_SUPPRESSION:
        # A withheld small cell holds at least one: nothing would be printed as a dash or 0 (domain notes 2.3).
        return PrintedValue(None, Decimal(1), value - 1, "suppressed", marks=figure.marks)
    return PrintedValue(
        value,
        value + step if bound.side == "min" else None,
        value - step if bound.side == "max" else None,
        bound.status,
        figure.percent,
        figure.currency,
        figure.marks,
    )


_STATUS_PRINTED = {
    "nil": "-",
    "blank": "",
    "not_stated": "k. A.",
    "not_available": "n. v.",
    "not_applicable": "x",
    "suppressed": ".",
}


def format_value(printed: PrintedValue) -> str:
    """The canonical print: dots group, a comma is the decimal sign, bounds in words; `read_value` reads it back."""
    if printed.status == "suppressed" and printed.value_max is not None:
        return f"<{printed.value_max + 1}" + _format_marks(printed.marks)
    if printed.value is None or printed.status == "nil":
        if printed.marks == ("*",) and printed.status == "not_stated":
            return "*"
        return _STATUS_PRINTED[printed.status] + _format_marks(printed.marks)
    word = _bound_word(printed)
    digits = _format_decimal(printed.value)
    unit = " %" if printed.percent else " Euro" if printed.currency else ""
    body = f"({digits}{unit})" if "()" in printed.marks else f"{digits}{unit}"
    return word + body + _format_marks(tuple(mark for mark in printed.marks if mark != "()"))


def _bound_word(printed: PrintedValue) -> str:
    if printed.status == "about":
        return "rund "
    if printed.status == "below":
        return "höchstens " if printed.value_max == printed.value else "unter "
    if printed.status == "above":
        return "mindestens " if printed.value_min == printed.value else "mehr als "
    return ""


def _format_decimal(value: Decimal) -> str:
    whole, _, fraction = f"{abs(value):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return ("-" if value < 0 else "") + grouped + (f",{fraction}" if fraction else "")


def _format_marks(marks: tuple[str, ...]) -> str:
    return f" {' '.join(marks)}" if marks else ""
