"""Labels that mean something only by the words above or around them: ages without "Jahre", the children of a family."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.grammar.age import read_ages
from extractor.interpret.dimensions import Dimensions

_ABOUT_AGES = re.compile(r"\b(?:Lebensa|A)lter(?:s(?:gruppe|klasse|stufe|struktur|verteilung|angabe)\w*)?\b")
_NUMBER = r"\d{1,3}"
_BARE_AGE = re.compile(
    rf"(?:(?:bis\s)?unter|bis(?:\szu)?|über|ab|höchstens|mindestens)\s{_NUMBER}"
    rf"|{_NUMBER}\s?(?:[-–]|bis(?:\szu)?(?:\s(?:unter|einschließlich|einschl\.))?)\s?{_NUMBER}"
    rf"|{_NUMBER}\s(?:und|oder)\s(?:älter|mehr|darüber)",
    re.IGNORECASE,
)
# "Kinder" alone may also be all minors; beside spouses and parents they are somebody's children.
_ABOUT_FAMILIES = re.compile(r"\b[Ff]amili(?!en(?:name|stand))|[Nn]achzug|\b[Ee]hegatt|\b[Ee]ltern")
_CHILDREN = re.compile(r"(?:minderjährige\s|ledige\s)?Kind(?:er)?")


def understood_in_context(path: Sequence[str], around: Sequence[str]) -> frozenset[str]:
    """The labels of a path that its other labels, or the words ``around``, make ages or children of a family."""
    texts = (*path, *around)
    found = {label for label in path if _is_bare_age(label)}
    if found and not any(_ABOUT_AGES.search(text) for text in texts):
        found = set()
    children = {label for label in path if "Kind" in label and _CHILDREN.fullmatch(label.strip())}
    if children and any(_ABOUT_FAMILIES.search(text) for text in texts):
        found |= children
    return frozenset(found)


def read_in_context(said: Dimensions, path: Sequence[str], understood: frozenset[str]) -> Dimensions:
    """What the labels of a path say, with what those of them mean that are understood by their context."""
    for label in reversed(path):
        if label not in understood:
            continue
        if _is_bare_age(label):
            said = _with_age(said, label.strip())
        elif not said.person_role:
            said = replace(said, person_role="child")
    return said


# As many labels as a long paper has: they are asked for each of its rows and columns.
@lru_cache(maxsize=16384)
def _is_bare_age(label: str) -> bool:
    return _BARE_AGE.fullmatch(label.strip()) is not None


def _with_age(said: Dimensions, bare: str) -> Dimensions:
    ages = read_ages(f"{bare} Jahre")
    if said.age_label or len(ages) != 1:
        return said
    doubts = ("ambiguous",) if ages[0].ambiguous else ()
    flags = tuple(dict.fromkeys((*said.flags, *doubts)))
    return replace(said, age_min=ages[0].least, age_max=ages[0].most, age_label=bare, flags=flags)
