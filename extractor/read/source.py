"""The bytes of a file, if it is a PDF and can be read without harm."""

from __future__ import annotations

import stat
from hashlib import sha256
from pathlib import Path

from extractor.errors import ExitCode, ExtractorError
from extractor.model.page import PdfSource
from extractor.read.bombs import LARGEST_STREAM, unpacks_too_far

# Readers of the PDF standard accept the header anywhere in the first 1,024 bytes (ISO 32000-1, annex H, note 13).
_HEADER_ZONE = 1024
_MEGABYTE = 1_000_000
LARGEST_FILE = 500 * _MEGABYTE
"""In bytes. The file is held in memory. The corpus's largest paper has 4 MB, budgets of 3,000 pages some dozens."""


def open_source(path: Path, password: str | None = None) -> PdfSource:
    """The bytes of a file.

    Raises `ExtractorError` when it is missing, unreadable, no ordinary file, empty, no PDF, or too large: as it lies
    there (``read.too_large``) or unpacked (``read.bomb``).
    """
    try:
        data = _bytes_of(path)
    except OSError as error:
        raise _fault("read.not_readable", path, reason=error.strerror or str(error)) from error
    if not data:
        raise _fault("read.empty_file", path)
    if b"%PDF" not in data[:_HEADER_ZONE]:
        raise _fault("read.not_a_pdf", path)
    if unpacks_too_far(data):
        raise _fault("read.bomb", path, megabytes=LARGEST_STREAM // _MEGABYTE)
    return PdfSource(path.name, data, sha256(data).hexdigest(), password)


def _bytes_of(path: Path) -> bytes:
    # A pipe would be waited for, and a device may never end: neither is opened.
    facts = path.stat()
    if stat.S_ISDIR(facts.st_mode):
        raise _fault("read.folder", path)
    if not stat.S_ISREG(facts.st_mode):
        raise _fault("inputs.not_a_file", path)
    if facts.st_size > LARGEST_FILE:
        raise _fault("read.too_large", path, megabytes=LARGEST_FILE // _MEGABYTE)
    with path.open("rb") as stream:
        return stream.read(facts.st_size)  # and no more, should it grow meanwhile


def _fault(code: str, path: Path, **data: str | int) -> ExtractorError:
    return ExtractorError(code, ExitCode.INPUT_UNREADABLE, file=path.name or str(path), **data)
