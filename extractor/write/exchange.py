"""Two folders change their names in one step, where the system can do that."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
# linux/fs.h, sys/stdio.h of macOS
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2


def exchange(first: Path, second: Path) -> bool:
    """Exchanges two folders atomically; ``False``, and nothing changed, where system or file system cannot."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            code = library.renamex_np(os.fsencode(first), os.fsencode(second), ctypes.c_uint(_RENAME_SWAP))
        else:
            code = library.renameat2(
                ctypes.c_int(_AT_FDCWD),
                os.fsencode(first),
                ctypes.c_int(_AT_FDCWD),
                os.fsencode(second),
                ctypes.c_uint(_RENAME_EXCHANGE),
            )
    except (AttributeError, OSError, TypeError):  # no such function, or (Windows) no C library under no name
        return False
    return bool(code == 0)
