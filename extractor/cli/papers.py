"""Papers on standard output: as a table for people, as JSON or CSV for programs. Written one by one, never held."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, TextIO

from extractor.cli.session import Session

if TYPE_CHECKING:
    from extractor.locate.paper import Paper

FORMATS = ("table", "json", "jsonl", "csv")
# Widths of the columns of the table; the address comes last and is never cut, so that it can be opened.
_WIDTHS = {"number": 10, "date": 10, "title": 44, "ministry": 28, "question_number": 10, "version": 12}


def write_papers(
    papers: Iterable[Paper],
    layout: str,
    session: Session,
    version_of: Callable[[Paper], str],
    **more: Callable[[Paper], str],
) -> int:
    """Write the papers as they come and return how many there were.

    ``version_of`` tells whether the stored PDF is a Vorabfassung; ``more`` are further columns of JSON and CSV.
    """
    from extractor.locate.paper import Paper

    stream = sys.stdout
    # Not `asdict`, which copies every string deeply: half the time of a long list.
    names = [field.name for field in fields(Paper)]
    write = {"table": _write_table, "json": _write_json, "jsonl": _write_jsonl, "csv": _write_csv}[layout]
    columns: dict[str, Callable[[Paper], object]] = {name: attrgetter(name) for name in names}
    columns |= {"version": version_of, **more}
    rows = ({name: tell(paper) for name, tell in columns.items()} for paper in papers)
    return write(rows, stream, session)


Row = dict[str, object]


def _write_table(rows: Iterable[Row], stream: TextIO, session: Session) -> int:
    count = 0
    for row in rows:
        if count == 0:
            head = {name: session.text(f"locate.column_{name}") for name in (*_WIDTHS, "url")}
            stream.write(_line(head))
        stream.write(_line(row))
        count += 1
    return count


def _line(row: dict[str, object] | dict[str, str]) -> str:
    cells = [_fit(str(row[name] or ""), width) for name, width in _WIDTHS.items()]
    return "  ".join([*cells, _printable(str(row["url"]))]).rstrip() + "\n"


def _fit(text: str, width: int) -> str:
    shown = _printable(text)
    return (shown if len(shown) <= width else shown[: width - 1] + "…").ljust(width)


def _printable(text: str) -> str:
    """What a register sends must not steer the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _write_json(rows: Iterable[Row], stream: TextIO, session: Session) -> int:
    count = 0
    stream.write("[")
    for row in rows:
        stream.write(",\n" if count else "\n")
        stream.write(json.dumps(row, ensure_ascii=False))
        count += 1
    stream.write("\n]\n" if count else "]\n")
    return count


def _write_jsonl(rows: Iterable[Row], stream: TextIO, session: Session) -> int:
    count = 0
    for row in rows:
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def _write_csv(rows: Iterable[Row], stream: TextIO, session: Session) -> int:
    count = 0
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(stream, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({name: "" if value is None else value for name, value in row.items()})
        count += 1
    return count
