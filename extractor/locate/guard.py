"""Holds the records that DIP returns against the filters that were sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.filters import Filter
from extractor.locate.paper import parse_number

BERLIN = ZoneInfo("Europe/Berlin")
# The index of a search engine may know word forms, so words are held against each other by their beginnings only.
_STEM = 5

Record = Mapping[str, Any]


def check_records(resource: str, filters: Sequence[Filter], records: Iterable[Record]) -> None:
    """`ExtractorError` (7) where a record breaks an exact filter (id, Wahlperiode, kind, date, number), so that the
    service must have ignored it. A field that a record does not have breaks nothing.
    """
    several = tuple(records)
    for name, values in _by_name(filters).items():
        holds = _EXACT.get((resource, name)) or _EXACT.get(("", name))
        if holds is not None and not all(holds(record, values) for record in several):
            raise ExtractorError("locate.filter_ignored", ExitCode.NETWORK, filters=name, resource=resource)


def doubtful_filters(filters: Sequence[Filter], records: Iterable[Record]) -> tuple[str, ...]:
    """The filters on titles, descriptors, groups and ministries that not one of the records fits.

    The service matches these in its own way (word forms, perhaps synonyms), so this is a doubt and no proof.
    """
    several = tuple(records)
    if not several:
        return ()
    return tuple(
        name
        for name, values in _by_name(filters).items()
        if name in _LOOSE and not any(_LOOSE[name](record, values) for record in several)
    )


def unverified_filters(resource: str, filters: Sequence[Filter], records: Iterable[Record]) -> tuple[str, ...]:
    """The filters of which the records do not show whether the service heeded them."""
    several = tuple(records)
    return tuple(
        name
        for name, values in _by_name(filters).items()
        if not ((resource, name) in _EXACT or ("", name) in _EXACT)
        and not (name in _LOOSE and _shows(name, several) and any(_LOOSE[name](record, values) for record in several))
    )


def _shows(name: str, records: Sequence[Record]) -> bool:
    return any(_SHOWN_IN[name] in record for record in records)


def _by_name(filters: Sequence[Filter]) -> dict[str, list[str]]:
    wanted: dict[str, list[str]] = {}
    for name, value in filters:
        wanted.setdefault(name, []).append(value)
    return wanted


def moment(text: str) -> datetime | None:
    """A point in time of DIP; without a zone it is the local time of Berlin. ``None`` where it is none."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return value if value.tzinfo else value.replace(tzinfo=BERLIN)


def words(text: str) -> list[str]:
    """The words of a title in lower case."""
    return re.findall(r"\w+", text.casefold())


def has_phrase(title: str, phrase: str) -> bool:
    """Whether the words of ``phrase`` stand next to each other in ``title``, word forms aside."""
    stems = [word[:_STEM] for word in words(title)]
    wanted = [word[:_STEM] for word in words(phrase)]
    return any(stems[start : start + len(wanted)] == wanted for start in range(len(stems) - len(wanted) + 1))


def _field_in(field: str) -> Callable[[Record, list[str]], bool]:
    return lambda record, values: field not in record or str(record[field]) in values


def _number_in(record: Record, values: list[str]) -> bool:
    number = parse_number(str(record.get("dokumentnummer", "")))
    return number is None or number in [parse_number(value) for value in values]


def _from(field: str) -> Callable[[Record, list[str]], bool]:
    return lambda record, values: _ordered(values[0], str(record.get(field, "")))


def _until(field: str) -> Callable[[Record, list[str]], bool]:
    return lambda record, values: _ordered(str(record.get(field, "")), values[0])


def _ordered(earlier: str, later: str) -> bool:
    first, second = moment(earlier), moment(later)
    return first is None or second is None or first <= second


def _titled(record: Record, values: list[str]) -> bool:
    return any(has_phrase(str(record.get("titel", "")), value) for value in values)


def _listed(field: str, key: str = "") -> Callable[[Record, list[str]], bool]:
    def holds(record: Record, values: list[str]) -> bool:
        entries = record.get(field)
        if not isinstance(entries, list):
            return field not in record
        names = {str(entry.get(key, "")) if isinstance(entry, dict) else str(entry) for entry in entries}
        return any(words(value) == words(name) for name in names for value in values)

    return holds


# A Vorgang's date range is that of all its documents, which the record does not show: no check for it there.
_EXACT: dict[tuple[str, str], Callable[[Record, list[str]], bool]] = {
    ("", "f.id"): _field_in("id"),
    ("", "f.wahlperiode"): _field_in("wahlperiode"),
    ("vorgang", "f.vorgangstyp"): _field_in("vorgangstyp"),
    ("vorgangsposition", "f.vorgangstyp"): _field_in("vorgangstyp"),
    ("vorgangsposition", "f.vorgang"): _field_in("vorgang_id"),
    ("drucksache", "f.drucksachetyp"): _field_in("drucksachetyp"),
    ("drucksache", "f.dokumentnummer"): _number_in,
    ("drucksache", "f.datum.start"): _from("datum"),
    ("drucksache", "f.datum.end"): _until("datum"),
    ("", "f.aktualisiert.start"): _from("aktualisiert"),
    ("", "f.aktualisiert.end"): _until("aktualisiert"),
    ("", "f.zuordnung"): _field_in("herausgeber"),
}
_LOOSE: dict[str, Callable[[Record, list[str]], bool]] = {
    "f.titel": _titled,
    "f.deskriptor": _listed("deskriptor", "name"),
    "f.initiative": _listed("initiative"),
    "f.ressort_fdf": _listed("ressort", "titel"),
}
_SHOWN_IN = {"f.titel": "titel", "f.deskriptor": "deskriptor", "f.initiative": "initiative", "f.ressort_fdf": "ressort"}
