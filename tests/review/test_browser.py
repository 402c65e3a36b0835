"""The review in a real browser: what a person does, and what others cannot do."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from extractor.corrections import load_corrections
from tests.review.desks import EVIL, SCRIPT, WRONG
from tests.test_architecture import ROOT

_CHROMIUM = os.environ.get("EXTRACTOR_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
# Nothing but the pages of the test is to be asked for; the sandbox does not work for root in a container.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_SECONDS = 60_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without it the tests are skipped, or fail where CI requires them."""
    if not Path(_CHROMIUM).is_file():
        missing = "needs Chromium: apt-get install chromium, or EXTRACTOR_CHROMIUM=/path/to/chromium"
        if os.environ.get("EXTRACTOR_REQUIRE_CORPUS") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("review") / "dataset"


@pytest.fixture(scope="module")
def address(dataset: Path) -> Iterator[str]:
    """Where the program says that its page is."""
    command = [sys.executable, "-m", "extractor", "review", str(dataset), "--no-browser", "--by", "A", "--lang", "de"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", server.stderr.readline())
        assert found
        yield found[0]
        server.terminate()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(_SECONDS)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.goto(address)
    yield page
    context.close()
    assert not faults


def upload(page: Page, name: str, data: bytes) -> None:
    page.set_input_files("#pdfs", {"name": name, "mimeType": "application/pdf", "buffer": data})
    page.click("#upload button")
    page.locator("td", has_text=name).or_(page.locator("h1", has_text=name)).first.wait_for()


def test_upload_correct_export_reload(page: Page, dataset: Path) -> None:
    upload(page, "wrong.pdf", WRONG)
    page.keyboard.press("n")
    page.locator("#status", has_text="widersprüchlich").wait_for()
    figure = page.locator('#grid a[data-cell="r3c4"]')
    figure.focus()
    page.locator("#cell h2", has_text="r3c4").wait_for()
    assert page.locator("rect.focused").get_attribute("data-cell") == "r3c4"

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.locator("#cell h2", has_text="r3c4").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type("290")
    page.keyboard.press("Enter")
    page.locator('#sums[data-fails="0"]').wait_for()
    assert "widersprüchlich" not in page.inner_text("#status")
    assert figure.inner_text().startswith("290")
    assert page.evaluate("document.activeElement.dataset.cell") == "r3c4"
    assert "stimmt nicht: 0" in page.inner_text("#live")
    (correction,) = load_corrections(dataset / "corrections")
    assert (correction.read, correction.right, correction.by) == ("280", "290", "A")

    page.keyboard.press("u")
    page.locator("#status", has_text="widersprüchlich").wait_for()
    page.locator('#cell form[data-act="correct"] input[name="right"]').fill("290")
    page.keyboard.press("Enter")
    page.locator('#sums[data-fails="0"]').wait_for()
    page.wait_for_selector("body:not(.working)")
    assert page.evaluate("document.activeElement.dataset.cell") == "r3c4"

    page.reload()
    assert page.locator('#grid a[data-cell="r3c4"]').inner_text().startswith("290")
    page.goto(page.url.split("/tables/", maxsplit=1)[0])
    with page.expect_download() as download:
        page.click("a[download]")
    content = Path(download.value.path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        books = [archive.read(name) for name in archive.namelist() if name.endswith(".xlsx")] or [content]
    values = {
        cell.value
        for book in books
        for sheet in openpyxl.load_workbook(io.BytesIO(book)).worksheets
        for row in sheet.iter_rows()
        for cell in row
    }
    assert 290 in values


def test_text_that_would_be_a_script_does_no_harm(page: Page) -> None:
    upload(page, "evil.pdf", EVIL)
    page.locator("tr", has_text="evil.pdf").locator("a").click()
    page.locator("#grid").wait_for()
    assert SCRIPT in page.inner_text("#grid")
    assert page.locator("#grid script, #grid img").count() == 0
    page.locator('#grid a[data-cell="r3c2"]').focus()
    page.locator("#cell h2", has_text="r3c2").wait_for()
    assert SCRIPT in page.inner_text("#cell h2")
    assert page.locator("main script, #cell img").count() == 0
    assert page.title() != "x"


def test_another_origin_is_refused(page: Page, dataset: Path) -> None:
    """A page elsewhere sends a form and asks in the background; the browser has the cookie all the while."""
    before = {path: path.stat().st_mtime_ns for path in dataset.rglob("*") if path.is_file()}
    target = page.url

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<form method="post" action="{target}undo"><button>go</button></form>'.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        page.goto(f"http://localhost:{elsewhere.server_port}/")
        read = page.evaluate("url => fetch(url, {credentials: 'include'}).then(() => 'read', () => 'refused')", target)
        assert read == "refused"
        with page.expect_navigation() as answered:
            page.click("button")
        assert answered.value.status == 403
        elsewhere.shutdown()
    assert {path: path.stat().st_mtime_ns for path in dataset.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_nothing_is_cut_and_everybody_can_use_it(chromium: Browser, address: str, width: int, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(_SECONDS)
    page.goto(address)
    if not page.locator("#begin, table.list").count():
        upload(page, "wrong.pdf", WRONG)
    for _ in range(2):
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        found = Axe().run(page).response["violations"]
        assert not [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
        if page.locator("table.list a").count():
            page.locator("table.list a").first.click()
            page.locator("#grid").wait_for()
    context.close()
