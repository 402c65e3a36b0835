"""Limits of time and memory for the commands that read one document in this process.

A PDF can hang PDFium (forms in forms, each drawn ten times) or make it take all memory, and inside native code no
exception is heard. ``extractor run`` gives each document a process of its own; here a thread looks on and ends the
program, with a message, before the system does.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.cli.reading import MEGABYTES_PER_DOCUMENT, SECONDS_PER_DOCUMENT
from extractor.cli.session import Session, say
from extractor.errors import ExitCode

# PDFium was seen to take 350 MB a second, so this is noticed a tenth of a gigabyte late.
_GLANCE_SECONDS = 0.2
_MEGABYTE = 1024 * 1024


@contextmanager
def watched(
    session: Session, file: str, seconds: float = SECONDS_PER_DOCUMENT, megabytes: int = MEGABYTES_PER_DOCUMENT
) -> Iterator[None]:
    """While the work goes on, ends the program with 4 where it takes more time or memory than a document may."""
    done = threading.Event()
    threading.Thread(target=_watch, args=(session, file, seconds, megabytes, done), daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _watch(session: Session, file: str, seconds: float, megabytes: int, done: threading.Event) -> None:
    deadline = time.monotonic() + seconds
    while not done.wait(_GLANCE_SECONDS):
        if time.monotonic() > deadline:
            say(session, "cli.too_slow", file=file, seconds=f"{seconds:g}")
        elif _memory() > megabytes * _MEGABYTE:
            say(session, "cli.too_much_memory", file=file, megabytes=megabytes)
        else:
            continue
        # Nothing was written yet, and nothing else would be heard.
        os._exit(ExitCode.INPUT_UNREADABLE)


def _memory() -> int:
    """The bytes of memory that this process holds; 0 where the system does not tell as easily."""
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
