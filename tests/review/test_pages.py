"""Who may ask what of the server, and what each act writes."""

from __future__ import annotations

import csv
import io
import os
import sys
import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from extractor.batch.pool import End
from extractor.batch.work import Outcome, Task
from extractor.cli import run_command
from extractor.corrections import load_corrections
from extractor.errors import ExitCode, ExtractorError
from extractor.pipeline import Options
from extractor.review.desk import Desk
from extractor.review.guard import Guard
from extractor.review.pages import make_app
from extractor.review.process import KeptProcess
from extractor.write import DATASET_FILES, Part
from tests.cli.papers import PAPER
from tests.review.desks import EVIL, SCRIPT, WRONG, make_desk, wait

GUARD = Guard(8765, "secret-token")
ADDRESS = "http://127.0.0.1:8765"


class Browser:
    """A client that has opened the address shown at the start."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.client: FlaskClient = make_app(desk, GUARD, "de").test_client()
        assert self.get("/?token=secret-token").status_code == 303

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, base_url=ADDRESS, headers=headers)

    def post(self, path: str, **fields: object) -> TestResponse:
        return self.client.post(path, base_url=ADDRESS, headers={"Origin": ADDRESS}, data=fields)

    def upload(self, **files: bytes) -> TestResponse:
        answer = self.post("/uploads", pdfs=[(io.BytesIO(data), f"{name}.pdf") for name, data in files.items()])
        wait(self.desk)
        return answer


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    return Browser(make_desk(tmp_path / "dataset"))


@pytest.fixture
def table(browser: Browser) -> str:
    """The address of the table with the misprinted sum."""
    assert browser.upload(wrong=WRONG).status_code == 303
    view = browser.desk.view()
    assert view is not None
    (key,) = view.tables
    return f"/tables/{key[0]}/{key[1]}"


def figures(browser: Browser) -> dict[str, dict[str, str]]:
    with (browser.desk.folder / "observations.csv").open(encoding="utf-8") as stream:
        return {f"r{row['row']}c{row['col']}": row for row in csv.DictReader(stream)}


# Who may ask


@pytest.mark.parametrize("path", ["/", "/progress", "/export", "/static/review.js", "/tables/a/b", "/nothing"])
def test_without_the_token_nothing_is_told(browser: Browser, path: str) -> None:
    stranger = browser.client.application.test_client()
    for address in (path, f"{path}?token=wrong"):
        assert stranger.get(address, base_url=ADDRESS).status_code == 403


def test_a_name_that_leads_here_is_refused(browser: Browser) -> None:
    for host in ("evil.example:8765", "127.0.0.1:8766", "127.0.0.1", "localhost.evil.example:8765"):
        answer = browser.client.get("/", base_url=ADDRESS, headers={"Host": host})
        assert answer.status_code == 403, host
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "null"}, {"Origin": "http://evil.example"}, {"Origin": "http://127.0.0.1:8766"}]
)
@pytest.mark.parametrize("path", ["/uploads", "/undo", "/disputes", "/tables/a/b"])
def test_another_origin_changes_nothing(browser: Browser, path: str, headers: dict[str, str]) -> None:
    assert browser.client.post(path, base_url=ADDRESS, headers=headers).status_code == 403


def test_the_cookie_is_for_this_page_only(browser: Browser) -> None:
    answer = browser.get("/?token=secret-token")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    policy = browser.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


# What may be uploaded


def test_what_is_no_pdf_is_refused_and_the_rest_is_read(browser: Browser) -> None:
    browser.upload(paper=PAPER, page=b"<html><script>alert(1)</script>")
    assert "page.pdf ist keine PDF-Datei" in browser.get("/").text
    assert [path.name for path in (browser.desk.folder / "uploads").iterdir()] == ["paper.pdf"]


@pytest.mark.parametrize("name", ["../../evil.pdf", "/etc/evil.pdf", "..\\evil.pdf", "....//evil.pdf"])
def test_no_name_leads_out_of_the_folder(browser: Browser, tmp_path: Path, name: str) -> None:
    browser.post("/uploads", pdfs=[(io.BytesIO(PAPER), name)])
    wait(browser.desk)
    (kept,) = tmp_path.rglob("*evil.pdf")
    assert kept.parent == browser.desk.folder / "uploads"


def test_other_bytes_of_the_same_name_stay_apart(browser: Browser) -> None:
    for data in (PAPER, WRONG, PAPER):
        browser.upload(paper=data)
    assert {path.name for path in (browser.desk.folder / "uploads").iterdir()} == {"paper.pdf", "paper-2.pdf"}
    view = browser.desk.view()
    assert view is not None
    assert len(view.documents) == 2


def test_too_much_at_once_is_refused(browser: Browser) -> None:
    browser.client.application.config["MAX_CONTENT_LENGTH"] = 1000
    answer = browser.post("/uploads", pdfs=[(io.BytesIO(b"%PDF-" + bytes(2000)), "a.pdf")])
    assert answer.status_code == 413
    assert "zu viel auf einmal" in answer.text
    browser.client.application.config["MAX_CONTENT_LENGTH"] = None
    answer = browser.post("/uploads", pdfs=[(io.BytesIO(b"%PDF-"), f"{number}.pdf") for number in range(201)])
    assert answer.status_code == 413
    assert not (browser.desk.folder / "uploads").exists()


def test_a_paper_that_cannot_be_read_is_named(browser: Browser) -> None:
    browser.upload(broken=b"%PDF-1.4 and nothing else")
    assert "broken.pdf" in browser.get("/").text


def test_a_fault_of_ours_is_told(browser: Browser, table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("extractor.review.desk.run_batch", fail)
    browser.upload(paper=PAPER)
    shown = browser.get("/").text
    assert "paper.pdf" in shown
    assert "by nought" in shown
    answer = browser.post(table, act="accept", cell="r3c4")
    assert answer.status_code == 500
    assert "by nought" not in answer.text


@pytest.mark.parametrize("path", ["/static/../pages.py", "/static/%2e%2e/pages.py", "/tables/..%2f..%2fetc/passwd"])
def test_no_address_leads_out(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code in (400, 404)


# Acts


def test_a_correction_turns_the_sums(browser: Browser, table: str) -> None:
    before = browser.get(table).text
    assert "widersprüchlich" in before
    answer = browser.post(table, act="correct", cell="r3c4", field="value_raw", right="290")
    assert answer.status_code == 303
    after = browser.get(table).text
    assert "stimmt nicht: 0" in after
    assert "widersprüchlich" not in after
    (correction,) = load_corrections(browser.desk.folder / "corrections")
    assert (correction.cell, correction.read, correction.right, correction.by) == ("r3c4", "280", "290", "A. Muster")
    assert correction.file == "A-Muster.toml"

    browser.post(table, act="correct", cell="r3c4", field="value_raw", right="291")
    (correction,) = load_corrections(browser.desk.folder / "corrections")
    assert (correction.read, correction.right) == ("280", "291")
    assert figures(browser)["r3c4"]["value"] == "291"

    for expected in ("290", "280"):
        browser.post("/undo")
        assert figures(browser)["r3c4"]["value"] == expected
    assert not list((browser.desk.folder / "corrections").iterdir())
    browser.post("/undo")
    assert "nichts zurückzunehmen" in browser.get("/").text


def test_accepting_and_how_much_is_done(browser: Browser, table: str) -> None:
    assert "0 von 1 geprüft" in browser.get("/").text
    browser.post(table, act="accept", cell="r3c4")
    assert figures(browser)["r3c4"]["evidence"].split(";")[-1] == "reviewed"
    browser.post(table, act="accept_all", cell="r3c4")
    assert "1 von 1 geprüft" in browser.get("/").text
    assert all(one.read == one.right for one in load_corrections(browser.desk.folder / "corrections"))


def test_the_meaning_of_a_column(browser: Browser, table: str) -> None:
    browser.post(table, act="correct", cell="r3c2", field="sex", right="X", scope="col", why="Fußnote")
    assert {place for place, one in figures(browser).items() if one["sex"] == "X"} == {
        f"r{row}c2" for row in range(2, 8)
    }
    assert {one.why for one in load_corrections(browser.desk.folder / "corrections")} == {"Fußnote"}


def test_what_is_no_value_is_not_written(browser: Browser, table: str) -> None:
    for fields in ({"field": "value_raw", "right": "viel"}, {"field": "flags", "right": ""}, {"cell": "r9c9"}):
        browser.post(table, **{"act": "correct", "cell": "r3c2", "field": "reference_date", "right": "bald", **fields})
        assert "ist kein Wert" in browser.get(table).text
    assert not (browser.desk.folder / "corrections").exists()
    assert browser.post(table, act="dance").status_code == 400
    assert browser.post(table, act="accept", cell="r9c9").status_code == 400
    assert browser.get(f"{table}/r9c9").status_code == 404


def test_a_table_that_is_not_of_interest(browser: Browser, table: str) -> None:
    browser.post(table, act="aside")
    assert "nicht von Interesse" in browser.get("/").text
    assert {one["topic"] for one in figures(browser).values()} == {""}
    browser.post("/undo")
    assert {one["topic"] for one in figures(browser).values()} != {""}


def test_a_wording_of_a_code(browser: Browser) -> None:
    browser.upload(evil=EVIL)
    view = browser.desk.view()
    assert view is not None
    (key,) = view.tables
    browser.post(f"/tables/{key[0]}/{key[1]}", act="alias", list="laender", wording=SCRIPT, code="DE-HH")
    wait(browser.desk)
    assert figures(browser)["r3c2"]["region"] == "DE-HH"
    browser.post(f"/tables/{key[0]}/{key[1]}", act="alias", list="laender", wording="Phantasia", code="DE-XX")
    assert "kann nicht als DE-XX" in browser.get("/").text


def test_text_of_a_paper_never_becomes_markup(browser: Browser) -> None:
    browser.upload(evil=EVIL)
    view = browser.desk.view()
    assert view is not None
    (key,) = view.tables
    for path in ("/", f"/tables/{key[0]}/{key[1]}", f"/tables/{key[0]}/{key[1]}/r3c2"):
        text = browser.get(path).text
        assert SCRIPT not in text
        assert "<img src=x" not in text
    assert "&lt;script&gt;" in browser.get(f"/tables/{key[0]}/{key[1]}").text


# Several people


def test_the_corrections_of_several_people(browser: Browser, table: str) -> None:
    browser.post(table, act="correct", cell="r3c4", field="value_raw", right="290")
    folder = browser.desk.folder / "corrections"
    own = (folder / "A-Muster.toml").read_text(encoding="utf-8")
    (folder / "B.toml").write_text(own.replace("A. Muster", "B").replace("290", "299"), encoding="utf-8")

    other = Browser(make_desk(browser.desk.folder, "C"))
    wait(other.desk)
    shown = other.get("/").text
    assert "Widersprechende Korrekturen" in shown
    assert "A-Muster.toml" in shown
    assert "B.toml" in shown
    assert figures(other)["r3c4"]["value"] == "280"

    assert other.post("/disputes", answer="7").status_code == 400
    other.post("/disputes", answer="0")
    assert figures(other)["r3c4"]["value"] == "290"
    assert "Widersprechende" not in other.get("/").text
    assert len(load_corrections(folder)) == 1
    other.post("/undo")
    assert "Widersprechende" in other.get("/").text


def test_corrections_of_another_reading_are_named(browser: Browser, table: str) -> None:
    browser.post(table, act="accept", cell="r3c4")
    path = browser.desk.folder / "corrections" / "A-Muster.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("280", "281"), encoding="utf-8")
    again = Browser(make_desk(browser.desk.folder))
    wait(again.desk)
    assert "lautet nun 280 statt 281" in again.get("/").text


def test_a_file_that_somebody_else_changed_is_not_put_back(browser: Browser, table: str) -> None:
    browser.post(table, act="accept", cell="r3c4")
    path = browser.desk.folder / "corrections" / "A-Muster.toml"
    changed = path.read_text(encoding="utf-8") + "# mine\n"
    path.write_text(changed, encoding="utf-8")
    browser.post("/undo")
    assert "von anderer Seite geändert" in browser.get("/").text
    assert path.read_text(encoding="utf-8") == changed


# The PDFs, the dataset, the workbook


def test_a_run_with_the_same_corrections_gives_the_same_bytes(browser: Browser, table: str, tmp_path: Path) -> None:
    browser.post(table, act="accept", cell="r2c2")
    browser.post(table, act="correct", cell="r3c4", field="value_raw", right="290")
    folder, again = browser.desk.folder, tmp_path / "again"
    corrections = ["--corrections", str(folder / "corrections"), "--second-reader", "never", "--lang", "de"]
    assert run_command(["run", str(folder / "uploads"), "-o", str(again), "-q", "-j1", *corrections]) == ExitCode.OK
    assert {name: (again / name).read_bytes() for name in DATASET_FILES} == {
        name: (folder / name).read_bytes() for name in DATASET_FILES
    }
    assert run_command(["check", str(folder), "--lang", "de"]) == ExitCode.OK


def test_the_process_that_is_kept(tmp_path: Path) -> None:
    """It serves one task after the other, also behind one that it did not survive, and forgets when it is told to."""
    kept = KeptProcess(5, 0)
    tasks = [Task(tmp_path / name, name, "de", Options()) for name in ("a", "b", "end", "c")]
    ended = [next(kept.execute([task], process_of)) for task in tasks]
    processes = [one.result.part.file if one.result else one.end for one in ended]
    assert processes[0] == processes[1] == str(int(str(processes[0])))
    assert processes[2] is End.DIED
    assert processes[3] not in processes[:3]
    kept.forget()
    (again,) = kept.execute(tasks[:1], process_of)
    assert again.result is not None
    assert again.result.part.file != processes[3]
    kept.forget()


def test_a_dataset_without_its_state_is_refused(browser: Browser, table: str) -> None:
    (browser.desk.folder / "state.sqlite").unlink()
    with pytest.raises(ExtractorError) as caught:
        make_desk(browser.desk.folder)
    assert caught.value.exit_code is ExitCode.NOTHING_FOUND


def test_who_has_no_name_is_asked_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: (_ for _ in ()).throw(KeyError("uid")))
    assert run_command(["review", str(tmp_path / "new"), "--no-browser"]) == ExitCode.USAGE
    assert not (tmp_path / "new").exists()


def test_without_the_extra_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "waitress.server", None)
    command = ["review", str(tmp_path / "new"), "--no-browser", "--by", "A", "--lang", "de"]
    assert run_command(command) == ExitCode.MISSING_DEPENDENCY
    assert "[web]" in capsys.readouterr().err


def process_of(task: Task) -> Outcome:
    """The number of the process in the place of the file's name; the task "end" ends it."""
    if task.sha256 == "end":
        os._exit(3)
    return Outcome(Part(str(os.getpid()), "", "", {}))


def test_a_paper_that_is_gone_or_has_moved(browser: Browser, table: str, tmp_path: Path) -> None:
    assert "data:image/png" in browser.get(table).text
    moved = tmp_path / "elsewhere"
    (browser.desk.folder / "uploads").rename(moved)
    assert "Kein Bild" in browser.get(table).text
    browser.post(table, act="accept", cell="r3c4")
    assert "nicht nachgerechnet" in browser.get(table).text

    again = Browser(make_desk(browser.desk.folder, places=(moved,)))
    wait(again.desk)
    assert "data:image/png" in again.get(table).text
    again.post(table, act="correct", cell="r3c4", field="value_raw", right="290")
    assert figures(again)["r3c4"]["value"] == "290"


def test_the_workbook(browser: Browser, table: str) -> None:
    assert browser.get("/export").data.startswith(b"PK")
    browser.upload(paper=PAPER)
    with zipfile.ZipFile(io.BytesIO(browser.get("/export").data)) as archive:
        assert len(archive.namelist()) == 2
