"""Every command that the documentation shows does what the page says, in a folder as the pages assume it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from docs.command_reference import EXIT_CODES
from extractor.cli import run_command
from tests.documentation.blocks import PAGES, ROOT, Block, blocks_of, programs_of

PAPERS = ("1908701.pdf", "1904961.pdf")
_INDENTED = re.compile(r"^    (?:\$ )?(?:extractor|pip|python3?|make|docker|pipx|uv) .*$", re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def runnable(page: Path) -> list[Block]:
    return [block for block in blocks_of(page) if not block.not_run and (any(block.commands()) or block.file)]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A shell that finds this program under its name, and asks no other reader, which would take a minute."""
    programs = tmp_path_factory.mktemp("bin")
    for name, module in (("extractor", "-m extractor"), ("python", "")):
        call = f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n'
        (programs / name).write_text(call, encoding="utf-8")
        (programs / name).chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(programs),
        "EXTRACTOR_LANG": "de",
        "EXTRACTOR_RUN_SECOND_READER": "never",
    }


@pytest.fixture(scope="session")
def assumed(tmp_path_factory: pytest.TempPathFactory, corpus: Path, environment: dict[str, str]) -> Path:
    """What the pages assume: two answers, a folder of papers, a dataset made of it, the samples."""
    folder = tmp_path_factory.mktemp("assumed")
    for name in PAPERS:
        shutil.copy(corpus / "answers" / name, folder / name)
    (folder / "drucksachen").mkdir()
    for name in PAPERS:
        shutil.copy(folder / name, folder / "drucksachen" / name)
    shutil.copytree(ROOT / "samples", folder / "samples", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(folder / "samples" / "russian-nationals" / "document.pdf", folder / "drucksachen" / "9901001.pdf")
    run(f"extractor run drucksachen -o {folder / 'dataset'} -q", folder, environment, 1)
    shutil.copytree(folder / "dataset", folder / "datensatz")
    return folder


def run(command: str, folder: Path, environment: dict[str, str], exit_code: int) -> str:
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == exit_code, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout + done.stderr


@pytest.mark.parametrize("page", [page for page in PAGES if runnable(page)], ids=named)
def test_the_commands_of_a_page_do_what_it_says(
    page: Path, assumed: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(assumed, folder)
    for block in runnable(page):
        if block.file:
            (folder / block.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.file).write_text(block.text, encoding="utf-8")
        for command in block.commands():
            name = next((words[1] for words in programs_of(command.text) if words[:1] == ["extractor"]), "")
            assert block.exit_code in EXIT_CODES.get(name, {0}), f"{command.text}: docs/command_reference.py"
            shown = run(command.text, folder, environment, block.exit_code)
            for line in command.output:
                # What is cut off at the end of a line may be left out.
                assert line.rstrip("…)") in shown, f"{command.text}\n{line}\nis not in\n{shown[:4000]}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_that_are_not_run_could_be(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their options and arguments are read by the program, which then does nothing."""
    monkeypatch.setattr(click.Command, "invoke", lambda command, context: None)
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for block in blocks_of(page):
        for command in block.commands() if block.not_run else ():
            for program in programs_of(command.text):
                if program[:1] == ["extractor"]:
                    assert run_command(program[1:]) == 0, command.text
                elif program[:1] == ["make"]:
                    assert set(program[1:]) <= set(targets), command.text


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_command_hides_from_these_tests(page: Path) -> None:
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    assert not _INDENTED.findall(text), "commands stand in blocks of ```sh or ```console"
