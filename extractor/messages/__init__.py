"""The one catalogue of everything the program says to people, in German and English.

Each language is a TOML file beside this one; a key such as ``read.not_a_pdf`` is the code of an issue or an error.
Placeholders are those of `str.format`. A test holds that both files have the same keys and placeholders.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

LANGUAGES = ("de", "en")
# What steers a terminal, breaks a line or turns the direction of reading, and bytes that are no UTF-8: a file's name
# may hold all of them, and could so say things in our name.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# A message inside a message has lines of its own, and is made safe where it is shown.
_MESSAGE = "message"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All messages of one language by code; ``KeyError`` for a language there is none of."""
    if language not in LANGUAGES:
        raise KeyError(language)
    text = resources.files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return {
        f"{section}.{key}": message
        for section, entries in tomllib.loads(text).items()
        for key, message in entries.items()
    }


def render(code: str, language: str, /, **data: str | int) -> str:
    """The message in words; ``KeyError`` where the code is unknown or a placeholder has no value.

    What is filled in is one line each, without control characters (`shown`).
    """
    safe = {
        name: shown(value) if isinstance(value, str) and name != _MESSAGE else value for name, value in data.items()
    }
    return catalogue(language)[code].format_map(safe)


def shown(text: str) -> str:
    """The text on one line, control characters and the like written out (``\\n``, ``\\x1b``, ``\\udcff``)."""
    # Nearly all texts are printable, which is told at once.
    return text if text.isprintable() else _STEERING.sub(lambda found: ascii(found[0])[1:-1], text)


def environment_language() -> str:
    """German unless the environment says that the user reads another language."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value and value.split(".")[0] not in ("C", "POSIX"):
            return "de" if value.lower().startswith("de") else "en"
    return "de"
