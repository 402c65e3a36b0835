"""The commands that the documentation shows, and what its remarks say of running them.

A remark is an HTML comment in the line before a block, which readers do not see:
``<!-- not run: why -->``, ``<!-- exits with 1: why -->``, or ``<!-- file: NAME -->`` for a file the next commands need.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md")), ROOT / "samples" / "README.md")
_BLOCK = re.compile(
    r"^(?:<!-- (?:not run: (?P<reason>.+?)|exits with (?P<code>\d+): .+?|file: (?P<file>\S+)) -->\n)?"
    r"^```(?P<language>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
# What stands for "and so on" in the output of an example.
_LEFT_OUT = {"...", "…"}


@dataclass(frozen=True)
class Command:
    """One command line with what it shows, line by line."""

    text: str
    output: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    language: str
    text: str
    not_run: str
    exit_code: int
    file: str

    def commands(self) -> Iterator[Command]:
        """The command lines of a block of the shell, where a backslash joins two; a block of Python is one command."""
        if self.language == "sh":
            for line in self.text.replace("\\\n", " ").splitlines():
                if line.strip() and not line.startswith("#"):
                    yield Command(line)
        elif self.language == "python":
            yield Command(f"python -c {shlex.quote(self.text)}")
        elif self.language == "console":
            for part in re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]:
                command, *output = part.splitlines()
                yield Command(command, tuple(line for line in output if line.strip() and line not in _LEFT_OUT))


def blocks_of(page: Path) -> tuple[Block, ...]:
    """The fenced blocks of a page, in order."""
    return tuple(
        Block(
            language=found["language"],
            text=found["text"],
            not_run=found["reason"] or "",
            exit_code=int(found["code"] or 0),
            file=found["file"] or "",
        )
        for found in _BLOCK.finditer(page.read_text(encoding="utf-8"))
    )


def programs_of(command: str) -> Iterator[list[str]]:
    """The words of each program of a command line: ``a | b`` are two."""
    words = shlex.shlex(command, posix=True, punctuation_chars="|&;<>")
    words.whitespace_split = True
    program: list[str] = []
    for word in words:
        if set(word) <= set("|&;<>"):
            yield program
            program = []
        else:
            program.append(word)
    yield program
