"""Words in labels that say how rows hang together, whatever the table is about."""

from __future__ import annotations

import re
from functools import lru_cache

# The wordings of total rows and of rows that open a list of parts, as counted in the answers (domain.md 1.2).
_TOTAL = re.compile(
    r"(?:ins)?gesamt\b|(?:zwischen)?summe\b|gesamt[a-zäöüß]+\b|zusammen\b|alle\s+\w+|.*\s(?:ins)?gesamt$", re.IGNORECASE
)
_PARTS = re.compile(r"(?:davon|darunter|und zwar|hiervon|dar\.)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d\*{0,3}")


def is_year(text: str) -> bool:
    """Whether a text that looks like a figure is rather a year: 1900 to 2099 without a grouping sign."""
    return _YEAR.fullmatch(text.strip()) is not None


# As many labels as a long paper has: several stages ask the same of each, and its tables repeat them.
@lru_cache(maxsize=16384)
def is_total_label(label: str) -> bool:
    """Whether a row label names a total: "Gesamt", "Herkunftsländer gesamt", "Alle Bundesländer"."""
    return _TOTAL.match(label.strip().rstrip(":")) is not None


@lru_cache(maxsize=16384)
def opens_parts(label: str) -> bool:
    """Whether a label opens a list of parts: "davon:", "darunter", "davon Ablehnungen"."""
    return _PARTS.match(label.strip()) is not None
