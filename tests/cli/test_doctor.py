from __future__ import annotations

import configparser
import json
import platform
from pathlib import Path

import pytest

from extractor.cli import doctor, run_command
from extractor.errors import ExitCode
from extractor.tables.reader import READER_NAMES
from tests.test_architecture import ROOT

REQUIRED = ["click>=8.1", "pandas>=2.2", "XlsxWriter>=3.2; extra == 'excel'", "pyarrow>=17; extra == 'parquet'"]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """An installation whose packages and fonts the test chooses."""
    there = {"click": "8.5.1", "pandas": "3.1.1", "pyarrow": "26.0.1", "pypdfium2": "5.1.0"}
    for name in ("a.ttf", "b.OTF", "c.txt"):
        (tmp_path / name).touch()
    monkeypatch.setattr(doctor, "_FONT_FOLDERS", {platform.system(): (str(tmp_path),)})
    monkeypatch.setattr(doctor, "requires", lambda name: REQUIRED)
    monkeypatch.setattr(doctor, "_version", lambda name: there.get(name, ""))
    return there


def test_what_is_there_and_how_to_get_the_rest(installed: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["doctor", "--lang", "en"]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert "click 8.5.1" in shown
    assert "pyarrow 26.0.1" in shown
    assert "pip install 'drucksachen-extractor[excel]'" in shown
    assert "pip install 'drucksachen-extractor[parquet]'" not in shown


def test_a_missing_package_is_an_error(installed: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    del installed["pandas"]
    assert run_command(["doctor", "--lang", "de"]) == ExitCode.MISSING_DEPENDENCY
    assert "pandas fehlt" in capsys.readouterr().out


def test_as_data(installed: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["doctor", "--json"]) == ExitCode.OK
    facts = json.loads(capsys.readouterr().out)
    assert facts["needed"] == {"click": "8.5.1", "pandas": "3.1.1"}
    assert facts["extras"]["excel"] == {"XlsxWriter": ""}
    assert facts["pdfium"]
    assert facts["readers"] == {"native": "5.1.0", "pdfplumber": "", "camelot": ""}
    assert facts["fonts"] == 2


def test_readers_and_fonts_are_told(installed: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["doctor", "--lang", "en"]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert "Table readers: native\n" in shown
    assert "Fonts for pages whose PDF brings none: 2\n" in shown
    assert tuple(doctor.READERS) == READER_NAMES


def test_missing_fonts_are_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(doctor, "_FONT_FOLDERS", {})
    run_command(["doctor", "--lang", "en"])
    assert "fonts-liberation" in capsys.readouterr().out


def test_every_extra_for_users_is_known() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    filled = {name for name, packages in setup["options.extras_require"].items() if packages.strip()}
    assert set(doctor.EXTRAS) == filled - {"test", "samples", "docs", "all"}
