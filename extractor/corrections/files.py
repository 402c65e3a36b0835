"""Reading correction files.

A file holds entries of this kind; ``field`` may be left out, the printed figure is meant then::

    [[correction]]
    document = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"   # sha256 of the PDF
    table = "p010t1"             # "" for a figure in prose
    cell = "r3c2"                # for prose the end of its obs_id: "3c:s1"; "" for all figures of the table
    field = "nationality"
    read = "SDN"                 # what the program reads; refused when it reads anything else
    right = "SSD"                # the same text confirms the reading
    why = "The footnote says Südsudan."
    by = "A. Muster"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import ExitCode, ExtractorError

FIGURE = "value_raw"
"""The field that is meant where none is named: the figure as printed, from which value, bounds and status follow."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_REQUIRED = ("document", "table", "cell", "read", "right", "why", "by")


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction. ``read`` and ``right`` are texts as in the dataset; ``file`` is the name of its file."""

    document: str
    table: str
    cell: str
    read: str
    right: str
    why: str
    by: str
    field: str = FIGURE
    file: str = ""

    @property
    def place(self) -> str:
        """The part of an ``obs_id`` behind the document's id."""
        return f"{self.table}:{self.cell}" if self.table else self.cell

    @property
    def key(self) -> tuple[str, str, str]:
        """What is corrected: document, place and field."""
        return self.document, self.place, self.field


def load_corrections(folder: Path) -> tuple[Correction, ...]:
    """The corrections of all ``*.toml`` files of a folder, in order of the file names; none where there is no folder.

    What several people say alike counts once. `ExtractorError` (9) as `read_corrections`, and for two entries that say
    different things of the same field of the same cell.
    """
    found = read_corrections(folder)
    for one, other in disputed(found):
        raise _error(folder / other.file, f"{other.place} {other.field} ({one.file})")
    first: dict[tuple[str, str, str], Correction] = {}
    for one in found:
        first.setdefault(one.key, one)
    return tuple(first.values())


def read_corrections(folder: Path) -> tuple[Correction, ...]:
    """All entries of a folder, also those that contradict each other.

    `ExtractorError` (9) for a file that cannot be read, or an entry that lacks a field or has an unknown one.
    """
    found: list[Correction] = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise _error(path, str(error)) from error
        entries = content.get("correction", [])
        if set(content) - {"correction"} or not isinstance(entries, list):
            raise _error(path, "[[correction]]")
        found += [_correction(path, entry) for entry in entries]
    return tuple(found)


def disputed(corrections: Iterable[Correction]) -> tuple[tuple[Correction, Correction], ...]:
    """Pairs of entries that say different things of the same field of the same cell, the earlier one first."""
    first: dict[tuple[str, str, str], Correction] = {}
    pairs = []
    for correction in corrections:
        earlier = first.setdefault(correction.key, correction)
        if (earlier.read, earlier.right) != (correction.read, correction.right):
            pairs.append((earlier, correction))
    return tuple(pairs)


def _correction(path: Path, entry: Any) -> Correction:
    if not isinstance(entry, dict):
        raise _error(path, str(entry))
    wrong = [name for name in _REQUIRED if not isinstance(entry.get(name), str)]
    wrong += sorted(set(entry) - {*_REQUIRED, "field"})
    if not isinstance(entry.get("field", FIGURE), str):
        wrong.append("field")
    if not wrong and not _SHA256.fullmatch(entry["document"]):
        wrong.append("document")
    if not wrong and not (entry["why"].strip() and entry["by"].strip()):
        wrong += ["why", "by"]
    if wrong:
        raise _error(path, ", ".join(wrong))
    return Correction(file=path.name, **entry)


def _error(path: Path, reason: str) -> ExtractorError:
    return ExtractorError("corrections.bad_file", ExitCode.CONFIGURATION_INVALID, file=path.name, reason=reason)
