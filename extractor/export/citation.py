"""How to cite a document, a table of it, or a single number: in words, as BibTeX, as CSL-JSON."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from extractor.resources import schemas_folder

_BIBTEX = str.maketrans({"\\": r"\textbackslash{}", **{sign: f"\\{sign}" for sign in "{}&%#_$"}})


@dataclass(frozen=True, slots=True)
class Source:
    """What is cited: a document, and where in it; ``page`` and the rest are empty for the document as a whole.

    ``table`` is the number of the table among those that start on its page.
    """

    document: Mapping[str, str]
    question_id: str = ""
    page: str = ""
    table: str = ""
    figure: str = ""


def source_of(
    document: Mapping[str, str], table: Mapping[str, str] | None = None, observation: Mapping[str, str] | None = None
) -> Source:
    """The source of a document, of one of its tables, or of a figure in it (rows of the dataset)."""
    if observation is not None:
        number = _table_number(observation["table_id"])
        return Source(document, observation["question_id"], observation["page"], number, observation["value_raw"])
    if table is not None:
        return Source(document, table["question_id"], table["first_page"], _table_number(table["table_id"]))
    return Source(document)


def cite_text(source: Source) -> str:
    """``Deutscher Bundestag, Drucksache 21/1353 vom 25.08.2025, Antwort zu Frage 1, S. 3, Tabelle 1``."""
    document = source.document
    parts = [
        _author(document),
        _name(document) + (f" vom {_german_date(document['date'])}" if document["date"] else ""),
    ]
    if source.question_id:
        parts.append(f"Antwort zu Frage {source.question_id}")
    if source.page:
        parts.append(f"S. {source.page}")
    if source.table:
        parts.append(f"Tabelle {source.table}")
    if source.figure:
        parts.append(f"»{source.figure}«")
    return ", ".join(part for part in parts if part)


def cite_bibtex(source: Source) -> str:
    """An entry of the kind ``techreport``; the key is the id of the document."""
    document = source.document
    fields = {
        "author": f"{{{_author(document)}}}",
        "title": document["title"].translate(_BIBTEX),
        "type": "Drucksache",
        "number": _number(document),
        "institution": _author(document),
        "date": document["date"],
        "year": document["date"][:4],
        "pages": source.page,
        "url": _url(source),
        "note": cite_text(source).translate(_BIBTEX),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@techreport{{{document['doc_id']},", *lines, "}"])


def cite_csl(source: Source) -> str:
    """CSL-JSON, which Zotero and pandoc read."""
    document = source.document
    entry: dict[str, object] = {
        "id": document["doc_id"],
        "type": "report",
        "genre": "Drucksache",
        "author": [{"literal": _author(document)}],
        "title": document["title"],
        "number": _number(document),
        "page": source.page,
        "URL": _url(source),
        "note": cite_text(source),
    }
    if document["date"]:
        entry["issued"] = {"date-parts": [[int(part) for part in document["date"].split("-")]]}
    return json.dumps({name: value for name, value in entry.items() if value}, ensure_ascii=False, indent=1)


def page_address(document: Mapping[str, str], page: str) -> str:
    """The official address of a page; empty where the document's is not known."""
    return f"{document['url']}#page={page}" if document["url"] and page else document["url"]


def _url(source: Source) -> str:
    return page_address(source.document, source.page)


def _author(document: Mapping[str, str]) -> str:
    return _parliaments().get(document["parliament"], "")


@cache
def _parliaments() -> dict[str, str]:
    """The names of the parliaments by their signs; of several the first."""
    with (schemas_folder() / "rules" / "structure_front_page.toml").open("rb") as stream:
        names = tomllib.load(stream)["parliaments"]
    return {sign: name for name, sign in reversed(names.items())}


def _number(document: Mapping[str, str]) -> str:
    return f"{document['wahlperiode']}/{document['number']}" if document["number"] else ""


def _name(document: Mapping[str, str]) -> str:
    return f"Drucksache {_number(document)}" if document["number"] else document["file"]


def _german_date(text: str) -> str:
    return date.fromisoformat(text).strftime("%d.%m.%Y")


def _table_number(table_id: str) -> str:
    found = re.fullmatch(r"p[0-9]+t([0-9]+)", table_id)
    return found[1] if found else ""
