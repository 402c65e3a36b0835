"""The PDFs are what their sources make, byte for byte."""

from __future__ import annotations

import importlib.util
import sys
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


@pytest.mark.parametrize("slug", build.slugs())
def test_documents_are_typeset_byte_for_byte(slug: str) -> None:
    needed = "reportlab" if (ROOT / slug / "build.py").exists() else "typst"
    pytest.importorskip(needed, reason=f"needs {needed} (extra samples)")
    assert build.typeset(slug) == (ROOT / slug / "document.pdf").read_bytes(), f"python samples/build.py {slug}"


def test_an_unknown_font_fails_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("typst", reason="needs typst (extra samples)")
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "main.typ").write_text('#set text(font: "Times New Roman")\nText', encoding="utf-8")
    monkeypatch.setattr(build, "ROOT", tmp_path)
    with pytest.raises(build.BuildError, match="unknown font"):
        build.typeset("odd")


def test_fonts_come_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (ROOT / "fonts" / "LICENSE").read_text(encoding="utf-8")
    assert len(list((ROOT / "fonts").glob("Liberation*.ttf"))) == 6
