"""Cutting German running text into sentences."""

from __future__ import annotations

import re
from collections.abc import Collection

# A sentence ends at a mark, perhaps with a closing quotation mark or bracket behind it, before a capital or a digit.
_END = re.compile(r"[.!?][“”\"’)\]]*(?=\s+[„“\"(\[–]?\s?[A-ZÄÖÜ0-9§])")
_LAST_WORD = re.compile(r"[\w.]+$")


def split_sentences(text: str, abbreviations: Collection[str]) -> tuple[str, ...]:
    """The sentences of a text in order, without the blanks between them.

    A full stop behind one of ``abbreviations`` (written without it), behind a number ("31. Dezember", "4. Quartal") or
    a single letter ends no sentence.
    """
    sentences = []
    start = 0
    for found in _END.finditer(text):
        if found[0].startswith(".") and _is_no_end(text[start : found.start()], abbreviations):
            continue
        sentences.append(text[start : found.end()].strip())
        start = found.end()
    sentences.append(text[start:].strip())
    return tuple(sentence for sentence in sentences if sentence)


def _is_no_end(before: str, abbreviations: Collection[str]) -> bool:
    word = _LAST_WORD.search(before)
    if not word:
        return False
    last = word[0].rsplit(".", 1)[-1]
    if last.isdigit():
        # A year ends sentences often ("… im Jahr 2018."), a day or an ordinal hardly ever.
        return len(last) <= 2
    return len(last) == 1 or word[0] in abbreviations or last in abbreviations
