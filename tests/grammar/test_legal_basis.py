from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.grammar.legal_basis import LegalBasis, find_legal_bases, format_legal_bases, read_legal_bases


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("§ 22 Satz 2 AufenthG", "AufenthG § 22 Satz 2"),
        ("§ 25 Abs. 1 bis 3 AufenthG", "AufenthG § 25 Abs. 1 | AufenthG § 25 Abs. 2 | AufenthG § 25 Abs. 3"),
        ("§§ 22, 23 Abs. 2 AufenthG", "AufenthG § 22 | AufenthG § 23 Abs. 2"),
        ("§ 25 Absatz 2 Satz 1 zweite Alternative AufenthG", "AufenthG § 25 Abs. 2 Satz 1 Alt. 2"),
        ("§ 25 Abs. 2, Satz 1, 2. Alt. AufenthG", "AufenthG § 25 Abs. 2 Satz 1 Alt. 2"),
        ("§ 25 Abs. 2 AufenthG (subsidiärer Schutz gewährt)", "AufenthG § 25 Abs. 2"),
        ("§ 25 Absatz 4b AufenthG", "AufenthG § 25 Abs. 4b"),
        ("§ 25a Abs. 2 Satz 5 AufenthG", "AufenthG § 25a Abs. 2 Satz 5"),
        ("§ 25b Abs. 1 i. V. m. Abs. 6 AufenthG", "AufenthG § 25b Abs. 1 | AufenthG § 25b Abs. 6"),
        ("§ 23 Abs. 1 i. V. m. § 104a AufenthG", "AufenthG § 23 Abs. 1 | AufenthG § 104a"),
        ("§ 23 Abs. 1 (i. V. m. § 104a) AufenthG", "AufenthG § 23 Abs. 1 | AufenthG § 104a"),
        ("§ 19d Absatz 1 Nummer 1 Buchstabe a AufenthG", "AufenthG § 19d Abs. 1 Nr. 1 Buchst. a"),
        (
            "§ 30 Absatz 1 Satz 1 Nummer 3 Buchstabe c dritte Alternative AufenthG",
            "AufenthG § 30 Abs. 1 Satz 1 Nr. 3 Buchst. c Alt. 3",
        ),
        ("§ 60 V/VII AufenthG", "AufenthG § 60 Abs. 5 | AufenthG § 60 Abs. 7"),
        ("§60V/VII AufenthG", "AufenthG § 60 Abs. 5 | AufenthG § 60 Abs. 7"),
        ("§ 60 VII Satz 1 AufenthG", "AufenthG § 60 Abs. 7 Satz 1"),
        ("§ 3 I AsylG", "AsylG § 3 Abs. 1"),
        ("§ 4 I Nr. 3 AsylG", "AsylG § 4 Abs. 1 Nr. 3"),
        ("§ 29 Abs. I Nr. 2 AsylG", "AsylG § 29 Abs. 1 Nr. 2"),
        ("§ 26 IV AsylVfG", "AsylVfG § 26 Abs. 4"),
        ("Paragraf 25 Absatz 3 des Aufenthaltsgesetzes", "AufenthG § 25 Abs. 3"),
        ("§ 14a Absatz 2 des Asylverfahrensgesetzes", "AsylVfG § 14a Abs. 2"),
        ("Art. 16a GG", "GG Art. 16a"),
        ("Artikel 16a des Grundgesetzes", "GG Art. 16a"),
        ("Art.16a GG u. Fam.Asyl", "GG Art. 16a"),
        ("Art. 16a", "GG Art. 16a"),
        ("Asyl-berechtigung Art 16a GG", "GG Art. 16a"),
        ("§ 5 Abs. 5 FreizügG/EU", "FreizügG/EU § 5 Abs. 5"),
        ("§ 26 Absatz 2 BeschV", "BeschV § 26 Abs. 2"),
        ("§§ 25a und 25b AufenthG", "AufenthG § 25a | AufenthG § 25b"),
        ("§ 25a oder § 25b AufenthG", "AufenthG § 25a | AufenthG § 25b"),
        ("§ 25a Abs. 1, § 25b AufenthG", "AufenthG § 25a Abs. 1 | AufenthG § 25b"),
        (
            "§§ 16 bis 17 AufenthG",
            " | ".join(f"AufenthG § {s}" for s in ("16", "16a", "16b", "16c", "16d", "16e", "16f", "16g", "17")),
        ),
        ("Art. 16 GG, § 60, 1 AufenthG", "GG Art. 16 | AufenthG § 60 Abs. 1"),
        ("§ 80 Abs. 5, § 123 VwGO", "VwGO § 80 Abs. 5 | VwGO § 123"),
        ("§§ 22, 23 Abs. 1, 2 und 25 Abs. 5 AufenthG",
         "AufenthG § 22 | AufenthG § 23 Abs. 1 | AufenthG § 23 Abs. 2 | AufenthG § 25 Abs. 5"),
        ("§ 28 Abs. 1 Satz 1 Nr. 1, 2 und 3 AufenthG",
         "AufenthG § 28 Abs. 1 Satz 1 Nr. 1 | AufenthG § 28 Abs. 1 Satz 1 Nr. 2 | AufenthG § 28 Abs. 1 Satz 1 Nr. 3"),
        ("§ 60a Abs. 2 Satz 1 wegen fehlender Reisedokumente AufenthG", "§ 60a Abs. 2 Satz 1"),
        ("§ 60a (alt)", "§ 60a"),
        ("Artikel 16 Absatz 1 Dublin III", "Dublin-III-VO Art. 16 Abs. 1"),
        ("Artikel 14 a) und b) Dublin II", "Dublin-II-VO Art. 14 Buchst. a | Dublin-II-VO Art. 14 Buchst. b"),
        ("§ 60 II,III,V,VII AufenthG",
         "AufenthG § 60 Abs. 2 | AufenthG § 60 Abs. 3 | AufenthG § 60 Abs. 5 | AufenthG § 60 Abs. 7"),
        ("§ 26 Absatz 3 oder 4 AufenthG", "AufenthG § 26 Abs. 3 | AufenthG § 26 Abs. 4"),
        ("§ 25 II 1 AufenthG", "AufenthG § 25 Abs. 2 Satz 1"),
        ("§ 30 AufenthG ohne § 30 Absatz 1 Satz 1 Nummer 3 AufenthG", "AufenthG § 30"),
        ("§ 5 Nummer 1 und 2 BeschV", "BeschV § 5 Nr. 1 | BeschV § 5 Nr. 2"),
        ("nach § 25 Abs. 5 2015 erteilt", "§ 25 Abs. 5"),
        ("Aufenthaltserlaubnisse", ""),
        ("§ 104c Absatz 1 AufenthG im Jahr 2023", "AufenthG § 104c Abs. 1"),
        ("Artikel des Spiegels", ""),
    ],
)  # fmt: skip
def test_printed_forms(text: str, canonical: str) -> None:
    assert format_legal_bases(read_legal_bases(text)) == canonical


def test_the_default_law_fills_only_gaps() -> None:
    read = read_legal_bases("§ 25 Abs. 5 und § 3 I AsylG, danach § 24", default_law="AufenthG")
    assert format_legal_bases(read) == "AsylG § 25 Abs. 5 | AsylG § 3 Abs. 1 | AufenthG § 24"
    read = read_legal_bases("§ 25 Abs. 5; § 3 I AsylG", default_law="AufenthG")
    assert format_legal_bases(read) == "AufenthG § 25 Abs. 5 | AsylG § 3 Abs. 1"


def test_the_place_of_a_citation_includes_its_law() -> None:
    text = "Titel nach § 22 Satz 2 des Aufenthaltsgesetzes erteilt"
    (citation,) = find_legal_bases(text)
    assert text[citation.start : citation.end] == "§ 22 Satz 2 des Aufenthaltsgesetzes"


_LAWS = st.sampled_from(["AufenthG", "AsylG", "BeschV", "FreizügG/EU", "AsylVfG", ""])
_SECTION = st.builds(
    lambda number, letter: f"{number}{letter}", st.integers(1, 120), st.sampled_from(["", "a", "b", "g"])
)
_NUMBER = st.sampled_from(["", "1", "2", "3", "7"])
_BASES = st.builds(
    LegalBasis,
    law=_LAWS,
    section=_SECTION,
    absatz=st.sampled_from(["", "1", "2", "4a", "5"]),
    satz=_NUMBER,
    nummer=_NUMBER,
    buchstabe=st.sampled_from(["", "a", "c"]),
    alternative=st.sampled_from(["", "1", "2"]),
)


@given(st.lists(_BASES, min_size=1, max_size=4, unique=True))
def test_canonical_strings_read_back(bases: list[LegalBasis]) -> None:
    assert read_legal_bases(format_legal_bases(bases)) == tuple(bases)


@given(_BASES.filter(lambda basis: bool(basis.law)))
def test_law_before_or_behind(basis: LegalBasis) -> None:
    behind = basis.canonical.removeprefix(f"{basis.law} ") + f" {basis.law}"
    assert read_legal_bases(behind) == (basis,)


@given(st.text("§ 125abIVAbs.Satzund,/-Nr|G", max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    for basis in read_legal_bases(text):
        assert basis.section


@pytest.mark.parametrize(
    "text", ["§ 9 des Bundes-Klimaschutzgesetzes", "§ 9 KSG", "§ 24 Abs. 1 EnWG", "§ 4 der Strafprozessordnung"]
)
def test_a_law_that_no_list_knows_is_not_the_default(text: str) -> None:
    assert {basis.law for basis in read_legal_bases(text, "AufenthG")} == {""}


def test_beside_laws_that_no_list_knows_there_is_no_default() -> None:
    text = "§§ 90, 92, 95 BBG, § 7 DBeglG, § 6 MuSchEltZV, § 24 GAD"
    assert {basis.law for basis in read_legal_bases(text, "AufenthG")} == {""}
    found = read_legal_bases("§ 9 KSG, § 25 Abs. 5 AufenthG und § 104c", "AufenthG")
    assert [(basis.section, basis.law) for basis in found] == [("9", ""), ("25", "AufenthG"), ("104c", "AufenthG")]


@pytest.mark.parametrize("text", ["§ 104c NRW", "§ 18g Blaue Karte EU", "§ 60a Abs. 2 BAMF", "§ 25 V", "§ 22 Land"])
def test_a_word_behind_a_citation_is_no_law(text: str) -> None:
    assert {basis.law for basis in read_legal_bases(text, "AufenthG")} == {"AufenthG"}
