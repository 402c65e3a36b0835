"""``extractor show``: what people ask first, in plain words with places."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.cli import run_command
from extractor.errors import ExitCode
from tests.cli.papers import LEAD_IN, PAPER, WITHOUT_TABLES, make_pdf, table, write

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "russian-nationals" / "document.pdf"


def shown(papers: Path, dataset: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, list[str]]:
    """The lines of each section of what `show` says of one paper."""
    run_command(["run", str(papers), "-o", str(dataset), "-q", "--jobs", "1", "--second-reader", "never"])
    capsys.readouterr()
    assert run_command(["show", str(dataset), *options]) == ExitCode.OK
    sections: dict[str, list[str]] = {}
    for block in capsys.readouterr().out.split("\n\n"):
        heading, *lines = block.splitlines()
        sections[heading] = lines
    return sections


@pytest.fixture(scope="module")
def dataset_of_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dataset = tmp_path_factory.mktemp("sample") / "dataset"
    assert run_command(["run", str(SAMPLE), "-o", str(dataset), "-q", "--jobs", "1"]) == ExitCode.OK
    return dataset


def test_the_sample_of_the_kind_of_21_1353(dataset_of_sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["show", str(dataset_of_sample), "--lang", "de"]) == ExitCode.OK
    text = capsys.readouterr().out
    lines = text.splitlines()
    (granted,) = [line for line in lines if line.startswith("- 1.790 Personen")]
    assert "AufenthG § 22 Satz 2" in granted
    assert "Russland" in granted
    assert "S. 2, im Text" in granted
    (left,) = [line for line in lines if line.startswith("- 70 Personen")]
    assert "nicht (mehr) aufhältig" in left
    assert "S. 4" in left
    assert "Nordrhein-Westfalen 326, Bayern 284, Baden-Württemberg 231 (" in text
    (minors,) = [line for line in lines if "minderjährig" in line]
    assert "17,0 % minderjährig: 304 von 1.790 Personen" in minors
    assert "S. 3" in minors
    assert "2023, Stand 31.7.2025: 655; 2024, Stand 31.7.2025: 498" in text
    (queer,) = [line for line in lines if line.startswith("- Frage 5 ")]
    assert "Aufnahmeprogramm für queere Menschen" in queer
    assert "nicht erfasst oder nicht bekannt" in queer
    assert lines[lines.index(queer) - 1] == "Ohne Zahlen beantwortet"
    assert "Was sich widerspricht" not in text


def test_the_sample_in_english(dataset_of_sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["show", str(dataset_of_sample), "--lang", "en"]) == ExitCode.OK
    text = capsys.readouterr().out
    assert "- 1,790 persons: grant, counted on a reference date" in text
    assert "17.0% minors: 304 of 1,790 persons" in text
    assert "Answered without figures\n- Question 5 (p. 4)" in text


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_status_has_words(language: str) -> None:
    from extractor.messages import catalogue
    from extractor.model.structure import AnswerStatus

    assert {f"show.status_{status}" for status in AnswerStatus} <= set(catalogue(language)) | {"show.status_figures"}


def test_contradictions_are_told_with_page_and_cells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = {"Bayern": 1271, "Berlin": 644, "Hamburg": 293, "Hessen": 382}
    wrong = [
        ["Land", *map(str, range(2019, 2024))],
        *([land, *(str(count + 37 * year * year) for year in range(5))] for land, count in counts.items()),
        ["Gesamt", *(str(sum(counts.values()) + 4 * 37 * year * year + 100 * (year == 4)) for year in range(5))],
    ]
    papers = write(tmp_path / "in", falsch=make_pdf(LEAD_IN + table(wrong)))
    sections = shown(papers, tmp_path / "dataset", capsys, "--lang", "de")
    (line,) = sections["Was sich widerspricht"]
    assert line.startswith("- S. 1, Tabelle p001t1: gedruckt 5058, gerechnet oder anderswo 4958, Differenz 100")
    assert any("Bayern" in line for line in sections["Nach Ländern (die höchsten)"])


def test_a_limit_says_how_much_is_left_out(dataset_of_sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["show", str(dataset_of_sample), "--lang", "de", "--limit", "1"]) == ExitCode.OK
    text = capsys.readouterr().out
    assert "… und 1 weitere" in text
    assert "- 70 Personen" not in text
    assert run_command(["show", str(dataset_of_sample), "--lang", "de", "--limit", "0"]) == ExitCode.OK
    assert "- 70 Personen" in capsys.readouterr().out


def test_a_paper_without_figures_on_titles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    papers = write(tmp_path / "in", prosa=WITHOUT_TABLES)
    sections = shown(papers, tmp_path / "dataset", capsys, "--lang", "de")
    assert list(sections) == ["prosa.pdf", "Keine Zahlen zu Aufenthaltstiteln, Duldungen oder Visa."]


def test_a_folder_without_a_dataset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "in", papier=PAPER)
    assert run_command(["show", str(tmp_path / "in")]) == ExitCode.NOTHING_FOUND
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "datapackage.json" in streams.err
