"""The site is built without a warning, and its pages ask nothing of the network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.documentation.blocks import ROOT

_ASKED = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)=[\"'](?:https?:)?//[^>]*>")


def test_the_site_is_built_and_works_offline(tmp_path: Path) -> None:
    site = tmp_path / "site"
    options = ("-q", "-W", "--keep-going", "-b", "html", "-d", tmp_path / "doctrees")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *map(str, options), "docs", str(site)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pages = {page.stem: page.read_text(encoding="utf-8") for page in site.glob("*.html")}
    assert {path.stem for path in (ROOT / "docs").glob("*.md")} <= pages.keys()
    assert not {name: found for name, text in pages.items() if (found := _ASKED.findall(text))}
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert not re.findall(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", styles)
    assert 'id="extractor.dataset.Dataset.observations"' in pages["python"]
