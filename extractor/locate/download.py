"""Downloads to a part file: bounded, resumable, conditional, and recognised as a PDF before it counts."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import httpx2

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.client import Client
from extractor.locate.failures import PassingError

# The header may stand anywhere in the first 1024 bytes (PDF reference, implementation notes), the end mark likewise.
_PDF_WINDOW = 1024
_RANGE = re.compile(r"^bytes (\d+)-\d+/(\d+|\*)$")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gives to recognise a version by: ``ETag`` and ``Last-Modified`` as sent, ``""`` without."""

    etag: str = ""
    last_modified: str = ""

    @property
    def for_resuming(self) -> str:
        """The value of ``If-Range``: a strong tag, else the date; ``""`` where neither will do (RFC 9110, 13.1.5)."""
        return self.etag if self.etag.startswith('"') else self.last_modified if not self.etag else ""


def download_pdf(
    client: Client, url: str, part: Path, *, expected_md5: str = "", known: Validators | None = None
) -> Validators | None:
    """Download ``url`` to ``part``; ``None`` where the server says that nothing changed since ``known``.

    A part that an earlier attempt or process left is resumed where the server can prove that the bytes still belong
    together, or ``expected_md5`` (which the caller checks) will. Raises what `Client.attempt` raises, and
    `ExtractorError` (4) where the file is no PDF.
    """

    def once() -> Validators | None:
        return _download_once(client, url, part, expected_md5, known)

    return client.attempt(once, url)


def discard(part: Path) -> None:
    """Forget an unfinished download."""
    part.unlink(missing_ok=True)
    _notes_path(part).unlink(missing_ok=True)


def _download_once(
    client: Client, url: str, part: Path, expected_md5: str, known: Validators | None
) -> Validators | None:
    # Bytes are counted and put together, so they must come as they are.
    headers = {"accept": "application/pdf", "accept-encoding": "identity"}
    start, condition = _resumable(part, url, expected_md5)
    if start:
        headers["range"] = f"bytes={start}-"
        if condition:
            headers["if-range"] = condition
    elif known:
        if known.etag:
            headers["if-none-match"] = known.etag
        if known.last_modified:
            headers["if-modified-since"] = known.last_modified
    with client.open(url, headers) as response:
        if response.status_code == 304:
            return None
        if response.status_code == 416:
            # The file is shorter than the part: it is another file by now.
            discard(part)
            raise PassingError("HTTP 416")
        if "html" in response.headers.get("content-type", ""):
            raise client.challenge_here(url)
        validators = Validators(response.headers.get("etag", ""), response.headers.get("last-modified", ""))
        resumes = response.status_code == 206
        if resumes and not _continues(response, start):
            discard(part)
            raise PassingError("Content-Range")
        if not resumes:
            discard(part)
            _write_notes(part, url, expected_md5, validators)
        with part.open("ab" if resumes else "wb") as stream:
            _receive(client, response, stream, url)
    _check_complete(part)
    return validators


def _receive(client: Client, response: httpx2.Response, stream: BinaryIO, url: str) -> None:
    looked = stream.tell() > 0
    room = client.settings.largest_pdf - stream.tell()
    start = b""
    for chunk in client.chunks(response, room):
        if not looked:
            start += chunk
            if len(start) >= _PDF_WINDOW:
                _check_start(client, start, url)
                looked = True
        stream.write(chunk)
    stream.flush()
    if not looked:
        _check_start(client, start, url)


def _check_start(client: Client, start: bytes, url: str) -> None:
    if b"%PDF-" in start[:_PDF_WINDOW]:
        return
    if start.lstrip()[:1] == b"<":
        raise client.challenge_here(url)
    raise ExtractorError("locate.not_a_pdf", ExitCode.INPUT_UNREADABLE, url=_shown(url))


def _check_complete(part: Path) -> None:
    """A body that was cut without the server's telling (no length, connection closed) lacks the end mark."""
    with part.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - _PDF_WINDOW))
        end = stream.read()
    if b"%%EOF" not in end:
        raise PassingError("%%EOF")


def _resumable(part: Path, url: str, expected_md5: str) -> tuple[int, str]:
    """How many bytes may be kept, and the condition under which; 0 where the download starts anew."""
    try:
        size = part.stat().st_size
        notes = json.loads(_notes_path(part).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0, ""
    same = isinstance(notes, dict) and notes.get("url") == url and notes.get("md5") == expected_md5
    condition = Validators(str(notes.get("etag", "")), str(notes.get("last_modified", ""))).for_resuming if same else ""
    if size < _PDF_WINDOW or not same or not (condition or expected_md5):
        return 0, ""
    return size, condition


def _continues(response: httpx2.Response, start: int) -> bool:
    match = _RANGE.match(response.headers.get("content-range", ""))
    return match is not None and int(match[1]) == start


def _write_notes(part: Path, url: str, md5: str, validators: Validators) -> None:
    notes = {"url": url, "md5": md5, "etag": validators.etag, "last_modified": validators.last_modified}
    fresh = part.with_suffix(".notes-new")
    fresh.write_text(json.dumps(notes), encoding="utf-8")
    fresh.replace(_notes_path(part))


def _notes_path(part: Path) -> Path:
    return part.with_suffix(".notes")


def _shown(url: str) -> str:
    """The address without what a query may carry."""
    return url.partition("?")[0]
