"""Fixtures for all tests: the corpus beside the checkout, where there is one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with corpus, gold and scorers; without it the test is skipped, or fails where CI requires it."""
    if not (SHARED / "corpus" / "manifest.csv").is_file():
        if os.environ.get("EXTRACTOR_REQUIRE_CORPUS") == "1":
            pytest.fail(f"EXTRACTOR_REQUIRE_CORPUS=1, but there is no corpus at {SHARED}")
        pytest.skip("needs ../shared (corpus and gold), which a user's checkout does not have")
    return SHARED


@pytest.fixture(scope="session")
def corpus(shared: Path) -> Path:
    """The folder of real PDFs: ``answers``, ``statistics``, ``plain``."""
    return shared / "corpus"
