"""Front pages and question trees of the real answers against the hand-checked ones."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from extractor.model.structure import Structure
from extractor.read import open_source, read_document
from extractor.structure import read_structure

ANSWERS = ("1800705", "1807625", "1904961", "1908701")
FIELDS = (
    *("wahlperiode", "number", "date", "document_type", "title"),
    *("question_drucksache", "asking_group", "ministry", "letter_date"),
)


@cache
def structure_of(path: Path) -> Structure:
    return read_structure(read_document(open_source(path))[0])


def rows(path: Path, name: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [row for row in csv.DictReader(handle) if row["pdf"] == name]


def letters(text: str) -> str:
    return re.sub(r"[^0-9a-zäöüß]", "", text.casefold())


@pytest.mark.parametrize("name", ANSWERS)
def test_front_page(shared: Path, name: str) -> None:
    facts = structure_of(shared / "corpus" / "answers" / f"{name}.pdf").front_page
    (gold,) = rows(shared / "gold" / "documents.csv", name)
    for field in FIELDS:
        assert letters(str(getattr(facts, field))) == letters(gold[field]), field


@pytest.mark.parametrize("name", ANSWERS)
def test_questions(shared: Path, name: str) -> None:
    found = structure_of(shared / "corpus" / "answers" / f"{name}.pdf").questions
    gold = rows(shared / "gold" / "questions.csv", name)
    assert [(q.question_id, q.page, q.answer_page) for q in found] == [
        (row["question_id"], int(row["page"]), int(row["answer_page"])) for row in gold
    ]
    for question, row in zip(found, gold, strict=True):
        assert letters(question.text).startswith(letters(row["words"]))


def test_no_questions_in_papers_without_any(corpus: Path) -> None:
    for path in sorted((corpus / "plain").glob("*.pdf")):
        structure = structure_of(path)
        asks = structure.front_page.document_type == "Große Anfrage"
        assert bool(structure.questions) == asks, path.name
        assert structure.front_page.parliament == "bt", path.name
        number = f"{structure.front_page.wahlperiode}{structure.front_page.number:05d}"
        assert (number, bool(structure.front_page.title)) == (path.stem, True), path.name
