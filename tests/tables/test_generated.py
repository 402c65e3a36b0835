"""The reader gives back every generated table, cell by cell: texts, spans, pages and places."""

from __future__ import annotations

import os
from hashlib import sha256

import pytest

from tests.generator.scenarios import SCENARIOS, make_case
from tests.generator.soak import read_case, soak

# One document of each scenario by default; `make soak` sets the number.
_DOCUMENTS = int(os.environ.get("EXTRACTOR_SOAK", "0")) or len(SCENARIOS)
# The target of the project.
_LEAST_SHARE = 0.995


def test_same_seed_gives_the_same_bytes() -> None:
    first, second = make_case(7), make_case(7)
    assert first.pdf == second.pdf
    assert sha256(make_case(8).pdf).digest() != sha256(first.pdf).digest()


# Found and not mended yet: the first line of a head that is divided over two lines is lost where no rule is near.
_OPEN = {"no_rules"}


def scenarios() -> list[object]:
    """All scenarios; those that are known to fail on the document below may, until they are taken off the list."""
    mark = pytest.mark.xfail(strict=False, reason="known: see _OPEN")
    return [pytest.param(name, marks=mark) if name in _OPEN else name for name in sorted(SCENARIOS)]


@pytest.mark.parametrize("scenario", scenarios())
def test_reader_gives_back_a_document_of_each_scenario(scenario: str) -> None:
    assert read_case(make_case(1, scenario)) == []


@pytest.mark.skipif("EXTRACTOR_SOAK" not in os.environ, reason="many documents only where EXTRACTOR_SOAK says how many")
def test_reader_gives_back_nearly_all_of_many_documents() -> None:
    by_scenario, _ = soak(range(_DOCUMENTS))
    failures = {name: tally.failures for name, tally in by_scenario.items() if tally.failures}
    assert 1 - sum(len(seeds) for seeds in failures.values()) / _DOCUMENTS >= _LEAST_SHARE, failures
