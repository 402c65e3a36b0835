"""Fills the parts of the documentation that the program's own data say: commands, messages,
columns. Run by ``make docs``.

A part stands between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``; a test compares it with what this writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from docs.command_reference import describe_commands
from docs.error_list import describe_messages
from extractor.resources import table_schema
from extractor.write.rows import TABLES

DOCS = Path(__file__).resolve().parent
_PART = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)


def describe_columns(table: str) -> str:
    """One line for each column of a table of the dataset."""
    schema = table_schema(table)
    lines = [f"{schema['description']}\n", "| column | type | meaning |", "|---|---|---|"]
    lines += [_column(field) for field in schema["fields"]]
    if "primaryKey" in schema:
        lines.append(f"\nKey: {', '.join(schema['primaryKey'])}.")
    return "\n".join(lines) + "\n"


def _column(field: Mapping[str, Any]) -> str:
    constraints = field.get("constraints", {})
    codes = constraints.get("enum", ())
    listed = re.fullmatch(r"\^\((.*)\)\(;\(\1\)\)\*\$", constraints.get("pattern", ""))
    if listed:
        codes = listed[1].split("|")
    meaning = field["description"] + (": " + ", ".join(f"`{code}`" for code in codes) if codes else "")
    kind = field["type"] + (", required" if constraints.get("required") else "")
    return f"| {field['name']} | {kind} | {meaning} |"


PARTS: Mapping[str, Callable[[], str]] = {
    "befehle": lambda: describe_commands("de"),
    "commands": lambda: describe_commands("en"),
    "messages": describe_messages,
    **{table: lambda table=table: describe_columns(table) for table in TABLES},  # type: ignore[misc]
}


def filled() -> Iterator[tuple[Path, str]]:
    """Every page that has such parts, with its text as it should be."""
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if _PART.search(text):
            yield path, _PART.sub(lambda found: f"{found[1]}{PARTS[found[2]]()}{found[3]}", text)


if __name__ == "__main__":
    for path, text in filled():
        path.write_text(text, encoding="utf-8", newline="\n")
