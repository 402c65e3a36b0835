"""What a user looks for, typed or saved in a TOML file."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import platformdirs

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.filters import Filter, parse_filters
from extractor.resources import schemas_folder

QUESTION_TYPES = ("Kleine Anfrage", "Große Anfrage")


@dataclass(frozen=True, slots=True)
class Query:
    """A search for answers.

    A hit has one of the ``titles`` (a word, or several words as a phrase) or one of the ``descriptors`` or one of the
    ``numbers`` (of question or answer), and one of each of the other lists that is not empty. ``start`` and ``end``
    are the first and last date of the answer, inclusive. ``filters`` go to the service as they are (on Vorgänge).
    """

    titles: tuple[str, ...] = ()
    descriptors: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    wahlperioden: tuple[int, ...] = ()
    types: tuple[str, ...] = QUESTION_TYPES
    groups: tuple[str, ...] = ()
    ministries: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    filters: tuple[Filter, ...] = ()
    source: str = "dip"

    @property
    def fingerprint(self) -> str:
        """A name for what is searched: 16 hex digits that change whenever the search does."""
        text = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the search."""
        return not (
            self.titles
            or self.descriptors
            or self.numbers
            or self.wahlperioden
            or self.groups
            or self.ministries
            or self.start
            or self.end
            or self.filters
        )


def search_folders() -> tuple[Path, ...]:
    """Where saved searches are looked for: the working folder, the user's configuration, what ships."""
    user = Path(platformdirs.user_config_dir("extractor", appauthor=False))
    return (Path("searches"), user / "searches", schemas_folder() / "searches")


def saved_searches() -> dict[str, Path]:
    """The saved searches by name; one in the working folder hides one of the same name that ships."""
    found: dict[str, Path] = {}
    for folder in search_folders():
        if folder.is_dir():
            for path in sorted(folder.glob("*.toml")):
                found.setdefault(path.stem, path)
    return found


def load_search(name: str) -> Query:
    """The saved search of that name, or of that TOML file. `ExtractorError` 6 where there is none, 9 where it is
    wrong."""
    path = Path(name) if name.endswith(".toml") else saved_searches().get(name)
    if path is None or not path.is_file():
        known = saved_searches()
        close = get_close_matches(name, known, n=1)
        raise ExtractorError(
            "locate.no_search", ExitCode.NOTHING_FOUND, name=name, known=", ".join(close or sorted(known))
        )
    try:
        return parse_search(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except (OSError, ValueError) as error:
        raise _bad_search(path.name, str(error)) from error


def parse_search(table: Mapping[str, Any], file: str) -> Query:
    """A query from a TOML table: keys are those of `Query`, and ``description_de``, ``description_en``.

    `ExtractorError` (9) for an unknown key or a value of the wrong kind.
    """
    known = {field.name for field in fields(Query)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key in ("description_de", "description_en"):
            continue
        if key not in known:
            close = get_close_matches(key, sorted(known), n=1)
            raise _bad_search(file, f"{key} ({', '.join(close or sorted(known))}?)")
        values[key] = _read_value(key, value, file)
    return Query(**values)


def _read_value(key: str, value: Any, file: str) -> Any:
    if key in ("start", "end"):
        if isinstance(value, str):
            return _read_date(value, key, file)
        if type(value) is not date:
            raise _bad_search(file, key)
        return value
    if key == "source":
        if not isinstance(value, str):
            raise _bad_search(file, key)
        return value
    if not isinstance(value, list):
        raise _bad_search(file, f"{key} = [...]")
    kind: type = int if key == "wahlperioden" else str
    if not all(type(entry) is kind and entry for entry in value):
        raise _bad_search(file, key)
    return parse_filters(value) if key == "filters" else tuple(value)


def _read_date(value: str, key: str, file: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise _bad_search(file, key) from error


def _bad_search(file: str, reason: str) -> ExtractorError:
    return ExtractorError("locate.bad_search", ExitCode.CONFIGURATION_INVALID, file=file, reason=reason)
