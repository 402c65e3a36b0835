"""Hyphens that an earlier line break left in a word, and that the paper prints ("Ableh-nungen")."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.codes import CodeLists

_BROKEN = re.compile(r"[^\W\d_]+(?:-[a-zäöüß]+)+")
_WORD = re.compile(r"[^\W\d_]{2,}")


def without_breaks(text: str, codes: CodeLists) -> str:
    """The text as it is read: words of the list of categories without hyphens that do not belong to them.

    The label itself stays as it is printed; "deutsch-polnisch" is in no list and keeps its hyphen.
    """
    if "-" not in text:
        return text
    words = _category_words(codes)
    joined = {word: word.replace("-", "") for word in _BROKEN.findall(text)}
    return _BROKEN.sub(lambda word: joined[word[0]] if joined[word[0]].casefold() in words else word[0], text)


@lru_cache(maxsize=8)
def _category_words(codes: CodeLists) -> frozenset[str]:
    entries = codes.lists["categories"]
    texts = [entry.label for entry in entries.entries] + [wording.wording for wording in entries.wordings]
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text))
