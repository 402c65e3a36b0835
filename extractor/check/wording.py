"""What the wording of labels and notes means for the checks; the patterns are data in ``schemas/rules/checks.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from extractor.errors import ExitCode, ExtractorError
from extractor.resources import schemas_folder

_FILE = "checks.toml"


@dataclass(frozen=True, slots=True)
class Wording:
    """One compiled pattern for each kind of wording; ``flows`` are codes of measures."""

    total: re.Pattern[str]
    promised_sum: re.Pattern[str]
    overlapping: re.Pattern[str]
    cut_off: re.Pattern[str]
    explained: re.Pattern[str]
    change: re.Pattern[str]
    flows: frozenset[str]


@cache
def load_wording() -> Wording:
    """The wording of ``schemas/rules/checks.toml``; `ExtractorError` (9) where the file is missing or no valid list."""
    path = schemas_folder() / "rules" / _FILE
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
        patterns = {
            name: re.compile("|".join(entries[name]), re.IGNORECASE)
            for name in ("total", "promised_sum", "overlapping", "cut_off", "explained", "change")
        }
        return Wording(**patterns, flows=frozenset(entries["flows"]))
    except (OSError, KeyError, TypeError, ValueError, re.error) as error:
        raise ExtractorError(
            "resources.bad_schema", ExitCode.CONFIGURATION_INVALID, file=path.name, reason=str(error)
        ) from error
