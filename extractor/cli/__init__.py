"""The command line. One module for each command, which holds it under the name ``command``: a new file, a new command.

Texts of commands and options are keys of the message catalogue (``help.run``, ``option.jobs``) and are put into the
user's language when the command is looked up. A command module must be cheap to import: what is heavy is imported in
the function. A command may return an `ExitCode`, and raises `ExtractorError` for what a user can do something about.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from extractor import __version__
from extractor.cli.group import CommandGroup, translated
from extractor.cli.output import protected_stdout
from extractor.cli.session import Session, language_of, say, say_text
from extractor.cli.usage import usage_message
from extractor.errors import ExitCode, ExtractorError, describe_fault

__all__ = ["commands", "main", "run_command"]


@click.group(cls=CommandGroup, help="help.extractor")
@click.version_option(__version__, prog_name="extractor", help="option.version")
def commands() -> None:
    """All commands."""


def main() -> NoReturn:
    """The console script."""
    # A system that shuts down, or a batch system, asks with SIGTERM: as good a reason to end in order as Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with protected_stdout():
        code = run_command(sys.argv[1:])
    sys.exit(int(code))


def run_command(arguments: Sequence[str]) -> int:
    """Runs one command line and returns its exit code; messages for people go to standard error."""
    session = Session(language_of(arguments))
    try:
        shown = translated(commands, session.language, "EXTRACTOR")
        returned = shown.main(list(arguments), prog_name="extractor", standalone_mode=False, obj=session)
    except ExtractorError as error:
        say(session, error.code, **error.data)
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        say_text(error.format_message())
        return ExitCode.USAGE
    except click.ClickException as error:
        say_text(usage_message(error, session))
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        say(session, "cli.interrupted")
        return ExitCode.INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # The reader of our output (`head`) has had enough, which is no fault; click makes that an exit of its own.
        return ExitCode.OK
    except Exception as error:  # a fault of ours: one line for the user, with the place for whoever mends it
        say(session, "cli.internal_error", reason=describe_fault(error))
        return ExitCode.INPUT_UNREADABLE
    return returned if isinstance(returned, int) else ExitCode.OK
