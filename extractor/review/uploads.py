"""PDFs that a person drops on the page: looked at, named anew, put into the output's folder of uploads."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO

from extractor.errors import ExitCode, ExtractorError

UPLOADS = "uploads"
MOST_BYTES = 512 * 1024 * 1024
"""Of one upload: the whole corpus of a parliament's year; the largest answer seen has 30 MB."""
MOST_FILES = 200
"""Of one upload."""

# The header may stand behind other bytes; readers look for it in the first thousand.
_HEADER, _HEADER_WITHIN = b"%PDF-", 1024


def keep_upload(name: str, stream: IO[bytes], folder: Path) -> Path:
    """Puts a PDF into ``folder/uploads`` under a harmless name that no other file has; the same bytes stay one file.

    ``ExtractorError`` (4) where the bytes do not begin as a PDF does.
    """
    from werkzeug.utils import secure_filename

    content = stream.read()
    if _HEADER not in content[:_HEADER_WITHIN]:
        raise ExtractorError("review.not_a_pdf", ExitCode.INPUT_UNREADABLE, file=name)
    stem = Path(secure_filename(name)).stem[:100] or "upload"
    place = folder / UPLOADS
    place.mkdir(parents=True, exist_ok=True)
    for path in _names(place, stem):
        if not path.exists():
            fresh = place / f".{path.name}.new"
            fresh.write_bytes(content)
            fresh.replace(path)
            return path
        if path.read_bytes() == content:
            return path
    raise AssertionError("the names never end")


def _names(place: Path, stem: str) -> Iterable[Path]:
    yield place / f"{stem}.pdf"
    number = 2
    while True:
        yield place / f"{stem}-{number}.pdf"
        number += 1
