"""Writing correction files: the same entries give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable

from extractor.corrections.files import FIGURE, Correction

_FIELDS = ("document", "table", "cell", "field", "read", "right", "why", "by")


def correction_text(corrections: Iterable[Correction]) -> str:
    """The content of a file with these entries, in this order."""
    return "\n".join(map(_entry, corrections))


def _entry(correction: Correction) -> str:
    named = ((name, getattr(correction, name)) for name in _FIELDS)
    lines = [f"{name} = {_quoted(text)}" for name, text in named if (name, text) != ("field", FIGURE)]
    return "\n".join(["[[correction]]", *lines]) + "\n"


def _quoted(text: str) -> str:
    # A text of JSON is one of TOML, but for the one control character that JSON lets through.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
