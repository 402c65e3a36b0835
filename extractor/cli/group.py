"""A group that loads a command when it is called, and shows all texts in the user's language."""

from __future__ import annotations

import copy
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

import click

from extractor.cli.session import LANGUAGE_VARIABLE, current_session
from extractor.messages import LANGUAGES, catalogue

SHARED_MODULES = frozenset(
    {
        "configuration",
        "group",
        "limits",
        "network",
        "options",
        "output",
        "papers",
        "progress",
        "reading",
        "session",
        "usage",
    }
)
"""What the commands share; every other module of this package is a command."""
_FIRST = ("run", "inspect", "tables", "check")
# Those that go to the network read their settings themselves (`extractor.cli.network`).
_CONFIGURED = frozenset({"run", "inspect", "tables"})


class CommandGroup(click.Group):
    """Finds commands by the names of the modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = {module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])} - SHARED_MODULES
        return [*(name for name in _FIRST if name in names), *sorted(names.difference(_FIRST))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"extractor.cli.{cmd_name}").command
        return translated(command, current_session().language, f"EXTRACTOR_{cmd_name.upper()}")

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the settings of files as defaults of the command's options."""
        name, command, rest = super().resolve_command(ctx, args)
        if name in _CONFIGURED and command is not None and ctx.parent is None:
            from extractor.cli.configuration import command_settings

            options = {flag_name(one): one.name for one in command.params if isinstance(one, click.Option)}
            settings = command_settings(name, frozenset(options) - {"help", "lang"})
            ctx.default_map = {name: {options[flag]: value for flag, value in settings.items()}}
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without loading them where the catalogue has their help."""
        texts = catalogue(current_session().language)
        rows = []
        for name in self.list_commands(ctx):
            text = texts.get(f"help.{name}")
            if text is None:
                command = self.get_command(ctx, name)
                text = command.get_short_help_str() if command else ""
            rows.append((name, text.split("\n")[0]))
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def flag_name(option: click.Option) -> str:
    """The name of an option for files and the environment: ``dry_run`` for ``--dry-run``."""
    return max(option.opts, key=len).lstrip("-").replace("-", "_")


def translated(command: click.Command, language: str, variable: str) -> click.Command:
    """A copy of the command whose texts, where they are keys of the catalogue, are in this language.

    Each command gets the options ``--lang`` and ``--help``, and each option a variable of the environment that begins
    with ``variable``. Commands of a group inside are done likewise.
    """
    texts = catalogue(language)
    shown = copy.copy(command)
    shown.help = texts.get(command.help or "", command.help)
    shown.short_help = texts.get(command.short_help or "", command.short_help)
    shown.epilog = texts.get(command.epilog or "", command.epilog)
    shown.params = [_translated_parameter(parameter, texts, variable) for parameter in command.params]
    shown.params += [_language_option(texts), _help_option(texts)]
    shown.add_help_option = False
    shown.context_class = _context_class(language)
    if isinstance(command, click.Group) and isinstance(shown, click.Group):
        shown.commands = {
            name: translated(inner, language, f"{variable}_{name.upper()}") for name, inner in command.commands.items()
        }
    return shown


def _translated_parameter(parameter: click.Parameter, texts: Mapping[str, str], variable: str) -> click.Parameter:
    shown = copy.copy(parameter)
    if isinstance(shown, click.Option):
        shown.help = texts.get(shown.help or "", shown.help)
        if not shown.is_eager:  # those only show something and end
            shown.envvar = shown.envvar or f"{variable}_{flag_name(shown).upper()}"
    return shown


def _language_option(texts: Mapping[str, str]) -> click.Option:
    # Read before click does (`language_of`): here it is checked and has its place in the help.
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        envvar=LANGUAGE_VARIABLE,
        help=texts["option.lang"],
    )


def _help_option(texts: Mapping[str, str]) -> click.Option:
    def show(context: click.Context, _: click.Parameter, asked: bool) -> None:
        if asked and not context.resilient_parsing:
            click.echo(context.get_help(), color=context.color)
            context.exit()

    return click.Option(
        ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=texts["option.help"]
    )


@cache
def _context_class(language: str) -> type[click.Context]:
    """Contexts whose help has its headings in this language."""
    texts = catalogue(language)
    headings = {"Options": texts["help.options"], "Commands": texts["help.commands"]}

    class Formatter(click.HelpFormatter):
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or f"{texts['help.usage']}: ")

        def write_heading(self, heading: str) -> None:
            super().write_heading(headings.get(heading, heading))

    class Context(click.Context):
        formatter_class = Formatter

    return Context
