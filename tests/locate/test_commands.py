"""The commands as a user runs them, each in a process of its own, against the stand-in."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.cli.network import read_settings
from extractor.errors import ExitCode, ExtractorError
from extractor.locate.settings import DIP_URL
from tests.dip_standin import Fault, StandIn
from tests.dip_standin.world import OTHER_SUBJECTS, fill

ROOT = Path(__file__).resolve().parents[2]


class User:
    """Runs commands in a folder of their own."""

    def __init__(self, standin: StandIn, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            "EXTRACTOR_DIP_URL": standin.api,
            "EXTRACTOR_DSERVER_URL": standin.base,
            "EXTRACTOR_DIP_API_KEY": standin.key,
            "EXTRACTOR_ALLOW_HOST": standin.host,
            "EXTRACTOR_PACE": "0",
            "EXTRACTOR_STORE": str(folder / "store"),
            "EXTRACTOR_CACHE": str(folder / "cache"),
            "EXTRACTOR_LANG": "en",
            "XDG_CONFIG_HOME": str(folder / "config"),
        }

    def run(self, *arguments: str, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "extractor", *arguments],
            cwd=self.folder,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        assert self.environment["EXTRACTOR_DIP_API_KEY"] not in done.stdout + done.stderr
        return done


@pytest.fixture
def user(standin: StandIn, tmp_path: Path) -> User:
    fill(standin.world, 20)
    fill(standin.world, 20, first=901, subjects=OTHER_SUBJECTS)
    return User(standin, tmp_path)


def test_locate_in_all_formats(user: User) -> None:
    numbers = [
        row["number"] for row in json.loads(user.run("locate", "--title", "Duldungen", "--format", "json").stdout)
    ]
    assert len(numbers) == 4
    lines = user.run("locate", "--title", "Duldungen", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["number"] for line in lines] == numbers
    table = csv.DictReader(io.StringIO(user.run("locate", "--title", "Duldungen", "--format", "csv").stdout))
    assert [row["number"] for row in table] == numbers
    head, *rows = user.run("locate", "--title", "Duldungen").stdout.splitlines()
    assert head.split() == ["Number", "Date", "Title", "Ministry", "Question", "Version", "PDF"]
    assert [row.split()[0] for row in rows] == numbers
    assert all(row.endswith(".pdf") for row in rows)


def test_locate_says_what_is_wrong(user: User, standin: StandIn) -> None:
    assert "f.deskriptor" in user.run("locate", "--filter", "f.deskriptr=x", code=ExitCode.USAGE).stderr
    assert "permits" in user.run("locate", "permit", code=ExitCode.NOTHING_FOUND).stderr
    assert "--title" in user.run("locate", code=ExitCode.USAGE).stderr
    refused = user.run("locate", "--title", "x", code=ExitCode.CONFIGURATION_INVALID, EXTRACTOR_DIP_API_KEY="x" * 42)
    assert "dip.bundestag.de/über-dip/hilfe/api" in refused.stderr
    user.run("locate", "--title", "x", code=ExitCode.USAGE, EXTRACTOR_ALLOW_HOST="")
    user.run("locate", "--title", "Solaranlagen", code=ExitCode.NOTHING_FOUND)
    standin.faults.add(Fault("challenge"))
    assert "Enodia" in user.run("locate", "--title", "x", code=ExitCode.NETWORK).stderr


def test_count_and_saved_searches(user: User) -> None:
    assert user.run("locate", "--title", "Duldungen", "--count").stdout == "4\n"
    assert user.run("locate", "--searches").stdout.split() == ["permits"]


def test_fetch_gives_paths_and_codes(user: User) -> None:
    done = user.run("fetch", "21/2", "21/9999", code=ExitCode.PARTIAL)
    (path,) = done.stdout.splitlines()
    assert Path(path).read_bytes().startswith(b"%PDF")
    assert "21/9999" in done.stderr
    assert "20" in user.run("fetch", "permits", "--dry-run").stderr
    rows = user.run("fetch", "permits", "--format", "jsonl", "-q").stdout.splitlines()
    assert {json.loads(row)["status"] for row in rows} == {"new", "unchanged"}
    assert len(rows) == 20
    user.run("fetch", code=ExitCode.USAGE)


def test_a_configuration_of_the_working_folder_cannot_lead_the_key_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("EXTRACTOR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "config" / "extractor"
    own.mkdir(parents=True)
    own.joinpath("extractor.toml").write_text('[network]\ndip_api_key = "key"\npace = 3\nallow_host = ["a.example"]\n')
    evil = '[network]\ndip_url = "https://evil.example"\nallow_host = "evil.example"\npace = 2\n'
    Path("extractor.toml").write_text(evil)
    settings = read_settings((), None, None)
    assert (settings.dip_url, settings.allowed_hosts) == (DIP_URL, ("a.example",))
    assert (settings.api_key, settings.pace) == ("key", 2)
    Path("extractor.toml").write_text("[network\n")
    with pytest.raises(ExtractorError) as bad:
        read_settings((), None, None)
    assert bad.value.exit_code is ExitCode.CONFIGURATION_INVALID


def test_sync_reports_each_change_once(user: User, standin: StandIn) -> None:
    (user.folder / "duldung.toml").write_text('titles = ["Duldungen"]\n')
    changes = user.folder / "out" / "changes"

    def sync() -> list[str]:
        done = _sync(user)
        assert done.returncode in (ExitCode.OK, ExitCode.PARTIAL), done.stderr
        return [entry["number"] for entry in json.loads((changes / "latest.json").read_text())["changes"]]

    assert len(sync()) == 4
    documents = list(csv.DictReader((user.folder / "out" / "documents.csv").open(encoding="utf-8")))
    assert len(documents) == 4
    assert sync() == []
    vorgang = standin.world.add_question("21/501", "Duldungen neu", updated="2026-10-20T12:00:00+02:00")
    standin.world.answer(vorgang, "21/502", updated="2026-10-20T12:00:00+02:00")
    assert sync() == ["21/502"]
    assert (changes / "feed.atom").read_text().count("<entry>") == 5


def _sync(user: User) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "extractor", "sync", "duldung.toml", "--output", "out"],
        cwd=user.folder,
        env=user.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
