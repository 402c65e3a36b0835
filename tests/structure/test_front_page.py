from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractor.model.structure import FrontPage
from extractor.structure import read_structure
from extractor.structure.front_page import parse_date
from tests.structure.papers import FILLER, Paper, answered_paper


def front_page(paper: Paper) -> FrontPage:
    return read_structure(paper.document()).front_page


def answer_with_letter(letter: str) -> FrontPage:
    paper = Paper()
    paper.front()
    paper.preface("Vorbemerkung der Fragesteller")
    paper.preface(*["Die Fraktion erfragt regelmäßig Angaben zu den erteilten Aufenthaltserlaubnissen."] * 5)
    paper.put(letter, 9.5, paper.left)
    return front_page(paper)


def test_answer_names_its_question_its_askers_and_its_title() -> None:
    facts = front_page(answered_paper())
    assert (facts.parliament, facts.wahlperiode, facts.number) == ("bt", 19, 8701)
    assert facts.date == date(2019, 3, 25)
    assert facts.document_type == "Antwort"
    assert facts.title == "Angaben zu Aufenthaltserlaubnissen im Jahr 2018"
    assert facts.question_drucksache == "19/7338"
    assert facts.asking_group == "DIE LINKE."


@pytest.mark.parametrize(
    ("sender", "ministry"),
    [
        ("des Bundesministeriums des Innern, für Bau und Heimat", "Bundesministerium des Innern, für Bau und Heimat"),
        ("des Auswärtigen Amts", "Auswärtiges Amt"),
        ("der Beauftragten der Bundesregierung für Kultur", "Beauftragte der Bundesregierung für Kultur"),
        (
            "der Parlamentarischen Staatssekretärin beim Bundesministerium der Finanzen",
            "Bundesministerium der Finanzen",
        ),
    ],
)
def test_letter_names_ministry_in_the_nominative_and_date(sender: str, ministry: str) -> None:
    facts = answer_with_letter(
        f"Die Antwort wurde namens der Bundesregierung mit Schreiben {sender} vom 4. März 2014 übermittelt."
    )
    assert (facts.ministry, facts.letter_date) == (ministry, date(2014, 3, 4))


@pytest.mark.parametrize(
    ("lines", "group"),
    [
        (("auf die Kleine Anfrage der Fraktion der AfD", "– Drucksache 21/12 –"), "AfD"),
        (
            ("auf die Kleine Anfrage der Fraktion BÜNDNIS 90/", "DIE GRÜNEN", "– Drucksache 21/12 –"),
            "BÜNDNIS 90/DIE GRÜNEN",
        ),
        (
            (
                "auf die Kleine Anfrage der Abgeordneten Clara Muster, weiterer Abgeordneter",
                "und der Gruppe Die Linke – Drucksache 20/12 (neu) –",
            ),
            "Die Linke",
        ),
        (("auf die Große Anfrage der Fraktionen der CDU/CSU und SPD", "– Drucksache 18/12 –"), "CDU/CSU und SPD"),
        (("auf die Kleine Anfrage des Abgeordneten Max Muster", "– Drucksache 21/12 –"), ""),
    ],
)
def test_asking_group(lines: tuple[str, ...], group: str) -> None:
    paper = Paper()
    paper.put("Deutscher Bundestag Drucksache 21/77", 16, paper.left, gap=0.1)
    paper.put("21. Wahlperiode 14. 02. 2026", 11.5, paper.left)
    paper.y = 150
    paper.put("Antwort", 17, paper.left, bold=True)
    paper.title("der Bundesregierung")
    paper.title(*lines)
    paper.title("Ein Titel")
    paper.answer()
    facts = front_page(paper)
    assert facts.asking_group == group
    assert facts.question_drucksache.endswith("/12")
    assert facts.date == date(2026, 2, 14)
    assert facts.title == "Ein Titel"


def test_bill_and_recommendation_are_named_by_their_subject() -> None:
    paper = Paper()
    paper.put("Deutscher Bundestag Drucksache 18/9825", 16, paper.left, gap=0.1)
    paper.put("18. Wahlperiode 18.11.2016", 11.5, paper.left)
    paper.y = 150
    paper.put("Beschlussempfehlung*)", 17, paper.left, bold=True)
    paper.title("des Innenausschusses (4. Ausschuss)")
    paper.title("zu dem Gesetzentwurf der Bundesregierung", "– Drucksachen 18/9200, 18/9202 –")
    paper.title("Entwurf eines Gesetzes zur Neubestimmung des", "Bleiberechts")
    paper.answer()
    facts = front_page(paper)
    assert facts.document_type == "Beschlussempfehlung"
    assert facts.title == "Entwurf eines Gesetzes zur Neubestimmung des Bleiberechts"
    assert facts.question_drucksache == facts.asking_group == ""


def test_paper_without_title_is_named_by_what_it_belongs_to() -> None:
    paper = Paper()
    paper.put("Deutscher Bundestag Drucksache 18/1017", 16, paper.left, gap=0.1)
    paper.put("18. Wahlperiode 15.05.2014", 11.5, paper.left)
    paper.y = 150
    paper.put("Beschlussempfehlung", 17, paper.left, bold=True)
    paper.title("des Haushaltsausschusses (8. Ausschuss)")
    paper.title("zu dem Entwurf eines Haushaltsgesetzes", "– Drucksache 18/700 –")
    paper.title("hier: Einzelplan 19")
    paper.answer()
    assert front_page(paper).title == "Entwurf eines Haushaltsgesetzes hier: Einzelplan 19"


def test_number_of_the_paper_it_belongs_to_is_not_its_own() -> None:
    paper = Paper()
    paper.put("(zu Drucksache 18/910)", 12, 400, gap=0.1)
    paper.put("Deutscher Bundestag Drucksache 18/1283", 16, paper.left)
    paper.answer()
    assert front_page(paper).number == 1283


@pytest.mark.parametrize(
    ("head", "parliament", "wahlperiode", "number"),
    [
        ("Abgeordnetenhaus Berlin Drucksache 19 / 12 345", "be", 19, 12345),
        ("Landtag Nordrhein-Westfalen 17. Wahlperiode Drucksache 17/1234", "nw", 17, 1234),
        ("Deutscher Bundestag Drucksache 19/1234 (neu)", "bt", 19, 1234),
    ],
)
def test_heads(head: str, parliament: str, wahlperiode: int, number: int) -> None:
    paper = Paper()
    paper.put(head, 12, paper.left, gap=0.1)
    paper.put("100 Seiten", 10, paper.left)
    facts = front_page(paper)
    assert (facts.parliament, facts.wahlperiode, facts.number) == (parliament, wahlperiode, number)


def test_mention_of_a_parliament_makes_no_drucksache() -> None:
    paper = Paper()
    paper.put("Bericht aus dem Bundesrat", 12, paper.left, gap=0.1)
    paper.answer()
    assert front_page(paper) == FrontPage()


def test_type_is_the_largest_print_below_the_head() -> None:
    paper = Paper()
    paper.front()
    paper.answer(*[FILLER] * 3)
    first = paper.pages[0][2]
    paper.pages[0].append(
        replace(first, text="Elektronische Vorab-Fassung*", y0=first.y0 - 20, y1=first.y0 - 9, size=11)
    )
    facts = front_page(paper)
    assert facts.document_type == "Antwort"
    assert facts.title == "Angaben zu Aufenthaltserlaubnissen im Jahr 2018"


def test_title_in_the_size_of_the_text_ends_with_the_bold_print() -> None:
    paper = Paper(body=12)
    paper.front()
    paper.answer(*[FILLER] * 3)
    assert front_page(paper).title == "Angaben zu Aufenthaltserlaubnissen im Jahr 2018"


def test_pdf_that_is_no_drucksache_has_an_empty_front_page() -> None:
    paper = Paper()
    paper.put("Asylgeschäftsstatistik für den Monat Januar 2016", 40, paper.left)
    paper.answer()
    assert front_page(paper) == FrontPage()


def test_empty_document_has_an_empty_structure() -> None:
    structure = read_structure(Paper().document())
    assert structure.front_page == FrontPage()
    assert structure.questions == structure.paragraphs == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vom 1. April 2025", date(2025, 4, 1)),
        ("14. 02. 2013", date(2013, 2, 14)),
        ("am 31. Februar 2018", None),
        ("im Jahr 2018", None),
        ("4. Quartal 2018", None),
    ],
)
def test_dates(text: str, expected: date | None) -> None:
    assert parse_date(text) == expected
