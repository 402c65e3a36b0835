"""Joining printed lines to running text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.model.page import LINE_END_HYPHEN

# "Erst- und Folgeanträge": behind a hyphen that stands for a left-out word part, these words go on with a blank.
_COORDINATION = re.compile(r"(?:und|oder|bzw|sowie|beziehungsweise|bis|noch|als)\b")
# "den-" + "noch" is one word, the only one that ends like a word of coordination.
_DENNOCH = re.compile(r"\bden$", re.IGNORECASE)
# "EU-" + "weit", "AZR-" + "gestützt": the hyphen behind an abbreviation in capitals is part of the word.
_CAPITALS = re.compile(r"[A-ZÄÖÜ]{2}$")
# "Bosnien–" + "Herzegowina": a dash that stands at a word is a hyphen in the hand of the typesetter.
_DASH_AT_WORD = re.compile(r"[^\W\d_]–$")


def join_lines(lines: Iterable[str]) -> str:
    """One text of printed lines: hyphens at line ends go where the letters say so, white space becomes one blank.

    A divided word goes on with a small letter ("rechtmä-" + "ßigem"); before a capital or a digit, or behind an
    abbreviation in capitals, the hyphen is part of the word ("Mecklenburg-" + "Vorpommern", "EU-" + "weit"); before
    "und", "oder" it stands for a left-out part ("Erst-" + "und", "16-" + "und").
    """
    joined = ""
    for line in lines:
        text = " ".join(line.split())
        if not text:
            continue
        joined = _append(joined, text) if joined else text
    return joined.removesuffix(LINE_END_HYPHEN) + "-" if joined.endswith(LINE_END_HYPHEN) else joined


def _append(left: str, right: str) -> str:
    if not left.endswith((LINE_END_HYPHEN, "-")):
        return (
            f"{left}{right}"
            if left.endswith("–") and right[0].isupper() and _DASH_AT_WORD.search(left[-2:])
            else f"{left} {right}"
        )
    stem = left[:-1]
    if not stem or stem[-1].isspace() or stem[-1] in "-–":
        # A dash that is no hyphen ("2013 -" or a lone "-") keeps its blank.
        return f"{stem}- {right}"
    if _COORDINATION.match(right) and not (right.startswith("noch") and _DENNOCH.search(stem[-4:])):
        return f"{stem}- {right}"
    if right[0].islower() and stem[-1].isalpha() and not _CAPITALS.search(stem[-2:]):
        return stem + right
    return f"{stem}-{right}"


def without_soft_hyphens(text: str) -> str:
    """The text without hyphens that only mark where a word may be divided."""
    return text.replace(LINE_END_HYPHEN, "")
