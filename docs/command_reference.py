"""The command reference, made of what the program itself says of its commands and options."""

from __future__ import annotations

from collections.abc import Iterator

import click

from extractor.cli import commands
from extractor.cli.group import translated
from extractor.cli.session import Session

# A test compares the names with the commands, another one the codes with those that commands of these pages end with.
EXIT_CODES = {
    "check": (0, 1, 6, 9),
    "cite": (0, 6, 9),
    "codes": (0, 6, 9),
    "compare": (0, 3, 5, 6, 9),
    "doctor": (0, 3),
    "export": (0, 3, 5, 6, 9),
    "fetch": (0, 1, 4, 5, 6, 7, 9),
    "inspect": (0, 3, 4, 5, 8, 9),
    "locate": (0, 4, 5, 6, 7, 9),
    "report": (0, 3, 5, 6, 9),
    "review": (0, 3, 4, 5, 6, 9),
    "run": (0, 1, 3, 4, 5, 6, 7, 8, 9),
    "samples": (0, 6, 9, 10),
    "show": (0, 6, 9),
    "status": (0, 5, 6, 9),
    "sync": (0, 1, 4, 5, 6, 7, 9),
    "tables": (0, 3, 4, 5, 6, 8, 9),
}
# A wrong command line, and an interruption.
_ALWAYS = (2, 130)
# Remarks for the test that runs the examples (tests/documentation); those of one language are enough.
_REMARKS = {
    **dict.fromkeys(("fetch", "locate", "sync"), "not run: needs the network"),
    "review": "not run: serves a page until it is stopped",
    **dict.fromkeys(("check", "run"), "exits with 1: printed figures contradict each other"),
}
_NOT_TWICE = {"de": "not run: the same as on commands.md, where they are"}
_WORDS = {
    "de": ("Option", "Bedeutung", "Umgebung", "Endekodes", "Voreinstellung: {}", "nötig"),
    "en": ("option", "meaning", "environment", "Exit codes", "default: {}", "required"),
}


def describe_commands(language: str) -> str:
    """One section for each command, those of a group below it: help, usage, options, exit codes."""
    session = Session(language)
    group = translated(commands, language, "EXTRACTOR")
    with click.Context(group, info_name="extractor", obj=session) as context:
        return "\n".join(_sections(group, context, language))


def _sections(group: click.Command, context: click.Context, language: str) -> Iterator[str]:
    assert isinstance(group, click.Group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        with click.Context(command, parent=context, info_name=name) as inner:
            yield _section(command, inner, language)
            if isinstance(command, click.Group):
                yield from _sections(command, inner, language)


def _section(command: click.Command, context: click.Context, language: str) -> str:
    path = context.command_path.split()
    option, meaning, environment, exit_codes, *_ = _WORDS[language]
    codes = ", ".join(str(code) for code in sorted((*EXIT_CODES.get(path[1], ()), *_ALWAYS)))
    lines = [
        f"{'#' * len(path)} {' '.join(path)}\n",
        *_paragraphs(command.help or "", _NOT_TWICE.get(language, _REMARKS.get(path[1], ""))),
        f"```text\n{' '.join((*path, *command.collect_usage_pieces(context)))}\n```\n",
        f"| {option} | {meaning} | {environment} |\n|---|---|---|",
        *(_option(one, language) for one in command.params if isinstance(one, click.Option)),
        f"\n{exit_codes}: {codes}.\n",
    ]
    return "\n".join(lines)


def _paragraphs(text: str, remark: str) -> Iterator[str]:
    """The help as Markdown; examples, which click is told to leave as they are, as a block of commands."""
    for paragraph in text.split("\n\n"):
        heading, *examples = paragraph.removeprefix("\b\n").split("\n")
        yield f"{_escaped(heading)}\n"
        if examples:
            commands_shown = "\n".join(line.strip() for line in examples)
            yield (f"<!-- {remark} -->\n" if remark else "") + f"```sh\n{commands_shown}\n```\n"


def _option(option: click.Option, language: str) -> str:
    *_, default, required = _WORDS[language]
    context = click.get_current_context()
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag or option.count else f" `{_escaped(option.make_metavar(context))}`"
    remarks = [required] * option.required
    if option.show_default:
        remarks.append(default.format(option.get_default(context)))
    meaning = _escaped(option.help or "") + (f" ({'; '.join(remarks)})" if remarks else "")
    variable = f"`{option.envvar}`" if isinstance(option.envvar, str) else ""
    return f"| {names}{value} | {meaning} | {variable} |"


def _escaped(text: str) -> str:
    return text.replace("*", "\\*").replace("<", "&lt;").replace("|", "\\|")
