"""Pages in Chromium, as people see them, and what axe-core finds in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

CHROMIUM = Path(os.environ.get("EXTRACTOR_CHROMIUM", "/usr/bin/chromium"))
# It asks nothing of the network by itself; no sandbox, which tests in a container (as root) cannot have.
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def open_page(width: int = 1280, *, dark: bool = False) -> Iterator[Page]:
    """An empty page of a window ``width`` CSS pixels wide; without Chromium the test is skipped."""
    if not CHROMIUM.is_file():
        pytest.skip(f"needs Chromium, which is not at {CHROMIUM} (apt install chromium, or EXTRACTOR_CHROMIUM=PATH)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        try:
            # axe-core is put into the page, which the pages themselves forbid.
            context = browser.new_context(
                bypass_csp=True,
                viewport={"width": width, "height": 900},
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
            )
            yield context.new_page()
        finally:
            browser.close()


def grave_findings(page: Page) -> list[str]:
    """What axe-core calls serious or critical in the page, one line for each element."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['impact']} {rule['id']}: {node['html'][:200]}: {node['failureSummary']}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]
