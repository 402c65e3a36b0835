"""Which readers vouch for each other, which pages they are asked for, and what their faults cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from extractor.messages import render
from extractor.model.issue import Severity
from extractor.model.page import Page, PdfDocument, PdfSource, Version
from extractor.read import read_document
from extractor.tables import families
from extractor.tables.families import PARSER_FAMILIES, affordable_pages, independent_readers, read_again
from extractor.tables.reader import READER_NAMES
from tests.generator.scenarios import make_case


def test_every_reader_has_a_family() -> None:
    assert set(PARSER_FAMILIES) == set(READER_NAMES)


@pytest.mark.parametrize("reader", READER_NAMES)
def test_a_witness_has_another_parser(reader: str) -> None:
    others = independent_readers(reader)
    assert others
    assert PARSER_FAMILIES[reader] not in {PARSER_FAMILIES[other] for other in others}


def test_one_parser_is_one_witness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(families, "PARSER_FAMILIES", {"native": "A", "pdfplumber": "B", "camelot": "B"})
    assert families.independent_readers("camelot") == ("native",)
    assert families.independent_readers("native") == ("pdfplumber", "camelot")


def document_of(characters: Sequence[int]) -> PdfDocument:
    page = Page(0, 595, 842, (), (), (), (), (), 0, 0.0, 0.0)
    pages = tuple(replace(page, number=n, character_count=count) for n, count in enumerate(characters, 1))
    return PdfDocument("x.pdf", "0" * 64, len(pages), pages, Version.LEKTORIERT)


def test_all_pages_of_a_common_paper_are_affordable() -> None:
    assert affordable_pages(document_of([1300] * 96), range(1, 97)) == (tuple(range(1, 97)), ())


def test_of_a_huge_paper_the_first_pages_are_read_and_the_rest_is_told() -> None:
    pages, issues = affordable_pages(document_of([1300] * 3000), range(1001, 3001))
    assert pages == tuple(range(1001, 1001 + len(pages)))
    assert 100 < len(pages) < 500
    (issue,) = issues
    assert (issue.code, issue.severity) == ("tables.not_all_read_again", Severity.INFO)
    assert issue.data == {"count": 2000 - len(pages), "last": pages[-1]}
    for language in ("de", "en"):
        assert str(pages[-1]) in render(issue.code, language, **issue.data)


def test_scanned_pages_are_not_asked_for() -> None:
    document = document_of([1300, 1300, 1300])
    scan = replace(document.pages[1], recognised=True)
    document = replace(document, pages=(document.pages[0], scan, document.pages[2]))
    assert affordable_pages(document, (1, 2, 3)) == ((1, 3), ())


def opened() -> tuple[PdfSource, PdfDocument]:
    case = make_case(2, "break_with_head")
    source = PdfSource("made.pdf", case.pdf, sha256(case.pdf).hexdigest())
    return source, read_document(source)[0]


def test_a_fault_costs_the_witness_of_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from pdfplumber.page import Page as Shown

    find = Shown.find_tables

    def failing(page: Shown, *arguments: Any) -> Any:
        if page.page_number == 1:
            raise RuntimeError("broken on purpose")
        return find(page, *arguments)

    monkeypatch.setattr(Shown, "find_tables", failing)
    found, none = read_again(*opened(), "pdfplumber", (1, 2))
    assert none == ()
    assert {page: len(grids) for (_, page), (grids, _) in found.items()} == {1: 0, 2: 1}
    issues = found["pdfplumber", 1][1]
    assert found["pdfplumber", 2][1] == ()
    assert [(one.code, one.page, one.severity) for one in issues] == [("tables.not_read_again", 1, Severity.INFO)]
    assert "broken on purpose" in render(issues[0].code, "en", **issues[0].data)


def test_a_reader_that_is_not_installed_costs_the_witness(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    load = builtins.__import__

    def without(module: str, *arguments: Any) -> Any:
        if module.split(".")[0] == "pdfplumber":
            raise ImportError("not here", name="pdfplumber")
        return load(module, *arguments)

    monkeypatch.setattr(builtins, "__import__", without)
    found, issues = read_again(*opened(), "pdfplumber", (1,))
    assert found == {}
    assert [one.code for one in issues] == ["tables.no_second_reader"]
    assert "pdfplumber" in render(issues[0].code, "de", **issues[0].data)
