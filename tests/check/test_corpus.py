"""A whole answer through all stages: the known contradictions are reported, and no others."""

from __future__ import annotations

from pathlib import Path

from extractor.model.check import CheckResult
from extractor.pipeline import Options, read_one

_SEEN_ON_THE_PAGE = {10, 11, 46, 55, 57, 67, 82}
"""Pages of 19/8701 whose contradictions were compared with the page image (docs/checks.md)."""


def test_contradictions_of_a_whole_answer(corpus: Path) -> None:
    document = read_one(corpus / "answers" / "1908701.pdf", Options())
    pages = {table.table.table_id: table.table.first_page for table in document.tables}
    failing = [check for check in document.checks if check.result is CheckResult.FAILS]
    assert {pages[check.table_id] for check in failing} <= _SEEN_ON_THE_PAGE
    found = {(pages[check.table_id], check.rule, check.left, check.right) for check in failing}
    assert (10, "prose", 30899, 138516) in found
    assert (82, "col_sum", 2432, 2356) in found
    explained = [check for check in document.checks if check.result is CheckResult.EXPLAINED]
    assert all("nachträglich" in check.wording for check in explained)
