"""Reading the code lists: the files of the program, then those of the user, which add wordings and entries."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from extractor.codes.lists import CodeEntry, CodeList, CodeLists, Wording, normalise
from extractor.errors import ExitCode, ExtractorError
from extractor.resources import schemas_folder

LISTS = {
    "nationalities": "nationality_aliases",
    "laender": "land_aliases",
    "aufenthg_sections": "",
    "azr_categories": "",
    "categories": "category_wordings",
    "measures": "",
    "units": "",
    "title_types": "",
}
"""Lists of codes, each with the file of other wordings for it."""

_COMMON = ("code", "label", "official_title", "qualifier", "source", "valid_from", "valid_to")


def load_code_lists(folder: Path | None = None, extra: tuple[Path, ...] = ()) -> CodeLists:
    """The code lists of ``folder`` (that of the program when ``None``), completed by those of the ``extra`` folders.

    A file in an extra folder has the name and columns of the one it adds to (``nationality_aliases.csv`` with
    ``wording,code,source``); its wordings win over those of the program. `ExtractorError` (9) for a file that
    cannot be read, lacks a column, or names a code that its list does not have.
    """
    return _load(folder or _program_folder(), extra)


@cache
def _program_folder() -> Path:
    return schemas_folder() / "codelists"


@lru_cache(maxsize=8)
def _load(folder: Path, extra: tuple[Path, ...]) -> CodeLists:
    folders = (folder, *extra)
    lists = {name: _code_list(name, wordings, folders) for name, wordings in LISTS.items()}
    residuals: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in _rows(folders, "residuals", ("wording", "dimension", "code")):
        key = normalise(row["wording"])
        residuals[key] = (*residuals.get(key, ()), (row["dimension"], row["code"]))
    return CodeLists(
        lists=lists,
        totals={
            normalise(row["wording"]): row["dimension"] or "any"
            for row in _rows(folders, "totals", ("wording", "dimension"))
        },
        residuals=residuals,
        groups={
            normalise(row["wording"]): row["wording"] for row in _rows(folders, "nationality_groups", ("wording",))
        },
        sexes={
            normalise(row["wording"]): (row["code"], row["adult"])
            for row in _rows(folders, "sex_wordings", ("wording", "code", "adult"))
        },
        heads={
            normalise(row["wording"]): row["dimension"]
            for row in _rows(folders, "dimension_heads", ("wording", "dimension"))
        },
        adjectives=tuple(
            (row["stem"], row["code"], row["kind"])
            for row in _rows(folders, "nationality_adjectives", ("stem", "code", "kind"))
        ),
    )


def _code_list(name: str, wordings_name: str, folders: tuple[Path, ...]) -> CodeList:
    entries = tuple(_entry(name, row) for row in _rows(folders, name, ("source",)))
    wordings = tuple(
        Wording(row["wording"], row["code"], row.get("source", ""), row.get("first_seen", ""))
        for row in (_rows(folders, wordings_name, ("wording", "code")) if wordings_name else ())
    )
    known = {entry.code for entry in entries}
    for wording in wordings:
        if wording.code not in known:
            raise _error(f"{wordings_name}.csv", f"{wording.wording}: {wording.code}")
    by_label = {normalise(entry.label): entry.code for entry in entries if entry.label}
    by_label |= {normalise(wording.wording): wording.code for wording in wordings}
    return CodeList(name, entries, wordings, by_label)


def _entry(name: str, row: dict[str, str]) -> CodeEntry:
    try:
        valid_from, valid_to = (
            date.fromisoformat(row[end]) if row.get(end) else None for end in ("valid_from", "valid_to")
        )
    except ValueError as error:
        raise _error(f"{name}.csv", str(error)) from error
    return CodeEntry(
        code=row.get("code") or row.get("section") or "",
        label=row.get("label") or row.get("official_title") or row.get("qualifier") or row.get("citation") or "",
        source=row["source"],
        valid_from=valid_from,
        valid_to=valid_to,
        details={key: value for key, value in row.items() if key not in _COMMON},
    )


def _rows(folders: Iterable[Path], name: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of one file in all folders; the first folder must have it."""
    for number, folder in enumerate(folders):
        path = folder / f"{name}.csv"
        if number and not path.is_file():
            continue
        try:
            with path.open(encoding="utf-8-sig", newline="") as handle:
                rows = list(csv.DictReader(handle))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise _error(path.name, str(error)) from error
        for line, row in enumerate(rows, start=2):
            missing = [column for column in columns if row.get(column) is None]
            if missing:
                raise _error(path.name, f"{line}: {', '.join(missing)}")
            yield row


def _error(file: str, reason: str) -> ExtractorError:
    return ExtractorError("codes.bad_list", ExitCode.CONFIGURATION_INVALID, file=file, reason=reason)
