"""Characters whose font does not say what they print: found, and shown as U+FFFD, so that nobody takes them for data.

PDFium gives such a character the number that it has in the font, and that may be the number of another letter or
digit: real papers print "Satz 3" and hold "6DW]\\x03\\x16".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from extractor.model.page import UNREADABLE
from extractor.read.pdfium import Handle
from extractor.read.text import HYPHENS

# No text has these: control characters that are no line ends and no hyphens of PDFium. A terminal obeys some of them.
_CONTROL = re.compile("[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONTROL_OR_HYPHEN = re.compile(f"{_CONTROL.pattern}|[{HYPHENS}]")
# Where the fonts of a page are tried, at 120 of 1,300 characters: the first one of each line, and the first digit of
# each number, since a wrong figure is the worst that can happen. Trying all would take a tenth of the reading.
_LINE_START, _NUMBER = re.compile(r"\n\S"), re.compile(r"[0-9][0-9.,]*")
# Signs that make no figure and no label. Old papers print the euro sign so and hold a fraction: a blemish, no doubt.
_HARMLESS = frozenset({"No", "So"})
# A number with one unreadable digit is not readable.
_BROKEN_NUMBER = re.compile(rf"[\d.,]*{UNREADABLE}[\d.,{UNREADABLE}]*")


def legible(text: Handle, characters: str) -> str:
    """The characters of a page with U+FFFD in the place of each that has no meaning; the length stays."""
    if not _is_suspicious(text, characters):
        return characters
    has_no_meaning = pdfium.FPDFText_HasUnicodeMapError
    doubtful = {index for index in range(len(characters)) if has_no_meaning(text, index) == 1}
    doubtful.update(found.start() for found in _CONTROL_OR_HYPHEN.finditer(characters))
    marked = list(characters)
    for index in doubtful:
        if _is_unreadable(text, index, characters[index]):
            marked[index] = UNREADABLE
    return _BROKEN_NUMBER.sub(lambda found: UNREADABLE * len(found[0]), "".join(marked))


def _is_suspicious(text: Handle, characters: str) -> bool:
    tried = [0, *(found.end() - 1 for found in _LINE_START.finditer(characters))]
    tried += [found.start() for found in _NUMBER.finditer(characters)]
    has_no_meaning = pdfium.FPDFText_HasUnicodeMapError
    for index in tried:
        if has_no_meaning(text, index) == 1:
            return True
    return _CONTROL.search(characters) is not None or any(
        pdfium.FPDFText_IsHyphen(text, index) != 1 for sign in HYPHENS for index in _places(sign, characters)
    )


def _is_unreadable(text: Handle, index: int, character: str) -> bool:
    """Whether a character of which PDFium or its own number raises doubts prints nothing that can be known."""
    if character in HYPHENS:  # at a line end; also where a character has no number at all
        return bool(pdfium.FPDFText_IsHyphen(text, index) != 1)
    if _CONTROL.match(character):
        return True
    return not character.isspace() and unicodedata.category(character) not in _HARMLESS


def _places(sign: str, characters: str) -> Iterator[int]:
    index = characters.find(sign)
    while index >= 0:
        yield index
        index = characters.find(sign, index + 1)
