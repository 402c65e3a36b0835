"""What the service does wrong, and what the client makes of it."""

from __future__ import annotations

import email.utils
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.client import Client
from extractor.locate.dip import DipSource
from extractor.locate.failures import ChallengeError
from extractor.locate.query import Query
from extractor.locate.settings import KEY_PAGE, NetworkSettings
from tests.dip_standin import Fault, StandIn
from tests.dip_standin.world import fill

QUERY = Query(titles=("Duldungen",))


def search(client: Client) -> int:
    return sum(1 for _ in DipSource(client, print).find(QUERY))


@pytest.mark.parametrize(
    "fault",
    [
        Fault("status", status=429, retry_after="0"),
        Fault("status", status=429),
        Fault("status", status=503),
        Fault("status", status=502, times=2),
        Fault("cut"),
        Fault("cut", times=2),
        Fault("silent_cut"),
    ],
    ids=lambda fault: f"{fault.kind}{fault.status}x{fault.times}",
)
@pytest.mark.parametrize("after", [0, 1, 2])
def test_passing_faults_are_overcome(standin: StandIn, client: Client, fault: Fault, after: int) -> None:
    fill(standin.world, 10)
    standin.faults.add(replace(fault, after=after))
    assert search(client) == 2


def test_retry_after_is_obeyed(standin: StandIn, client: Client) -> None:
    fill(standin.world, 5)
    standin.faults.add(Fault("status", status=429, retry_after="1"))
    start = time.monotonic()
    assert search(client) == 1
    assert time.monotonic() - start >= 1


def test_a_date_in_retry_after_is_understood(standin: StandIn, client: Client) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    standin.faults.add(Fault("status", status=503, retry_after=email.utils.format_datetime(later, usegmt=True)))
    with pytest.raises(ExtractorError) as told:
        search(client)
    assert told.value.code == "locate.told_to_wait"
    assert told.value.exit_code is ExitCode.NETWORK
    assert 58 <= int(told.value.data["minutes"]) <= 61
    assert len(standin.requests) == 1


def test_a_service_that_stays_away_ends_the_work(standin: StandIn, client: Client) -> None:
    standin.faults.add(Fault("status", status=503, times=-1))
    with pytest.raises(ExtractorError) as gone:
        search(client)
    assert gone.value.code == "locate.gave_up"
    assert len(standin.requests) == 3


@pytest.mark.parametrize("kind", ["challenge", "html"])
def test_a_challenge_is_reported_at_once_and_backed_off_from(
    standin: StandIn, client: Client, settings: NetworkSettings, kind: str
) -> None:
    fill(standin.world, 5)
    standin.faults.add(Fault(kind))
    with pytest.raises(ChallengeError):
        search(client)
    assert len(standin.requests) == 1
    assert not any("enodia" in path for path in standin.requests)
    # Neither this client nor the next process asks again before the pause is over.
    with Client(settings) as another, pytest.raises(ExtractorError) as resting:
        search(another)
    assert resting.value.code == "locate.cooling_down"
    assert len(standin.requests) == 1


def test_a_challenge_that_answers_400_is_no_bad_request(standin: StandIn, client: Client) -> None:
    with pytest.raises(ChallengeError):
        client.json(f"{standin.base}/.enodia/challenge?redirect=/api/v1/vorgang")


def test_blocked_by_a_firewall(standin: StandIn, client: Client) -> None:
    standin.faults.add(Fault("status", status=403))
    with pytest.raises(ExtractorError) as blocked:
        search(client)
    assert blocked.value.code == "locate.refused"
    assert blocked.value.data["status"] == 403


def test_a_slow_body_within_the_time_is_read(standin: StandIn, client: Client) -> None:
    fill(standin.world, 1)
    standin.faults.add(Fault("drip", seconds=0.00005))
    assert DipSource(client, print).count(QUERY) == 0


def test_a_body_that_drips_for_ever_is_left(standin: StandIn, settings: NetworkSettings) -> None:
    fill(standin.world, 10)
    standin.faults.add(Fault("drip", seconds=0.01))
    with Client(replace(settings, deadline=0.2)) as hasty:
        assert search(hasty) == 2


def test_a_silent_server_is_left(standin: StandIn, settings: NetworkSettings) -> None:
    fill(standin.world, 10)
    standin.faults.add(Fault("drip", seconds=1))
    with Client(replace(settings, timeout=0.2)) as hasty:
        assert search(hasty) == 2


def test_an_endless_answer_is_cut_off(standin: StandIn, settings: NetworkSettings) -> None:
    fill(standin.world, 50)
    with Client(replace(settings, largest_answer=2_000)) as small, pytest.raises(ExtractorError) as large:
        search(small)
    assert large.value.code == "locate.too_large"


def test_without_and_with_a_wrong_key(standin: StandIn, settings: NetworkSettings) -> None:
    for key, code in (("", "locate.key_missing"), ("x" * 42, "locate.key_refused")):
        with Client(replace(settings, api_key=key)) as client, pytest.raises(ExtractorError) as refused:
            search(client)
        assert refused.value.code == code
        assert refused.value.exit_code is ExitCode.CONFIGURATION_INVALID
        assert refused.value.data["page"] == KEY_PAGE
        assert "x" * 42 not in repr(refused.value) + str(refused.value.data)


def test_the_key_goes_nowhere_but_to_the_service(standin: StandIn, settings: NetworkSettings, tmp_path: Path) -> None:
    fill(standin.world, 5)
    with Client(settings) as client:
        assert search(client) == 1
        with client.open(f"{standin.base}/btd/21/000/2100002.pdf", {}):
            pass
        assert standin.key not in repr(settings)
        assert standin.key not in repr(client.__dict__)
    assert not any(standin.key in path for path in standin.requests)
    with_key = [standin.key in headers.get("authorization", "") for headers in standin.headers]
    assert with_key == [path.startswith("/api/v1/") for path in standin.requests]
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or standin.key.encode() not in path.read_bytes()


def test_answers_are_cached_by_the_rules_of_the_standard(
    standin: StandIn, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.dip_standin.server import _Handler

    send = _Handler._send

    def cacheable(
        self: _Handler, status: int, body: bytes, kind: str, extra: object = None, fault: object = None
    ) -> None:
        send(self, status, body, kind, {"Cache-Control": "max-age=60"}, None)

    monkeypatch.setattr(_Handler, "_send", cacheable)
    fill(standin.world, 5)
    url = f"{standin.api}/vorgang"
    assert client.json(url) == client.json(url)
    assert len(standin.requests) == 1
    client.json(url, fresh=True)
    assert len(standin.requests) == 2
