"""Code lists and the exact look-up of labels in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

_HYPHENS = re.compile(r"[\s\-‐‑‒–—/]+")
_MARKS = re.compile(r"(?:\*+|[¹²³⁴-⁹]+|\s\d{1,2}\))+$")
_BROKEN_DOWN = re.compile(
    r"^(?:(?:Auf|Unter)\w*gliederung|Aufschlüsselung|aufgeschlüsselt|differenziert|unterteilt)?\s?(?:nach|je|pro)\s(?:de[nmr]\s)?"
)
_TOP = re.compile(r"\s*\((?:[Tt]op|TOP|Haupt|die\s)[^)]*\)$")
_SILENT = re.compile("[.,:\u00ad‘’'´`\"„“”]")


# As many labels as the lists and a long paper have together; each is looked up in several lists.
@lru_cache(maxsize=16384)
def normalise(label: str) -> str:
    """The label as it is compared: case folded; hyphens, strokes and white space alike; no marks, dots and commas.

    "Baden-Württemberg" and "Baden Württemberg" become one, so do "Kongo, Dem. Rep." and "Kongo Dem Rep"; letters are
    never left out.
    """
    plain = _SILENT.sub("", _MARKS.sub("", label.strip()))
    return _HYPHENS.sub(" ", plain).strip().casefold()


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code: its German label, when it is valid (both days inclusive, ``None`` open), where it comes from.

    ``details`` has the other columns of the list (``ags``, ``title_type``, …).
    """

    code: str
    label: str
    source: str
    valid_from: date | None = None
    valid_to: date | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wording:
    """A print of a code: ``first_seen`` is the document where it was first found, empty where that is not known."""

    wording: str
    code: str
    source: str
    first_seen: str = ""


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list: its entries in file order, other wordings for them, and the index that `find` uses."""

    name: str
    entries: tuple[CodeEntry, ...]
    wordings: tuple[Wording, ...]
    by_label: Mapping[str, str]

    def find(self, label: str) -> str:
        """The code of a label, ``""`` where the list does not know it."""
        return self.by_label.get(normalise(label), "")

    def valid(self, code: str, day: date) -> CodeEntry | None:
        """The entry of a code on a day (a code may have been re-used); ``None`` where it was not valid."""
        for entry in self.entries:
            after = entry.valid_from is None or entry.valid_from <= day
            if entry.code == code and after and (entry.valid_to is None or day <= entry.valid_to):
                return entry
        return None


@dataclass(frozen=True, slots=True, eq=False)
class CodeLists:
    """All lists by name, and the words that are no codes: totals, residual rows, groups of states.

    ``totals`` maps a normalised label to the dimension of which it is the total, ``"any"`` where it is that of
    whatever the rows are; ``residuals`` to pairs of dimension and code ("Sonstige": ``nationality``, ``XSO``), which
    hold only where the rows are of that dimension. Equal only to itself, so that it can be an argument of caches.
    """

    lists: Mapping[str, CodeList]
    totals: Mapping[str, str]
    residuals: Mapping[str, tuple[tuple[str, str], ...]]
    groups: Mapping[str, str]
    sexes: Mapping[str, tuple[str, str]]
    adjectives: tuple[tuple[str, str, str], ...]
    heads: Mapping[str, str]

    def nationality(self, label: str) -> str:
        """ISO 3166-1 alpha-3 or special code of a state or status, ``""`` where unknown."""
        return self.lists["nationalities"].find(label)

    def land(self, label: str) -> str:
        """ISO 3166-2 code of a Land, ``DE`` for Germany, ``""`` where unknown."""
        return self.lists["laender"].find(label)

    def group(self, label: str) -> str:
        """The wording of a group of states ("Westbalkan"), ``""`` where unknown."""
        return self.groups.get(normalise(label), "")

    def total_of(self, label: str) -> tuple[str, ...]:
        """The dimension of which a label is the total, ``("any",)`` for "Gesamt", ``()`` where it is none."""
        dimension = self.totals.get(normalise(label))
        return (dimension,) if dimension else ()

    def residual(self, label: str, dimension: str) -> str:
        """The code of a residual row ("Sonstige", "ohne Angabe") in a table by ``dimension``, ``""`` if it is none."""
        return dict(self.residuals.get(normalise(label), ())).get(dimension, "")

    def sex(self, label: str) -> tuple[str, str]:
        """Code and age (``adult``, ``minor`` or nothing) of a word for a sex; two empty texts where unknown."""
        return self.sexes.get(normalise(label), ("", ""))

    def dimension_of(self, label: str) -> str:
        """The dimension that a head names ("Herkunftsland", "nach Staatsangehörigkeit (Top-5)"), ``""`` if it is none.

        One of ``nationality``, ``region``, ``sex``, ``age``, ``period``, ``legal_basis``, ``title_type``, ``place``,
        ``stay``, ``person_role``.
        """
        plain = _BROKEN_DOWN.sub("", _TOP.sub("", label.strip(" :")))
        key = normalise(plain)
        return self.heads.get(key) or self.heads.get(key.removesuffix("n"), "")

    def knows(self, label: str) -> bool:
        """Whether any list has the label."""
        key = normalise(label)
        return (
            any(key in entries.by_label for entries in self.lists.values())
            or key in self.totals
            or key in self.residuals
            or key in self.groups
            or key in self.sexes
            or bool(self.dimension_of(label))
        )
