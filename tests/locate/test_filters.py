"""Filters are checked before they are sent, and results against them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.client import Client
from extractor.locate.dip import DipSource, vorgang_filters
from extractor.locate.filters import check_filters, filter_rules, parse_filters
from extractor.locate.guard import has_phrase
from extractor.locate.pages import DipLists
from extractor.locate.query import Query
from extractor.model.issue import Issue
from tests.dip_standin import StandIn
from tests.dip_standin.world import OTHER_SUBJECTS, fill


def test_a_wrong_name_is_refused_with_a_suggestion_and_nothing_is_sent(standin: StandIn, client: Client) -> None:
    lists = DipLists(client, print)
    with pytest.raises(ExtractorError) as refused:
        lists.page("vorgang", [("f.deskriptoren", "Duldung")])
    assert refused.value.code == "locate.unknown_filter"
    assert refused.value.exit_code is ExitCode.USAGE
    assert refused.value.data["suggestion"] == "f.deskriptor"
    assert standin.requests == []


@pytest.mark.parametrize("name", ["f.deskriptor", "f.vorgang", "f.sachgebiet"])
def test_a_filter_of_another_list_is_refused(name: str, standin: StandIn, client: Client) -> None:
    with pytest.raises(ExtractorError) as refused:
        DipLists(client, print).page("drucksache", [(name, "1")])
    assert refused.value.code == "locate.misplaced_filter"
    assert standin.requests == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("f.titel", " "),
        ("f.wahlperiode", "neunzehn"),
        ("f.id", "１２"),
        ("f.datum.start", "2026-08-01T00:00:00"),
        ("f.datum.start", "2026-02-30"),
        ("f.aktualisiert.start", "2026-08-01"),
        ("f.zuordnung", "bt"),
    ],
)
def test_values_the_service_cannot_use_are_refused(name: str, value: str) -> None:
    with pytest.raises(ExtractorError) as refused:
        check_filters("drucksache", [(name, value)])
    assert refused.value.code == "locate.bad_filter_value"


def test_what_may_stand_once_only() -> None:
    check_filters("vorgang", [("f.titel", "a"), ("f.titel", "b")])
    with pytest.raises(ExtractorError):
        check_filters("vorgang", [("f.datum.start", "2026-01-01"), ("f.datum.start", "2026-01-02")])


def test_the_table_of_filters_is_that_of_the_official_description(shared: Path) -> None:
    text = (shared / "dip" / "openapi-1.4.yaml").read_text(encoding="utf-8")
    parameters = dict(re.findall(r"^    (\w+):\n      name: \"(f\.[\w.]+)\"$", text, re.MULTILINE))
    for resource in ("vorgang", "vorgangsposition", "drucksache", "drucksache-text"):
        block = text.split(f"\n  /{resource}:\n")[1].split("\n  /")[0]
        official = {parameters[name] for name in re.findall(r"parameters/(\w+)\"", block) if name in parameters}
        ours = {rule.name for rule in filter_rules().values() if resource in rule.resources}
        assert ours == official


def test_typed_filters() -> None:
    assert parse_filters(["sachgebiet=Recht", "f.titel=a=b"]) == (("f.sachgebiet", "Recht"), ("f.titel", "a=b"))
    with pytest.raises(ExtractorError):
        parse_filters(["sachgebiet"])


def test_what_the_service_joins_by_and_becomes_several_requests() -> None:
    query = Query(titles=("a", "b c"), descriptors=("x", "y"), groups=("g", "h"), wahlperioden=(20, 21))
    branches = vorgang_filters(query)
    assert len(branches) == 3 * 2
    for branch in branches:
        assert sum(name == "f.deskriptor" for name, _ in branch) <= 1
        assert sum(name == "f.initiative" for name, _ in branch) == 1
        assert [value for name, value in branch if name == "f.wahlperiode"] == ["20", "21"]


def test_an_ignored_filter_is_noticed_by_the_records(
    standin: StandIn, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.dip_standin import lists

    fill(standin.world, 5, period=21)
    fill(standin.world, 5, period=20)
    monkeypatch.delitem(lists._FILTERS["vorgang"], "f.wahlperiode")
    with pytest.raises(ExtractorError) as noticed:
        list(DipSource(client, print).find(Query(titles=("Visa",), wahlperioden=(20,))))
    assert noticed.value.code == "locate.filter_ignored"
    assert noticed.value.data["filters"] == "f.wahlperiode"


def test_an_ignored_title_is_noticed_by_the_number_of_hits(
    standin: StandIn, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.dip_standin import lists

    fill(standin.world, 20, subjects=OTHER_SUBJECTS)
    monkeypatch.delitem(lists._FILTERS["vorgang"], "f.titel")
    with pytest.raises(ExtractorError) as noticed:
        list(DipSource(client, print).find(Query(titles=("Duldung",))))
    assert noticed.value.code == "locate.filter_ignored"


def test_hits_that_fit_by_a_synonym_only_are_reported_and_kept(
    standin: StandIn, client: Client, issues: list[Issue]
) -> None:
    fill(standin.world, 20, subjects=OTHER_SUBJECTS)
    fill(standin.world, 3, first=900)
    with standin.world.lock:
        for record in standin.world.vorgaenge.values():
            if "Duldungen" in record["titel"]:
                record["deskriptor"] = [*record["deskriptor"], {"name": "Aussetzung der Abschiebung"}]
    standin.before_page = lambda resource, parameters: parameters.update(
        {"f.deskriptor": ["Aussetzung der Abschiebung"]} if parameters.get("f.deskriptor") == ["Duldungsrecht"] else {}
    )
    found = list(DipSource(client, issues.append).find(Query(descriptors=("Duldungsrecht",))))
    assert len(found) == 1
    assert [issue.code for issue in issues] == ["locate.filter_doubtful"]


@pytest.mark.parametrize(
    ("title", "phrase", "fits"),
    [
        ("Erteilung von Aufenthaltserlaubnissen nach § 25", "Aufenthaltserlaubnis", True),
        ("Blaue Karte EU", "blaue karte", True),
        ("Karte, blaue", "blaue karte", False),
        ("Wald", "Duldung", False),
    ],
)
def test_words_and_phrases(title: str, phrase: str, fits: bool) -> None:
    assert has_phrase(title, phrase) is fits
