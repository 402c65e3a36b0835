from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.grammar.hyphenation import join_lines
from extractor.model.page import LINE_END_HYPHEN


@pytest.mark.parametrize("hyphen", [LINE_END_HYPHEN, "-"])
@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("rechtmä", "ßigem Titel", "rechtmäßigem Titel"),
        ("Staatsangehörig", "keiten", "Staatsangehörigkeiten"),
        ("Mecklenburg", "Vorpommern", "Mecklenburg-Vorpommern"),
        ("EU", "Kommission", "EU-Kommission"),
        ("EU", "weit", "EU-weit"),
        ("AZR", "gestützte Angaben", "AZR-gestützte Angaben"),
        ("Erst", "und Folgeanträge", "Erst- und Folgeanträge"),
        ("Haupt", "bzw. Nebensache", "Haupt- bzw. Nebensache"),
        ("16", "und 17-Jährige", "16- und 17-Jährige"),
        ("18", "Jährige", "18-Jährige"),
        ("den", "noch nicht", "dennoch nicht"),
        ("o", "der eine", "oder eine"),
        ("gege", "bis zum", "gege- bis zum"),
        ("Asyl(erst)", "anträge", "Asyl(erst)-anträge"),
        ("2013", "2015", "2013-2015"),
    ],
)
def test_hyphen_at_a_line_end(left: str, right: str, joined: str, hyphen: str) -> None:
    assert join_lines([left + hyphen, right]) == joined


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["BÜNDNIS 90/", "DIE GRÜNEN"], "BÜNDNIS 90/ DIE GRÜNEN"),
        (["Bosnien–", "Herzegowina"], "Bosnien–Herzegowina"),
        (["2013 -", "2015"], "2013 - 2015"),
        (["-", "12"], "- 12"),
        (["§ 25", "Abs. 2"], "§ 25 Abs. 2"),
        (["a  b ", "", " c"], "a b c"),
        (["Sozial" + LINE_END_HYPHEN], "Sozial-"),
        ([], ""),
    ],
)
def test_other_line_ends(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined


@given(st.lists(st.text(alphabet="abcÄÖ 12.,", max_size=8), max_size=6))
def test_nothing_but_white_space_is_lost_without_hyphens(lines: list[str]) -> None:
    assert join_lines(lines).replace(" ", "") == "".join(lines).replace(" ", "")
