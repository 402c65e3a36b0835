"""Marks inside a common answer that say to which of the questions the next lines belong: "Zu Frage 3a:"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ID = r"\d{1,3}(?:\s?[a-z]{1,2}\)?)?"
_LIST = rf"{_ID}(?:(?:\s*,\s*|\s+(?:und|bis|sowie)\s+)(?:{_ID}|[a-z]\b))*"
# Only a line that is nothing but a mark, or one with a colon behind it: "Zu Frage 3 liegen keine …" is a sentence.
_MARK = re.compile(
    rf"(?:Antwort\s+)?(?:zu|auf)\s+(?:(?:den\s+)?Fragen?\s+(?:Nr\.\s*|Nummern?\s+)?)?(?P<ids>{_LIST})\.?\s*(?::.*)?",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?P<range>bis)|(?P<number>\d{1,3})?\s?(?P<letter>[a-z]{1,2}(?![a-zäöüß]))?|\S")


def read_answer_mark(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """The questions that a mark such as "Zu den Fragen 1a und 2:" names, of those in ``known`` and in their order.

    Empty when the line is no mark or names none of them. "bis" stands for all between; a bare number also stands for
    the letters below it when it has no question of its own.
    """
    found = _MARK.fullmatch(text.strip())
    if not found:
        return ()
    named: list[int] = []
    number = ""
    fill = False
    for token in _TOKEN.finditer(found["ids"]):
        if token["range"]:
            fill = True
            continue
        if not token["number"] and not token["letter"]:
            continue
        number = token["number"] or number
        places = _places(f"{number}{token['letter'] or ''}", known)
        if places and fill and named:
            named.extend(range(named[-1] + 1, places[0]))
        named.extend(places)
        fill = False
    return tuple(known[place] for place in sorted(set(named)))


def _places(name: str, known: Sequence[str]) -> list[int]:
    if name in known:
        return [known.index(name)]
    if not name.isdigit():
        return []
    return [place for place, other in enumerate(known) if re.fullmatch(rf"{name}[a-z]+", other)]
