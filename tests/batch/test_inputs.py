from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.batch.inputs import find_inputs
from extractor.errors import ExitCode


def names(*arguments: Path | str) -> list[str]:
    return [path.name for path in find_inputs([str(argument) for argument in arguments]).files]


def test_folders_are_searched_in_natural_order(tmp_path: Path) -> None:
    for name in ("10.pdf", "9.PDF", "notes.txt", ".hidden.pdf", "b/1.pdf", "a/2.pdf", ".cache/3.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(tmp_path) == ["9.PDF", "10.pdf", "2.pdf", "1.pdf"]


def test_a_named_file_needs_no_suffix_and_counts_once(tmp_path: Path) -> None:
    for name in ("antwort", "z.pdf"):
        (tmp_path / name).write_text("x")
    assert names(tmp_path / "antwort", tmp_path, tmp_path / "z.pdf") == ["antwort", "z.pdf"]


@pytest.mark.parametrize(
    ("argument", "code", "exit_code"),
    [
        ("gibtsnicht.pdf", "inputs.not_found", ExitCode.INPUT_UNREADABLE),
        ("19/8701", "inputs.drucksache_number", ExitCode.NOTHING_FOUND),
        ("leer", "inputs.no_pdf_in_folder", ExitCode.NOTHING_FOUND),
    ],
)
def test_inputs_that_lead_to_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argument: str, code: str, exit_code: ExitCode
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "leer").mkdir()
    found = find_inputs([argument])
    assert found.files == ()
    assert [(unusable.name, unusable.issue.code, unusable.exit_code) for unusable in found.unusable] == [
        (argument, code, exit_code)
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (unusable,) = find_inputs([str(tmp_path / "pipe.pdf")]).unusable
    assert unusable.issue.code == "inputs.not_a_file"
