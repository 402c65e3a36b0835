"""Files that are no PDF, or no longer one, or no files: each says what it is, and what to do."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import ExitCode
from tests.cli.papers import PAPER
from tests.hostile.pdfs import TABLE, assemble, make, objects_of
from tests.hostile.program import EXPECTED, call, codes_by_file, dataset_of, figures

UNREADABLE = {
    "text": (b"Sehr geehrte Damen und Herren,", "read.not_a_pdf"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(2000), "read.not_a_pdf"),
    "page": (b"<!DOCTYPE html><title>404</title>" + b" " * 2000 + b"%PDF-1.7", "read.not_a_pdf"),
    "empty": (b"", "read.empty_file"),
    "header": (b"%PDF-1.7\n", "read.damaged"),
    "header_and_end": (b"%PDF-1.7\n%%EOF\n", "read.damaged"),
    "noise": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "read.damaged"),
    "no_catalog": (b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< /Size 2 >>\n%%EOF\n", "read.damaged"),
    "only_zeros": (b"%PDF" + bytes(100_000), "read.damaged"),
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for name, (data, _) in UNREADABLE.items():
        (folder / f"{name}.pdf").write_bytes(data)
    result: Path = folder.with_name(f"{folder.name}-dataset")
    assert dataset_of(folder, result).code == ExitCode.PARTIAL
    return result


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_batch_notes_it_and_goes_on(output: Path, name: str) -> None:
    assert codes_by_file(output)[f"{name}.pdf"] == {UNREADABLE[name][1]}


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("command", ["inspect", "tables"])
def test_a_command_ends_with_4_and_names_the_file(tmp_path: Path, command: str, name: str) -> None:
    file = tmp_path / f"{name}.pdf"
    file.write_bytes(UNREADABLE[name][0])
    called = call(command, file)
    assert (called.code, called.out) == (ExitCode.INPUT_UNREADABLE, "")
    assert called.err.startswith(file.name)
    assert "Bitte" in called.err
    assert "Please" in call(command, file, "--lang", "en").err


def is_said(data: bytes, folder: Path) -> None:
    """A paper that was cut either fails with 4, or it is read and the user is told that its end is missing."""
    file = folder / "cut.pdf"
    file.write_bytes(data)
    called = call("tables", file, "--lang", "en")
    if called.code == ExitCode.OK:
        assert "the end of the file is missing" in called.err
    else:
        assert called.code == ExitCode.INPUT_UNREADABLE
        assert called.err.startswith("cut.pdf")


# Cut behind its end mark nothing is lost.
CUTS = range(len(PAPER) - len(b"%%EOF\n") + 1)


@settings(max_examples=40, deadline=None, database=None)
@given(place=st.sampled_from(CUTS))
def test_cut_anywhere(tmp_path_factory: pytest.TempPathFactory, place: int) -> None:
    is_said(PAPER[:place], tmp_path_factory.getbasetemp())


@pytest.mark.slow
def test_cut_at_every_byte(tmp_path: Path) -> None:
    for place in CUTS:
        is_said(PAPER[:place], tmp_path)


@settings(max_examples=40, deadline=None, database=None)
@given(place=st.integers(0, len(PAPER) - 1), byte=st.integers(0, 255))
def test_one_wrong_byte(tmp_path_factory: pytest.TempPathFactory, place: int, byte: int) -> None:
    file = tmp_path_factory.getbasetemp() / "byte.pdf"
    file.write_bytes(PAPER[:place] + bytes([byte]) + PAPER[place + 1 :])
    assert call("tables", file).code in (ExitCode.OK, ExitCode.INPUT_UNREADABLE, ExitCode.ENCRYPTED)


def test_bytes_before_the_header_and_behind_the_end_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "mail.pdf"
    file.write_bytes(b"\r\n" * 20 + PAPER + b"\r\n" * 20)
    called = call("tables", file)
    assert called.code == ExitCode.OK
    assert "1.790" in called.out
    assert called.err == ""


def test_a_wrong_table_of_references_is_made_anew(tmp_path: Path) -> None:
    data = make(TABLE)
    start = data.rindex(b"startxref\n") + len(b"startxref\n")
    (tmp_path / "lost.pdf").write_bytes(data[:start] + b"7\n%%EOF\n")
    (tmp_path / "without.pdf").write_bytes(data[: data.rindex(b"xref\n0 ")] + b"trailer << /Root 1 0 R >>\n%%EOF\n")
    (tmp_path / "shifted.pdf").write_bytes(assemble(objects_of(TABLE)).replace(b"%PDF-1.7\n", b"%PDF-1.7\n\n\n", 1))
    result = tmp_path / "out"
    assert dataset_of(tmp_path, result).code == ExitCode.OK
    for name in ("lost", "without", "shifted"):
        assert figures(result, f"{name}.pdf") == EXPECTED


@pytest.mark.parametrize("command", ["inspect", "tables"])
def test_a_folder_is_no_file(tmp_path: Path, command: str) -> None:
    called = call(command, tmp_path)
    assert called.code == ExitCode.INPUT_UNREADABLE
    assert "extractor run" in called.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes and devices")
@pytest.mark.parametrize("command", ["inspect", "tables", "run"])
@pytest.mark.parametrize("kind", ["pipe", "zero", "null"])
def test_pipes_and_devices_are_not_opened(tmp_path: Path, command: str, kind: str) -> None:
    file = tmp_path / "pipe.pdf" if kind == "pipe" else Path("/dev", kind)
    if kind == "pipe":
        os.mkfifo(file)
    more = ["--output", str(tmp_path / "out")] if command == "run" else []
    called = call(command, file, *more)
    assert called.code == ExitCode.INPUT_UNREADABLE
    assert called.err.startswith(f"{file.name} ist keine gewöhnliche Datei")


@pytest.mark.parametrize("command", ["inspect", "tables"])
def test_a_file_of_gigabytes_is_not_read_into_memory(tmp_path: Path, command: str) -> None:
    file = tmp_path / "huge.pdf"
    with file.open("wb") as stream:
        stream.write(b"%PDF-1.7\n")
        stream.truncate(5 * 1024**3)
    began = time.process_time()
    called = call(command, file)
    assert time.process_time() - began < 1
    assert called.code == ExitCode.INPUT_UNREADABLE
    assert "größer als 500 MB" in called.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "secret.pdf"
    file.write_bytes(PAPER)
    file.chmod(0)
    called = call("tables", file)
    assert called.code == ExitCode.INPUT_UNREADABLE
    assert "Rechte" in called.err
