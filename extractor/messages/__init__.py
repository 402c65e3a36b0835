"""The one catalogue of everything the program says to people, in German and English.

Each language is a TOML file beside this one; a key such as ``read.not_a_pdf`` is the code of an issue or an error.
Placeholders are those of `str.format`. A test holds that both files have the same keys and placeholders.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

LANGUAGES = ("de", "en")


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
    """The message in words; ``KeyError`` where the code is unknown or a placeholder has no value."""
    return catalogue(language)[code].format_map(data)


def environment_language() -> str:
    """German unless the environment says that the user reads another language."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value and value.split(".")[0] not in ("C", "POSIX"):
            return "de" if value.lower().startswith("de") else "en"
    return "de"
