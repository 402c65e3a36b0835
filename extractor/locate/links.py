"""What a link of the Bundestag, of DIP or of the Berlin parliament points at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from extractor.locate.paper import BERLIN, BUNDESTAG, PaperNumber

# The Bundestag's PDFs moved twice; the last parts of the path stayed (notes on DIP, section 2).
_BUNDESTAG_HOSTS = frozenset(
    {"dserver.bundestag.de", "dipbt.bundestag.de", "dip21.bundestag.de", "dip.bundestag.de", "www.bundestag.de"}
)
_BTD = re.compile(r"/(?:btd|doc/btd)/(?P<period>\d{2})/\d{3}/(?P=period)(?P<number>\d{5})\.pdf$", re.IGNORECASE)
_BERLIN_HOSTS = frozenset({"pardok.parlament-berlin.de", "www.parlament-berlin.de"})
_BERLIN_PAPER = re.compile(r"/[Ss](?P<period>\d{2})-(?P<number>\d{4,5})\.pdf$")
_PORTAL = re.compile(r"^/(?P<kind>vorgang|drucksache)/(?:[^/]*/)*?(?P<id>\d+)/?$")
_INTERFACE = re.compile(r"/api/v1/(?P<kind>vorgang|drucksache)/(?P<id>\d+)/?$")
_DIP_HOSTS = frozenset({"dip.bundestag.de", "search.dip.bundestag.de"})


class LinkKind(StrEnum):
    NUMBER = "number"
    VORGANG = "vorgang"
    DRUCKSACHE = "drucksache"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Link:
    """``number`` is set for papers whose address tells it, ``record_id`` for records of DIP, ``url`` always."""

    kind: LinkKind
    url: str
    number: PaperNumber | None = None
    record_id: str = ""


def is_link(text: str) -> bool:
    """Whether the text starts like an address of the web."""
    return text.lower().startswith(("http://", "https://"))


def parse_link(text: str) -> Link | None:
    """What the link points at; ``None`` where it is not the address of one paper (a search page, another site's page).

    Old hosts of the Bundestag are recognised by their paths, so that every address of a paper leads to one number.
    """
    parts = urlsplit(text.strip())
    host = (parts.hostname or "").lower()
    paper = _BTD.search(parts.path)
    if paper and host in _BUNDESTAG_HOSTS:
        number = PaperNumber(BUNDESTAG, int(paper["period"]), int(paper["number"]))
        return Link(LinkKind.NUMBER, text, number=number)
    record = _PORTAL.match(parts.path) if host in _DIP_HOSTS else None
    record = record or _INTERFACE.search(parts.path)
    if record:
        return Link(LinkKind(record["kind"]), text, record_id=record["id"])
    berlin = _BERLIN_PAPER.search(parts.path) if host in _BERLIN_HOSTS else None
    if berlin:
        return Link(LinkKind.FILE, text, number=PaperNumber(BERLIN, int(berlin["period"]), int(berlin["number"])))
    if parts.path.lower().endswith(".pdf"):
        return Link(LinkKind.FILE, text, number=_number_of_path(paper))
    return None


def _number_of_path(paper: re.Match[str] | None) -> PaperNumber | None:
    return PaperNumber(BUNDESTAG, int(paper["period"]), int(paper["number"])) if paper else None
