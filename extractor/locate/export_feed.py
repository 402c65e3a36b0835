"""The Parlamentsspiegel export: a parliament's whole register of one Wahlperiode as one XML file.

The Berlin parliament publishes its own daily. One ``Vorgang`` holds the question and the answer as ``Dokument``; both
name the same PDF. The file only grows: a later ``Vorgang`` of the same ``VID`` replaces the earlier one, and one with
``VFunktion`` ``delete`` takes it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from defusedxml import ElementTree as SafeTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.guard import has_phrase, words
from extractor.locate.paper import BERLIN, Paper, PaperNumber, parse_number
from extractor.locate.query import Query

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Codes of the export for the document that asks; "a" is Berlin's code for the one that answers.
_QUESTIONS = {"SchrAnfr": "Schriftliche Anfrage", "KlAnfr": "Kleine Anfrage", "GrAnfr": "Große Anfrage"}
_ANSWERS = frozenset({"a", "Antw", "Antwort"})
_DATE = re.compile(r"^(\d{2})\.(\d{2})\.(\d{4})$")


def read_export(stream: IO[bytes], query: Query, file: str) -> Iterator[Paper]:
    """The answers of an export that fit the query, each once.

    Reads one Vorgang at a time; only hits are held. Entities and external references are refused.
    `ExtractorError` (4) where the file is no such export.
    """
    hits: dict[str, Paper] = {}
    try:
        walk = SafeTree.iterparse(stream, events=("start", "end"), forbid_entities=True, forbid_external=True)
        root: Element | None = None
        for event, element in walk:
            if root is None:
                root = element
            if event == "end" and element.tag == "Vorgang":
                key, paper = _read_vorgang(element, query)
                hits.pop(key, None)
                if paper is not None:
                    hits[key] = paper
                root.clear()
    except (SafeTree.ParseError, DefusedXmlException) as error:
        raise ExtractorError("locate.bad_export", ExitCode.INPUT_UNREADABLE, file=file) from error
    if root is None or root.tag != "Export":
        raise ExtractorError("locate.bad_export", ExitCode.INPUT_UNREADABLE, file=file)
    yield from {paper.doc_id: paper for paper in hits.values()}.values()


def _read_vorgang(vorgang: Element, query: Query) -> tuple[str, Paper | None]:
    key = _text(vorgang, "VID") or _text(vorgang, "VNr")
    if _text(vorgang, "VFunktion").lower() == "delete":
        return key, None
    documents = vorgang.findall("Dokument")
    question = next((document for document in documents if _text(document, "DokTyp") in _QUESTIONS), None)
    answer = next((document for document in documents if _text(document, "DokTyp") in _ANSWERS), None)
    if question is None or answer is None:
        return key, None
    number = _number(question)
    url = _text(answer, "LokURL") or _text(question, "LokURL")
    if number is None or not url:
        return key, None
    paper = Paper(
        doc_id=number.doc_id,
        source="berlin",
        number=number.printed,
        url=url,
        record_id=key,
        vorgang_id=key,
        wahlperiode=number.wahlperiode,
        date=_date(_text(answer, "DokDat")) or _date(_text(question, "DokDat")),
        document_type=_QUESTIONS[_text(question, "DokTyp")],
        title=_text(question, "Titel") or _text(answer, "Titel"),
        ministry=_text(answer, "Urheber"),
        asking_group=_text(question, "Urheber"),
        question_number=number.printed,
    )
    descriptors = [entry.text or "" for entry in vorgang.iter("Desk")]
    return key or paper.doc_id, paper if _fits(paper, descriptors, query) else None


def _fits(paper: Paper, descriptors: list[str], query: Query) -> bool:
    """The meaning of `Query` applied here, since an export is no search engine."""
    named = {tuple(words(name)) for name in descriptors}
    numbers = {number.doc_id for text in query.numbers if (number := parse_number(text, BERLIN)) is not None}
    subject = (
        any(has_phrase(paper.title, title) for title in query.titles)
        or any(tuple(words(name)) in named for name in query.descriptors)
        or paper.doc_id in numbers
        or not (query.titles or query.descriptors or query.numbers)
    )
    first = query.start.isoformat() if query.start else ""
    last = query.end.isoformat() if query.end else "9999"
    return (
        subject
        and first <= paper.date <= last
        and (not query.groups or any(has_phrase(paper.asking_group, group) for group in query.groups))
        and (not query.ministries or any(has_phrase(paper.ministry, name) for name in query.ministries))
    )


def _number(document: Element) -> PaperNumber | None:
    period, text = _text(document, "Wp"), _text(document, "DokNr") or _text(document, "NrInTyp")
    number = parse_number(text if "/" in text else f"{period}/{text}", BERLIN)
    return number if number is not None and not number.suffix else None


def _date(text: str) -> str:
    match = _DATE.match(text)
    return f"{match[3]}-{match[2]}-{match[1]}" if match else ""


def _text(element: Element, name: str) -> str:
    return " ".join((element.findtext(name) or "").split())


def export_name(wahlperiode: int) -> str:
    """The name of the Berlin export of one Wahlperiode."""
    return f"pardok-wp{wahlperiode}.xml"
