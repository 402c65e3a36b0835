"""A lock on a folder that the operating system takes back when the process ends, however it ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.errors import ExitCode, ExtractorError

_POLL_SECONDS = 0.2
# Windows locks bytes and not files, and what is locked cannot be read: a byte far behind the process id.
_LOCKED_BYTE = 1 << 20


@contextmanager
def folder_lock(folder: Path, name: str, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock ``name`` of ``folder`` (made where it is missing) for a while.

    `ExtractorError` (5) ``lock.held`` where another process holds it for longer than ``patience`` seconds, with its
    process id, and ``lock.not_writable`` where the folder cannot be written. The file stays behind; that it exists
    means nothing.
    """
    path = folder / f".{name}.lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ExtractorError(
            "lock.not_writable", ExitCode.OUTPUT_NOT_WRITABLE, folder=str(folder), reason=error.strerror or str(error)
        ) from error
    try:
        end = time.monotonic() + patience
        while not _take(handle):
            if time.monotonic() >= end:
                holder = os.pread(handle, 20, 0).decode("ascii", "replace") if hasattr(os, "pread") else ""
                raise ExtractorError(
                    "lock.held", ExitCode.OUTPUT_NOT_WRITABLE, folder=str(folder), process=holder or "?"
                )
            time.sleep(_POLL_SECONDS)
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode("ascii"))
        yield
    finally:
        # Closing gives the lock back.
        os.close(handle)


def _take(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
