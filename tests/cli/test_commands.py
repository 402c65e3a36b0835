from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.cli import run_command
from extractor.errors import ExitCode
from extractor.lock import folder_lock
from extractor.resources import column_names
from extractor.tables import READER_NAMES
from tests.cli.papers import LAENDER, LEAD_IN, PAPER, WITHOUT_TABLES, make_pdf, prose, table, write


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return write(tmp_path / "in", papier=PAPER) / "papier.pdf"


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG", "EXTRACTOR_LANG"):
        monkeypatch.delenv(variable, raising=False)


def output_of(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    assert run_command([str(argument) for argument in arguments]) == ExitCode.OK
    return capsys.readouterr().out


def test_tables_writes_cells_as_in_the_dataset(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(output_of(capsys, "tables", paper))))
    assert tuple(rows[0]) == column_names("cells")
    assert [row["text"] for row in rows] == [text for texts in LAENDER for text in texts]
    assert {row["table_id"] for row in rows} == {"p001t1"}


def test_tables_writes_one_grid(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = output_of(capsys, "tables", paper, "--table", "p001t1")
    assert list(csv.reader(io.StringIO(text))) == LAENDER
    assert run_command(["tables", str(paper), "--table", "p009t1"]) == ExitCode.NOTHING_FOUND


def test_tables_writes_json(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = json.loads(output_of(capsys, "tables", paper, "--format", "json"))
    assert found["rows"] == LAENDER
    assert (found["table_id"], found["first_page"], found["reader"]) == ("p001t1", 1, "native")


def test_tables_writes_a_folder(paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert output_of(capsys, "tables", paper, "--output", tmp_path / "grids") == ""
    assert sorted(path.name for path in (tmp_path / "grids").iterdir()) == ["cells.csv", "p001t1.csv"]
    with (tmp_path / "grids" / "p001t1.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == LAENDER


def test_a_document_without_tables_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, prosa=WITHOUT_TABLES) / "prosa.pdf"
    assert run_command(["tables", str(file)]) == ExitCode.OK
    streams = capsys.readouterr()
    assert streams.out == ",".join(column_names("cells")) + "\n"
    assert streams.err == "prosa.pdf: Keine Tabellen gefunden.\n"


def test_inspect_shows_the_tables(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = output_of(capsys, "inspect", paper)
    assert "Tabellen: 1" in text
    assert "p001t1  S. 1, 4 × 4" in text
    assert "Land | männlich | weiblich | Gesamt" in text
    shown = json.loads(output_of(capsys, "inspect", paper, "--json"))
    assert shown["document"]["pages"] == 1
    assert shown["document"]["doc_id"].startswith("pdf-")
    assert shown["tables"][0]["first_row"] == LAENDER[0]


def test_run_and_check(paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dataset = tmp_path / "dataset"
    assert run_command(["run", str(paper.parent), "--output", str(dataset)]) == ExitCode.OK
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "Dokumente: 1 gelesen, 0 nicht lesbar; Seiten: 1; Tabellen: 1; Zahlen: 9" in streams.err
    assert str(dataset) in streams.err
    assert run_command(["check", str(dataset)]) == ExitCode.OK
    first = {path.name: path.read_bytes() for path in dataset.glob("*.csv")}
    assert run_command(["run", str(paper), "-o", str(dataset), "-q", "--force"]) == ExitCode.OK
    assert {path.name: path.read_bytes() for path in dataset.glob("*.csv")} == first
    assert "Tabellen:" not in capsys.readouterr().err


def test_contradicting_figures_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = {"Bayern": 1271, "Berlin": 644, "Hamburg": 293, "Hessen": 382}
    wrong = [
        ["Land", *map(str, range(2019, 2024))],
        *([land, *(str(count + 37 * year * year) for year in range(5))] for land, count in counts.items()),
        ["Gesamt", *(str(sum(counts.values()) + 4 * 37 * year * year + 100 * (year == 4)) for year in range(5))],
    ]
    folder = write(tmp_path / "in", falsch=make_pdf(LEAD_IN + table(wrong)))
    dataset = tmp_path / "dataset"
    assert run_command(["run", str(folder), "--output", str(dataset)]) == ExitCode.PARTIAL
    assert "checks.csv" in capsys.readouterr().err
    assert run_command(["check", str(dataset)]) == ExitCode.PARTIAL
    assert "100" in capsys.readouterr().out


def test_an_interrupted_run_says_how_to_go_on(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("extractor.batch.pool.run_tasks", interrupt)
        assert run_command(["run", str(paper), "--output", str(tmp_path / "out")]) == ExitCode.INTERRUPTED
    assert "derselbe Befehl macht dort weiter" in capsys.readouterr().err
    assert run_command(["run", str(paper), "--output", str(tmp_path / "out")]) == ExitCode.OK


def test_what_would_be_read_is_told_with_the_reason(
    paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = tmp_path / "dataset"
    command = ["run", str(paper), "--output", str(dataset)]
    assert run_command([*command, "--dry-run"]) == ExitCode.OK
    assert capsys.readouterr().out == f"new\t{paper}\n"
    assert not dataset.exists()
    run_command(command)
    run_command([*command, "--dry-run"])
    assert capsys.readouterr().out == ""
    run_command([*command, "--dry-run", "--topic", "permits"])
    assert capsys.readouterr().out == f"stale\t{paper}\n"
    run_command([*command, "--dry-run", "--force"])
    assert capsys.readouterr().out == f"forced\t{paper}\n"


def test_status_tells_how_far_it_is(paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = write(tmp_path / "bad", kaputt=b"kein PDF")
    run_command(["run", str(paper), str(bad), "--output", str(tmp_path / "out")])
    shown = output_of(capsys, "status", tmp_path / "out")
    assert "Dokumente gelesen: 1 (1 Seiten), gescheitert: 1, offen: 0" in shown
    assert "read.not_a_pdf: 1 (kaputt.pdf)" in shown
    assert json.loads(output_of(capsys, "status", tmp_path / "out", "--json"))["complete"] is True
    assert run_command(["status", str(tmp_path)]) == ExitCode.NOTHING_FOUND


def test_the_log_names_document_stage_and_page(paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(paper.parent, kaputt=b"kein PDF")
    log = tmp_path / "log.jsonl"
    command = ["run", str(paper.parent), "--output", str(tmp_path / "out"), "-q", "--log-file", str(log)]
    assert run_command(command) == ExitCode.PARTIAL
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert {line["document"] for line in lines} == {"papier.pdf", "kaputt.pdf"}
    (error,) = [line for line in lines if line["level"] == "error"]
    assert (error["document"], error["stage"], error["code"]) == ("kaputt.pdf", "read", "read.not_a_pdf")
    assert {line["stage"] for line in lines} <= {"", "read", "document", "interpret"}
    assert run_command([*command, "-vv", "--force"]) == ExitCode.PARTIAL
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()][len(lines) :]
    (page,) = [line for line in lines if line["message"] == "page"]
    assert (page["document"], page["stage"], page["page"]) == ("papier.pdf", "read", 1)
    assert {"read", "structure", "tables", "interpret", "check"} <= {line["stage"] for line in lines}
    assert "papier.pdf read p. 1: page" in subprocess_errors(["tables", str(paper), "-vv"])
    assert subprocess_errors(["tables", str(paper)]) == ""


def subprocess_errors(arguments: list[str]) -> str:
    done = subprocess.run([sys.executable, "-m", "extractor", *arguments], capture_output=True, text=True, check=True)
    return done.stderr


def test_a_second_run_on_an_output_is_refused_with_the_first_ones_process(
    paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = tmp_path / "dataset"
    with folder_lock(dataset, "extractor"):
        assert run_command(["run", str(paper), "--output", str(dataset)]) == ExitCode.OUTPUT_NOT_WRITABLE
    assert f"Prozess {os.getpid()}" in capsys.readouterr().err
    assert run_command(["run", str(paper), "--output", str(dataset)]) == ExitCode.OK


def test_a_document_of_too_many_pages_is_not_read(
    paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = write(tmp_path / "long", lang=make_pdf(prose(), prose())) / "lang.pdf"
    command = ["run", str(long), "--output", str(tmp_path / "out")]
    assert run_command([*command, "--max-pages", "1"]) == ExitCode.INPUT_UNREADABLE
    assert "lang.pdf hat 2 Seiten, mehr als die erlaubten 1" in capsys.readouterr().err
    assert run_command(command) == ExitCode.OK


def test_check_finds_a_changed_file(paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dataset = tmp_path / "dataset"
    run_command(["run", str(paper), "--output", str(dataset)])
    with (dataset / "observations.csv").open("a") as stream:
        stream.write("\n")
    assert run_command(["check", str(dataset)]) == ExitCode.CONFIGURATION_INVALID
    assert "observations.csv" in capsys.readouterr().out
    assert run_command(["check", str(tmp_path)]) == ExitCode.NOTHING_FOUND


def test_a_list_on_standard_input(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{paper}\n\n"))
    assert run_command(["run", "-", "--output", str(tmp_path / "dataset")]) == ExitCode.OK


def test_readers_of_the_command_line_are_those_of_the_stage() -> None:
    from extractor.cli.options import READERS

    assert READERS == READER_NAMES


@pytest.mark.parametrize(
    ("arguments", "german", "english"),
    [
        (["run", "x"], "-o / --output fehlt", "-o / --output is missing"),
        (["run", "--gibtsnicht"], "Die Option --gibtsnicht gibt es nicht", "There is no option --gibtsnicht"),
        (["gibtsnicht"], "gibtsnicht", "gibtsnicht"),
        (["run", "x", "-o", "y", "--jobs", "0"], "-j / --jobs: 0", "-j / --jobs: 0"),
    ],
)
def test_wrong_usage_is_explained(
    arguments: list[str], german: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, expected in (("de", german), ("en", english)):
        assert run_command(["--lang", language, *arguments]) == ExitCode.USAGE
        streams = capsys.readouterr()
        assert expected in streams.err
        assert streams.out == ""


@pytest.mark.parametrize("command", ["run", "inspect", "tables", "check"])
def test_help_is_in_the_users_language(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Optionen:" in output_of(capsys, command, "-h")
    assert "Options:" in output_of(capsys, command, "--help", "--lang", "en")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert "Options:" in output_of(capsys, command, "-h")
    monkeypatch.setenv("EXTRACTOR_LANG", "de")
    assert "Optionen:" in output_of(capsys, command, "-h")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's configuration file; the working folder is a new one."""
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_config_dir", lambda *_, **__: str(tmp_path / "configuration"))
    for folder in ("configuration", "working"):
        (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path / "working")
    return tmp_path / "configuration" / "extractor.toml"


def test_settings_come_from_line_then_environment_then_files(
    paper: Path, settings: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def starts_with(*arguments: str | Path) -> str:
        return output_of(capsys, "tables", paper, *arguments)[0]

    assert starts_with() == "t"
    settings.write_text('[tables]\nformat = "json"\n')
    assert starts_with() == "["
    Path("extractor.toml").write_text('[tables]\nformat = "csv"\n')
    assert starts_with() == "t"
    monkeypatch.setenv("EXTRACTOR_TABLES_FORMAT", "json")
    assert starts_with() == "["
    assert starts_with("--format", "csv") == "t"


@pytest.mark.parametrize("text", ["[tables]\ngrösse = 3\n", "[tables\n", "tables = 3\n"])
def test_a_wrong_configuration_is_said(
    paper: Path, settings: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("extractor.toml").write_text(text, encoding="utf-8")
    assert run_command(["tables", str(paper)]) == ExitCode.CONFIGURATION_INVALID
    assert "extractor.toml" in capsys.readouterr().err


def test_a_file_beside_the_papers_cannot_say_where_is_written(paper: Path, settings: Path) -> None:
    Path("extractor.toml").write_text('[tables]\noutput = "anderswo"\n', encoding="utf-8")
    assert run_command(["tables", str(paper)]) == ExitCode.OK
    assert [path.name for path in Path().iterdir()] == ["extractor.toml"]


def test_a_file_beside_the_papers_cannot_send_them_to_another_machine(paper: Path, settings: Path) -> None:
    setting = '[run]\nscheduler = "no-port:"\n'
    Path("extractor.toml").write_text(setting, encoding="utf-8")
    assert run_command(["run", str(paper), "--output", "dataset"]) in (ExitCode.OK, ExitCode.PARTIAL)
    settings.write_text(setting, encoding="utf-8")
    asked = run_command(["run", str(paper), "--output", "dataset", "--force"])
    assert asked in (ExitCode.NETWORK, ExitCode.MISSING_DEPENDENCY)


def test_every_command_has_its_help() -> None:
    from importlib import import_module

    import click

    from extractor.cli import commands
    from extractor.messages import catalogue

    for name in commands.list_commands(click.Context(commands)):
        assert isinstance(import_module(f"extractor.cli.{name}").command, click.Command)
        assert f"help.{name}" in catalogue("de")


def python(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True, check=False, cwd=cwd)


LOAD = "import sys; from extractor.cli import run_command"
HEAVY = {"pandas", "numpy", "pypdfium2", "pdfplumber", "pdfminer", "camelot", "cv2", "rich", "multiprocessing.pool"}


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["tables", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    done = python("-c", f"{LOAD}; run_command({arguments!r}); print(*sys.modules)")
    assert done.returncode == 0, done.stderr
    assert not HEAVY & set(done.stdout.splitlines()[-1].split())


def test_tables_loads_only_what_it_needs(paper: Path) -> None:
    arguments = ["tables", str(paper)]
    done = python("-c", f"{LOAD}; run_command({arguments!r}); print(*sys.modules)")
    loaded = set(done.stdout.splitlines()[-1].split())
    assert not (HEAVY - {"pypdfium2"}) & loaded
    assert not {name for name in loaded if name.startswith(("extractor.interpret", "extractor.check"))}


def test_standard_output_carries_data_only(paper: Path) -> None:
    noisy = (
        "import os, sys, extractor.pipeline as pipeline\n"
        "from extractor.cli import main\n"
        "read = pipeline.read_grids\n"
        "def noise(*arguments):\n"
        "    os.write(1, b'native noise\\n')\n"
        "    return read(*arguments)\n"
        "pipeline.read_grids = noise\n"
        f"sys.argv = ['extractor', 'tables', {str(paper)!r}, '--table', 'p001t1']\n"
        "main()\n"
    )
    done = python("-c", noisy)
    assert done.returncode == 0, done.stderr
    assert list(csv.reader(io.StringIO(done.stdout))) == LAENDER
    assert "native noise" in done.stderr


def test_a_reader_that_has_had_enough_is_no_fault(paper: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "extractor", "tables", str(paper)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0
