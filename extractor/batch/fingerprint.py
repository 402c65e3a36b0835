"""What a result depends on besides the bytes of its file. A result whose fingerprint differs is stale."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, astuple
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extractor.pipeline import Options
from extractor.resources import schemas_folder

CODE = (
    "check",
    "codes",
    "collection.py",
    "corrections",
    "errors.py",
    "grammar",
    "interpret",
    "messages",
    "model",
    "pipeline.py",
    "read",
    "resources.py",
    "structure",
    "tables",
    "write",
)
"""The parts of the program that shape a result; a test holds that they are all that `extractor.pipeline` may import."""

_READING_CODE = ("grammar", "model", "read", "tables")
_LIBRARIES = ("pypdfium2", "pdfplumber", "pdfminer.six", "camelot-py", "playa-pdf", "rapidocr", "onnxruntime")
# Data for finding and for comparing papers, which say nothing about the reading of one.
_OTHER_SCHEMAS = frozenset({"compare", "locate", "searches"})


class Fingerprints:
    """The fingerprints of the results of one run: code, data, libraries, options, language, and the corrections of each
    document. A password and a limit are no part of them: they change whether a file is read, not what is read."""

    def __init__(self, options: Options, language: str) -> None:
        chosen = asdict(options)
        for name in ("password", "max_pages", "corrections", "codes"):
            del chosen[name]
        folders = [*(place for place in _schemas()), *options.codes]
        words = [_code(CODE), _files(folders), _versions(), json.dumps(chosen, sort_keys=True), language]
        self._shared = _digest(words)
        self._corrections: dict[str, list[str]] = defaultdict(list)
        for correction in options.corrections:
            self._corrections[correction.document].append(json.dumps(astuple(correction)))

    def of(self, name: str, document: str) -> str:
        """The fingerprint for a file of this name (which stands in its rows) with this SHA-256."""
        return _digest([self._shared, name, *self._corrections.get(document, ())])


@cache
def reading_fingerprint() -> str:
    """The fingerprint of what other readers found on a page: neither labels nor code lists play a part in it."""
    return _digest([_code(_READING_CODE), _versions()])


def _schemas() -> Iterable[Path]:
    return sorted(place for place in schemas_folder().iterdir() if place.name not in _OTHER_SCHEMAS)


@cache
def _code(parts: tuple[str, ...]) -> str:
    package = Path(__file__).resolve().parents[1]
    return _files([package / part for part in parts])


def _files(places: Iterable[Path]) -> str:
    """A digest of files, and of the files in folders, with their names but not with where they lie."""
    words = []
    for place in places:
        paths = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
        words += [
            f"{path.relative_to(place.parent)}={sha256(path.read_bytes()).hexdigest()}"
            for path in paths
            if "__pycache__" not in path.parts
        ]
    return _digest(words)


def _versions() -> str:
    return _digest([f"{name}={_version(name)}" for name in _LIBRARIES])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _digest(words: Iterable[str]) -> str:
    return sha256("\0".join(words).encode("utf-8", "surrogateescape")).hexdigest()
