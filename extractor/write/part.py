"""Parts: the rows of one document, packed, before they are merged."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ExitCode, ExtractorError
from extractor.model.result import DocumentResult
from extractor.resources import column_names
from extractor.write.rows import Row, rows_of
from extractor.write.text import write_rows

# Rows of a paper take a fifteenth of their size at any level; 3 takes a third of the time of 6.
_LEVEL = 3
_CHUNK = 1 << 18
# Keys that begin with the id of their document and a colon.
_PREFIXED = frozenset({"obs_id", "check_id"})


@dataclass(frozen=True, slots=True)
class Part:
    """One document's rows: for each table that has some, its packed CSV lines without head.

    ``doc_id`` is empty where the file could not be read, ``sha256`` where not even its bytes could be.
    """

    file: str
    doc_id: str
    sha256: str
    rows: Mapping[str, bytes]


def make_part(result: DocumentResult, sha256: str, language: str) -> Part:
    """The rows of one document; ``sha256`` is that of its bytes, messages are in ``language``."""
    packed = {table: pack_rows(rows) for table, rows in rows_of(result, language).items() if rows}
    return Part(result.file, result.facts.doc_id if result.facts else "", sha256, packed)


def pack_rows(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as compressed CSV lines."""
    stream = io.StringIO(newline="")
    write_rows(stream, rows)
    return zlib.compress(stream.getvalue().encode(), _LEVEL)


def unpack_lines(packed: bytes) -> Iterator[bytes]:
    """The lines again, in pieces that need not end where a line does, so that memory stays small."""
    inflater = zlib.decompressobj()
    while packed:
        yield inflater.decompress(packed, _CHUNK)
        packed = inflater.unconsumed_tail
    yield inflater.flush()


def not_writable(folder: Path, error: OSError) -> ExtractorError:
    """The error of an output that cannot be written, with the reason the system gives."""
    return ExtractorError(
        "write.not_writable",
        ExitCode.OUTPUT_NOT_WRITABLE,
        folder=str(folder),
        reason=error.strerror or str(error),
    )


def renamed_rows(part: Part, packed: bytes, table: str, doc_id: str) -> Iterator[Row]:
    """The packed rows of a part's table under another document id: the id itself and the keys that begin with it."""
    columns = column_names(table)
    text = b"".join(unpack_lines(packed)).decode()
    for row in csv.reader(io.StringIO(text, newline="")):
        yield tuple(_renamed(column, text, part.doc_id, doc_id) for column, text in zip(columns, row, strict=True))


def _renamed(column: str, text: str, old: str, new: str) -> str:
    if column == "doc_id":
        return new
    if column in _PREFIXED and text.startswith(f"{old}:"):
        return new + text.removeprefix(old)
    return text
