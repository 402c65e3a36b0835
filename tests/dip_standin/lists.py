"""The lists of the stand-in: filters by the meaning the service gives them, order, pages, cursors."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from tests.dip_standin import cursor as cursors
from tests.dip_standin.world import BERLIN, Record, World

RESOURCES = {
    "vorgang": ("Vorgang", 100),
    "vorgangsposition": ("Vorgangsposition", 100),
    "drucksache": ("Drucksache", 100),
    "drucksache-text": ("Drucksache", 10),
    "plenarprotokoll": ("Plenarprotokoll", 100),
    "plenarprotokoll-text": ("Plenarprotokoll", 10),
    "aktivitaet": ("Aktivitaet", 100),
    "person": ("Person", 100),
}
Parameters = dict[str, list[str]]
Test = Callable[[World, Record, list[str]], bool]


class BadRequestError(Exception):
    """The service answers 400 with this text."""


Key = tuple[int, tuple[int, ...]]


@dataclass
class _Sorted:
    """One order of records, with the keys apart for searching, and the places of the ids."""

    keys: list[Key]
    records: list[Record]
    places: dict[str, int]


class Lists:
    """Sorted lists over a world, sorted again when the world changes."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._generation = -1
        self._sorted: dict[str, _Sorted] = {}
        self._found: dict[tuple[str, str], _Sorted] = {}

    def answer(self, resource: str, parameters: Parameters) -> Record:
        """The body of a list request; `BadRequestError` for what the service refuses."""
        kind, size = RESOURCES[resource]
        with self.world.lock:
            found = self._filtered(resource, kind, parameters)
            given = parameters.get("cursor", [""])[0]
            start = 0
            if given and given != "*":
                try:
                    day, key = cursors.decode(given)
                except cursors.BadCursorError as error:
                    raise BadRequestError("Invalid cursor") from error
                start = bisect.bisect_right(found.keys, _sort_key(day, key))
            page = found.records[start : start + size]
            if page:
                last = page[-1]
                after = cursors.encode(last["datum"], f"{kind}-{last['id']}", four_values=self.world.four_values)
            else:
                after = given or "*"
            documents = [self._shown(resource, record) for record in page]
        return {"numFound": len(found.records), "documents": documents, "cursor": after}

    def _filtered(self, resource: str, kind: str, parameters: Parameters) -> _Sorted:
        if self._generation != self.world.generation:
            self._generation = self.world.generation
            self._sorted.clear()
            self._found.clear()
        # Ids are looked up below, not tried one by one.
        tests = [(test, values) for test, values in _tests(resource, parameters) if test is not _BY_ID]
        name = (resource, repr(sorted((key, values) for key, values in parameters.items() if key != "cursor")))
        if name not in self._found:
            everything = self._ordered(resource, kind)
            wanted = [value for value in parameters.get("f.id", []) if value]
            places = (
                sorted(everything.places[value] for value in set(wanted) if value in everything.places)
                if wanted
                else range(len(everything.records))
            )
            hits = [
                place
                for place in places
                if all(test(self.world, everything.records[place], values) for test, values in tests)
            ]
            if len(self._found) > 20:
                self._found.clear()
            self._found[name] = _Sorted([everything.keys[i] for i in hits], [everything.records[i] for i in hits], {})
        return self._found[name]

    def detail(self, resource: str, record_id: str) -> Record | None:
        """The bare record, ``None`` where there is none."""
        with self.world.lock:
            for record in self._records(resource):
                if record["id"] == record_id:
                    return self._shown(resource, record)
        return None

    def _shown(self, resource: str, record: Record) -> Record:
        if not resource.endswith("-text"):
            return record
        return {**record, "text": f"Text von {record['dokumentnummer']}"}

    def _records(self, resource: str) -> list[Record]:
        world = self.world
        if resource == "vorgang":
            return list(world.vorgaenge.values())
        if resource == "vorgangsposition":
            return list(world.positions.values())
        if resource.startswith("drucksache"):
            return [world.shown(paper) for paper in world.papers.values() if paper.listed]
        return []

    def _ordered(self, resource: str, kind: str) -> _Sorted:
        if resource not in self._sorted:
            entries = [
                (_sort_key(record["datum"], f"{kind}-{record['id']}"), record) for record in self._records(resource)
            ]
            entries.sort(key=lambda entry: entry[0])
            records = [record for _, record in entries]
            places = {record["id"]: place for place, record in enumerate(records)}
            self._sorted[resource] = _Sorted([key for key, _ in entries], records, places)
        return self._sorted[resource]


def _sort_key(day: str, key: str) -> tuple[int, tuple[int, ...]]:
    """Later dates first, then higher keys, compared as text: all negated, so that a plain sort does it."""
    return -date.fromisoformat(day).toordinal(), (*(-ord(character) for character in key), 1)


def _tests(resource: str, parameters: Parameters) -> list[tuple[Test, list[str]]]:
    tests = []
    for name, values in parameters.items():
        test = _FILTERS.get(resource.removesuffix("-text"), {}).get(name)
        useful = [value for value in values if value]
        # What is unknown, misplaced or empty is ignored without a word.
        if test is None or not useful:
            continue
        _check_form(name, useful)
        tests.append((test, useful))
    return tests


def _check_form(name: str, values: list[str]) -> None:
    for value in values:
        if name in ("f.id", "f.wahlperiode") and not value.isdigit():
            raise BadRequestError("Invalid cursor")
        if name.startswith("f.aktualisiert") and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*", value):
            raise BadRequestError("Invalid date-time")
        if name.startswith("f.datum") and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            raise BadRequestError("Invalid date")


def _moment(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=BERLIN)


@lru_cache(maxsize=100_000)
def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _phrase(title: str, phrase: str) -> bool:
    have, want = _tokens(title), _tokens(phrase)
    return any(have[i : i + len(want)] == want for i in range(len(have) - len(want) + 1))


def _either(field: Callable[[World, Record], Any]) -> Test:
    return lambda world, record, values: any(value in _texts(field(world, record)) for value in values)


def _every(field: Callable[[World, Record], Any]) -> Test:
    return lambda world, record, values: all(value in _texts(field(world, record)) for value in values)


def _texts(value: Any) -> set[str]:
    if value is None:
        return set()
    return {str(entry) for entry in value} if isinstance(value, list | set | tuple) else {str(value)}


def _of(*keys: str) -> Callable[[World, Record], Any]:
    def look(world: World, record: Record) -> Any:
        value: Any = record
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    return look


def _titles(key: str, name: str = "titel") -> Callable[[World, Record], Any]:
    return lambda world, record: [entry.get(name) for entry in record.get(key, [])]


def _papers_of(world: World, record: Record) -> list[Record]:
    return [world.papers[key].record for key in world.links.get(record["id"], ())]


def _vorgang_of(world: World, record: Record) -> Record:
    return world.vorgaenge.get(record.get("vorgang_id", ""), {})


def _normal(number: str) -> str:
    return number.lstrip("0")


_BY_ID: Test = _either(_of("id"))
_SHARED: dict[str, Test] = {
    "f.id": _BY_ID,
    "f.titel": lambda world, record, values: any(_phrase(record["titel"], value) for value in values),
    "f.aktualisiert.start": lambda world, record, values: _moment(record["aktualisiert"]) >= _moment(values[0]),
    "f.aktualisiert.end": lambda world, record, values: _moment(record["aktualisiert"]) <= _moment(values[0]),
}
_FILTERS: dict[str, dict[str, Test]] = {
    "vorgang": {
        **_SHARED,
        "f.wahlperiode": _either(_of("wahlperiode")),
        "f.vorgangstyp": _either(_of("vorgangstyp")),
        "f.beratungsstand": _either(_of("beratungsstand")),
        "f.initiative": _every(_of("initiative")),
        "f.sachgebiet": _every(_of("sachgebiet")),
        "f.deskriptor": _every(_titles("deskriptor", "name")),
        "f.datum.start": lambda world, record, values: any(
            paper["datum"] >= values[0] for paper in _papers_of(world, record)
        ),
        "f.datum.end": lambda world, record, values: any(
            paper["datum"] <= values[0] for paper in _papers_of(world, record)
        ),
        "f.dokumentnummer": lambda world, record, values: any(
            _normal(paper["dokumentnummer"]) in map(_normal, values) for paper in _papers_of(world, record)
        ),
        "f.drucksache": lambda world, record, values: values[0] in world.links.get(record["id"], ()),
        "f.drucksachetyp": lambda world, record, values: any(
            paper["drucksachetyp"] == values[0] for paper in _papers_of(world, record)
        ),
        "f.ressort_fdf": lambda world, record, values: all(
            any(value in _leading(paper) for paper in _papers_of(world, record)) for value in values
        ),
        "f.urheber": lambda world, record, values: all(
            any(value in _texts(_titles("urheber")(world, paper)) for paper in _papers_of(world, record))
            for value in values
        ),
    },
    "vorgangsposition": {
        **_SHARED,
        "f.vorgang": lambda world, record, values: record["vorgang_id"] == values[0],
        "f.wahlperiode": _either(lambda world, record: _vorgang_of(world, record).get("wahlperiode")),
        "f.vorgangstyp": _either(_of("vorgangstyp")),
        "f.dokumentart": _either(_of("dokumentart")),
        "f.zuordnung": _either(_of("zuordnung")),
        "f.drucksachetyp": lambda world, record, values: record["fundstelle"]["drucksachetyp"] == values[0],
        "f.dokumentnummer": lambda world, record, values: (
            _normal(record["fundstelle"]["dokumentnummer"]) in map(_normal, values)
        ),
        "f.drucksache": lambda world, record, values: record["fundstelle"]["id"] == values[0],
        "f.datum.start": lambda world, record, values: record["datum"] >= values[0],
        "f.datum.end": lambda world, record, values: record["datum"] <= values[0],
        "f.urheber": _every(_titles("urheber")),
        "f.ressort_fdf": lambda world, record, values: all(value in _leading(record) for value in values),
    },
    "drucksache": {
        **_SHARED,
        "f.wahlperiode": _either(_of("wahlperiode")),
        "f.drucksachetyp": lambda world, record, values: record["drucksachetyp"] == values[0],
        "f.dokumentnummer": lambda world, record, values: _normal(record["dokumentnummer"]) in map(_normal, values),
        "f.zuordnung": lambda world, record, values: record["herausgeber"] == values[0],
        "f.datum.start": lambda world, record, values: record["datum"] >= values[0],
        "f.datum.end": lambda world, record, values: record["datum"] <= values[0],
        "f.urheber": _every(_titles("urheber")),
        "f.ressort_fdf": lambda world, record, values: all(value in _leading(record) for value in values),
        "f.vorgangstyp": _either(lambda world, record: [v["vorgangstyp"] for v in record.get("vorgangsbezug", [])]),
    },
}


def _leading(record: Record) -> set[str]:
    return {entry["titel"] for entry in record.get("ressort", []) if entry.get("federfuehrend")}
