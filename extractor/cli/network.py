"""Options and settings of the commands that use the network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extractor.cli.configuration import command_settings
from extractor.cli.session import Session, say_text

if TYPE_CHECKING:
    from extractor.batch.inputs import Inputs
    from extractor.locate.query import Query
    from extractor.locate.settings import NetworkSettings
    from extractor.model.issue import Issue

CommandT = TypeVar("CommandT", bound=Callable[..., Any])
# The table of the configuration file for all commands that use the network.
_TABLE = "network"
# A file in the working folder may come from anybody. It must not lead the user's key to another host.
_USER_ONLY = frozenset({"dip_url", "dserver_url", "berlin_url", "allow_host", "store", "cache"})
_KNOWN = _USER_ONLY | {"dip_api_key", "pace"}


def network_options(command: CommandT) -> CommandT:
    """``--allow-host``, ``--pace``, ``--store``."""
    for option in (
        click.option("--store", metavar="FOLDER", type=click.Path(path_type=Path), help="option.store"),
        click.option("--pace", metavar="SECONDS", type=click.FloatRange(min=0, max=600), help="option.pace"),
        click.option("--allow-host", metavar="HOST[:PORT]", multiple=True, help="option.allow_host"),
    ):
        command = option(command)
    return command


def query_options(command: CommandT) -> CommandT:
    """What is looked for. The command gets one argument ``asked`` with the values of all these options."""
    day = click.DateTime(["%Y-%m-%d"])
    for option in reversed(
        [
            click.option("--title", "titles", metavar="WORDS", multiple=True, help="option.title"),
            click.option("--descriptor", "descriptors", metavar="NAME", multiple=True, help="option.descriptor"),
            click.option("--number", "numbers", metavar="NUMBER", multiple=True, help="option.number"),
            click.option(
                "--wahlperiode", "wahlperioden", type=click.IntRange(1, 99), multiple=True, help="option.period"
            ),
            click.option("--from", "start", metavar="DATE", type=day, help="option.from"),
            click.option("--to", "end", metavar="DATE", type=day, help="option.to"),
            click.option("--ministry", "ministries", metavar="NAME", multiple=True, help="option.ministry"),
            click.option("--group", "groups", metavar="NAME", multiple=True, help="option.group"),
            click.option("--type", "types", metavar="NAME", multiple=True, help="option.type"),
            click.option("--filter", "filters", metavar="NAME=VALUE", multiple=True, help="option.filter"),
            click.option("--source", metavar="SOURCE", help="option.source"),
        ]
    ):
        command = option(command)
    return command


def read_settings(hosts: tuple[str, ...], pace: float | None, store: Path | None) -> NetworkSettings:
    """The settings by command line, environment and configuration files, in this order.

    `ExtractorError` (9) for a configuration file that cannot be read.
    """
    from extractor.locate.settings import settings_from_environment, with_options

    configuration = command_settings(_TABLE, _KNOWN, _USER_ONLY)
    return with_options(settings_from_environment(configuration), allowed_hosts=hosts, pace=pace, store=store)


def build_query(saved: str | None, asked: dict[str, Any]) -> Query:
    """The saved search with the options laid over it, or the options alone.

    A list given by option takes the place of the saved one. `ExtractorError` 2 for a bad filter, 6 and 9 as
    `load_search`.
    """
    from dataclasses import replace

    from extractor.locate.filters import parse_filters
    from extractor.locate.query import Query, load_search

    query = load_search(saved) if saved else Query()
    given = {name: value for name, value in asked.items() if value}
    if "filters" in given:
        given["filters"] = parse_filters(given["filters"])
    for name in ("start", "end"):
        if name in given:
            given[name] = _day(given[name])
    return replace(query, **given)


def find_all_inputs(arguments: list[str], session: Session, quiet: bool) -> Inputs:
    """The files of all inputs; numbers, links, searches and lists are looked up, and their PDFs fetched if missing.

    Raises what `extractor.locate.resolve_inputs` raises. Without such inputs the network is not touched.
    """
    from extractor.batch.inputs import Inputs, Unusable, find_inputs
    from extractor.locate import is_remote, resolve_inputs

    if not any(is_remote(argument) for argument in arguments):
        return find_inputs(arguments)
    resolved = tuple(resolve_inputs(arguments, read_settings((), None, None), tell_issues(session, quiet)))
    found = find_inputs(str(entry.path) for entry in resolved if entry.path is not None)
    missing = tuple(
        Unusable(entry.given, entry.issue, entry.exit_code) for entry in resolved if entry.issue is not None
    )
    return Inputs(found.files, (*found.unusable, *missing))


def tell_issues(session: Session, quiet: bool) -> Callable[[Issue], None]:
    """A function that says what a stage reports; with ``quiet`` errors only."""

    def tell(issue: Issue) -> None:
        if not quiet or issue.severity.value == "error":
            say_text(session.text(issue.code, **issue.data))

    return tell


def _day(value: datetime) -> date:
    return value.date()
