"""One writer merges the parts of all documents; its memory does not grow with their number of rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from extractor.model.issue import Issue, Severity
from extractor.resources import column_names
from extractor.write.package import Described, write_package
from extractor.write.part import Part, not_writable, pack_rows, renamed_rows, unpack_lines
from extractor.write.rows import TABLES, as_row, issue_entry

_SHORT_HASH = 8


def merge_parts(parts: Iterable[Part], folder: Path, language: str) -> tuple[Part, ...]:
    """Writes the dataset of all parts into ``folder`` and returns the parts in its order, under their final ids.

    Documents come in the natural order of their ids, then of their hashes; files that could not be read come last.
    The same bytes count once. Of two different files of one number the later keeps its rows under an id with ``@``, and
    an issue says so. `ExtractorError` (5) when the disk refuses.
    """
    ordered = in_order(parts)
    final = final_ids(ordered)
    try:
        described = [_merge_table(table, ordered, final, folder / f"{table}.csv", language) for table in TABLES]
        write_package(described, folder)
    except OSError as error:
        raise not_writable(folder, error) from error
    return tuple(replace(part, doc_id=doc_id) for part, doc_id in zip(ordered, final, strict=True))


def in_order(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Each document once, in the order of the dataset, whatever the order of work was."""
    once: dict[str, Part] = {}
    unread = []
    for part in parts:
        if part.doc_id:
            once.setdefault(part.sha256, part)
        else:
            unread.append(part)
    read = sorted(once.values(), key=lambda part: (natural_key(part.doc_id), part.sha256))
    return (
        *read,
        *sorted(unread, key=lambda part: (natural_key(part.file), part.sha256, part.rows.get("issues", b""))),
    )


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts ``bt-19-705`` before ``bt-19-7625``: runs of digits compare as numbers."""
    return tuple(
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in re.split(r"([0-9]+)", text) if piece
    )


def final_ids(parts: Sequence[Part]) -> tuple[str, ...]:
    """The id of each part in the dataset: the second of a number gets ``@`` and eight digits of its hash."""
    seen: Counter[str] = Counter()
    ids = []
    for part in parts:
        clash = bool(part.doc_id) and seen[part.doc_id] > 0
        seen[part.doc_id] += 1
        ids.append(f"{part.doc_id}@{part.sha256[:_SHORT_HASH]}" if clash else part.doc_id)
    return tuple(ids)


def _merge_table(table: str, parts: Sequence[Part], ids: Sequence[str], path: Path, language: str) -> Described:
    digest, size = sha256(), 0
    with path.open("wb") as target:
        for chunk in _lines_of_table(table, parts, ids, language):
            target.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return Described(table, size, digest.hexdigest())


def _lines_of_table(table: str, parts: Sequence[Part], ids: Sequence[str], language: str) -> Iterator[bytes]:
    yield from unpack_lines(pack_rows([column_names(table)]))
    for part, doc_id in zip(parts, ids, strict=True):
        renamed = doc_id != part.doc_id
        packed = part.rows.get(table)
        if packed is not None:
            yield from unpack_lines(pack_rows(renamed_rows(part, packed, table, doc_id)) if renamed else packed)
        if renamed and table == "issues":
            issue = Issue("write.same_number", Severity.WARNING, data={"first": part.doc_id, "second": doc_id})
            yield from unpack_lines(pack_rows([as_row("issues", issue_entry(issue, doc_id, part.file, language))]))
