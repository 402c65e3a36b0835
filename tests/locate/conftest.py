"""Fixtures: a stand-in on loopback and a client that knows only it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.locate.client import Client
from extractor.locate.settings import NetworkSettings
from extractor.locate.store import Store
from extractor.model.issue import Issue
from tests.dip_standin import StandIn


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """A stand-in without records."""
    with StandIn() as server:
        yield server


@pytest.fixture
def settings(standin: StandIn, tmp_path: Path) -> NetworkSettings:
    """Politeness off, few attempts, everything inside the test's folder."""
    return NetworkSettings(
        api_key=standin.key,
        dip_url=standin.api,
        pdf_url=standin.base,
        berlin_url=f"{standin.base}/opendata",
        allowed_hosts=(standin.host,),
        pace=0,
        attempts=3,
        patience=2,
        timeout=5,
        store=tmp_path / "store",
        cache=tmp_path / "cache",
    )


@pytest.fixture
def client(settings: NetworkSettings) -> Iterator[Client]:
    with Client(settings) as opened:
        yield opened


@pytest.fixture
def store(settings: NetworkSettings) -> Iterator[Store]:
    with Store(settings.store) as opened:
        yield opened


@pytest.fixture
def issues() -> list[Issue]:
    """What was reported; ``issues.append`` is the report."""
    return []
