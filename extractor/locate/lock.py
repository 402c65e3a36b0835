"""A lock on a folder that the operating system takes back when the process ends, however it ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.errors import ExitCode, ExtractorError

_POLL_SECONDS = 0.2


@contextmanager
def folder_lock(folder: Path, name: str, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock ``name`` of ``folder`` (made where it is missing) for a while.

    `ExtractorError` (5) where another process holds it for longer than ``patience`` seconds, or the folder cannot be
    written. The file stays behind; that it exists means nothing.
    """
    path = folder / f".{name}.lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ExtractorError(
            "locate.store_not_writable", ExitCode.OUTPUT_NOT_WRITABLE, folder=str(folder), reason=str(error.strerror)
        ) from error
    try:
        end = time.monotonic() + patience
        while not _take(handle):
            if time.monotonic() >= end:
                raise ExtractorError("locate.locked", ExitCode.OUTPUT_NOT_WRITABLE, folder=str(folder))
            time.sleep(_POLL_SECONDS)
        yield
    finally:
        # Closing gives the lock back.
        os.close(handle)


def _take(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
