"""Which lines of the log go where, and what each carries: the document, the stage and the page that it is about.

Stages use the standard `logging` with ``extra={"page": 3}``; document and stage are known here from the context, also
for the lines of libraries.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extractor.errors import ExitCode, ExtractorError

_OURS = "extractor"
_LOG = logging.getLogger(__name__)
_document: ContextVar[str] = ContextVar("document", default="")
_stage: ContextVar[str] = ContextVar("stage", default="")


@dataclass(frozen=True, slots=True)
class LogSettings:
    """``verbosity`` 0 shows nothing on standard error, 1 documents and warnings, 2 stages and pages as well.

    ``file`` gets JSON lines, from documents upwards, with verbosity 2 everything; empty for none. Several processes may
    append to it: a line is written in one piece.
    """

    verbosity: int = 0
    file: str = ""


_begun: LogSettings | None = None


def begin_logging(settings: LogSettings) -> None:
    """Sets the log of this process up, in place of an earlier setting; `ExtractorError` (5) for a file that refuses."""
    global _begun
    if settings == _begun:
        return
    # A root without handler would print warnings of libraries to standard error.
    handlers: list[logging.Handler] = [logging.NullHandler()]
    level = logging.DEBUG if settings.verbosity > 1 else logging.INFO
    if settings.verbosity:
        shown = logging.StreamHandler()
        shown.setFormatter(_Line())
        handlers.append(shown)
    if settings.file:
        try:
            kept = logging.FileHandler(settings.file, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            folder, reason = str(Path(settings.file).parent), error.strerror or str(error)
            raise ExtractorError(
                "lock.not_writable", ExitCode.OUTPUT_NOT_WRITABLE, folder=folder, reason=reason
            ) from error
        kept.setFormatter(_JsonLine())
        handlers.append(kept)
    for handler in handlers:
        handler.setLevel(level)
    logging.basicConfig(handlers=handlers, level=logging.WARNING, force=True)
    logging.getLogger(_OURS).setLevel(level if len(handlers) > 1 else logging.CRITICAL)
    _begun = settings


def current_settings() -> LogSettings:
    """What `begin_logging` was last called with, for the processes that this one starts."""
    return _begun or LogSettings()


@contextmanager
def logged_document(name: str) -> Iterator[None]:
    """Lines written inside are about this document."""
    token = _document.set(name)
    try:
        yield
    finally:
        _document.reset(token)


@contextmanager
def logged_stage(name: str) -> Iterator[None]:
    """Lines written inside are of this stage; its time is logged at the end."""
    token, began = _stage.set(name), time.perf_counter()
    try:
        yield
        _LOG.debug("stage done", extra={"milliseconds": round(1000 * (time.perf_counter() - began), 1)})
    finally:
        _stage.reset(token)


def _entry(record: logging.LogRecord) -> dict[str, object]:
    entry: dict[str, object] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "process": record.process,
        "document": _document.get(),
        "stage": _stage.get(),
        "page": None,
        "message": record.getMessage(),
    }
    entry |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
    if record.exc_info:
        entry["exception"] = logging.Formatter().formatException(record.exc_info)
    return entry


_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class _JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_entry(record), ensure_ascii=False, default=str)


class _Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = _entry(record)
        page = f"p. {entry['page']}" if entry["page"] else ""
        place = " ".join(str(word) for word in (entry["document"], entry["stage"], page) if word)
        text = f"{entry['level']}: {place + ': ' if place else ''}{entry['message']}"
        if "milliseconds" in entry:
            text += f" ({entry['milliseconds']} ms)"
        return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)
