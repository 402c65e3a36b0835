"""The report says what the dataset says, shows the place, and lets nothing of a paper become markup."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from extractor.cli import run_command
from extractor.dataset import open_dataset
from extractor.errors import ExitCode
from extractor.messages import render
from extractor.report import write_report
from extractor.write import make_part, merge_parts
from tests.browser import grave_findings, open_page
from tests.test_architecture import ROOT
from tests.write.results import make_result

EVIL = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def text(code: str, /, **data: str | int) -> str:
    return render(code, "de", **data)


class Page(HTMLParser):
    """What a browser finds: elements by name, ids, addresses, and the text."""

    VOID = frozenset({"meta", "img", "br", "rect", "path", "use", "link"})

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), f"{tag} {name}"
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "xlink:href"):
                self.links.append(value or "")
            elif name == "src":
                self.sources.append(value or "")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("p", "li"):
            while self.open and self.open[-1] in ("p", "li") and tag not in ("p", "li"):
                self.open.pop()
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of two samples, one of which contradicts itself."""
    place = tmp_path_factory.mktemp("report")
    samples = [str(ROOT / "samples" / name) for name in ("russian-nationals", "sister-tables")]
    assert run_command(["run", *samples, "-o", str(place / "dataset"), "-q", "--second-reader", "never"]) == 1
    assert (
        run_command(["report", str(place / "dataset"), "-o", str(place / "out"), "-q", "--lang", "de"]) == ExitCode.OK
    )
    return place / "out"


def page(report: Path, name: str) -> Page:
    return Page((report / f"{name}.html").read_text(encoding="utf-8"))


def test_every_number_is_there_and_every_link_leads_somewhere(report: Path) -> None:
    dataset = open_dataset(report.parent / "dataset")
    for document in dataset.rows("documents"):
        shown = page(report, document["doc_id"])
        words = " ".join(shown.text)
        assert document["title"] in words
        ids = set(shown.ids)
        assert len(ids) == len(shown.ids), "no id twice"
        for one in dataset.rows("observations"):
            if one["doc_id"] == document["doc_id"] and one["table_id"]:
                assert f"{one['table_id']}-r{one['row']}c{one['col']}" in ids
                assert one["value_raw"] in words
        for link in shown.links:
            if link.startswith("#"):
                assert link[1:] in ids, link
            elif not link.startswith("https://"):
                assert (report / link).is_file(), link


def test_each_table_has_the_picture_of_its_place(report: Path) -> None:
    shown = page(report, "bt-99-1001")
    assert len(shown.sources) == 4
    assert all(source.startswith("data:image/png;base64,") for source in shown.sources)
    assert shown.names.count("rect") >= 34


def test_contradictions_come_first(report: Path) -> None:
    words = "".join(page(report, "bt-99-1019").text)
    assert words.index("Widersprüche") < words.index("Tabellen")
    markup = (report / "bt-99-1019.html").read_text(encoding="utf-8")
    statuses = re.findall(r'<h3 id="[^"]+">\S+ <span class="badge (\w+)">', markup)
    assert statuses[0] == "contradicted"
    assert statuses.index("verified") >= statuses.count("contradicted")
    overview = "".join(page(report, "index").text)
    assert overview.index("bt-99-1019") < overview.index("bt-99-1001")


def test_charts_have_their_figures_as_text(report: Path) -> None:
    shown = page(report, "bt-99-1001")
    words = "".join(shown.text)
    assert "Nordrhein-Westfalen: 326" in words
    assert re.search(r"2023[^:]*: 655", words)
    assert shown.names.count("details") >= 2


def test_questions_without_figures_have_their_words(report: Path) -> None:
    words = "".join(page(report, "bt-99-1001").text)
    assert "Die sexuelle Orientierung und die geschlechtliche Identität" in words


def test_pages_ask_for_nothing_from_outside(report: Path) -> None:
    for path in report.glob("*.html"):
        markup = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in markup
        assert "<script" not in markup
        assert not re.search(r"url\((?!#)|@import", markup)
        assert all(source.startswith("data:") for source in Page(markup).sources)


def test_nothing_of_a_paper_becomes_markup(tmp_path: Path) -> None:
    evil = make_result()
    assert evil.facts is not None
    reading = evil.tables[0]
    table = replace(reading.table, cells=tuple(replace(cell, text=EVIL) for cell in reading.table.cells))
    evil = replace(
        evil,
        facts=replace(evil.facts, front_page=replace(evil.facts.front_page, title=EVIL)),
        questions=(replace(evil.questions[0], text=EVIL, answer_wording=EVIL),),
        tables=(replace(reading, table=table, caption=EVIL, place=replace(reading.place, lead_in=EVIL)),),
        observations=(evil.observations[0]._replace(row_label=EVIL, category=EVIL),),
    )
    (tmp_path / "dataset").mkdir()
    merge_parts([make_part(evil, "a" * 64, "de")], tmp_path / "dataset", "de")
    dataset = open_dataset(tmp_path / "dataset")
    for path in write_report(dataset, tmp_path / "out", {}, text, "de"):
        shown = Page(path.read_text(encoding="utf-8"))
        assert "script" not in shown.names
        assert "img" not in shown.names
        assert EVIL in "".join(shown.text)


def test_the_same_dataset_gives_the_same_bytes(report: Path, tmp_path: Path) -> None:
    assert run_command(["report", str(report.parent / "dataset"), "-o", str(tmp_path), "-q", "--lang", "de"]) == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in report.iterdir()
    }


def test_without_the_pdfs_it_says_so(report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dataset = tmp_path / "dataset"
    dataset.mkdir()
    for path in (report.parent / "dataset").glob("*.*"):
        if path.suffix in (".csv", ".json"):
            (dataset / path.name).write_bytes(path.read_bytes())
    assert run_command(["report", str(dataset), "--lang", "de"]) == ExitCode.OK
    assert "Ohne Bilder" in capsys.readouterr().err
    assert page(dataset / "report", "bt-99-1001").sources == []
    samples = str(ROOT / "samples")
    assert run_command(["report", str(dataset), "--pdfs", samples, "--lang", "de"]) == ExitCode.OK
    assert "Ohne Bilder" not in capsys.readouterr().err
    assert len(page(dataset / "report", "bt-99-1001").sources) == 4


def test_charts_need_their_library(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    command = ["report", str(report.parent / "dataset"), "-o", str(tmp_path), "--lang", "de"]
    assert run_command(command) == ExitCode.MISSING_DEPENDENCY
    assert "drucksachen-extractor[charts]" in capsys.readouterr().err
    assert run_command([*command, "--no-charts"]) == ExitCode.OK


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (400, True)], ids=["wide-light", "narrow-dark"])
def test_the_pages_have_no_grave_barriers(report: Path, width: int, dark: bool) -> None:
    with open_page(width, dark=dark) as page:
        for file in sorted(report.glob("*.html")):
            page.goto(file.as_uri())
            assert grave_findings(page) == [], file.name
            # Wide tables scroll in a frame of their own, the page never to the side.
            assert page.evaluate("document.documentElement.scrollWidth") <= width, file.name


def test_nothing_is_cut_off_on_paper(report: Path) -> None:
    # A4 with margins of 10 mm, at 96 CSS pixels an inch.
    width = round(190 / 25.4 * 96)
    with open_page(width) as page:
        page.emulate_media(media="print")
        for file in sorted(report.glob("*.html")):
            page.goto(file.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width, file.name
