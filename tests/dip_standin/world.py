"""The records and papers of the stand-in, and what can happen to them while a client looks."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.dip_standin.pdfs import make_pdf

BERLIN = ZoneInfo("Europe/Berlin")
Record = dict[str, Any]
SUBJECTS = (
    "Aufenthaltserlaubnisse nach § 25 des Aufenthaltsgesetzes",
    "Erteilung der Niederlassungserlaubnis",
    "Zahl der Duldungen in den Ländern",
    "Bleiberecht und Aufenthaltserlaubnis",
    "Visa zum Familiennachzug",
)
OTHER_SUBJECTS = ("Gesetzgebungsverfahren zum Gebäudemodernisierungsgesetz", "Finanzierung eines Waldkaufs")
GROUPS = ("Fraktion DIE LINKE", "Fraktion BÜNDNIS 90/DIE GRÜNEN", "Fraktion der AfD")
MINISTRIES = ("Bundesministerium des Innern", "Auswärtiges Amt")


@dataclass
class Paper:
    """A Drucksache with its bytes as the PDF host has them and its record as DIP shows it."""

    record: Record
    path: str
    data: bytes
    modified: datetime
    listed: bool = True
    kept_record: Record | None = None


@dataclass
class World:
    """Everything the stand-in knows. ``today`` decides which PDFs are distributed; change it under ``lock``."""

    base: str = ""
    today: date = date(2026, 11, 1)
    lock: threading.RLock = field(default_factory=threading.RLock)
    vorgaenge: dict[str, Record] = field(default_factory=dict)
    positions: dict[str, Record] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    links: dict[str, set[str]] = field(default_factory=dict)
    exports: dict[str, bytes] = field(default_factory=dict)
    export_files: dict[str, bytes] = field(default_factory=dict)
    four_values: bool = False
    validators: bool = True
    ranges: bool = True
    generation: int = 0
    _next_id: int = 100_000

    def new_id(self) -> str:
        self._next_id += 1
        return str(self._next_id)

    def changed(self) -> None:
        """To be called after every change: lists are sorted anew."""
        self.generation += 1

    def add_question(
        self,
        number: str,
        title: str,
        *,
        day: str = "2026-08-13",
        group: str = GROUPS[0],
        descriptors: tuple[str, ...] = ("Aufenthaltserlaubnis",),
        kind: str = "Kleine Anfrage",
        updated: str = "",
    ) -> str:
        """A Vorgang with its question; returns the id of the Vorgang."""
        with self.lock:
            period = int(number.split("/")[0])
            vorgang = self.new_id()
            self.vorgaenge[vorgang] = {
                "id": vorgang,
                "typ": "Vorgang",
                "vorgangstyp": kind,
                "wahlperiode": period,
                "datum": day,
                "aktualisiert": updated or stamp(day, 12),
                "titel": title,
                "beratungsstand": "Noch nicht beantwortet",
                "initiative": [group],
                "sachgebiet": ["Ausländerpolitik, Zuwanderung"],
                "deskriptor": [{"name": name, "typ": "Sachbegriffe", "fundstelle": False} for name in descriptors],
            }
            self._add_paper(vorgang, number, kind, title, day, [urheber(group)], None, day, updated)
            self.changed()
            return vorgang

    def answer(
        self,
        vorgang: str,
        number: str,
        *,
        day: str = "2026-09-10",
        distributed: str = "2026-09-16",
        ministry: str = MINISTRIES[0],
        data: bytes | None = None,
        vorabfassung: bool = False,
        updated: str = "",
        kind: str = "Antwort",
    ) -> str:
        """The answer to a question; returns the id of its Drucksache."""
        with self.lock:
            record = self.vorgaenge[vorgang]
            papers = (self.papers[key].record for key in self.links[vorgang])
            question = next((paper["dokumentnummer"] for paper in papers if paper["drucksachetyp"] != "Antwort"), "")
            title = f"auf die {record['vorgangstyp']} - Drucksache {question} - {record['titel']}"
            if data is None:
                data = make_pdf([f"Drucksache {number}", record["titel"][:80]], vorabfassung=vorabfassung)
            record["beratungsstand"] = "Beantwortet"
            record["datum"] = max(record["datum"], day)
            record["aktualisiert"] = updated or stamp(distributed, 7)
            ressort = [{"federfuehrend": True, "titel": ministry}]
            government = {"einbringer": False, "bezeichnung": "BRg", "titel": "Bundesregierung"}
            paper = self._add_paper(
                vorgang, number, kind, title, day, [government], ressort, distributed, updated, data
            )
            self.changed()
            return paper

    def replace_pdf(self, drucksache: str, data: bytes, *, updated: str, lag: bool = False) -> None:
        """Other bytes at the same address. With ``lag`` the record follows only at `catch_up`."""
        with self.lock:
            paper = self.papers[drucksache]
            if lag:
                paper.kept_record = dict(paper.record)
            paper.data = data
            paper.modified = datetime.fromisoformat(updated)
            paper.record = {**paper.record, "pdf_hash": md5(data), "aktualisiert": updated}
            self.changed()

    def catch_up(self) -> None:
        """The register has noticed all replaced PDFs."""
        with self.lock:
            for paper in self.papers.values():
                paper.kept_record = None
            self.changed()

    def shown(self, paper: Paper) -> Record:
        """The record as the register shows it now."""
        return paper.kept_record or paper.record

    def _add_paper(
        self,
        vorgang: str,
        number: str,
        kind: str,
        title: str,
        day: str,
        authors: list[Record],
        ressort: list[Record] | None,
        distributed: str,
        updated: str,
        data: bytes | None = None,
    ) -> str:
        drucksache, position = self.new_id(), self.new_id()
        period, running = (int(part) for part in number.split("/"))
        path = f"/btd/{period:02}/{running // 100:03}/{period:02}{running:05}.pdf"
        if data is None:
            data = make_pdf([f"Drucksache {number}", title[:80]])
        time = updated or stamp(distributed, 7)
        # Papers of the 7th Wahlperiode carry a zero before it.
        printed = f"{period:02}/{running}" if period < 8 else number
        place: Record = {
            "pdf_url": self.base + path,
            "id": drucksache,
            "dokumentnummer": printed,
            "datum": day,
            "verteildatum": distributed,
            "dokumentart": "Drucksache",
            "drucksachetyp": kind,
            "herausgeber": "BT",
            "urheber": [author["titel"] for author in authors],
        }
        record: Record = {
            "id": drucksache,
            "typ": "Dokument",
            "dokumentart": "Drucksache",
            "drucksachetyp": kind,
            "dokumentnummer": printed,
            "wahlperiode": period,
            "herausgeber": "BT",
            "pdf_hash": md5(data),
            "aktualisiert": time,
            "urheber": authors,
            "fundstelle": place,
            "titel": title,
            "datum": day,
            "autoren_anzahl": 0 if kind == "Antwort" else 14,
            "vorgangsbezug_anzahl": 1,
            "vorgangsbezug": [
                {
                    "id": vorgang,
                    "titel": self.vorgaenge[vorgang]["titel"],
                    "vorgangstyp": self.vorgaenge[vorgang]["vorgangstyp"],
                }
            ],
        }
        if record["autoren_anzahl"]:
            record["autoren_anzeige"] = [
                {"id": str(2000 + n), "titel": f"Abgeordnete {n}, MdB", "autor_titel": f"Abgeordnete {n}"}
                for n in range(4)
            ]
        if ressort:
            record["ressort"] = ressort
        self.papers[drucksache] = Paper(record, path, data, datetime.fromisoformat(time))
        self.files[path] = drucksache
        self.links.setdefault(vorgang, set()).add(drucksache)
        self.positions[position] = {
            "id": position,
            "vorgangsposition": kind,
            "zuordnung": "BT",
            "gang": True,
            "fortsetzung": False,
            "nachtrag": False,
            "vorgangstyp": self.vorgaenge[vorgang]["vorgangstyp"],
            "titel": self.vorgaenge[vorgang]["titel"],
            "typ": "Vorgangsposition",
            "aktivitaet_anzahl": record["autoren_anzahl"],
            "dokumentart": "Drucksache",
            "aktualisiert": time,
            "urheber": authors,
            **({"ressort": ressort} if ressort else {}),
            "fundstelle": place,
            "datum": day,
            "vorgang_id": vorgang,
        }
        return drucksache


def fill(
    world: World,
    questions: int,
    *,
    period: int = 21,
    answered: bool = True,
    first: int = 1,
    subjects: tuple[str, ...] = SUBJECTS,
) -> None:
    """Questions number ``first`` and on, each with its answer, of changing subjects, a few a day."""
    start = date(2025, 4, 1)
    for index in range(questions):
        number = first + 2 * index
        day = start + timedelta(days=index % 500)
        title = f"{subjects[index % len(subjects)]} ({index})"
        vorgang = world.add_question(
            f"{period}/{number}",
            title,
            day=day.isoformat(),
            group=GROUPS[index % len(GROUPS)],
            descriptors=_descriptors(subjects, index),
        )
        if answered:
            later = day + timedelta(days=20)
            world.answer(
                vorgang,
                f"{period}/{number + 1}",
                day=later.isoformat(),
                distributed=(later + timedelta(days=6)).isoformat(),
                ministry=MINISTRIES[index % len(MINISTRIES)],
            )


def _descriptors(subjects: tuple[str, ...], index: int) -> tuple[str, ...]:
    if subjects is not SUBJECTS:
        return ("Wald", "Kauf")
    return ("Aufenthaltserlaubnis", "Statistik") if index % 2 else ("Duldung",)


def add_bundesrat(world: World) -> str:
    """A paper of the Bundesrat, whose number and address are of another form."""
    with world.lock:
        drucksache = world.new_id()
        data = make_pdf(["Drucksache 695/2/99"])
        path = "/brd/1999/D695+2+99.pdf"
        record: Record = {
            "id": drucksache,
            "typ": "Dokument",
            "dokumentart": "Drucksache",
            "drucksachetyp": "Empfehlungen",
            "dokumentnummer": "695/2/99",
            "wahlperiode": 14,
            "herausgeber": "BR",
            "pdf_hash": md5(data),
            "aktualisiert": "2022-07-26T19:57:15+02:00",
            "titel": "Entschließung des Bundesrates zur Einsparung von Statistiken",
            "datum": "2000-01-26",
            "autoren_anzahl": 0,
            "vorgangsbezug_anzahl": 0,
            "fundstelle": {
                "pdf_url": world.base + path,
                "id": drucksache,
                "dokumentnummer": "695/2/99",
                "datum": "2000-01-26",
                "dokumentart": "Drucksache",
                "drucksachetyp": "Empfehlungen",
                "herausgeber": "BR",
                "urheber": [],
            },
        }
        world.papers[drucksache] = Paper(record, path, data, datetime(2022, 7, 26, tzinfo=BERLIN))
        world.files[path] = drucksache
        world.changed()
        return drucksache


def urheber(group: str) -> Record:
    return {"einbringer": False, "bezeichnung": group.split()[-1], "titel": group}


def stamp(day: str, hour: int) -> str:
    """A time of change on that day, with the offset of Berlin."""
    return datetime.fromisoformat(day).replace(hour=hour, minute=51, second=29, tzinfo=BERLIN).isoformat()


def md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
