"""What one person writes down in a review: files of corrections and of wordings, and how the last act is taken back."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.codes import load_code_lists
from extractor.corrections import Correction, correction_text, read_corrections
from extractor.errors import ExitCode, ExtractorError

CORRECTIONS, CODES = "corrections", "codes"
"""The folders of the output in which acts are kept."""

ALIAS_FILES = {
    "nationalities": "nationality_aliases",
    "laender": "land_aliases",
    "categories": "category_wordings",
}
"""The code lists to which a wording may be added, with the names of the files of wordings."""

_COLUMNS = ("wording", "code", "first_seen", "source")


@dataclass(frozen=True, slots=True)
class Change:
    """A file's content before and after an act; ``None`` where there was none."""

    path: Path
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Act:
    """What was written, and the documents (by SHA-256) that have to be read again; ``None``: all of them."""

    changes: tuple[Change, ...]
    documents: frozenset[str] | None


class Notebook:
    """The files of one person, and those of the others where one of two answers is chosen."""

    def __init__(self, folder: Path, by: str) -> None:
        self._folder, self._by = folder, by
        self._name = re.sub(r"[^\w-]+", "-", by).strip("-") or "review"
        self._acts: list[Act] = []

    @property
    def can_undo(self) -> bool:
        """Whether anything was done that can be taken back."""
        return bool(self._acts)

    def read(self) -> tuple[Correction, ...]:
        """Everybody's corrections, also those that contradict each other."""
        return read_corrections(self._folder / CORRECTIONS)

    def alias_folders(self) -> tuple[Path, ...]:
        """The folders of everybody's wordings."""
        codes = self._folder / CODES
        return tuple(sorted(path for path in codes.iterdir() if path.is_dir())) if codes.is_dir() else ()

    def note(self, corrections: Iterable[Correction]) -> Act:
        """Enters corrections into the person's own file, in the place of those for the same fields of the same cells.

        What is ``read`` there stays as it was: a cell that is corrected already no longer reads so.
        """
        everybodys = self.read()
        own = {one.key: one for one in everybodys if one.file == self._file.name}
        read = {one.key: one.read for one in everybodys}
        fresh = [replace(one, by=self._by, read=read.get(one.key, one.read)) for one in corrections]
        own |= {one.key: one for one in fresh}
        return self._do([(self._file, correction_text(own.values()))], {one.document for one in fresh})

    def settle(self, chosen: Correction) -> Act:
        """Keeps one of several answers and takes the others, whoever gave them, out of their files."""
        entries = self.read()
        losing = [one for one in entries if one.key == chosen.key and one.right != chosen.right]
        contents = [
            (
                self._folder / CORRECTIONS / file,
                correction_text(one for one in entries if one.file == file and one not in losing),
            )
            for file in dict.fromkeys(one.file for one in losing)
        ]
        return self._do(contents, {chosen.document})

    def add_alias(self, code_list: str, wording: str, code: str) -> Act:
        """Adds a wording of a code; `ExtractorError` (9) where the list is not known or does not have the code."""
        if code_list not in ALIAS_FILES or not wording.strip():
            raise ExtractorError("review.no_alias", ExitCode.CONFIGURATION_INVALID, wording=wording, entry=code)
        known = {entry.code for entry in load_code_lists(extra=self.alias_folders()).lists[code_list].entries}
        if code not in known:
            raise ExtractorError("review.no_alias", ExitCode.CONFIGURATION_INVALID, wording=wording, entry=code)
        path = self._folder / CODES / self._name / f"{ALIAS_FILES[code_list]}.csv"
        rows: list[dict[str, str]] = []
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as stream:
                rows = list(csv.DictReader(stream))
        rows.append({"wording": wording, "code": code, "first_seen": "", "source": self._by})
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return self._do([(path, text.getvalue())], None)

    def undo(self) -> Act:
        """Takes the last act back. `ExtractorError`: 6 where there is none, 5 where its files were changed since."""
        if not self._acts:
            raise ExtractorError("review.nothing_to_undo", ExitCode.NOTHING_FOUND)
        act = self._acts[-1]
        for change in act.changes:
            if _content(change.path) != change.after:
                raise ExtractorError("review.changed_since", ExitCode.OUTPUT_NOT_WRITABLE, file=change.path.name)
        for change in act.changes:
            _put(change.path, change.before)
        return self._acts.pop()

    @property
    def _file(self) -> Path:
        return self._folder / CORRECTIONS / f"{self._name}.toml"

    def _do(self, contents: Iterable[tuple[Path, str]], documents: Iterable[str] | None) -> Act:
        changes = tuple(Change(path, _content(path), text.encode()) for path, text in contents)
        for change in changes:
            _put(change.path, change.after)
        act = Act(changes, None if documents is None else frozenset(documents))
        self._acts.append(act)
        return act


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _put(path: Path, content: bytes | None) -> None:
    """Replaces a file in one step, so that one that is killed leaves the old or the new."""
    if content is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
