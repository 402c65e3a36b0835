"""The PDFs are what their sources make, byte for byte."""

from __future__ import annotations

import configparser
import importlib.util
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2] / "samples"


def load_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("samples_build", ROOT / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


build = load_build()


def needs(typesetter: str) -> None:
    """Skips where the typesetter is not there in the version that the extra ``samples`` pins."""
    setup = configparser.ConfigParser()
    setup.read(ROOT.parent / "setup.cfg", encoding="utf-8")
    pinned = dict(line.split("==") for line in setup["options.extras_require"]["samples"].split())
    try:
        found = version(typesetter)
    except PackageNotFoundError:
        found = "none"
    if found != pinned[typesetter]:
        pytest.skip(f"needs {typesetter} {pinned[typesetter]} (extra samples), there is {found}")


@pytest.mark.parametrize("slug", build.slugs())
def test_documents_are_typeset_byte_for_byte(slug: str) -> None:
    needs("reportlab" if (ROOT / slug / "build.py").exists() else "typst")
    assert build.typeset(slug) == (ROOT / slug / "document.pdf").read_bytes(), f"python samples/build.py {slug}"


def test_an_unknown_font_fails_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs("typst")
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "main.typ").write_text('#set text(font: "Times New Roman")\nText', encoding="utf-8")
    monkeypatch.setattr(build, "ROOT", tmp_path)
    with pytest.raises(build.BuildError, match="unknown font"):
        build.typeset("odd")


def test_fonts_come_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (ROOT / "fonts" / "LICENSE").read_text(encoding="utf-8")
    assert len(list((ROOT / "fonts").glob("Liberation*.ttf"))) == 6
