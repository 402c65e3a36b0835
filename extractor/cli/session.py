"""What all commands share: the language of the user, and how to speak to them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import click

from extractor.messages import LANGUAGES, environment_language, render, shown
from extractor.model.issue import Issue

LANGUAGE_VARIABLE = "EXTRACTOR_LANG"


@dataclass(frozen=True, slots=True)
class Session:
    """One call of the program."""

    language: str

    def text(self, code: str, /, **data: str | int) -> str:
        """A message of the catalogue in the user's language."""
        return render(code, self.language, **data)

    def issue_text(self, issue: Issue, file: str) -> str:
        """An issue in words, with the name of its file; ``file``, ``page`` and ``table_id`` may be placeholders."""
        places: dict[str, str | int] = {"file": file, "page": issue.page or "", "table_id": issue.table_id}
        text = self.text(issue.code, **{**places, **issue.data})
        return text if shown(file) in text else f"{shown(file)}: {text}"


def current_session() -> Session:
    """The session of the command that runs."""
    context = click.get_current_context(silent=True)
    found = context.find_object(Session) if context else None
    return found or Session(environment_language())


def language_of(arguments: Sequence[str]) -> str:
    """The language asked for by ``--lang``, which may stand anywhere, else the environment's.

    Texts of the help are needed before click has read the options, hence this look ahead; click checks the value.
    """
    asked = os.environ.get(LANGUAGE_VARIABLE, "")
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            asked = "".join(arguments[index + 1 : index + 2])
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return asked if asked in LANGUAGES else environment_language()


def say(session: Session, code: str, /, **data: str | int) -> None:
    """A message of the catalogue on standard error."""
    say_text(session.text(code, **data))


def say_text(text: str) -> None:
    """A line on standard error."""
    click.echo(visible(text), err=True)


def visible(text: str) -> str:
    """The text with control characters (a file's name or a page may hold some) shown and not sent to the terminal."""
    return "\n".join(shown(line) for line in text.split("\n"))
