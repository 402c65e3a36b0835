"""What a comparison says of the evenness of its series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.compare.breaks import Break, Tables, find_breaks, find_continuations
from extractor.compare.keys import _rates
from extractor.compare.law_changes import KINDS, changes_between, law_changes
from extractor.compare.series import find_series, vintages
from extractor.compare.times import Time
from extractor.grammar.legal_basis import read_legal_bases
from extractor.messages import catalogue
from tests.compare.papers import PAPERS, YEARS, paper, row

Row = Mapping[str, str]


def breaks_of(*rows: Row, key_number: int = 0) -> Sequence[Break]:
    found = find_series(rows, vintages(paper(doc_id) for doc_id in PAPERS))
    return find_breaks(found[key_number], Tables(rows), "de")


def test_an_even_series_has_no_break() -> None:
    assert breaks_of(row("5", **YEARS[2013]), row("7", "bt-99-2", **YEARS[2014])) == ()


def test_a_change_of_the_law_between_two_points() -> None:
    place = {"legal_basis": "AufenthG § 25a Abs. 1"}
    assert breaks_of(row("5", **place, **YEARS[2013]), row("7", "bt-99-2", **place, **YEARS[2014])) == ()
    (one,) = breaks_of(row("5", "bt-99-2", **place, **YEARS[2014]), row("7", "bt-99-2", **place, **YEARS[2015]))
    assert (one.kind, one.data["day"], one.at) == ("law", "2015-08-01", Time("2015-12-31", "2015-01-01"))


def test_another_name_of_the_law() -> None:
    found = breaks_of(
        row("5", legal_basis="AsylVfG § 26", **YEARS[2013]),
        row("7", "bt-99-3", legal_basis="AsylG § 26", **YEARS[2016]),
    )
    assert [one.kind for one in found] == ["renamed", "gap"]


def test_years_without_a_figure() -> None:
    (one,) = breaks_of(row("5", **YEARS[2013]), row("7", "bt-99-3", **YEARS[2017]))
    assert (one.kind, one.data) == ("gap", {"years": "2014–2016"})


def test_other_words_for_the_same_count() -> None:
    (one,) = breaks_of(
        row("5", row_label="Staat › erteilte Erlaub-nisse 2013"),
        row("7", "bt-99-2", row_label="Staat › Erlaubnisse", **YEARS[2014]),
    )
    assert (one.kind, one.data["old"]) == ("label", "Staat › erteilte Erlaub-nisse")
    assert (
        breaks_of(row("5", row_label="Erlaub-nisse"), row("7", "bt-99-2", row_label="Erlaubnisse", **YEARS[2014])) == ()
    )


def test_a_new_row_beside_a_total() -> None:
    def table(doc_id: str, year: int, *categories: str) -> Sequence[Row]:
        total = row("9", doc_id, row_role="total", row_label="Gesamt", **YEARS[year])
        return (total, *(row("3", doc_id, category=one, row_label=one, **YEARS[year]) for one in categories))

    (one,) = breaks_of(*table("bt-99-1", 2013, "a", "b"), *table("bt-99-2", 2014, "a", "b", "c"))
    assert (one.kind, one.data) == ("rows", {"added": "c", "gone": "–"})
    states = [row("3", "bt-99-2", nationality="SYR", row_label="Syrien", **YEARS[2014])]
    assert breaks_of(*table("bt-99-1", 2013, "a"), *table("bt-99-2", 2014, "a"), *states) == ()


def test_another_register_is_told_and_not_joined() -> None:
    rows = (row("5", register="AZR"), row("7", "bt-99-2", register="BAMF", **YEARS[2014]))
    first, second = find_series(rows, vintages(paper(doc_id) for doc_id in PAPERS))
    found = find_continuations((first, second))
    (one,) = found[first.key.series_id]
    assert (one.kind, one.other, one.data["new"]) == ("continued", second.key.series_id, "BAMF")
    assert found[second.key.series_id][0].kind == "continues"


def test_a_place_that_moved_is_told_and_not_joined() -> None:
    rows = (
        row("5", legal_basis="AufenthG § 60 Abs. 2"),
        row("7", "bt-99-2", legal_basis="AsylG § 4 Abs. 1", **YEARS[2014]),
        row("7", "bt-99-2", legal_basis="AsylG § 3 Abs. 1", **YEARS[2014]),
    )
    first, second, third = find_series(rows, vintages(paper(doc_id) for doc_id in PAPERS))
    found = find_continuations((first, second, third))
    assert [one.other for one in found[first.key.series_id]] == [second.key.series_id]
    assert third.key.series_id not in found


def test_the_list_of_changes_is_sound() -> None:
    changes = law_changes()
    assert len({(one.legal_basis, one.day) for one in changes}) == len(changes)
    for one in changes:
        assert one.kind in KINDS
        assert bool(one.successor) == (one.kind in ("moved", "renamed"))
        assert all(one.notes.values())
        assert one.source
        for place in (one.legal_basis, one.successor):
            if "§" in place:
                assert [basis.canonical for basis in read_legal_bases(place)] == [place]
    assert changes_between("AufenthG § 25b Abs. 1", changes[0].day, changes[-1].day)


def test_every_kind_of_rate_has_a_name() -> None:
    for language in ("de", "en"):
        assert all(f"compare.rate_{code}" in catalogue(language) for _, code in _rates())
