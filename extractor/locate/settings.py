"""How the program may use the network: keys, hosts, pace and limits."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import platformdirs

from extractor.errors import ExitCode, ExtractorError

DIP_URL = "https://search.dip.bundestag.de/api/v1"
PDF_URL = "https://dserver.bundestag.de"
BERLIN_URL = "https://www.parlament-berlin.de/opendata"
KEY_VARIABLE = "EXTRACTOR_DIP_API_KEY"
KEY_PAGE = "https://dip.bundestag.de/über-dip/hilfe/api"
KEY_MAIL = "parlamentsdokumentation@bundestag.de"


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """Everything the stage needs to know of its surroundings.

    ``pace`` is the least number of seconds between two requests; it is the unit of the waits between attempts, too
    (0 switches politeness off, for a service of one's own). Sizes are bytes, times seconds. The key is never shown:
    it is left out of ``repr``.
    """

    api_key: str = field(default="", repr=False)
    dip_url: str = DIP_URL
    pdf_url: str = PDF_URL
    berlin_url: str = BERLIN_URL
    allowed_hosts: tuple[str, ...] = ()
    # "About one request a second" is what users of DIP report as safe; the service names no figure.
    pace: float = 1.0
    attempts: int = 5
    # The service may ask for a longer pause than one waits for in a running program; then the command ends.
    patience: float = 300.0
    timeout: float = 30.0
    # The largest of the 39 papers at hand has 15 MB; scanned Große Anfragen of old periods are larger.
    largest_pdf: int = 300_000_000
    # A page of 100 records has about 200 kB; ten full texts a few MB.
    largest_answer: int = 50_000_000
    # The Berlin export of one Wahlperiode has more than 50 MB.
    largest_export: int = 1_000_000_000
    deadline: float = 900.0
    store: Path = Path()
    cache: Path | None = None


def settings_from_environment(
    configuration: Mapping[str, object] | None = None, environment: Mapping[str, str] | None = None
) -> NetworkSettings:
    """Settings by the ``EXTRACTOR_*`` variables, then by the ``[network]`` table of a configuration file.

    Keys of both: ``dip_api_key``, ``dip_url``, ``dserver_url``, ``berlin_url``, ``allow_host`` (words or a list),
    ``pace``, ``store``, ``cache``. `ExtractorError` (9) where a value cannot be read as what it should be.
    """
    variables = os.environ if environment is None else environment
    table = configuration or {}

    def text(name: str, default: str) -> str:
        value = variables.get(f"EXTRACTOR_{name.upper()}") or table.get(name)
        return str(value) if value else default

    def seconds(name: str, default: float) -> float:
        value = text(name, "")
        try:
            return float(value) if value else default
        except ValueError as error:
            raise ExtractorError(
                "locate.bad_setting", ExitCode.CONFIGURATION_INVALID, name=name, value=value
            ) from error

    allowed = variables.get("EXTRACTOR_ALLOW_HOST") or table.get("allow_host") or ()
    hosts = tuple(allowed.split()) if isinstance(allowed, str) else tuple(str(host) for host in _listed(allowed))
    data = Path(platformdirs.user_data_dir("extractor", appauthor=False))
    cache = Path(platformdirs.user_cache_dir("extractor", appauthor=False))
    return NetworkSettings(
        api_key=text("dip_api_key", "").strip(),
        dip_url=text("dip_url", DIP_URL).rstrip("/"),
        pdf_url=text("dserver_url", PDF_URL).rstrip("/"),
        berlin_url=text("berlin_url", BERLIN_URL).rstrip("/"),
        allowed_hosts=hosts,
        pace=seconds("pace", 1.0),
        store=Path(text("store", str(data / "papers"))),
        cache=Path(text("cache", str(cache))),
    )


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()


def with_options(
    settings: NetworkSettings,
    *,
    allowed_hosts: tuple[str, ...] = (),
    pace: float | None = None,
    store: Path | None = None,
) -> NetworkSettings:
    """The settings with what the command line says laid over them; hosts are added, the rest replaced."""
    return replace(
        settings,
        allowed_hosts=settings.allowed_hosts + allowed_hosts,
        pace=settings.pace if pace is None else pace,
        store=settings.store if store is None else store,
    )
