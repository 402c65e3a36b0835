"""The Dockerfile is written as engines understand it, and its program has no rights it does not need.

No engine runs where the tests do; `test_installation.py` builds the package of what an engine would see.
"""

from __future__ import annotations

import configparser
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INSTRUCTIONS = {"CMD", "COPY", "ENTRYPOINT", "ENV", "FROM", "RUN", "USER", "WORKDIR"}


def instructions() -> list[tuple[str, str]]:
    """Name and value of each instruction; a line that ends in a backslash goes on in the next."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(name, value.strip()) for name, _, value in (line.partition(" ") for line in lines if line.strip())]


def test_the_instructions_are_known_and_complete() -> None:
    found = instructions()
    assert found[0][0] == "FROM"
    assert {name for name, _ in found} <= INSTRUCTIONS
    assert all(value for _, value in found)
    stages = [value.split(" AS ") for name, value in found if name == "FROM"]
    assert {base for base, *_ in stages} == {"python:3.13-slim"}
    named = {stage[1] for stage in stages if len(stage) > 1}
    taken = {stage for _, value in found for stage in re.findall(r"^--from=(\w+) ", value)}
    assert taken == named


def test_the_program_is_the_entry_and_is_not_root() -> None:
    last = instructions()[[name for name, _ in instructions()].index("USER") :]
    values = dict(last)
    assert values["USER"] not in {"root", "0"}
    assert json.loads(values["ENTRYPOINT"]) == ["extractor"]
    assert json.loads(values["CMD"]) == ["--help"]


def test_the_extra_that_is_installed_has_all_others() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    extras = {name: set(packages.split()) for name, packages in setup["options.extras_require"].items()}
    for_users = set().union(*(packages for name, packages in extras.items() if name not in {"docs", "samples", "test"}))
    assert extras["all"] == for_users
    assert any("[all]" in value for name, value in instructions() if name == "RUN")
