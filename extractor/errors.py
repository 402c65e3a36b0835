"""Errors that end a command or a document, and the exit codes of the program."""

from __future__ import annotations

import traceback
from enum import IntEnum
from pathlib import Path


class ExitCode(IntEnum):
    """What the process returns. `PARTIAL`: some documents failed, or figures contradict each other."""

    OK = 0
    PARTIAL = 1
    USAGE = 2
    MISSING_DEPENDENCY = 3
    INPUT_UNREADABLE = 4
    OUTPUT_NOT_WRITABLE = 5
    NOTHING_FOUND = 6
    NETWORK = 7
    ENCRYPTED = 8
    CONFIGURATION_INVALID = 9
    REGRESSION_DIFFERS = 10
    INTERRUPTED = 130


class ExtractorError(Exception):
    """An error with a message in the catalogue: ``code`` names it, ``data`` fills its placeholders.

    The text is made where it is shown (`extractor.messages.render`), in the language of the user.
    """

    def __init__(self, code: str, exit_code: ExitCode, **data: str | int) -> None:
        super().__init__(code, data)
        self.code = code
        self.exit_code = exit_code
        self.data = data


def describe_fault(error: BaseException) -> str:
    """An unexpected error in one line, with the place in the code where it arose."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"
