"""Whatever a user gives: a clear message with the file's name, an exit code, a row in issues.csv; the others go on."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path

import pytest

from extractor.cli import run_command
from extractor.errors import ExitCode
from tests.cli.papers import PAPER, SCAN, WITHOUT_TABLES, encrypted, write

FAILING = {
    "kein_pdf": (b"Sehr geehrte Damen und Herren", ExitCode.INPUT_UNREADABLE, "read.not_a_pdf"),
    "leer": (b"", ExitCode.INPUT_UNREADABLE, "read.empty_file"),
    "abgeschnitten": (PAPER[: len(PAPER) // 6], ExitCode.INPUT_UNREADABLE, "read.damaged"),
    "nur_der_anfang": (b"%PDF-1.4\n", ExitCode.INPUT_UNREADABLE, "read.damaged"),
    "verschluesselt": (encrypted(PAPER, "geheim"), ExitCode.ENCRYPTED, "read.encrypted"),
}
ODD = {
    "scan": (SCAN, "read.recognised" if importlib.util.find_spec("rapidocr") else "read.no_text_layer"),
    "ohne_tabellen": (WITHOUT_TABLES, "document.no_tables"),
    "keine_drucksache": (PAPER, "document.no_drucksache"),
}


def issues(output: Path) -> list[dict[str, str]]:
    with (output / "issues.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", FAILING)
def test_one_bad_file_gives_its_own_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    data, exit_code, code = FAILING[name]
    file = write(tmp_path / "in", **{name: data}) / f"{name}.pdf"
    output = tmp_path / "out"
    assert run_command(["run", str(file), "--output", str(output), "--jobs", "1"]) == exit_code
    (issue,) = issues(output)
    assert (issue["code"], issue["severity"], issue["file"], issue["doc_id"]) == (code, "error", file.name, "")
    streams = capsys.readouterr()
    assert streams.out == ""
    assert issue["message"] in streams.err
    assert file.name in streams.err


@pytest.mark.parametrize("name", FAILING)
@pytest.mark.parametrize("command", ["inspect", "tables"])
def test_commands_on_one_file_say_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, name: str
) -> None:
    data, exit_code, _ = FAILING[name]
    file = write(tmp_path, **{name: data}) / f"{name}.pdf"
    assert run_command([command, str(file)]) == exit_code
    streams = capsys.readouterr()
    assert streams.out == ""
    assert file.name in streams.err
    assert "Traceback" not in streams.err


@pytest.mark.parametrize("name", ODD)
def test_odd_documents_are_read_all_the_same(tmp_path: Path, name: str) -> None:
    data, code = ODD[name]
    output = tmp_path / "out"
    folder = write(tmp_path / "in", **{name: data})
    assert run_command(["run", str(folder), "--output", str(output), "--jobs", "1"]) == ExitCode.OK
    (issue,) = [issue for issue in issues(output) if issue["code"] == code]
    assert issue["doc_id"].startswith("pdf-")
    assert issue["severity"] != "error"


def test_the_other_documents_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "in", gut=PAPER, **{name: data for name, (data, *_) in FAILING.items()})
    output = tmp_path / "out"
    assert run_command(["run", str(folder), "--output", str(output), "--lang", "en"]) == ExitCode.PARTIAL
    errors = {issue["file"]: issue["code"] for issue in issues(output) if issue["severity"] == "error"}
    assert errors == {f"{name}.pdf": code for name, (_, _, code) in FAILING.items()}
    with (output / "documents.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["file"] for row in csv.DictReader(stream)] == ["gut.pdf"]
    assert "Documents: 1 read, 5 not readable" in capsys.readouterr().err


def test_bad_files_of_several_kinds_share_no_code(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", leer=b"", verschluesselt=FAILING["verschluesselt"][0])
    assert run_command(["run", str(folder), "--output", str(tmp_path / "out")]) == ExitCode.INPUT_UNREADABLE


def test_the_password_opens_an_encrypted_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, zu=encrypted(PAPER, "geheim")) / "zu.pdf"
    assert run_command(["tables", str(file), "--password", "geheim"]) == ExitCode.OK
    assert "1.790" in capsys.readouterr().out
    assert run_command(["tables", str(file), "--password", "falsch"]) == ExitCode.ENCRYPTED


def test_a_folder_without_pdfs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "leer").mkdir()
    output = tmp_path / "out"
    assert run_command(["run", str(tmp_path / "leer"), "--output", str(output)]) == ExitCode.NOTHING_FOUND
    assert "leer" in capsys.readouterr().err
    assert [issue["code"] for issue in issues(output)] == ["inputs.no_pdf_in_folder"]


def test_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "out"
    assert run_command(["run", str(tmp_path / "weg.pdf"), "-o", str(output)]) == ExitCode.INPUT_UNREADABLE
    assert "weg.pdf" in capsys.readouterr().err
    assert run_command(["tables", str(tmp_path / "weg.pdf")]) == ExitCode.INPUT_UNREADABLE


def test_an_output_with_other_content_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "in", gut=PAPER)
    output = write(tmp_path / "out", dissertation=b"x")
    assert run_command(["run", str(folder), "--output", str(output)]) == ExitCode.OUTPUT_NOT_WRITABLE
    message = capsys.readouterr().err
    assert str(output) in message
    assert "--output" in message
    assert [path.name for path in output.iterdir()] == ["dissertation.pdf"]


def test_control_characters_of_a_name_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "a\x1b[2Jb"
    folder = write(tmp_path / "in", **{name: b"no"})
    run_command(["run", str(folder), "--output", str(tmp_path / "out")])
    assert "\x1b" not in capsys.readouterr().err
    assert issues(tmp_path / "out")[0]["file"] == r"a\x1b[2Jb.pdf"


@pytest.mark.parametrize("command", ["inspect", "tables"])
def test_a_scan_is_said_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    file = write(tmp_path, scan=SCAN) / "scan.pdf"
    assert run_command([command, str(file), "--ocr", "never", "--lang", "en"]) == ExitCode.OK
    assert "--ocr never" in capsys.readouterr().err
