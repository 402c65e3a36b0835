"""From a search to the answers, over real sockets."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from extractor.locate.client import Client
from extractor.locate.dip import DipSource
from extractor.locate.pages import DipLists
from extractor.locate.paper import PaperNumber
from extractor.locate.query import Query
from extractor.model.issue import Issue
from tests.dip_standin import StandIn
from tests.dip_standin.world import MINISTRIES, OTHER_SUBJECTS, add_bundesrat, fill

ANY = Query(titles=("Aufenthaltserlaubnis", "Aufenthaltserlaubnisse", "Duldungen", "Visa", "Niederlassungserlaubnis"))


def pages(standin: StandIn, resource: str) -> list[dict[str, list[str]]]:
    """The parameters of the requests for one list."""
    return [parse_qs(urlsplit(path).query) for path in standin.requests if urlsplit(path).path == f"/api/v1/{resource}"]


@pytest.mark.parametrize("four_values", [False, True])
def test_more_than_two_pages_and_every_record_once(standin: StandIn, client: Client, four_values: bool) -> None:
    fill(standin.world, 260)
    fill(standin.world, 30, first=9001, subjects=OTHER_SUBJECTS)
    standin.world.four_values = four_values
    found = list(DipSource(client, print).find(ANY))
    assert len(found) == len({paper.doc_id for paper in found}) == 260
    walked = pages(standin, "vorgang")
    # Three pages, and the empty one that ends the walk.
    assert len([page for page in walked if "f.titel" in page]) == 4
    cursors = [page["cursor"][0] for page in walked if "cursor" in page]
    assert len(cursors) == len(set(cursors)) == 3
    if four_values:
        assert any(set("+/=") & set(cursor) for cursor in cursors)
    # Every page repeats all filters: a cursor alone walks over everything.
    assert all(page["f.vorgangstyp"] == ["Kleine Anfrage", "Große Anfrage"] for page in walked if "cursor" in page)


def test_what_is_said_of_an_answer(standin: StandIn, client: Client) -> None:
    vorgang = standin.world.add_question("21/7563", "Zahl der Duldungen")
    drucksache = standin.world.answer(vorgang, "21/7982", ministry=MINISTRIES[1])
    (paper,) = DipSource(client, print).find(Query(titles=("Duldungen",)))
    assert paper.doc_id == "bt-21-7982"
    assert paper.number == "21/7982"
    assert paper.title == "Zahl der Duldungen"
    assert paper.question_number == "21/7563"
    assert paper.ministry == "Auswärtiges Amt"
    assert paper.asking_group == "Fraktion DIE LINKE"
    assert (paper.date, paper.distributed) == ("2026-09-10", "2026-09-16")
    assert paper.updated == "2026-09-16T07:51:29+02:00"
    assert paper.md5 == standin.world.papers[drucksache].record["pdf_hash"]
    assert paper.url == f"{standin.base}/btd/21/079/2107982.pdf"
    assert (paper.record_id, paper.vorgang_id, paper.wahlperiode) == (drucksache, vorgang, 21)


def test_no_answer_one_answer_and_two(standin: StandIn, client: Client) -> None:
    world = standin.world
    world.add_question("21/1", "Visa ohne Antwort")
    twice = world.add_question("21/3", "Visa mit Nachtrag")
    world.answer(twice, "21/4")
    world.answer(twice, "21/99")
    once = world.add_question("21/5", "Visa mit Antwort")
    world.answer(once, "21/6")
    found = DipSource(client, print).find(Query(titles=("Visa",)))
    assert sorted(paper.number for paper in found) == ["21/4", "21/6", "21/99"]


def test_documents_inserted_between_two_pages_are_neither_lost_nor_doubled(standin: StandIn, client: Client) -> None:
    fill(standin.world, 250)
    inserted: list[str] = []

    def insert(resource: str, parameters: dict[str, list[str]]) -> None:
        if resource == "vorgang" and "cursor" in parameters and not inserted:
            for number, day in ((5001, "2026-10-30"), (5003, "2025-01-02")):
                vorgang = standin.world.add_question(f"21/{number}", "Duldungen dazwischen", day=day)
                standin.world.answer(vorgang, f"21/{number + 1}", day=day, distributed=day)
                inserted.append(f"21/{number + 1}")

    standin.before_page = insert
    found = [paper.number for paper in DipSource(client, print).find(ANY)]
    assert len(found) == len(set(found))
    # The newer one stands before the cursor and is left to the next search; the older one is seen by this one.
    assert inserted[0] not in found
    assert inserted[1] in found
    assert len(found) == 251


def test_descriptors_are_united_on_our_side(standin: StandIn, client: Client) -> None:
    for number, names in ((1, ("Duldung",)), (3, ("Bleiberecht",)), (5, ("Duldung", "Bleiberecht")), (7, ("Wald",))):
        vorgang = standin.world.add_question(f"21/{number}", "Titel", descriptors=names)
        standin.world.answer(vorgang, f"21/{number + 1}")
    found = [paper.number for paper in DipSource(client, print).find(Query(descriptors=("Duldung", "Bleiberecht")))]
    assert sorted(found) == ["21/2", "21/4", "21/6"]


def test_a_search_by_ministry_group_period_and_dates(standin: StandIn, client: Client) -> None:
    fill(standin.world, 60)
    fill(standin.world, 10, period=20)
    query = Query(
        ministries=(MINISTRIES[1],),
        groups=("Fraktion der AfD", "Fraktion DIE LINKE"),
        wahlperioden=(21,),
        start=date(2025, 5, 1),
        end=date(2025, 5, 31),
    )
    found = list(DipSource(client, print).find(query))
    assert found
    for paper in found:
        assert paper.ministry == MINISTRIES[1]
        assert paper.asking_group in query.groups
        assert paper.wahlperiode == 21
        assert "2025-05-01" <= paper.date <= "2025-05-31"
    expected = [
        paper.record
        for paper in standin.world.papers.values()
        if paper.record["drucksachetyp"] == "Antwort"
        and paper.record["wahlperiode"] == 21
        and paper.record["ressort"][0]["titel"] == MINISTRIES[1]
        and "2025-05-01" <= paper.record["datum"] <= "2025-05-31"
        and standin.world.vorgaenge[paper.record["vorgangsbezug"][0]["id"]]["initiative"][0] in query.groups
    ]
    assert len(found) == len(expected)


def test_the_number_of_the_question_leads_to_the_answer(standin: StandIn, client: Client) -> None:
    fill(standin.world, 5)
    (paper,) = DipSource(client, print).find(Query(numbers=("21/3",)))
    assert paper.number == "21/4"


def test_a_paper_by_its_own_number(standin: StandIn, client: Client) -> None:
    fill(standin.world, 5)
    add_bundesrat(standin.world)
    question = DipSource(client, print).by_number(PaperNumber("bt", 21, 3))
    assert question.document_type == "Kleine Anfrage"
    assert question.title.startswith("Erteilung der Niederlassungserlaubnis")


def test_old_numbers_with_a_zero(standin: StandIn, client: Client) -> None:
    vorgang = standin.world.add_question("7/5896", "Berufsbildung", day="1976-11-23")
    standin.world.answer(vorgang, "7/5900", day="1976-11-24", distributed="1976-11-24")
    assert DipSource(client, print).by_number(PaperNumber("bt", 7, 5900)).number == "7/5900"


def test_a_missing_and_a_void_address_of_the_pdf(standin: StandIn, client: Client) -> None:
    fill(standin.world, 2)
    records = [paper.record for paper in standin.world.papers.values() if paper.record["drucksachetyp"] == "Antwort"]
    del records[0]["fundstelle"]["pdf_url"]
    records[1]["fundstelle"]["pdf_url"] = "https://dserver.bundestag.de/null"
    assert [paper.url for paper in DipSource(client, print).find(ANY)] == ["", ""]


def test_a_paper_that_the_list_does_not_have_yet(standin: StandIn, client: Client) -> None:
    fill(standin.world, 2)
    answers = [paper for paper in standin.world.papers.values() if paper.record["drucksachetyp"] == "Antwort"]
    answers[0].listed = False
    standin.world.changed()
    found = {paper.number: paper.md5 for paper in DipSource(client, print).find(ANY)}
    assert found["21/2"] == ""
    assert found["21/4"] != ""


def test_few_hits_among_many_take_few_requests(standin: StandIn, client: Client) -> None:
    fill(standin.world, 150)
    standin.requests.clear()
    found = list(DipSource(client, print).find(ANY))
    assert len(found) == 150
    # Two pages of Vorgänge, two of positions, two of Drucksachen, and the ends of the walks.
    assert len(standin.requests) <= 12


def test_fewer_records_than_announced_are_reported(standin: StandIn, client: Client, issues: list[Issue]) -> None:
    fill(standin.world, 150)

    def shrink(resource: str, parameters: dict[str, list[str]]) -> None:
        if "cursor" in parameters:
            standin.world.vorgaenge.clear()
            standin.world.changed()

    standin.before_page = shrink
    lists = DipLists(client, issues.append)
    assert sum(len(page.records) for page in lists.walk("vorgang", [("f.wahlperiode", "21")])) == 100
    assert [issue.code for issue in issues] == ["locate.fewer_than_announced"]


def test_nothing_found(standin: StandIn, client: Client) -> None:
    fill(standin.world, 3)
    assert list(DipSource(client, print).find(Query(titles=("Solaranlagen",)))) == []


def test_the_count_costs_one_request_a_branch(standin: StandIn, client: Client) -> None:
    fill(standin.world, 120)
    assert DipSource(client, print).count(Query(titles=("Duldungen",), descriptors=("Duldung",))) == 24 + 60
    assert len(standin.requests) == 2
