"""The error list: one section for each message that says that something is wrong, with what can be done about it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from extractor.messages import LANGUAGES, catalogue

_ADVICE = Path(__file__).resolve().parent / "advice.toml"
# Polite, but about no fault: the rights of a workbook, a part of what the doctor says.
_NO_FAULTS = frozenset({"export.licence_text", "doctor.reinstall"})
# What is to be done begins with the clause that asks for it, and goes on to the end of the message.
_REQUEST = {
    language: re.compile(rf"(?:^|(?<=[.!?;:] ))[^.!?;:]*\b(?i:{word})\b.*")
    for language, word in (("de", "bitte"), ("en", "please"))
}
_HEADINGS = {"de": ("Was ist", "Was tun"), "en": ("What it is", "What to do")}


def listed_codes() -> tuple[str, ...]:
    """The codes of the messages that the list has, sorted."""
    asking = {code for code in catalogue("de") if all(advice_on(code, language) for language in LANGUAGES)}
    return tuple(sorted(asking - _NO_FAULTS))


def advice_on(code: str, language: str) -> str:
    """What to do about a message: what it says itself, else what ``advice.toml`` says; empty where neither does."""
    own = _REQUEST[language].search(catalogue(language)[code])
    return own[0] if own else _advice().get(code, {}).get(language, "")


def describe_messages() -> str:
    """One section for each message: its code, and in both languages what it means and what to do."""
    sections = (
        "".join((f"## {code}\n", *(_text(code, language) for language in LANGUAGES))) for code in listed_codes()
    )
    return "\n".join(sections)


def _text(code: str, language: str) -> str:
    meaning, remedy = _HEADINGS[language]
    message, advice = catalogue(language)[code], advice_on(code, language)
    cause = message.removesuffix(advice).rstrip(" ;:") or message
    return f"- **{meaning}:** {_escaped(cause)}\n  **{remedy}:** {_escaped(advice)}\n"


@cache
def _advice() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_ADVICE.read_text(encoding="utf-8"))


def _escaped(text: str) -> str:
    return text.replace("*", "\\*").replace("<", "&lt;").replace("[", "\\[")
