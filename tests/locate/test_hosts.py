"""Which addresses are opened."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from extractor.errors import ExtractorError
from extractor.locate.client import Client
from extractor.locate.hosts import HostPolicy, Target, addresses, is_allowed_address, known_hosts
from tests.dip_standin import Fault, StandIn
from tests.dip_standin.server import _Handler


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://search.dip.bundestag.de/api/v1/vorgang", "locate.needs_https"),
        ("https://search.dip.bundestag.de:8443/", "locate.unknown_host"),
        ("https://evil.example/", "locate.unknown_host"),
        ("https://dserver.bundestag.de.evil.example/x.pdf", "locate.unknown_host"),
        ("https://user@dserver.bundestag.de/x.pdf", "locate.address_refused"),
        ("https://dserver.bundestag.de:port/", "locate.address_refused"),
        ("file:///etc/passwd", "locate.address_refused"),
        ("ftp://dserver.bundestag.de/x.pdf", "locate.address_refused"),
        ("http://127.0.0.1:8000/", "locate.needs_https"),
        ("https://127.0.0.1/", "locate.unknown_host"),
        ("http://169.254.169.254/latest/meta-data", "locate.needs_https"),
    ],
)
def test_refused_without_a_word_of_the_user(url: str, code: str) -> None:
    with pytest.raises(ExtractorError) as refused:
        HostPolicy().check(url)
    assert refused.value.code == code


def test_known_hosts_are_reached_by_https() -> None:
    for host in known_hosts():
        assert HostPolicy().check(f"https://{host}/x").origin == ("https", host, 443)


def test_what_the_user_allows() -> None:
    policy = HostPolicy(("mirror.example", "127.0.0.1:8000", "[::1]:8000"))
    assert policy.check("https://mirror.example:8443/x").port == 8443
    assert policy.check("http://127.0.0.1:8000/").loopback
    assert policy.check("http://[::1]:8000/").loopback
    for url in ("http://mirror.example/", "http://127.0.0.1:8001/", "http://localhost:8000/"):
        with pytest.raises(ExtractorError):
            policy.check(url)


@pytest.mark.parametrize("option", ["https://x", "x/path", "", "a@b", "x:port"])
def test_options_that_name_no_host(option: str) -> None:
    with pytest.raises(ExtractorError):
        HostPolicy((option,)).check("https://other.example/")


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "127.0.0.1",
        "::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "0.0.0.0",  # noqa: S104
    ],
)
def test_private_networks(address: str) -> None:
    assert not is_allowed_address(address, loopback=False)


def test_public_addresses_and_loopback_when_asked_for() -> None:
    assert is_allowed_address("193.17.232.1", loopback=False)
    assert is_allowed_address("127.0.0.1", loopback=True)
    assert not is_allowed_address("10.0.0.1", loopback=True)


def test_a_known_name_that_leads_to_this_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*ignored: Any, **also: Any) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(ExtractorError) as refused:
        addresses(Target("https", "dserver.bundestag.de", 443, loopback=False))
    assert refused.value.code == "locate.private_host"


def redirect_to(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every fault of the stand-in be a redirect."""

    def redirect(self: _Handler, fault: Fault) -> bool:
        self._send(302, b"", "text/html", {"Location": target})
        return True

    monkeypatch.setattr(_Handler, "_fails", redirect)


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/x", "https://evil.example/x", "file:///etc/passwd"])
def test_redirects_are_checked_again(
    standin: StandIn, client: Client, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.setattr(
        _Handler, "_fails", lambda self, fault: self._send(302, b"", "text/html", {"Location": target}) or True
    )
    from tests.dip_standin import Fault

    standin.faults.add(Fault("html"))
    with pytest.raises(ExtractorError) as refused:
        client.json(f"{standin.api}/vorgang")
    assert refused.value.code in ("locate.needs_https", "locate.unknown_host", "locate.address_refused")


def test_a_redirect_within_the_service_is_followed_and_a_circle_left(
    standin: StandIn, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.dip_standin import Fault

    there = "/api/v1/drucksache"
    monkeypatch.setattr(
        _Handler, "_fails", lambda self, fault: self._send(301, b"", "text/html", {"Location": there}) or True
    )
    standin.faults.add(Fault("html", times=1))
    assert client.json(f"{standin.api}/vorgang")["numFound"] == 0
    standin.faults.add(Fault("html", times=-1))
    with pytest.raises(ExtractorError) as circle:
        client.json(f"{standin.api}/vorgang")
    assert circle.value.code == "locate.too_many_redirects"
