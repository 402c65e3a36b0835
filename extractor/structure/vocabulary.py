"""The words this stage goes by, from ``schemas/rules/structure_*.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from extractor.errors import ExitCode, ExtractorError
from extractor.resources import schemas_folder


@cache
def read_rules(name: str) -> dict[str, Any]:
    """One rule file as a mapping, ``structure_text`` for instance; `ExtractorError` (9) where it cannot be read."""
    path = schemas_folder() / "rules" / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ExtractorError(
            "resources.bad_schema", ExitCode.CONFIGURATION_INVALID, file=path.name, reason=str(error)
        ) from error


def front_page_rules() -> dict[str, Any]:
    """Parliaments, document types, months, ministries."""
    return read_rules("structure_front_page")


def text_rules() -> dict[str, Any]:
    """Headings, notes below tables, sentences that point at a table, abbreviations."""
    return read_rules("structure_text")
