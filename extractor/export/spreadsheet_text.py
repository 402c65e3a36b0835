"""Texts in formats that spreadsheets open: none is taken for a formula, and each can be had back as it was.

A text out of a PDF may begin like a formula (``=HYPERLINK(…)``, ``@SUM``, ``+49 …``). In a CSV it gets an apostrophe in
front, as in a spreadsheet's own input line; so does a text that already begins with apostrophes before such a
character, which keeps the rule reversible. A lone dash and a number stay as they are: they are what the papers print.
"""

from __future__ import annotations

import re

# What Excel and LibreOffice begin a formula with, also in full width; tab and carriage return are skipped by both.
_FORMULA = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_DASH_OR_NUMBER = re.compile(r"[-–—+]?\s*[0-9]*(?:[.,\u00a0\u202f ][0-9]+)*\s*%?")


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet may compute with the text instead of showing it."""
    return bool(_FORMULA.match(text)) and not _DASH_OR_NUMBER.fullmatch(text)


def escape_formula(text: str) -> str:
    """The text as it may stand in a CSV for spreadsheets."""
    return f"'{text}" if is_formula_like(text) else text


def unescape_formula(text: str) -> str:
    """The text that `escape_formula` was given."""
    return text[1:] if text.startswith("'") and is_formula_like(text[1:]) else text
