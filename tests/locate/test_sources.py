"""Other sources behind the same protocol, and what a user may name as input."""

from __future__ import annotations

import resource
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from extractor.errors import ExitCode, ExtractorError
from extractor.locate import is_remote, resolve_inputs
from extractor.locate.choose import open_source
from extractor.locate.client import Client
from extractor.locate.export_feed import read_export
from extractor.locate.feed import write_summary
from extractor.locate.fetch import Fetcher, FetchStatus
from extractor.locate.memory import Change
from extractor.locate.paper import Paper
from extractor.locate.query import Query, load_search, parse_search, saved_searches
from extractor.locate.settings import NetworkSettings, settings_from_environment
from extractor.locate.store import Store
from extractor.model.issue import Issue
from tests.dip_standin import Fault, StandIn
from tests.dip_standin.berlin import EXPORT_PATH, add_berlin, set_export, vorgang_xml
from tests.dip_standin.pdfs import make_pdf
from tests.dip_standin.world import fill

BERLIN = Query(titles=("Aufenthaltserlaubnis",), source="berlin")


def test_the_berlin_parliament(standin: StandIn, client: Client, store: Store, issues: list[Issue]) -> None:
    add_berlin(standin.world)
    source = open_source("berlin", client, issues.append)
    (paper,) = source.find(BERLIN)
    assert paper.doc_id == "be-19-10006"
    assert paper.date == "2021-11-24"
    assert paper.ministry == "Senatsverwaltung für Inneres"
    assert paper.document_type == "Schriftliche Anfrage"
    assert Fetcher(client, store, issues.append).fetch(paper).status is FetchStatus.NEW
    assert store.paper_path("be-19-10006").is_file()
    # The second search asks whether the export changed, and is told that it did not.
    assert len(list(source.find(BERLIN))) == 1
    assert [path for path in standin.requests if path == EXPORT_PATH] == [EXPORT_PATH] * 2
    assert "if-none-match" in standin.headers[-1]


def test_a_new_export_is_noticed_and_a_cut_one_is_not_taken(standin: StandIn, client: Client) -> None:
    add_berlin(standin.world)
    source = open_source("berlin", client, print)
    list(source.find(BERLIN))
    url = f"{standin.base}/starweb/S19-10009.pdf"
    set_export(standin.world, [vorgang_xml("V-9", "19/10009", "Aufenthaltserlaubnis", url)])
    standin.faults.add(Fault("silent_cut", path=EXPORT_PATH))
    assert [paper.number for paper in source.find(BERLIN)] == ["19/10009"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (Query(titles=("Wald",)), []),
        (Query(descriptors=("Ausländerrecht",)), ["19/2"]),
        (Query(numbers=("19/1",)), ["19/1"]),
        (Query(ministries=("Senatsverwaltung für Inneres",)), ["19/1", "19/2"]),
        (Query(groups=("Grüne",), titles=("Duldung",)), ["19/2"]),
    ],
)
def test_a_query_means_the_same_on_an_export(query: Query, numbers: list[str]) -> None:
    parts = [
        vorgang_xml("V-1", "19/1", "Aufenthaltserlaubnis", "https://x/1.pdf"),
        vorgang_xml("V-2", "19/2", "Duldung", "https://x/2.pdf", descriptor="Ausländerrecht"),
        vorgang_xml("V-3", "19/3", "Duldung", "https://x/3.pdf", answered=False),
        vorgang_xml("V-4", "19/4", "Duldung", "https://x/4.pdf"),
        vorgang_xml("V-4", "", "", "", deleted=True),
    ]
    text = "<Export>" + "".join(parts) + "</Export>"
    assert [paper.number for paper in read_export(BytesIO(text.encode()), query, "x")] == numbers


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><Export><Vorgang><VID>&a;</VID></Vorgang></Export>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Export>&a;</Export>',
        "<Export><Vorgang>",
        "<html/>",
        "",
    ],
)
def test_an_export_that_is_none_or_does_harm(text: str) -> None:
    with pytest.raises(ExtractorError) as bad:
        list(read_export(BytesIO(text.encode()), Query(), "x.xml"))
    assert bad.value.exit_code is ExitCode.INPUT_UNREADABLE


@pytest.mark.slow
def test_a_large_export_is_read_in_constant_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("<Export>")
        for index in range(60_000):
            stream.write(vorgang_xml(f"V-{index}", f"19/{index}", "Solaranlagen " + "x" * 300, "https://x/1.pdf"))
        stream.write("</Export>")
    assert path.stat().st_size > 50_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with path.open("rb") as opened:
        assert list(read_export(opened, BERLIN, "x")) == []
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000


def test_a_folder_and_a_list(client: Client, tmp_path: Path) -> None:
    (tmp_path / "1908701.pdf").write_bytes(make_pdf(["x"]))
    (tmp_path / "notes.pdf").write_bytes(make_pdf(["y"]))
    (tmp_path / "list.txt").write_text(
        "# remark\n21/2; the answer\n\nhttps://dserver.bundestag.de/btd/21/000/2100004.pdf\n"
    )
    folder = open_source(str(tmp_path), client, print)
    assert [paper.number for paper in folder.find(Query())] == ["19/8701", ""]
    assert folder.count(Query(wahlperioden=(19,))) == 1
    listed = open_source(str(tmp_path / "list.txt"), client, print)
    assert [paper.number for paper in listed.find(Query())] == ["21/2", "21/4"]
    with pytest.raises(ExtractorError):
        open_source("nowhere", client, print)


def test_inputs_of_all_kinds(
    standin: StandIn, settings: NetworkSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(standin.world, 10)
    monkeypatch.chdir(tmp_path)
    Path("searches").mkdir()
    Path("searches/visa.toml").write_text('titles = ["Visa"]\n')
    Path("own.pdf").write_bytes(make_pdf(["eigen"]))
    Path("list.txt").write_text("21/2\nown.pdf\n21/9999\n")
    vorgang = next(iter(standin.world.vorgaenge))
    old = "http://dipbt.bundestag.de/dip21/btd/21/000/2100006.pdf"
    inputs = ["own.pdf", "visa", old, f"{standin.api}/vorgang/{vorgang}", "list.txt", "nothing.pdf"]
    resolved = list(resolve_inputs(inputs, settings))
    names = [entry.path.name if entry.path else entry.issue and entry.issue.code for entry in resolved]
    assert names == [
        "own.pdf",
        "bt-21-20.pdf",
        "bt-21-10.pdf",
        "bt-21-6.pdf",
        "bt-21-2.pdf",
        "bt-21-2.pdf",
        "own.pdf",
        "locate.no_such_number",
        "nothing.pdf",
    ]
    assert all(entry.path.is_file() for entry in resolved[:-2] if entry.path)


def test_files_need_no_network(tmp_path: Path) -> None:
    assert not is_remote(str(tmp_path))
    assert not is_remote("answer.pdf")
    (entry,) = resolve_inputs(["answer.pdf"], None)
    assert entry.path == Path("answer.pdf")


def test_a_key_that_has_run_out_leaves_the_rule_of_the_addresses(
    standin: StandIn, settings: NetworkSettings, issues: list[Issue]
) -> None:
    fill(standin.world, 3)
    (entry,) = resolve_inputs(["21/2"], replace(settings, api_key="old" * 14), issues.append)
    assert entry.path is not None and entry.path.is_file()
    assert [issue.code for issue in issues] == ["locate.key_refused"]


def test_the_search_that_ships() -> None:
    assert "permits" in saved_searches()
    query = load_search("permits")
    assert "Aufenthaltserlaubnis" in query.titles
    assert "Duldung" in query.descriptors
    assert query.fingerprint == load_search("permits").fingerprint != replace(query, titles=()).fingerprint


@pytest.mark.parametrize(
    "table",
    [
        {"titel": ["x"]},
        {"titles": "x"},
        {"wahlperioden": ["21"]},
        {"start": "gestern"},
        {"source": 1},
        {"titles": [""]},
    ],
)
def test_a_wrong_search_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(ExtractorError) as bad:
        parse_search(table, "x.toml")
    assert bad.value.exit_code is ExitCode.CONFIGURATION_INVALID


def test_settings_of_environment_and_configuration() -> None:
    settings = settings_from_environment(
        {"pace": 2.5, "allow_host": ["a.example"], "dip_api_key": "from-file"},
        {"EXTRACTOR_DIP_API_KEY": "from-environment", "EXTRACTOR_DIP_URL": "https://x.example/api/"},
    )
    assert (settings.api_key, settings.pace, settings.allowed_hosts) == ("from-environment", 2.5, ("a.example",))
    assert settings.dip_url == "https://x.example/api"
    with pytest.raises(ExtractorError):
        settings_from_environment({}, {"EXTRACTOR_PACE": "schnell"})


def test_the_summaries_of_a_run(tmp_path: Path) -> None:
    evil = Paper("bt-21-2", "dip", "21/2", "https://x/2.pdf", title="<b>[x](y)</b> & \x0b|", date="2026-01-01")
    change = Change(evil, "a" * 64, "new", "vorabfassung", "2026-11-01T00:00:00+00:00")
    old = replace(change, sha256="b" * 64, noticed_at="2026-10-01T00:00:00+00:00")
    words = {"title": "T", "nothing": "N", "new": "Neu", "changed": "Geändert", "vorabfassung": "vorab"}
    write_summary(tmp_path, "permits", [change], [old], {"papers": 1}, words)
    feed = ElementTree.fromstring((tmp_path / "feed.atom").read_text(encoding="utf-8"))  # noqa: S314
    ids = [entry.text for entry in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert len(set(ids)) == 3
    assert next(feed.iter("{http://www.w3.org/2005/Atom}updated")).text == change.noticed_at
    markdown = (tmp_path / "latest.md").read_text(encoding="utf-8")
    assert "<b>" not in markdown.replace("\\<b", "")
    assert "(vorab)" in markdown
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write_summary(tmp_path, "permits", [change], [old], {"papers": 1}, words)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first
