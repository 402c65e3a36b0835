"""The files of a comparison, and the command that writes them."""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from extractor.cli import run_command
from extractor.cli.compare import DIMENSIONS as OFFERED
from extractor.compare import DIMENSIONS
from extractor.errors import ExitCode
from extractor.write import make_part, merge_parts
from tests.report.test_report import EVIL, Page
from tests.write.results import make_result

FORMULA = '=HYPERLINK("https://example.org")'


def make_dataset(folder: Path, papers: dict[str, tuple[int, str]], label: str = "Erteilt") -> Path:
    """A dataset of answers, each with one stock of its year in Hamburg."""
    folder.mkdir(parents=True)
    parts = []
    for doc_id, (year, value) in papers.items():
        made = make_result(doc_id, doc_id[-1] * 64, f"{doc_id}.pdf")
        assert made.facts is not None
        observation = made.observations[0]._replace(
            reference_date=date(year, 12, 31), value=Decimal(value), value_raw=value, category=label, row_label=label
        )
        front = replace(made.facts.front_page, date=date(year + 1, 3, 1), title=label)
        made = replace(made, facts=replace(made.facts, front_page=front), observations=(observation,))
        parts.append(make_part(made, doc_id[-1] * 64, "de"))
    merge_parts(parts, folder, "de")
    return folder


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "dataset", {"bt-99-1": (2013, "1790"), "bt-99-2": (2014, "1800")})


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_files_say_the_same(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = dataset / "comparison"
    assert run_command(["compare", str(dataset), "--lang", "de"]) == ExitCode.OK
    assert "comparison.html" in capsys.readouterr().err
    (series,) = lines(out / "series.csv")
    assert (series["answers"], series["points"], series["first"]) == ("99/1; 99/2", "2", "31.12.2013")
    assert series["region"] == "DE-HH"
    points = lines(out / "points.csv")
    assert [(one["time"], one["value"], one["answer"], one["latest"]) for one in points] == [
        ("31.12.2013", "1790", "99/1", "yes"),
        ("31.12.2014", "1800", "99/2", "yes"),
    ]
    assert {one["cell"] for one in points} == {"r2c2"}
    book = openpyxl.load_workbook(out / "comparison.xlsx")
    pivot = book.worksheets[1]
    assert [cell.value for cell in pivot[2]][2:] == [1790, 1800]
    shown = Page((out / "comparison.html").read_text(encoding="utf-8"))
    assert "1.800" in "".join(shown.text)
    assert "svg" in shown.names
    assert len(set(shown.ids)) == len(shown.ids)


def test_two_words_on_one_time_are_kept_with_the_difference(tmp_path: Path) -> None:
    first = make_dataset(tmp_path / "a", {"bt-99-1": (2013, "1790"), "bt-99-2": (2013, "1795")})
    assert run_command(["compare", str(first), "-q", "--no-charts"]) == ExitCode.OK
    points = lines(first / "comparison" / "points.csv")
    assert [(one["value"], one["latest"], one["difference"]) for one in points] == [
        ("1790", "no", ""),
        ("1795", "yes", "5"),
    ]


def test_a_paper_in_two_datasets_counts_once(dataset: Path, tmp_path: Path) -> None:
    again = make_dataset(tmp_path / "again", {"bt-99-2": (2014, "1800"), "bt-99-3": (2015, "1900")})
    assert run_command(["compare", str(dataset), str(again), "-q", "-o", str(tmp_path / "out")]) == ExitCode.OK
    assert [one["value"] for one in lines(tmp_path / "out" / "points.csv")] == ["1790", "1800", "1900"]


def test_the_same_datasets_give_the_same_bytes(dataset: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run_command(["compare", str(dataset), "-q", "-o", str(tmp_path / name)]) == ExitCode.OK
    assert {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()
    }


@pytest.mark.parametrize("label", [EVIL, FORMULA])
def test_no_text_of_a_paper_becomes_markup_or_formula(tmp_path: Path, label: str) -> None:
    dataset = make_dataset(tmp_path / "evil", {"bt-99-1": (2013, "1"), "bt-99-2": (2014, "2")}, label)
    assert run_command(["compare", str(dataset), "-q", "-o", str(tmp_path / "out"), "--by", "category"]) == ExitCode.OK
    markup = (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")
    shown = Page(markup)
    assert not {"script", "img"} & set(shown.names)
    assert "default-src 'none'" in markup
    assert label in "".join(shown.text)
    for sheet in openpyxl.load_workbook(tmp_path / "out" / "comparison.xlsx"):
        assert all(cell.data_type != "f" for cells in sheet.iter_rows() for cell in cells)
    for name in ("series", "points", "breaks"):
        for one in lines(tmp_path / "out" / f"{name}.csv"):
            assert not any(value.startswith("=") for value in one.values())


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--nationality", "Syrien"], ExitCode.NOTHING_FOUND),
        (["--region", "Bayern"], ExitCode.NOTHING_FOUND),
        (["--region", "Hamburg", "--measure", "Bestand", "--words", "ERTEILT"], ExitCode.OK),
        (["--legal-basis", "§ 25 Abs. 2"], ExitCode.NOTHING_FOUND),
        (["--nationality", "Absurdistan"], ExitCode.USAGE),
        (["--legal-basis", "irgendwas"], ExitCode.USAGE),
        (["--by", "colour"], ExitCode.USAGE),
    ],
)
def test_what_is_asked_for(dataset: Path, options: list[str], code: ExitCode) -> None:
    assert run_command(["compare", str(dataset), "-q", "--no-charts", "--no-workbook", *options]) == code


def test_a_single_answer_only_when_asked_for(tmp_path: Path) -> None:
    alone = str(make_dataset(tmp_path / "alone", {"bt-99-1": (2013, "1790")}))
    assert run_command(["compare", alone, "-q"]) == ExitCode.NOTHING_FOUND
    assert run_command(["compare", alone, "-q", "--single"]) == ExitCode.OK


@pytest.mark.parametrize(("library", "option"), [("matplotlib", "--no-charts"), ("xlsxwriter", "--no-workbook")])
def test_a_missing_library_is_told(
    dataset: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], library: str, option: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    assert run_command(["compare", str(dataset), "-q"]) == ExitCode.MISSING_DEPENDENCY
    assert "drucksachen-extractor[" in capsys.readouterr().err
    assert run_command(["compare", str(dataset), "-q", option]) == ExitCode.OK


def test_the_command_offers_what_there_is() -> None:
    assert OFFERED == DIMENSIONS
