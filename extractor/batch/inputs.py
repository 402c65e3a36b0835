"""From what a user names to files: files, folders, lists."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ExitCode
from extractor.model.issue import Issue, Severity
from extractor.write.merge import natural_key

_DRUCKSACHE = re.compile(r"[0-9]{1,2}/[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Unusable:
    """An input that leads to no file, with the reason and the exit code it stands for; ``name`` is without folders."""

    name: str
    issue: Issue
    exit_code: ExitCode


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files to be read, each once and in the order of the inputs, and the inputs that lead to none."""

    files: tuple[Path, ...]
    unusable: tuple[Unusable, ...]


def find_inputs(arguments: Iterable[str]) -> Inputs:
    """Resolves file names and folders (with all folders inside, ``*.pdf`` in natural order).

    Issues: ``inputs.no_pdf_in_folder`` (6), ``inputs.not_found`` (4), ``inputs.not_a_file`` (4) for pipes and devices,
    ``inputs.drucksache_number`` (6) for a number such as ``19/8701``, which has to be fetched first.
    """
    files: dict[Path, None] = {}
    unusable = []
    for argument in arguments:
        path = Path(argument)
        found = tuple(_pdfs_below(path)) if path.is_dir() else (path,)
        problem = _problem(argument, path, found)
        if problem:
            unusable.append(problem)
        else:
            files.update(dict.fromkeys(found))
    return Inputs(tuple(files), tuple(unusable))


def _problem(argument: str, path: Path, found: tuple[Path, ...]) -> Unusable | None:
    name = path.name or str(path)
    if path.is_dir():
        return None if found else _unusable(name, "inputs.no_pdf_in_folder", ExitCode.NOTHING_FOUND)
    if path.is_file():
        return None
    if path.exists():
        return _unusable(name, "inputs.not_a_file", ExitCode.INPUT_UNREADABLE)
    if _DRUCKSACHE.fullmatch(argument):
        return _unusable(argument, "inputs.drucksache_number", ExitCode.NOTHING_FOUND)
    return _unusable(name, "inputs.not_found", ExitCode.INPUT_UNREADABLE)


def _unusable(name: str, code: str, exit_code: ExitCode) -> Unusable:
    return Unusable(name, Issue(code, Severity.ERROR, data={"file": name}), exit_code)


def _pdfs_below(folder: Path) -> Iterator[Path]:
    """Hidden files and folders are left out: they are what systems and editors leave behind."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted((name for name in folders if not name.startswith(".")), key=natural_key)
        for name in sorted(names, key=natural_key):
            if name.lower().endswith(".pdf") and not name.startswith("."):
                yield Path(place, name)
