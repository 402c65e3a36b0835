"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

CommandT = TypeVar("CommandT", bound=Callable[..., Any])

# Named here and not asked of the readers: that would load them for `--help`. A test compares.
READERS = ("native", "pdfplumber", "camelot")
SECOND_READER = ("never", "auto", "always")
TOPICS = ("permits",)
EXECUTORS = ("local", "dask")


def reader_option(command: CommandT) -> CommandT:
    """``--reader``: who reads the tables."""
    return click.option(
        "--reader", type=click.Choice(READERS), default="native", show_default=True, help="option.reader"
    )(command)


def executor_options(command: CommandT) -> CommandT:
    """``--executor`` and ``--scheduler``: where documents are read."""
    for option in (
        click.option("--scheduler", metavar="ADDRESS", help="option.scheduler"),
        click.option(
            "--executor", type=click.Choice(EXECUTORS), default="local", show_default=True, help="option.executor"
        ),
    ):
        command = option(command)
    return command


def password_option(command: CommandT) -> CommandT:
    """``--password``: of encrypted files."""
    return click.option("--password", metavar="TEXT", help="option.password")(command)


def quiet_option(command: CommandT) -> CommandT:
    """``--quiet``: errors only."""
    return click.option("-q", "--quiet", is_flag=True, help="option.quiet")(command)


def file_argument(command: CommandT) -> CommandT:
    """``FILE``: one PDF."""
    return click.argument("file", metavar="FILE", type=click.Path(path_type=Path))(command)
