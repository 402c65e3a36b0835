"""The Berlin parliament: its daily export is downloaded when it changed, and searched on this side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.client import Client
from extractor.locate.export_feed import export_name, read_export
from extractor.locate.failures import PassingError
from extractor.locate.paper import Paper
from extractor.locate.query import Query
from extractor.locate.source import PlainSource

# The Wahlperiode since November 2021; earlier ones are searched when they are named.
_CURRENT_PERIOD = 19
_END = b"</Export>"


class BerlinSource(PlainSource):
    """Schriftliche Anfragen of the Abgeordnetenhaus; question and answer are one PDF."""

    name = "berlin"

    def __init__(self, client: Client) -> None:
        """`ExtractorError` (5) where there is no cache folder to keep the export in."""
        if client.settings.cache is None:
            raise ExtractorError("locate.no_cache", ExitCode.OUTPUT_NOT_WRITABLE)
        self._client = client
        self._folder = client.settings.cache / "exports"

    def count(self, query: Query) -> None:
        """Not known before the export has been read."""
        return

    def find(self, query: Query) -> Iterator[Paper]:
        """The answers of the Wahlperioden of the query, else of the current one."""
        for period in query.wahlperioden or (_CURRENT_PERIOD,):
            path = self._export(export_name(period))
            with path.open("rb") as stream:
                yield from read_export(stream, query, path.name)

    def _export(self, name: str) -> Path:
        """The export on this disk, as new as the server's; asked with the validators of the last answer."""
        url = f"{self._client.settings.berlin_url}/{name}"
        path, notes = self._folder / name, self._folder / f"{name}.json"
        self._folder.mkdir(parents=True, exist_ok=True)

        def once() -> None:
            headers = {"accept": "application/xml"}
            if path.is_file():
                headers.update(_conditions(notes))
            with self._client.open(url, headers) as response:
                if response.status_code == 304:
                    return
                if "html" in response.headers.get("content-type", ""):
                    raise self._client.challenge_here(url)
                fresh = path.with_suffix(".part")
                with fresh.open("wb") as stream:
                    for chunk in self._client.chunks(response, self._client.settings.largest_export):
                        stream.write(chunk)
                if not _is_complete(fresh):
                    raise PassingError("</Export>")
                # First the notes go, so that a stop in between costs one download and never a wrong "unchanged".
                notes.unlink(missing_ok=True)
                fresh.replace(path)
                kept = {
                    "if-none-match": response.headers.get("etag", ""),
                    "if-modified-since": response.headers.get("last-modified", ""),
                }
                notes.write_text(json.dumps(kept), encoding="utf-8")

        self._client.attempt(once, url)
        return path


def _conditions(notes: Path) -> dict[str, str]:
    try:
        kept = json.loads(notes.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in kept.items() if value} if isinstance(kept, dict) else {}


def _is_complete(path: Path) -> bool:
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 1024))
        return _END in stream.read()
