"""``datapackage.json``: what the tables are, in a form that other programs read (Data Package v2)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.resources import table_schema

PACKAGE_FILE = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_NAME = "drucksachen-extractor"


@dataclass(frozen=True, slots=True)
class Described:
    """A table as written: its name, size in bytes and SHA-256."""

    name: str
    size: int
    sha256: str


def write_package(tables: Iterable[Described], folder: Path) -> None:
    """Writes the description of the tables into ``folder``; it holds no time and no path outside the folder."""
    package = {
        "$schema": _PROFILE,
        "name": _NAME,
        "title": "Tables of residence-permit figures out of German parliamentary papers",
        "resources": [_resource(table) for table in tables],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (folder / PACKAGE_FILE).write_text(text, encoding="utf-8", newline="\n")


def _resource(table: Described) -> dict[str, Any]:
    schema = table_schema(table.name)
    return {
        "name": table.name,
        "title": schema["title"],
        "description": schema["description"],
        "type": "table",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "bytes": table.size,
        "hash": f"sha256:{table.sha256}",
        "schema": schema,
    }


def is_ours(folder: Path) -> bool:
    """Whether the folder holds a dataset that this program wrote."""
    try:
        package = json.loads((folder / PACKAGE_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(package, dict) and package.get("name") == _NAME and package.get("$schema") == _PROFILE
