"""Random documents of every scenario.

The scenarios cover what the papers do and every fault that other readers show on them (docs/benchmark.md).
"""

from __future__ import annotations

from random import Random

from tests.generator import breaks, pages, ruled, unruled
from tests.generator.case import Book, Case
from tests.generator.layout import TooBroadError
from tests.generator.registry import SCENARIOS

__all__ = ["SCENARIOS", "make_case"]

# The scenarios add themselves to the registry when these are imported.
_MODULES = (ruled, unruled, pages, breaks)
_MOST_TRIES = 2000


def make_case(seed: int, scenario: str | None = None) -> Case:
    """The document of this seed; without a name the scenarios take turns. The same seed gives the same bytes."""
    names = list(SCENARIOS)
    name = scenario or names[seed % len(names)]
    for attempt in range(_MOST_TRIES):
        random = Random(f"{seed}/{name}/{attempt}")
        book = Book(random, running_head=random.random() < 0.7, margin_note=random.random() < 0.15)
        try:
            features = SCENARIOS[name](random, book)
        except TooBroadError:
            continue
        if book.margin_note:
            features = features | {"margin_note"}
        return Case(seed, name, frozenset(features), book.pen.finish(), tuple(book.tables))
    raise AssertionError(f"no page of kind {name} holds a table of seed {seed}")
