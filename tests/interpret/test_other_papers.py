"""Budgets, bills and other papers hold no figure on residence titles, whatever laws and "Titel" they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.codes.topics import load_topics
from extractor.pipeline import Options, read_one


@pytest.mark.parametrize("folder", ["statistics", "plain"])
def test_no_figure_on_titles(corpus: Path, folder: str) -> None:
    permits = load_topics("permits")
    found = [
        (path.name, one.page, one.row_label, one.value_raw, one.topic)
        for path in sorted((corpus / folder).glob("*.pdf"))
        for one in read_one(path, Options()).observations
        if permits.intersection(one.topic)
    ]
    assert found == []
