from __future__ import annotations

import io
import time

import pytest

from extractor.cli import progress
from extractor.cli.progress import progress_bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, patience: float, quiet: bool = False) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "_PATIENCE_SECONDS", patience)
    with progress_bar(2, "Lese Dokumente", quiet) as advance:
        time.sleep(0.1)
        advance("eins.pdf")
        time.sleep(0.1)
        advance("[red]\x1b[2Jzwei.pdf")
    return stream.getvalue()


def test_long_work_shows_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(Terminal(), monkeypatch, patience=0.01)
    assert "Lese Dokumente" in text
    assert "2/2" in text
    assert r"[red]\x1b[2Jzwei.pdf" in text


def test_short_work_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(Terminal(), monkeypatch, patience=60) == ""


def test_nobody_who_looks_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(io.StringIO(), monkeypatch, patience=0.01) == ""
    assert shown(Terminal(), monkeypatch, patience=0.01, quiet=True) == ""
