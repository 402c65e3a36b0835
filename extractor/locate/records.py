"""Records of DIP turned into papers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from extractor.locate.pages import Record
from extractor.locate.paper import BUNDESRAT, BUNDESTAG, Paper, doc_id_for, parse_number

_ASKED = re.compile(r"Drucksache\s+(\d{1,2}/\d{1,5})")
_ANSWER_TITLE = re.compile(r"^auf die (?:Kleine|Große) Anfrage\b.*?Drucksache\s+\d{1,2}/\d{1,5}\s*[-–]*\s*", re.DOTALL)
_MD5 = re.compile(r"^[0-9a-f]{32}$")


@dataclass(frozen=True, slots=True)
class Vorgang:
    """What is kept of a Vorgang while its answers are looked for."""

    vorgang_id: str
    title: str = ""
    asking_group: str = ""
    wahlperiode: int | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """A step of a Vorgang that is a Drucksache; ``drucksache_id`` is the key of the paper, ``record`` the whole."""

    vorgang_id: str
    kind: str
    drucksache_id: str
    number: str
    record: Record


def read_vorgang(record: Record) -> Vorgang:
    """The Vorgang of a record; groups joined by ``; ``."""
    period = record.get("wahlperiode")
    return Vorgang(
        record["id"],
        _text(record, "titel"),
        "; ".join(str(group) for group in _list(record, "initiative")),
        period if isinstance(period, int) else None,
    )


def read_position(record: Record) -> Position | None:
    """The position, ``None`` where it is no Drucksache or says not which."""
    place = record.get("fundstelle")
    if record.get("dokumentart") != "Drucksache" or not isinstance(place, dict):
        return None
    kind = _text(place, "drucksachetyp") or _text(record, "vorgangsposition")
    drucksache = _text(place, "id")
    if not drucksache.isdigit():
        return None
    return Position(_text(record, "vorgang_id"), kind, drucksache, _printed(_text(place, "dokumentnummer")), record)


def read_paper(record: Record, vorgang: Vorgang | None = None, question_number: str = "") -> Paper | None:
    """The paper of a Drucksache record, or of a position in the place of one; ``None`` without a usable number.

    The title is that of the Vorgang where it is known: an answer's own title is often only a reference.
    """
    place = record.get("fundstelle")
    place = place if isinstance(place, dict) else {}
    printed = _text(record, "dokumentnummer") or _text(place, "dokumentnummer")
    publisher = _text(record, "herausgeber") or _text(place, "herausgeber")
    parliament = BUNDESRAT if publisher == "BR" else BUNDESTAG
    doc_id = doc_id_for(parliament, printed)
    if not doc_id:
        return None
    number = parse_number(printed, parliament)
    period = record.get("wahlperiode", vorgang.wahlperiode if vorgang else None)
    own_title = _text(record, "titel")
    asked = _ASKED.search(own_title)
    md5 = _text(record, "pdf_hash").lower()
    is_drucksache = _text(record, "typ") != "Vorgangsposition"
    return Paper(
        doc_id=doc_id,
        source="dip",
        number=_printed(printed),
        url=_url(_text(place, "pdf_url")),
        record_id=_text(record, "id") if is_drucksache else _text(place, "id"),
        vorgang_id=vorgang.vorgang_id if vorgang else _first_vorgang(record),
        wahlperiode=period if isinstance(period, int) else number.wahlperiode if number else None,
        date=_text(record, "datum") or _text(place, "datum"),
        distributed=_text(place, "verteildatum"),
        updated=_text(record, "aktualisiert"),
        document_type=_text(record, "drucksachetyp") or _text(place, "drucksachetyp"),
        title=(vorgang.title if vorgang else "") or _ANSWER_TITLE.sub("", own_title) or own_title,
        ministry=_ministry(_list(record, "ressort")),
        asking_group=vorgang.asking_group if vorgang else "",
        question_number=question_number or (asked[1] if asked else ""),
        md5=md5 if _MD5.match(md5) else "",
    )


def vorgang_ids(record: Record) -> tuple[str, ...]:
    """The Vorgänge a Drucksache record names, at most four of them."""
    return tuple(
        str(entry["id"]) for entry in _list(record, "vorgangsbezug") if isinstance(entry, dict) and "id" in entry
    )


def _first_vorgang(record: Record) -> str:
    several = vorgang_ids(record)
    return several[0] if several else ""


def _ministry(entries: Iterable[Any]) -> str:
    """The lead ministry, or all of them where none leads."""
    several = [entry for entry in entries if isinstance(entry, dict) and entry.get("titel")]
    leading = [entry for entry in several if entry.get("federfuehrend") is True]
    return "; ".join(str(entry["titel"]) for entry in leading or several)


def _printed(number: str) -> str:
    """The number without the zeros that DIP puts before old ones (``07/5896``)."""
    parsed = parse_number(number)
    return parsed.printed if parsed else number


def _url(text: str) -> str:
    # Recorded answers hold the word "null" in the place of an address, and page marks behind it.
    return "" if not text or "null" in text else text.partition("#")[0]


def _text(record: Record, key: str) -> str:
    value = record.get(key)
    return value.strip() if isinstance(value, str) else ""


def _list(record: Record, key: str) -> list[Any]:
    value = record.get(key)
    return value if isinstance(value, list) else []
