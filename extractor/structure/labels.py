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
    """What a line begins with; ``rest`` is its text. Either part may be missing.

    ``letter`` may be doubled ("aa"), and in a label that was put in order stands behind the letter above it ("baa").
    """

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
    letter = _next_letter(label.letter, last.letter, may_skip)
    return Label(last.number, letter, label.rest) if letter else None


def is_complete(text: str) -> bool:
    """Whether a new label may follow behind a line that ends so."""
    return bool(_COMPLETE.search(text.rstrip()))


def _next_letter(letter: str, last: str, may_skip: bool) -> str:
    """The letters of the question that ``letter`` opens behind ``last``; empty where it is not the next one.

    Doubled letters stand below single ones ("aa)" below "b)" is "baa"), behind z) they go on with the alphabet.
    """
    nested = len(last) == 3
    if len(letter) == 1:
        return letter if _succeeds(letter, "" if len(last) == 2 else last[:1], may_skip) else ""
    if len(last) == 1 and last != "z":
        return last + letter if letter == "aa" else ""
    before = last[2:] if nested else "" if last == "z" else last[:1]
    return (last[:1] if nested else "") + letter if _succeeds(letter[0], before, may_skip) else ""


def _succeeds(letter: str, before: str, may_skip: bool) -> bool:
    step = ord(letter) - (ord(before) if before else ord("a") - 1)
    return step == 1 or (may_skip and bool(before) and step == 2)


def _is_ordinal(rest: str) -> bool:
    first = re.match(r"[\wäöüÄÖÜß-]+", rest)
    if not first:
        return False
    return first[0] in front_page_rules()["months"] or first[0] in text_rules()["ordinals"]["followed_by"]
