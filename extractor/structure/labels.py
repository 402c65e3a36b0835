"""Question numbers at the beginning of a line: "3.", "3. a)", "b)", "aa)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.structure.vocabulary import front_page_rules, text_rules

_NUMBER = re.compile(r"(?P<number>\d{1,3})\s?\.\s*(?P<rest>(?!\d).+)$")
_LETTER = re.compile(r"(?P<letter>[a-z])\)\s*(?P<rest>.*)$")
_DOUBLE = re.compile(r"(?P<letter>([a-z])\2)\)\s*(?P<rest>.*)$")
# A question that goes on behind a line which is not its end: no label starts there.
_COMPLETE = re.compile(r"[.?!:;,)“\"–]$|\b(?:und|oder|sowie|bzw\.)$")


@dataclass(frozen=True, slots=True)
class Label:
    """What a line begins with; ``letter`` may be doubled ("aa"), either part may be missing. ``rest`` is its text."""

    number: int | None
    letter: str
    rest: str

    @property
    def question_id(self) -> str:
        return f"{self.number}{self.letter}"


def read_label(text: str) -> Label | None:
    """The label of a line, ``None`` without one: a date or "4. Quartal" is none."""
    found = _NUMBER.match(text)
    number: int | None = None
    rest = text
    if found:
        if _is_ordinal(found["rest"]):
            return None
        number, rest = int(found["number"]), found["rest"]
    letter = _DOUBLE.match(rest) or _LETTER.match(rest)
    if letter:
        return Label(number, letter["letter"], letter["rest"])
    return Label(number, "", rest) if found else None


def follows(label: Label, last: Label | None, may_skip: bool) -> Label | None:
    """The label completed by the number before it, if it is the next one in order; else ``None``.

    ``may_skip`` allows for one number or letter that was not recognised between the two.
    """
    if label.number is not None:
        expected = (last.number or 0) + 1 if last else 1
        # "1. a)" begins with its first letter; a later one is an enumeration.
        if label.letter not in ("", "a", "aa"):
            return None
        return label if label.number == expected or (may_skip and last and label.number == expected + 1) else None
    if last is None:
        return None
    if label.letter in _next_letters(last.letter, may_skip):
        return Label(last.number, label.letter, label.rest)
    return None


def is_complete(text: str) -> bool:
    """Whether a new label may follow behind a line that ends so."""
    return bool(_COMPLETE.search(text.rstrip()))


def _next_letters(letter: str, may_skip: bool) -> tuple[str, ...]:
    if not letter:
        return ("a", "aa")
    steps = (1, 2) if may_skip else (1,)
    following = tuple(chr(ord(letter[0]) + step) * len(letter) for step in steps if ord(letter[0]) + step <= ord("z"))
    return (*following, "aa") if letter == "z" else following


def _is_ordinal(rest: str) -> bool:
    first = re.match(r"[\wäöüÄÖÜß-]+", rest)
    if not first:
        return False
    return first[0] in front_page_rules()["months"] or first[0] in text_rules()["ordinals"]["followed_by"]
