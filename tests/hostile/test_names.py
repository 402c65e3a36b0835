"""Names that steer terminals, leave folders, are too long or no text at all; links in circles; files that go away."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest

from extractor.errors import ExitCode
from extractor.messages import render, shown
from tests.cli.papers import PAPER
from tests.hostile.program import EXPECTED, call, codes_by_file, dataset_of, figures, rows, start

pytestmark = pytest.mark.skipif(os.name != "posix", reason="other systems allow no such names")

# Name of the file: how it is shown.
NAMES = {
    "farbe\x1b[31m.pdf": r"farbe\x1b[31m.pdf",
    "loeschen\x1b]0;weg\x07.pdf": r"loeschen\x1b]0;weg\x07.pdf",
    "zeile\nAlles in Ordnung.pdf": r"zeile\nAlles in Ordnung.pdf",
    "wagen\rruecklauf.pdf": r"wagen\rruecklauf.pdf",
    "tab\tulator.pdf": r"tab\tulator.pdf",
    "csi\x9b2J.pdf": r"csi\x9b2J.pdf",
    "umkehr\u202efdp.exe.pdf": r"umkehr\u202efdp.exe.pdf",
    "absatz\u2029.pdf": r"absatz\u2029.pdf",
    "latin-\udcfc.pdf": r"latin-\udcfc.pdf",
    "%2e%2e%2f..%5c..%2fetc.pdf": "%2e%2e%2f..%5c..%2fetc.pdf",
    "a...pdf..pdf": "a...pdf..pdf",
    "-o weg.pdf": "-o weg.pdf",
    "--help.pdf": "--help.pdf",
    "{file}{page}%s%n.pdf": "{file}{page}%s%n.pdf",
    '"=cmd calc\'!A0".pdf': '"=cmd calc\'!A0".pdf',
    "<script>alert(1)<_script>.pdf": "<script>alert(1)<_script>.pdf",
    " leer .pdf": " leer .pdf",
    "Größe ½ €.pdf": "Größe ½ €.pdf",
    unicodedata.normalize("NFD", "Größe.pdf"): unicodedata.normalize("NFD", "Größe.pdf"),
    "CON.pdf": "CON.pdf",
    "l" * 251 + ".pdf": "l" * 251 + ".pdf",
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every name once, each file with bytes of its own; names whose place in the list is even are damaged."""
    folder = tmp_path_factory.mktemp("names")
    for number, name in enumerate(NAMES):
        data = PAPER + b"%% %d\n" % number if number % 2 else b"Brief %d" % number
        Path(folder, name).write_bytes(data)
    result: Path = folder.with_name(f"{folder.name}-dataset")
    called = dataset_of(folder, result)
    assert called.code == ExitCode.PARTIAL
    told = [visible for visible in NAMES.values() if f"{visible} ist keine PDF-Datei" in called.err]
    assert told == list(NAMES.values())[::2]
    return result


@pytest.mark.parametrize("name", NAMES)
def test_names_are_shown_on_one_line_and_files_are_read(output: Path, name: str) -> None:
    visible = NAMES[name]
    if list(NAMES).index(name) % 2:
        assert figures(output, visible) == EXPECTED
    else:
        (row,) = [row for row in rows(output, "issues") if row["file"] == visible]
        assert row["code"] == "read.not_a_pdf"
        assert row["message"].startswith(visible)


def test_the_dataset_is_one_of_lines(output: Path) -> None:
    for name in ("documents", "issues"):
        text = (output / f"{name}.csv").read_bytes().decode("utf-8")
        assert len(text.splitlines()) == len(rows(output, name)) + 1
        assert all(sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs") for sign in text)
    assert call("check", output).code in (ExitCode.OK, ExitCode.PARTIAL)


@pytest.mark.parametrize(
    "name", ["farbe\x1b[31m.pdf", "zeile\nFehler: keiner.pdf", "latin-\udcfc.pdf", "csi\x9b2J.pdf"]
)
@pytest.mark.parametrize("command", [["inspect"], ["inspect", "--json"], ["tables"], ["tables", "--format", "json"]])
def test_commands_show_names_safely(tmp_path: Path, name: str, command: list[str]) -> None:
    file = Path(tmp_path, name)
    file.write_bytes(PAPER)
    called = call(*command, "--", file)
    assert called.code == ExitCode.OK
    called.out.encode("utf-8")
    assert "\x1b" not in called.out
    assert "\x9b" not in called.out
    if "--json" in command:
        assert json.loads(called.out)["document"]["file"] == shown(name)
    missing = call(command[0], "--", Path(tmp_path, f"weg{name}"))
    assert missing.code == ExitCode.INPUT_UNREADABLE
    assert missing.err.startswith(f"weg{shown(name)}")
    assert missing.err.count("\n") == 1


def test_names_that_are_no_utf8_come_through_the_command_line(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.pdf"))
    file.write_bytes(PAPER)
    called = start("tables", file)
    assert called.code == ExitCode.OK
    assert "1.790" in called.out
    file.write_bytes(b"Brief")
    assert start("tables", file).err.startswith(r"\udcff\udcfe.pdf ist keine PDF-Datei")


@pytest.mark.parametrize("name", ["x" * 300 + ".pdf", "x/" * 3000 + "y.pdf"])
@pytest.mark.parametrize("command", ["inspect", "tables"])
def test_names_that_no_file_can_have(tmp_path: Path, name: str, command: str) -> None:
    called = call(command, f"{tmp_path}/{name}")
    assert called.code in (ExitCode.INPUT_UNREADABLE, ExitCode.USAGE)
    assert called.out == ""
    assert called.err


def test_the_way_up_is_a_way_to_a_file_and_nothing_is_written_there(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "oben.pdf").write_bytes(PAPER)
    result = inner / "out"
    assert call("run", f"{inner}/../../oben.pdf", "-o", result, "--second-reader", "never").code == ExitCode.OK
    assert [row["file"] for row in rows(result, "documents")] == ["oben.pdf"]
    assert {path.name for path in tmp_path.iterdir()} == {"a", "oben.pdf"}


def test_links_are_followed_to_files_and_not_in_circles(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "inner").mkdir(parents=True)
    (tmp_path / "paper").write_bytes(PAPER + b"% linked\n")
    (folder / "link.pdf").symlink_to(tmp_path / "paper")
    (folder / "self.pdf").symlink_to("self.pdf")
    (folder / "dangling.pdf").symlink_to("nowhere.pdf")
    (folder / "folder.pdf").symlink_to("inner")
    (folder / "inner" / "up").symlink_to("..")
    (folder / "inner" / "same.pdf").symlink_to("../link.pdf")
    # A folder that is called like a file is a folder.
    (folder / "ordner.pdf").mkdir()
    (folder / "ordner.pdf" / "inside.pdf").write_bytes(PAPER + b"% inside\n")
    output = tmp_path / "out"
    assert dataset_of(folder, output).code == ExitCode.PARTIAL
    codes = codes_by_file(output)
    assert {name for name in codes if codes[name] - {"run.duplicate"}} == {"self.pdf", "dangling.pdf"}
    assert sum("run.duplicate" in found for found in codes.values()) == 1
    assert len(rows(output, "documents")) == 3
    assert figures(output, "inside.pdf") == EXPECTED
    assert call("tables", folder / "self.pdf").code == ExitCode.INPUT_UNREADABLE
    assert call("tables", folder / "link.pdf").code == ExitCode.OK


def test_duplicates_count_once_whatever_they_are_called(tmp_path: Path) -> None:
    for name in ("eins.pdf", "zwei\x1b.pdf", "drei.PDF"):
        (tmp_path / name).write_bytes(PAPER + b"% same\n")
    output = tmp_path / "out"
    assert dataset_of(tmp_path, output).code == ExitCode.OK
    assert len(rows(output, "documents")) == 2
    assert sum("run.duplicate" in found for found in codes_by_file(output).values()) == 2


def test_a_file_may_vanish_between_the_listing_and_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.cli import run as command

    (tmp_path / "weg.pdf").write_bytes(PAPER + b"% soon gone\n")
    find = command.find_all_inputs

    def find_and_lose(*arguments: object) -> object:
        found = find(*arguments)  # type: ignore[arg-type]
        (tmp_path / "weg.pdf").unlink()
        return found

    monkeypatch.setattr(command, "find_all_inputs", find_and_lose)
    output = tmp_path / "out"
    called = dataset_of(tmp_path, output)
    assert called.code == ExitCode.PARTIAL
    assert codes_by_file(output) == {"weg.pdf": {"inputs.not_readable"}}
    assert "weg.pdf lässt sich nicht lesen" in called.err


def test_what_is_filled_into_a_message_stays_one_line() -> None:
    assert "\n" not in render("read.not_readable", "de", file="a\nb", reason="c\x1bd\u202e")
    assert shown("Größe – „x“ \u00a0½.pdf") == "Größe – „x“ \u00a0½.pdf"
    assert shown("a\x00\x7f\x85\ud800") == r"a\x00\x7f\x85\ud800"
