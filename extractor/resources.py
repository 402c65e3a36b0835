"""Where the data files of the program lie: table schemas, code lists, label rules."""

from __future__ import annotations

import json
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from extractor.errors import ExitCode, ExtractorError

ENVIRONMENT_VARIABLE = "EXTRACTOR_SCHEMAS"
"""Names a folder that takes the place of the data shipped with the program."""


def schemas_folder() -> Path:
    """The folder ``schemas``: the one the environment names, else the installed one, else that of the checkout.

    The package lies at the top of the checkout and is installed as ``extractor.schemas``, so a run from a checkout that
    is not installed does not find it as a package. `ExtractorError` (9) where there is none.
    """
    named = os.environ.get(ENVIRONMENT_VARIABLE)
    candidates = [Path(named)] if named else [*_installed(), Path(__file__).resolve().parent.parent / "schemas"]
    for folder in candidates:
        if (folder / "tables").is_dir():
            return folder
    raise ExtractorError(
        "resources.no_schemas",
        ExitCode.CONFIGURATION_INVALID,
        folder=str(candidates[-1]),
        variable=ENVIRONMENT_VARIABLE,
    )


def _installed() -> list[Path]:
    spec = find_spec("extractor.schemas")
    return [Path(place) for place in spec.submodule_search_locations or ()] if spec else []


@cache
def table_schema(name: str) -> dict[str, Any]:
    """The Frictionless Table Schema of one table of the dataset, such as ``observations``."""
    path = schemas_folder() / "tables" / f"{name}.schema.json"
    try:
        schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ExtractorError(
            "resources.bad_schema", ExitCode.CONFIGURATION_INVALID, file=path.name, reason=str(error)
        ) from error
    return schema


@cache
def column_names(name: str) -> tuple[str, ...]:
    """The columns of a table of the dataset, in order."""
    return tuple(field["name"] for field in table_schema(name)["fields"])


@cache
def column_types(name: str) -> dict[str, str]:
    """The columns of a table of the dataset with their types: ``string``, ``integer``, ``number`` or ``date``."""
    return {field["name"]: field["type"] for field in table_schema(name)["fields"]}
