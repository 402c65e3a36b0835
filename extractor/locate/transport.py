"""The one way onto the network: each request is checked, paced, given its key, and sent to the checked address.

Everything that sends (the client, its cache, a followed redirect) goes through `GuardedTransport`. The key is added
here, below the cache, so that it is never part of what is stored or shown.
"""

from __future__ import annotations

import time
from urllib.request import getproxies, proxy_bypass

import httpx2

from extractor.locate.hosts import HostPolicy, Target, addresses


class Pace:
    """At least ``seconds`` between the starts of two requests of this process."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._next = 0.0

    def wait(self) -> None:
        """Sleep until the next request may start."""
        now = time.monotonic()
        if now < self._next:
            time.sleep(self._next - now)
            now = self._next
        self._next = now + self.seconds


class GuardedTransport(httpx2.BaseTransport):
    """Sends over one connection per host, after the host and its addresses were checked.

    ``key_target`` is the origin that the key is for; no other one gets it. Errors: those of `HostPolicy.check` and
    `addresses`, and those of the underlying client.
    """

    def __init__(self, policy: HostPolicy, pace: Pace, *, key: str = "", key_url: str = "") -> None:
        self._policy = policy
        self._pace = pace
        self._key = key
        self._key_origin = policy.check(key_url).origin if key and key_url else None
        self._key_url = key_url
        self._connections: dict[tuple[str, str, int], httpx2.HTTPTransport] = {}

    def __repr__(self) -> str:
        return "GuardedTransport()"

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; redirects are the caller's business, who comes back here with the new address."""
        url = str(request.url)
        target = self._policy.check(url)
        proxy = _proxy_for(target)
        # Behind a proxy of the user's network the proxy resolves the name, so there is no address to check here.
        places = (target.host,) if proxy else addresses(target)
        self._pace.wait()
        headers = httpx2.Headers(request.headers)
        if target.origin == self._key_origin and url.startswith(self._key_url):
            headers["authorization"] = f"ApiKey {self._key}"
        connection = self._connections.get(target.origin)
        if connection is None:
            connection = self._connections[target.origin] = _connection(proxy)
        response = _send_to_first(connection, request, headers, target.host, places)
        if not _is_worth_keeping(response):
            response.headers["cache-control"] = "no-store"
        return response

    def close(self) -> None:
        """Close all connections."""
        for connection in self._connections.values():
            connection.close()


def _is_worth_keeping(response: httpx2.Response) -> bool:
    """Whether a stored copy could ever be used: it needs a lifetime or something to ask for it by (RFC 9111, 4.2, 4.3).

    Neither service answers in HTML; a page of the bot protection must not outlive its time in the cache.
    """
    names = ("cache-control", "expires", "etag", "last-modified")
    return "html" not in response.headers.get("content-type", "") and any(name in response.headers for name in names)


def _send_to_first(
    connection: httpx2.HTTPTransport,
    request: httpx2.Request,
    headers: httpx2.Headers,
    host: str,
    places: tuple[str, ...],
) -> httpx2.Response:
    for place in places:
        sent = httpx2.Request(
            request.method,
            request.url if place == host else request.url.copy_with(host=place),
            headers=headers,
            stream=request.stream,
            # The certificate must be the one of the name, whatever the address.
            extensions={**request.extensions, "sni_hostname": host},
        )
        try:
            return connection.handle_request(sent)
        except httpx2.ConnectError:
            if place == places[-1]:
                raise
    raise httpx2.ConnectError(f"no address of {host}")


def _connection(proxy: str) -> httpx2.HTTPTransport:
    limits = httpx2.Limits(max_connections=1, max_keepalive_connections=1)
    return httpx2.HTTPTransport(limits=limits, proxy=proxy or None)


def _proxy_for(target: Target) -> str:
    if target.loopback or proxy_bypass(target.host):
        return ""
    return getproxies().get(target.scheme, "")
