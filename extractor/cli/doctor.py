"""``extractor doctor``: what this installation has, what is missing, and how to get it."""

from __future__ import annotations

import json
import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import click

from extractor import __version__
from extractor.cli.session import Session, current_session
from extractor.errors import ExitCode

_DISTRIBUTION = "drucksachen-extractor"
# What extras are for; `setup.cfg` says what is in them. A test compares.
EXTRAS = ("excel", "parquet", "charts", "ocr", "distributed", "web")
# The package behind each reader of tables; a test compares the names.
READERS = {"native": "pypdfium2", "pdfplumber": "pdfplumber", "camelot": "camelot-py"}
# Where PDFium looks for fonts that a PDF does not bring itself; Windows is asked by other means.
_FONT_FOLDERS = {
    "Linux": ("/usr/share/fonts", "/usr/share/X11/fonts", "/usr/local/share/fonts"),
    "Darwin": ("~/Library/Fonts", "/Library/Fonts", "/System/Library/Fonts"),
    "Windows": ("C:/Windows/Fonts",),
}
_FONTS = {".ttf", ".ttc", ".otf", ".pfb"}


@click.command(help="help.doctor")
@click.option("--json", "as_json", is_flag=True, help="option.json")
def command(as_json: bool) -> ExitCode:
    """Shows versions, readers, fonts and extras; ends with 3 where something that is always needed is missing."""
    session = current_session()
    needed = {name: _version(name) for name in _requirements("")}
    readers = {reader: _version(package) for reader, package in READERS.items()}
    extras = {extra: {name: _version(name) for name in _requirements(extra)} for extra in EXTRAS}
    if as_json:
        facts = {
            "extractor": __version__,
            "python": platform.python_version(),
            "platform": platform.platform(),
            "pdfium": _pdfium(),
            "needed": needed,
            "readers": readers,
            "fonts": count_fonts(),
            "extras": extras,
        }
        click.echo(json.dumps(facts, indent=1))
    else:
        for line in _lines(session, needed, readers, extras):
            click.echo(line)
    return ExitCode.OK if all(needed.values()) else ExitCode.MISSING_DEPENDENCY


def _lines(
    session: Session, needed: dict[str, str], readers: dict[str, str], extras: dict[str, dict[str, str]]
) -> list[str]:
    lines = [
        f"extractor {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"PDFium {_pdfium()}",
        "",
        session.text("doctor.needed"),
    ]
    for name, found in needed.items():
        lines.append(f"  {name} {found}" if found else f"  {session.text('doctor.missing', name=name)}")
    if not needed:
        lines.append(f"  {session.text('doctor.not_installed')}")
    if not all(needed.values()):
        lines.append(f"  {session.text('doctor.reinstall', python=sys.executable, package=_DISTRIBUTION)}")
    fonts = count_fonts()
    lines += [
        "",
        session.text("doctor.readers", names=", ".join(reader for reader, found in readers.items() if found)),
        session.text("doctor.fonts", count=fonts) if fonts else session.text("doctor.no_fonts"),
        "",
        session.text("doctor.extras"),
    ]
    for extra, packages in extras.items():
        purpose = session.text(f"doctor.extra_{extra}")
        if packages and all(packages.values()):
            versions = ", ".join(f"{name} {found}" for name, found in packages.items())
            lines.append(f"  {extra}: {purpose} – {versions}")
        else:
            install = session.text("doctor.install", python=sys.executable, package=_DISTRIBUTION, extra=extra)
            lines.append(f"  {extra}: {purpose} – {install}")
    return lines


def count_fonts() -> int:
    """How many fonts this system has where PDFium looks for those that a PDF does not bring."""
    folders = (Path(folder).expanduser() for folder in _FONT_FOLDERS.get(platform.system(), ()))
    return sum(path.suffix.lower() in _FONTS for folder in folders for path in folder.rglob("*"))


def _requirements(extra: str) -> list[str]:
    """The packages that the program or one of its extras requires; none where the program is not installed."""
    try:
        named = requires(_DISTRIBUTION) or []
    except PackageNotFoundError:
        return []
    found = []
    for text in named:
        name, of_extra = re.match(r"[\w.-]+", text), re.search(r"extra == ['\"]([\w-]+)", text)
        if name and (of_extra[1] if of_extra else "") == extra:
            found.append(name[0])
    return found


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _pdfium() -> str:
    import pypdfium2

    return str(pypdfium2.PDFIUM_INFO)
