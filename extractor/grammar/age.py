"""Ages of persons and durations of stay: "16 bis unter 18 Jahre", "65 Jahre und älter", "seit mehr als 6 Jahren"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractor.grammar.letters import folded


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Whole years of age, both ends inclusive, ``None`` where open; ``begin`` and ``stop`` are offsets in the text.

    ``ambiguous``: the words leave the bound open by a year ("über 18", said of adults, and of those aged 19 or more).
    """

    least: int | None
    most: int | None
    wording: str
    begin: int
    stop: int
    ambiguous: bool = False

    @property
    def canonical(self) -> str:
        """ "16 bis 17 Jahre", "unter 18 Jahre", "ab 65 Jahre"; `read_ages` reads it back."""
        if self.most is None:
            return f"ab {self.least} Jahre"
        if not self.least:
            return f"unter {self.most + 1} Jahre"
        return f"{self.least} bis {self.most} Jahre"


@dataclass(frozen=True, slots=True)
class StayRange:
    """Duration of stay in years; ends inclusive or not as the words say, which whole years do not tell apart."""

    least: Decimal | None
    most: Decimal | None
    wording: str
    begin: int
    stop: int

    @property
    def canonical(self) -> str:
        """ "Aufenthalt 3 bis 6 Jahre", "Aufenthalt mehr als 6 Jahre"; `read_stays` reads it back."""
        if self.most is None:
            return f"Aufenthalt mehr als {self.least} Jahre"
        if self.least is None:
            return f"Aufenthalt bis {self.most} Jahre"
        return f"Aufenthalt {self.least} bis {self.most} Jahre"


_WORDS = {
    "ein": 1, "eine": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8,
    "neun": 9, "zehn": 10, "zwölf": 12, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16, "achtzehn": 18,
    "einundzwanzig": 21,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_DIGIT = re.compile(r"\d")
_YEARS = r"(?:\s?Jahre?[ns]?(?![a-zäöü])|\s?[-–]?\s?[Jj]ährige[nrm]?|\s?J\.)"
_AGE = re.compile(
    rf"""(?<![\w.,§])(?:
      (?P<full>(?:(?:das|ihr|sein)\s)?(?P<full_number>\d\d)\.\sLebensjahr\s(?P<full_not>noch\snicht\s|nicht\s)?(?:bereits\s)?vollendet)
     |(?:(?:von|im\sAlter\svon|zwischen)\s)?(?P<from>{_NUMBER})(?:\s?Jahren?|-)?\s?(?:bis|–|-|—)(?:\szu)?\s?(?P<to_under>unter|einschließlich|einschl\.)?\s?(?P<to>{_NUMBER})(?P<to_years>{_YEARS})?
     |(?P<first>\d{{1,2}})-?\sund\s(?P<second>\d{{1,2}})(?P<pair_years>{_YEARS})
     |(?P<below>(?:bis\s)?unter|jünger\sals|noch\snicht|noch\skeine)[\s-]{{0,3}}(?P<below_number>{_NUMBER})(?P<below_years>{_YEARS})
     |(?P<upto>bis(?:\szu|\seinschließlich)?|höchstens|maximal)\s(?P<upto_number>{_NUMBER})(?P<upto_years>{_YEARS})
     |(?P<above>über|älter\sals|mehr\sals)[\s-]{{0,3}}(?P<above_number>{_NUMBER})(?P<above_years>{_YEARS})
     |(?P<least>ab|mindestens|von)\s(?P<least_number>{_NUMBER})(?P<least_years>{_YEARS})
     |(?P<open_number>{_NUMBER})(?:{_YEARS})?\s(?:und|oder)\s(?:älter|mehr|darüber)(?:\sJahren?)?
     |(?P<one_number>\d{{1,2}})(?P<one_years>-[Jj]ährige[nrm]?|\sJahre(?:\salt)?)(?![a-z])
    )(?![\w%])""",
    re.VERBOSE | re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<![\w-])(?:(?P<minor>minderjährig\w*|Minderjährig\w*|(?:unbegleitete\sMinderjährige))|(?P<adult>volljährig\w*|Volljährig\w*|Erwachsene[nr]?))",
)
# Where the words around speak of a stay or another duration, years are no age. They stand in the same clause.
_STAY_NOUN = re.compile(
    r"(?:Aufenthalts?(?:dauer|zeit(?:en)?|jahre)?|aufhältig\w*|Voraufenthalt\w*|lebe?n|lebten|aufhielten|aufhalten|Duldung\w*|geduldet\w*)"
)
_DURATION_BEFORE = re.compile(
    r"(?:\b(?:seit|Aufenthalt(?:s(?:dauer|zeit))?|aufhältig|innerhalb(?:\svon)?|für|nach|vor|binnen|während|Dauer|Frist)\b"
    r"(?:\s(?:von|mehr|weniger|als|mindestens|bis|zu|über|unter|länger|der|letzten|den|seit|:))*[\s:]*)$"
)
_DURATION_BEHIND = re.compile(
    r"\s?(?:Monate|Wochen|Tage|Stunden|Aufenthalt|aufhältig|in\sDeutschland\b|im\sBundesgebiet|lang\b)"
)
_STAY = re.compile(
    rf"""(?<![\w.,§])(?:
      (?P<from>{_NUMBER})\s?(?:bis|–|-)(?:\szu)?\s?(?:unter\s)?(?P<to>{_NUMBER})\sJahren?
     |(?P<more>(?:seit\s)?(?:mehr\sals|über|länger\sals|mindestens|wenigstens|ab|>))\s?(?P<more_number>{_NUMBER})\sJahren?
     |(?P<less>(?:seit\s)?(?:weniger\sals|unter|bis\szu|bis|kürzer\sals|höchstens|<))\s?(?P<less_number>{_NUMBER})\sJahren?
     |(?P<open_number>{_NUMBER})\sJahren?\s(?:und|oder)\s(?:länger|mehr)
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)


def read_ages(text: str) -> tuple[AgeRange, ...]:
    """All ages of persons that ``text`` names, in order; durations of a stay are none.

    Two bare numbers ("18-34") are an age only where they are the whole text. Source of the bounds: the wordings of the
    answers, ``schemas/codelists/age_wordings.csv``.
    """
    return _read_ages(text)


@lru_cache(maxsize=16384)
def _read_ages(text: str) -> tuple[AgeRange, ...]:
    # Most labels have no number at all, and to see that is much cheaper than to search them for ages.
    matches = _AGE.finditer(text) if _has_number(text) else ()
    found = [age for match in matches if (age := _read_age(text, match)) is not None]
    taken = [(age.begin, age.stop) for age in found]
    for match in _NAMED.finditer(text):
        if all(match.end() <= begin or match.start() >= stop for begin, stop in taken):
            least, most = (0, 17) if match["minor"] else (18, None)
            found.append(AgeRange(least, most, match[0], match.start(), match.end()))
    return tuple(sorted(found, key=lambda age: age.begin))


def _has_number(text: str) -> bool:
    return _DIGIT.search(text) is not None or any(map(folded(text).__contains__, _WORDS))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _WORDS[folded(text)]


def _read_age(text: str, match: re.Match[str]) -> AgeRange | None:
    if _is_duration(text, match):
        return None
    bounds = _bounds(text, match)
    if bounds is None:
        return None
    least, most = bounds
    if (least or 0) > _OLDEST or (most or 0) > _OLDEST or (least is not None and most is not None and least > most):
        return None
    # "über 18" is said of adults in the questions ("über oder unter 18"), although 18 itself is not above 18.
    ambiguous = bool(match["above"])
    return AgeRange(least, most, match[0], match.start(), match.end(), ambiguous)


_OLDEST = 120
"""Nobody is older; larger numbers are counts."""


def _bounds(text: str, match: re.Match[str]) -> tuple[int | None, int | None] | None:
    if match["full"]:
        age = int(match["full_number"])
        return (0, age - 1) if match["full_not"] else (age, None)
    if match["from"]:
        least, most = _number(match["from"]), _number(match["to"])
        if not match["to_years"] and not match["to_under"] and match[0].strip() != text.strip():
            return None
        # "16 bis unter 18" ends at 17, "18 bis 24" includes 24.
        return least, most - 1 if (match["to_under"] or "").casefold() == "unter" else most
    if match["first"]:
        return int(match["first"]), int(match["second"])
    if match["below"]:
        return 0, _number(match["below_number"]) - 1
    if match["upto"]:
        return 0, _number(match["upto_number"])
    if match["above"]:
        age = _number(match["above_number"])
        return (age if age == 18 else age + 1), None
    if match["least"] or match["open_number"]:
        return _number(match["least_number"] or match["open_number"]), None
    age = int(match["one_number"])
    return age, age


def _is_duration(text: str, match: re.Match[str]) -> bool:
    if "jährig" in match[0].casefold() or match["full"]:
        return False
    clause = re.split(r"[;|,(]", text[: match.start()])[-1]
    if "Alter" in clause + match[0] or "alt" in text[match.end() : match.end() + 5]:
        return False
    behind = text[match.end() : match.end() + 40]
    return bool(
        _DURATION_BEFORE.search(clause)
        or _DURATION_BEHIND.match(behind)
        or re.search(r"\bAufenthalts?(?:dauer|zeit)?\b|aufhältig", clause)
    )


def read_stays(text: str) -> tuple[StayRange, ...]:
    """All durations of stay that ``text`` names: years next to words of staying ("Aufenthaltsdauer bis 6 Jahre")."""
    return _read_stays(text)


@lru_cache(maxsize=16384)
def _read_stays(text: str) -> tuple[StayRange, ...]:
    if "Jahr" not in text or not _STAY_NOUN.search(text):
        return ()
    ages = [(age.begin, age.stop) for age in _read_ages(text)]
    found: list[StayRange] = []
    for match in _STAY.finditer(text):
        if any(match.start() < stop and begin < match.end() for begin, stop in ages):
            continue
        least, most = _stay_bounds(match)
        if (least or 0) <= _OLDEST and (most or 0) <= _OLDEST:
            found.append(StayRange(least, most, match[0], match.start(), match.end()))
    return tuple(found)


def _stay_bounds(match: re.Match[str]) -> tuple[Decimal | None, Decimal | None]:
    if match["from"]:
        return Decimal(_number(match["from"])), Decimal(_number(match["to"]))
    if match["less"]:
        return None, Decimal(_number(match["less_number"]))
    return Decimal(_number(match["more_number"] or match["open_number"])), None
