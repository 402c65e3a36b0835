"""Standard output: data only."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def protected_stdout() -> Iterator[None]:
    """Gives our own output a handle of its own and points handle 1 to standard error.

    Native libraries print to handle 1 as they like; in a pipe that would corrupt the data. Lines end in LF and the text
    is UTF-8 everywhere, as in the files of the dataset.
    """
    sys.stdout.flush()
    own = os.dup(1)
    os.dup2(2, 1)
    before = sys.stdout
    # Not closed: what the reader of a pipe no longer takes must not fail once more at the end.
    sys.stdout = os.fdopen(own, "w", encoding="utf-8", newline="\n", closefd=False)
    try:
        yield
    finally:
        try:
            if sys.stdout is not None:
                sys.stdout.flush()
        except BrokenPipeError:
            pass
        sys.stdout = before
