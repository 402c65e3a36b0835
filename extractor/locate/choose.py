"""From the name of a source to the source."""

from __future__ import annotations

from pathlib import Path

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.client import Client
from extractor.locate.source import Report, Source

NETWORK_SOURCES = ("dip", "berlin")


def open_source(name: str, client: Client, report: Report, *, fresh: bool = False) -> Source:
    """``dip``, ``berlin``, or the path of a folder or of a list. `ExtractorError` (2) for anything else.

    ``fresh`` is for jobs that look for changes, see `Client.json`.
    """
    if name == "dip":
        from extractor.locate.dip import DipSource

        return DipSource(client, report, fresh=fresh)
    if name == "berlin":
        from extractor.locate.berlin import BerlinSource

        return BerlinSource(client)
    from extractor.locate.listing import FolderSource, ListSource

    path = Path(name)
    if path.is_dir():
        return FolderSource(path)
    if path.is_file():
        return ListSource(path)
    raise ExtractorError("locate.no_source", ExitCode.USAGE, name=name, known=", ".join(NETWORK_SOURCES))
