"""Encrypted papers: they need their password, and those that only restrict rights open without."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from extractor.errors import ExitCode
from tests.cli.papers import PAPER
from tests.hostile.program import EXPECTED, call, codes_by_file, dataset_of, figures

METHODS = ["RC4-40", "RC4-128", "AES-128", "AES-256"]
PASSWORDS = ["geheim", "Schlüssel für 2025", "x" * 30]


def encrypted(method: str, user: str, owner: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(PAPER))
    writer.encrypt(user, owner, algorithm=method, permissions_flag=pypdf.constants.UserAccessPermissions(0))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    file = tmp_path / "zu.pdf"
    file.write_bytes(encrypted("AES-128", "geheim", "chef"))
    return file


@pytest.mark.parametrize("command", ["inspect", "tables"])
def test_without_the_password_nothing_is_read(locked: Path, command: str) -> None:
    called = call(command, locked)
    assert (called.code, called.out) == (ExitCode.ENCRYPTED, "")
    assert called.err == "zu.pdf ist verschlüsselt. Bitte das Kennwort mit --password angeben.\n"
    assert "--password" in call(command, locked, "--lang", "en").err


@pytest.mark.parametrize("wrong", ["falsch", "", "geheim ", "ß\udcff"])
def test_a_wrong_password_is_told_from_none(locked: Path, wrong: str) -> None:
    called = call("tables", locked, "--password", wrong)
    assert called.code == ExitCode.ENCRYPTED
    assert ("falsch" in called.err) is bool(wrong)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("password", PASSWORDS)
def test_the_password_opens(tmp_path: Path, method: str, password: str) -> None:
    file = tmp_path / "zu.pdf"
    file.write_bytes(encrypted(method, password, "chef"))
    called = call("tables", file, "--password", password)
    assert called.code == ExitCode.OK
    assert "1.790" in called.out
    assert called.err == ""


def test_the_password_of_the_owner_opens_too(locked: Path) -> None:
    assert "1.790" in call("tables", locked, "--password", "chef").out


@pytest.mark.parametrize("method", METHODS)
def test_restricted_rights_only_are_said(tmp_path: Path, method: str) -> None:
    file = tmp_path / "beschraenkt.pdf"
    file.write_bytes(encrypted(method, "", "chef"))
    called = call("tables", file)
    assert called.code == ExitCode.OK
    assert "1.790" in called.out
    assert called.err.startswith("beschraenkt.pdf ist verschlüsselt, lässt sich aber ohne Kennwort lesen")


@pytest.mark.parametrize(
    ("options", "code", "codes"),
    [
        ((), ExitCode.PARTIAL, {"zu.pdf": {"read.encrypted"}, "beschraenkt.pdf": {"read.restricted"}}),
        (("--password", "geheim"), ExitCode.OK, {}),
    ],
)
def test_one_password_serves_a_batch(
    tmp_path: Path, locked: Path, options: tuple[str, ...], code: ExitCode, codes: dict[str, set[str]]
) -> None:
    (tmp_path / "beschraenkt.pdf").write_bytes(encrypted("RC4-128", "", "chef"))
    output = tmp_path / "out"
    assert dataset_of(tmp_path, output, *options).code == code
    assert codes_by_file(output) == codes
    assert figures(output, "beschraenkt.pdf") == EXPECTED
    assert figures(output, "zu.pdf") == (EXPECTED if code == ExitCode.OK else [])


def test_an_unknown_method_of_encryption_is_said(locked: Path) -> None:
    locked.write_bytes(locked.read_bytes().replace(b"/Filter /Standard", b"/Filter /Unknown1"))
    called = call("tables", locked, "--password", "geheim")
    assert called.code == ExitCode.ENCRYPTED
    assert called.err.startswith("zu.pdf ist mit einem unbekannten Verfahren verschlüsselt")
