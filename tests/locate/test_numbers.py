"""Numbers, addresses and links of papers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.locate.links import LinkKind, parse_link
from extractor.locate.paper import Paper as PaperRecord
from extractor.locate.paper import PaperNumber, doc_id_for, is_safe_doc_id, merged, paper_url, parse_number

BASE = "https://dserver.bundestag.de"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("21/1353", "21/1353"),
        (" BT-Drs. 21/1353 ", "21/1353"),
        ("Drucksache 19/8701", "19/8701"),
        ("Bundestagsdrucksache 18/705", "18/705"),
        ("07/5896", "7/5896"),
        ("bt-21-1353", "21/1353"),
        ("20/12 (neu)", "20/12 (neu)"),
        ("2025/12", None),
        ("21/1353.pdf", None),
        ("695/2/99", None),
        ("", None),
    ],
)
def test_numbers_as_people_write_them(text: str, printed: str | None) -> None:
    number = parse_number(text)
    assert (number.printed if number else None) == printed


@given(st.integers(1, 99), st.integers(1, 99_999))
def test_every_name_of_a_number_leads_back_to_it(period: int, running: int) -> None:
    number = PaperNumber("bt", period, running)
    assert parse_number(number.printed) == number
    assert parse_number(number.doc_id) == number
    link = parse_link(paper_url(number, BASE))
    assert link is not None and link.number == number
    assert is_safe_doc_id(number.doc_id)


@pytest.mark.parametrize(
    ("number", "path"),
    [
        ("19/1", "/btd/19/000/1900001.pdf"),
        ("20/15151", "/btd/20/151/2015151.pdf"),
        ("21/7982", "/btd/21/079/2107982.pdf"),
        ("07/5896", "/btd/07/058/0705896.pdf"),
    ],
)
def test_the_rule_of_the_addresses(number: str, path: str) -> None:
    parsed = parse_number(number)
    assert parsed is not None
    assert paper_url(parsed, BASE) == BASE + path


def test_no_rule_is_guessed_for_new_prints() -> None:
    number = parse_number("20/12 (neu)")
    assert number is not None
    assert paper_url(number, BASE) == ""


def test_names_of_other_numbers_are_safe_file_names() -> None:
    assert doc_id_for("br", "695/2/99") == "br-695-2-99"
    assert is_safe_doc_id(doc_id_for("br", "zu 695/2/99 (2)"))
    assert doc_id_for("bt", "../..") == ""


@given(st.text(max_size=60))
def test_no_name_leaves_its_folder(text: str) -> None:
    if is_safe_doc_id(text):
        assert set(text) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("link", "kind", "what"),
    [
        ("https://dserver.bundestag.de/btd/21/013/2101353.pdf", LinkKind.NUMBER, "21/1353"),
        ("http://dipbt.bundestag.de:80/dip21/btd/18/057/1805714.pdf", LinkKind.NUMBER, "18/5714"),
        ("http://dipbt.bundestag.de/doc/btd/18/057/1805714.pdf", LinkKind.NUMBER, "18/5714"),
        ("https://dip.bundestag.de/vorgang/ein-langer-titel/324642", LinkKind.VORGANG, "324642"),
        ("https://dip.bundestag.de/drucksache/auf-die-anfrage/290675?f.x=1", LinkKind.DRUCKSACHE, "290675"),
        ("https://search.dip.bundestag.de/api/v1/vorgang/1", LinkKind.VORGANG, "1"),
        (
            "https://pardok.parlament-berlin.de/starweb/adis/citat/S19-10006.pdf",
            LinkKind.FILE,
            "19/10006",
        ),
    ],
)
def test_links(link: str, kind: LinkKind, what: str) -> None:
    parsed = parse_link(link)
    assert parsed is not None
    assert parsed.kind is kind
    assert (parsed.number.printed if parsed.number else parsed.record_id) == what


@pytest.mark.parametrize(
    "link",
    [
        "https://dip.bundestag.de/suche?term=x",
        "https://www.bundestag.de/",
        "https://evil.example/btd/21/013/9999999.html",
    ],
)
def test_other_pages_are_no_papers(link: str) -> None:
    assert parse_link(link) is None


def test_a_number_alone_does_not_wipe_out_what_is_known() -> None:
    full = PaperRecord("bt-21-1", "dip", "21/1", "https://x/1.pdf", title="Titel", md5="a" * 32)
    bare = PaperRecord("bt-21-1", "list", "21/1", "")
    assert merged(bare, full).title == "Titel"
    assert merged(bare, full).url == "https://x/1.pdf"
