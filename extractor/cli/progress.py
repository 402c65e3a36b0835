"""A progress bar on standard error, where a person looks at it and the work takes long enough to ask."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

from extractor.messages import shown

# Shorter work is over before the eye has found the bar.
_PATIENCE_SECONDS = 1.0


@contextmanager
def progress_bar(total: int, label: str, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Gives a function that is to be called with the name of each document that is done."""
    if quiet or not sys.stderr.isatty():
        yield lambda name: None
        return

    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[name]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
    work = bar.add_task(label, total=total, name="")
    timer = Timer(_PATIENCE_SECONDS, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda name: bar.update(work, advance=1, name=shown(name))
    finally:
        timer.cancel()
        timer.join()
        bar.stop()
