"""Which addresses the program may open: https and known hosts, none on a private network."""

from __future__ import annotations

import csv
import ipaddress
import socket
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from extractor.errors import ExitCode, ExtractorError
from extractor.resources import schemas_folder

_LOOPBACK_NAMES = frozenset({"localhost"})
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Target:
    """An address that was checked: where to connect to, and whether it may be this machine."""

    scheme: str
    host: str
    port: int
    loopback: bool

    @property
    def origin(self) -> tuple[str, str, int]:
        return (self.scheme, self.host, self.port)


@cache
def known_hosts() -> frozenset[str]:
    """The hosts of the sources that ship with the program (``schemas/locate/hosts.csv``)."""
    with (schemas_folder() / "locate" / "hosts.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["host"] for row in csv.DictReader(lines))


@dataclass(frozen=True, slots=True)
class HostPolicy:
    """The rule for one run; ``allowed`` are the user's own ``HOST[:PORT]``, beside the known hosts."""

    allowed: tuple[str, ...] = ()

    def check(self, url: str) -> Target:
        """The target of ``url``. `ExtractorError` (2) where scheme, host or port are not allowed.

        Plain http is for loopback only, and only for a host and port that the user named.
        """
        parts = urlsplit(url)
        host = (parts.hostname or "").lower().rstrip(".")
        if parts.scheme not in _PORTS or not host or parts.username is not None or parts.password is not None:
            raise _refused("locate.address_refused", host or url[:80])
        try:
            port = parts.port or _PORTS[parts.scheme]
        except ValueError as error:
            raise _refused("locate.address_refused", host) from error
        named = self._is_named(host, port)
        loopback = _is_loopback(host)
        if parts.scheme == "http" and not (named and loopback):
            raise _refused("locate.needs_https", host)
        if not named and not (host in known_hosts() and port == _PORTS["https"]):
            raise _refused("locate.unknown_host", f"{host}:{port}")
        return Target(parts.scheme, host, port, loopback)

    def _is_named(self, host: str, port: int) -> bool:
        for entry in self.allowed:
            name, wanted = _host_and_port(entry)
            if name == host and wanted in (None, port):
                return True
        return False


def addresses(target: Target) -> tuple[str, ...]:
    """The IP addresses to connect to, in the order of the resolver, every one checked.

    Refused (`ExtractorError`, 2) where one of them lies on a private, link-local or reserved network; loopback is
    for a target that names loopback itself, so that no name can be led to this machine. The connection is made to the
    address that was checked, hence the name cannot be resolved a second time to another one.
    `ExtractorError` (7) where the name is unknown.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ExtractorError("locate.host_not_found", ExitCode.NETWORK, host=target.host) from error
    several = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in several:
        if not is_allowed_address(address, loopback=target.loopback):
            raise _refused("locate.private_host", target.host)
    return several


def is_allowed_address(address: str, *, loopback: bool) -> bool:
    """Whether one may connect: a global address, or loopback where ``loopback`` says that it was asked for."""
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    return ip.is_loopback if loopback else ip.is_global and not ip.is_multicast


def _is_loopback(host: str) -> bool:
    if host in _LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host_and_port(entry: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(f"//{entry}")
        port = parts.port
    except ValueError as error:
        raise _refused("locate.bad_host_option", entry) from error
    if not parts.hostname or parts.path or parts.query or parts.username is not None:
        raise _refused("locate.bad_host_option", entry)
    return parts.hostname.lower(), port


def _refused(code: str, host: str) -> ExtractorError:
    return ExtractorError(code, ExitCode.USAGE, host=host)
