"""Typesets the samples: ``python samples/build.py [SLUG...]``. Needs the extra ``samples`` (typst, reportlab).

The result is the same bytes on every machine: only the fonts of ``samples/fonts`` are used, and no time of day is
written. A font that is not there, and every other warning of the typesetter, fails the build.
"""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FONTS = ROOT / "fonts"
MAIN = '#import "/template.typ": answer\n#answer(toml("data.toml"))\n'


class BuildError(Exception):
    """A sample that cannot be typeset as its data file says."""


def slugs() -> tuple[str, ...]:
    """All samples in order."""
    return tuple(sorted(path.parent.name for path in ROOT.glob("*/sample.toml")))


def typeset(slug: str) -> bytes:
    """The PDF of one sample; its source is ``build.py`` (ReportLab) or ``main.typ`` (Typst) in its folder.

    `BuildError` where a font is missing or the pages are not as many as the data file's page breaks make.
    """
    folder = ROOT / slug
    pdf = _with_reportlab(folder) if (folder / "build.py").exists() else _with_typst(folder)
    wanted, found = pages_of(folder / "data.toml"), _page_count(pdf)
    if wanted != found:
        raise BuildError(f"{slug}: {found} pages, but the data file breaks it into {wanted}")
    return pdf


def pages_of(data_file: Path) -> int:
    """How many pages the breaks in the data file make."""
    blocks = tomllib.loads(data_file.read_text(encoding="utf-8"))["blocks"]
    breaks = sum(block["kind"] == "page" for block in blocks)
    return 1 + breaks + sum(row.get("page", False) for block in blocks for row in block.get("rows", ()))


def _with_typst(folder: Path) -> bytes:
    import typst

    pdf, warnings = typst.compile_with_warnings(
        folder / "main.typ", root=ROOT, font_paths=[FONTS], ignore_system_fonts=True, timestamp=0
    )
    if warnings:
        raise BuildError(f"{folder.name}: " + "; ".join(str(warning) for warning in warnings))
    assert isinstance(pdf, bytes)
    return pdf


def _with_reportlab(folder: Path) -> bytes:
    """Runs ``build(data, fonts)`` of the sample's build.py."""
    sys.path.insert(0, str(ROOT))
    try:
        spec = importlib.util.spec_from_file_location(f"sample_{folder.name.replace('-', '_')}", folder / "build.py")
        if spec is None or spec.loader is None:
            raise BuildError(f"{folder}/build.py cannot be loaded")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        pdf: bytes = module.build(tomllib.loads((folder / "data.toml").read_text(encoding="utf-8")), FONTS)
    finally:
        sys.path.remove(str(ROOT))
    return pdf


def _page_count(pdf: bytes) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(pdf))


def main(arguments: Sequence[str]) -> int:
    """Writes document.pdf of the samples named, or of all."""
    for slug in arguments or slugs():
        pdf = typeset(slug)
        (ROOT / slug / "document.pdf").write_bytes(pdf)
        print(f"{slug}: {len(pdf)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
