"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

CommandT = TypeVar("CommandT", bound=Callable[..., Any])

# Named here and not asked of the readers: that would load them for `--help`. A test compares.
READERS = ("native", "pdfplumber", "camelot")
SECOND_READER = ("never", "auto", "always")
TOPICS = ("permits",)
EXECUTORS = ("local", "dask")
OCR = ("never", "auto", "always")


def reader_option(command: CommandT) -> CommandT:
    """``--reader``: who reads the tables."""
    return click.option(
        "--reader", type=click.Choice(READERS), default="native", show_default=True, help="option.reader"
    )(command)


def ocr_option(command: CommandT) -> CommandT:
    """``--ocr``: whether scanned pages are recognised."""
    return click.option("--ocr", type=click.Choice(OCR), default="auto", show_default=True, help="option.ocr")(command)


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


def log_options(command: CommandT) -> CommandT:
    """``-v`` and ``--log-file``: what the program does, for those who run or mend it."""

    @wraps(command)
    def logged(*arguments: Any, verbose: int, log_file: str | None, **options: Any) -> Any:
        from extractor.logs import LogSettings, begin_logging

        begin_logging(LogSettings(verbose, log_file or ""))
        return command(*arguments, **options)

    logged = click.option("-v", "--verbose", count=True, help="option.verbose")(logged)
    return cast("CommandT", click.option("--log-file", metavar="FILE", help="option.log_file")(logged))
