"""Cutting German running text into sentences."""

from __future__ import annotations

import re
from collections.abc import Collection

# A sentence ends at a mark, perhaps with a closing quotation mark or bracket behind it, before a capital or a digit.
_END = re.compile(r"[.!?][“”\"’)\]]*(?=\s+[„“\"(\[–]?\s?[A-ZÄÖÜ0-9§])")
_LAST_WORD = re.compile(r"[\w.]+$")
_NEXT_WORD = re.compile(r"\s*([\w-]+)")


def split_sentences(text: str, abbreviations: Collection[str], ordinals: Collection[str]) -> tuple[str, ...]:
    """The sentences of a text in order, without the blanks between them.

    A full stop behind one of ``abbreviations`` (written without it) or a single letter ends no sentence, nor does one
    behind a number of one or two digits before one of ``ordinals`` ("31. Dezember", "4. Quartal") or another number.
    """
    sentences = []
    start = 0
    for found in _END.finditer(text):
        if found[0].startswith(".") and _is_no_end(text, start, found.start(), abbreviations, ordinals):
            continue
        sentences.append(text[start : found.end()].strip())
        start = found.end()
    sentences.append(text[start:].strip())
    return tuple(sentence for sentence in sentences if sentence)


def _is_no_end(text: str, start: int, stop: int, abbreviations: Collection[str], ordinals: Collection[str]) -> bool:
    word = _LAST_WORD.search(text, start, stop)
    if not word:
        return False
    last = word[0].rsplit(".", 1)[-1]
    if last.isdigit():
        following = _NEXT_WORD.match(text, stop + 1)
        return len(last) <= 2 and following is not None and (following[1][0].isdigit() or following[1] in ordinals)
    return len(last) == 1 or word[0] in abbreviations or last in abbreviations
