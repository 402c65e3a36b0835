"""The HTTP client of the stage: attempts, redirects, limits, the bot protection, and a cache by the standard's rules.

Only this module, `transport` and `download` know the HTTP library.
"""

from __future__ import annotations

import contextlib
import email.utils
import json
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import urlsplit

import hishel
import httpx2
from hishel.httpx2 import CacheTransport

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.challenge import Cooldown, is_challenge_page, is_challenge_redirect
from extractor.locate.failures import AnswerTooLargeError, ChallengeError, NotFoundError, PassingError
from extractor.locate.hosts import HostPolicy
from extractor.locate.settings import KEY_MAIL, KEY_PAGE, KEY_VARIABLE, NetworkSettings
from extractor.locate.transport import GuardedTransport, Pace

AGENT = "drucksachen-extractor"
_REDIRECTS = (301, 302, 303, 307, 308)
_PASSING = (408, 425, 429, 500, 502, 503, 504)
_MOST_REDIRECTS = 5
# Attempts wait 1, 2, 4, ... times the pace, each with up to one pace of jitter, never longer than 60 of them.
_LONGEST_WAIT = 60
# With politeness off (a service of one's own) an attempt still leaves the service a moment.
_SHORTEST_UNIT = 0.02
_CACHE_BYTES = 200_000_000
_jitter = random.SystemRandom()

T = TypeVar("T")


class Client:
    """One polite client: one connection per host, one request after another."""

    def __init__(self, settings: NetworkSettings) -> None:
        """Open nothing yet; the first request connects. Errors of `HostPolicy.check` for the address of DIP."""
        self.settings = settings
        self.requests = 0
        self._cooldown = Cooldown(settings.cache)
        guard = GuardedTransport(
            HostPolicy(settings.allowed_hosts), Pace(settings.pace), key=settings.api_key, key_url=settings.dip_url
        )
        timeout = httpx2.Timeout(settings.timeout)
        headers = {"user-agent": AGENT}
        self._plain = httpx2.Client(transport=guard, timeout=timeout, headers=headers, follow_redirects=False)
        self._storage = _storage(settings)
        cached: httpx2.BaseTransport = guard
        if self._storage is not None:
            cached = CacheTransport(guard, storage=self._storage, rfc=hishel.CacheOptions(shared=False))
        self._cached = httpx2.Client(transport=cached, timeout=timeout, headers=headers, follow_redirects=False)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close connections and cache."""
        self._cached.close()
        self._plain.close()

    def json(self, url: str, *, fresh: bool = False) -> Any:
        """The JSON at ``url``. ``fresh`` has a stored answer confirmed by the service before it is used.

        `NotFoundError`, `ChallengeError`, `AnswerTooLargeError`; `ExtractorError` 9 where the key is missing or
        refused, 7 where the service fails after all attempts or says something else than JSON.
        """
        headers = {"accept": "application/json"}
        if fresh:
            headers["cache-control"] = "no-cache"

        def once() -> Any:
            with self.open(url, headers, cached=True) as response:
                body = self._body(response, self.settings.largest_answer)
            try:
                return json.loads(body)
            except ValueError as error:
                if is_challenge_page(body[:4096]) or body.lstrip()[:1] == b"<":
                    raise self._challenged(url) from error
                raise PassingError("JSON") from error

        return self.attempt(once, url)

    def attempt(self, once: Callable[[], T], url: str) -> T:
        """Do ``once`` until it does not fail in passing, at most ``settings.attempts`` times, with growing waits.

        `ExtractorError` (7) with the last reason when the attempts are used up or the service wants a longer pause
        than ``settings.patience``.
        """
        host = _host(url)
        self._cooldown.check(host)
        for number in range(1, self.settings.attempts + 1):
            try:
                result = once()
            except PassingError as failure:
                reason, wait = failure.reason, failure.wait
            except httpx2.TransportError as error:
                # Cut bodies, timeouts, refused and lost connections alike.
                reason, wait = type(error).__name__, None
            else:
                self._cooldown.end(host)
                return result
            if wait is not None and wait > self.settings.patience:
                raise ExtractorError("locate.told_to_wait", ExitCode.NETWORK, host=host, minutes=int(wait // 60) + 1)
            if number < self.settings.attempts:
                time.sleep(self._pause(number) if wait is None else wait)
        raise ExtractorError("locate.gave_up", ExitCode.NETWORK, host=host, attempts=number, reason=reason)

    @contextmanager
    def open(self, url: str, headers: dict[str, str], *, cached: bool = False) -> Iterator[httpx2.Response]:
        """The answer of one attempt with its body unread, redirects followed and checked; status 2xx, 304 or 416."""
        client = self._cached if cached else self._plain
        for _ in range(_MOST_REDIRECTS + 1):
            self.requests += 1
            with contextlib.closing(
                client.send(client.build_request("GET", url, headers=headers), stream=True)
            ) as response:
                location = response.headers.get("location", "")
                if response.status_code not in _REDIRECTS or not location:
                    self._raise_for_status(response, url)
                    yield response
                    return
                if is_challenge_redirect(location):
                    raise self._challenged(url)
                url = str(httpx2.URL(url).join(location))
        raise ExtractorError("locate.too_many_redirects", ExitCode.NETWORK, host=_host(url))

    def chunks(self, response: httpx2.Response, limit: int) -> Iterator[bytes]:
        """The body piece by piece; `AnswerTooLargeError` beyond ``limit`` bytes, `PassingError` when it drips."""
        end = time.monotonic() + self.settings.deadline
        size = 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > limit:
                raise AnswerTooLargeError(response.request.url.host, limit)
            if time.monotonic() > end:
                raise PassingError("deadline")
            yield chunk

    def challenge_here(self, url: str) -> ChallengeError:
        """The error for a page of the bot protection at ``url``, after the host was noted for a pause."""
        return self._challenged(url)

    def _body(self, response: httpx2.Response, limit: int) -> bytes:
        return b"".join(self.chunks(response, limit))

    def _challenged(self, url: str) -> ChallengeError:
        host = _host(url)
        self._cooldown.begin(host)
        return ChallengeError(host)

    def _raise_for_status(self, response: httpx2.Response, url: str) -> None:
        status = response.status_code
        if status in (200, 206, 304, 416):
            return
        host = _host(url)
        if status in _PASSING:
            raise PassingError(f"HTTP {status}", _retry_after(response.headers.get("retry-after", "")))
        if status == 401:
            code = "locate.key_refused" if self.settings.api_key else "locate.key_missing"
            raise ExtractorError(
                code, ExitCode.CONFIGURATION_INVALID, page=KEY_PAGE, mail=KEY_MAIL, variable=KEY_VARIABLE
            )
        if status == 404:
            raise NotFoundError(urlsplit(url).path)
        start = self._body(response, 1_000_000)
        if is_challenge_page(start) or "/.enodia/" in url:
            raise self._challenged(url)
        raise ExtractorError("locate.refused", ExitCode.NETWORK, host=host, status=status, reason=_reason(start))

    def _pause(self, number: int) -> float:
        unit = max(self.settings.pace, _SHORTEST_UNIT)
        return min(unit * 2.0 ** (number - 1), unit * _LONGEST_WAIT) + _jitter.uniform(0, unit)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _storage(settings: NetworkSettings) -> hishel.SqliteStorage | None:
    if settings.cache is None:
        return None
    try:
        settings.cache.mkdir(parents=True, exist_ok=True)
        return hishel.SqliteStorage(database_path=settings.cache / "http.sqlite", max_size=_CACHE_BYTES)
    except (OSError, sqlite3.Error):
        # The cache only saves requests; a folder that cannot be written is no reason to stop.
        return None


def _retry_after(value: str) -> float | None:
    """Seconds to wait by a ``Retry-After`` header: a number of seconds or a date (RFC 9110, 10.2.3)."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def _reason(body: bytes) -> str:
    """What a service says about an error, one line of at most 200 characters."""
    try:
        message = json.loads(body)["message"]
    except (ValueError, KeyError, TypeError):
        return ""
    return " ".join(str(message).split())[:200]
