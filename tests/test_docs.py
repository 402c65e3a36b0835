from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from docs.generate import filled
from docs.notebook import NOTEBOOKS, run_notebook, shown_texts
from extractor.errors import ExitCode

DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.mark.parametrize(("path", "expected"), [pytest.param(*page, id=page[0].name) for page in filled()])
def test_generated_parts_are_up_to_date(path: Path, expected: str) -> None:
    assert path.read_text(encoding="utf-8") == expected, "run `make docs`"


def test_every_exit_code_is_explained() -> None:
    text = (DOCS / "exit-codes.md").read_text(encoding="utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} == set(ExitCode)


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*DOCS.glob("*.md"), *DOCS.parent.glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks_show_what_the_program_does(path: Path) -> None:
    shown = list(shown_texts(nbformat.read(path, as_version=4)))
    assert list(shown_texts(run_notebook(path))) == shown, "run `make docs`"
