"""A smaller file that breaks in the same way: objects, then lines of streams, then bytes are left out while it does."""

from __future__ import annotations

import copy
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from extractor.batch.pool import run_tasks
from extractor.batch.work import Task, process_document
from extractor.pipeline import Options
from extractor.write.part import unpack_lines
from tests.fuzz.damage import damaged_pages
from tests.fuzz.objects import Parsed, Stream, parse, serialise

ItemT = TypeVar("ItemT")

# Each attempt takes a new process, half a second.
_MOST_ATTEMPTS = 400
_LIMITS = {"jobs": 1, "timeout": 60, "memory": 1536 << 20}
_FAULT = re.compile(rb"(?:run\.internal_error|tables\.page_failed),[^\n]*?([A-Z]\w+(?:Error|Exception|Exit)\b)")
_TELLS_OF_DAMAGE = re.compile(rb"read\.(?:pages?_damaged|content_damaged|repaired)")


def kind_of_fault(data: bytes) -> str:
    """What goes wrong when this file is read, in one word; empty where nothing does."""
    with tempfile.TemporaryDirectory(prefix="extractor-fuzz-") as folder:
        path = Path(folder, "mutant.pdf")
        path.write_bytes(data)
        (ended,) = run_tasks([Task(path, "0" * 64, "en", Options())], process_document, **_LIMITS)
        if ended.result is None:
            return ended.end.name
        issues = b"".join(unpack_lines(ended.result.part.rows.get("issues", b"")))
        found = _FAULT.search(issues)
        if found or ended.result.failure or _TELLS_OF_DAMAGE.search(issues):
            return found[1].decode() if found else ""
        (looked,) = run_tasks([path], damaged_pages, **_LIMITS)
        return "untold" if looked.result else ""


def smallest_form(data: bytes, kind_of: Callable[[bytes], str] = kind_of_fault) -> bytes:
    """The smallest file found that breaks as ``data`` does; ``data`` itself where alone it does not break."""
    kind = kind_of(data)
    if not kind:
        return data
    attempts = 0

    def breaks(changed: bytes) -> bool:
        nonlocal attempts
        attempts += 1
        return attempts <= _MOST_ATTEMPTS and kind_of(changed) == kind

    try:
        parsed = parse(data)
    except Exception:  # pypdf makes nothing of this mutant: only its bytes are left
        parsed = None
    if parsed is not None and breaks(serialise(parsed)):
        data = serialise(_fewer_lines(_fewer_objects(parsed, breaks), breaks))
    return b"".join(fewer([data[place : place + 64] for place in range(0, len(data), 64)], b"".join, breaks))


def fewer(items: list[ItemT], join: Callable[[list[ItemT]], bytes], breaks: Callable[[bytes], bool]) -> list[ItemT]:
    """What is left of the items when all that need not be there are gone: halves first, single ones last."""
    size = max(1, len(items) // 2)
    while True:
        start = 0
        while start < len(items):
            rest = items[:start] + items[start + size :]
            if breaks(join(rest)):
                items = rest
            else:
                start += size
        if size == 1:
            return items
        size //= 2


def _fewer_objects(parsed: Parsed, breaks: Callable[[bytes], bool]) -> Parsed:
    def with_only(numbers: list[int]) -> Parsed:
        return Parsed({number: parsed.objects[number] for number in numbers}, parsed.trailer)

    return with_only(fewer(sorted(parsed.objects), lambda numbers: serialise(with_only(numbers)), breaks))


def _fewer_lines(parsed: Parsed, breaks: Callable[[bytes], bool]) -> Parsed:
    for number, value in sorted(parsed.objects.items()):
        content = value.content() if isinstance(value, Stream) else None
        if content:

            def build(lines: list[bytes], parsed: Parsed = parsed, number: int = number) -> Parsed:
                stream = copy.deepcopy(parsed.objects[number])
                stream.put(b"".join(lines))
                return Parsed({**parsed.objects, number: stream}, parsed.trailer)

            parsed = build(fewer(content.splitlines(keepends=True), lambda lines: serialise(build(lines)), breaks))
    return parsed
