"""Mutations of a file as bytes, whatever they mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.fuzz.values import length, odd_number, some_bytes

_NUMBER = re.compile(rb"-?[0-9]+(?:\.[0-9]+)?")
# What holds a file together; a letter less and a reader must find its way without it.
_KEYWORD = re.compile(
    rb"endobj|obj|endstream|stream|xref|trailer|startxref|%%EOF|%PDF|/Length|/Type|/Pages?|/Kids|/Count|/Contents|"
    rb"/Filter|/FlateDecode|/Root|/Size|/Prev|/Index|/W|/First|/ObjStm|/XRef|/ToUnicode|/Font|/Resources|/MediaBox"
)
_INSERTS = (
    b"endobj", b"endstream\nendobj\n", b"stream\n", b"1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\n", b"%%EOF\n", b"%",
    b"(", b"<", b"<<", b">>", b"[", b"/Kids[1 0 R 1 0 R]", b"startxref\n0\n%%EOF\n", b"trailer<</Root 1 0 R>>",
    b"/Encrypt 1 0 R", b"xref\n0 99999999\n", b"\r",
)  # fmt: skip


def _flip_bits(data: bytearray, random: Random) -> None:
    for _ in range(length(random, 64)):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def _replace(data: bytearray, random: Random) -> None:
    start, new = random.randrange(len(data)), some_bytes(random, 64)
    data[start : start + len(new)] = new


def _remove(data: bytearray, random: Random) -> None:
    start = random.randrange(len(data))
    del data[start : start + length(random, len(data) // 2 + 1)]


def _insert(data: bytearray, random: Random) -> None:
    start = random.randrange(len(data) + 1)
    data[start:start] = random.choice((random.choice(_INSERTS), some_bytes(random, 256)))


def _repeat(data: bytearray, random: Random) -> None:
    start = random.randrange(len(data))
    piece = data[start : start + length(random, 4096)]
    data[start:start] = piece * random.randint(1, 20)


def _cut_end(data: bytearray, random: Random) -> None:
    del data[random.randrange(len(data)) :]


def _cut_start(data: bytearray, random: Random) -> None:
    del data[: length(random, len(data))]


def _blank_out(data: bytearray, random: Random) -> None:
    start = random.randrange(len(data))
    count = min(length(random, len(data) // 4 + 1), len(data) - start)
    data[start : start + count] = bytes(count)


def _exchange(data: bytearray, random: Random) -> None:
    count = length(random, len(data) // 3 + 1)
    first, second = sorted(random.randrange(len(data)) for _ in range(2))
    if first + count <= second:
        data[first : first + count], data[second : second + count] = (
            data[second : second + count],
            data[first : first + count],
        )


def _change_number(data: bytearray, random: Random) -> None:
    found = _somewhere(_NUMBER, data, random)
    if found:
        data[found.start() : found.end()] = odd_number(random, found.group())


def _misspell(data: bytearray, random: Random) -> None:
    found = _somewhere(_KEYWORD, data, random)
    if found:
        data[random.randrange(found.start(), found.end())] ^= 1 << random.randrange(7)


def _somewhere(pattern: re.Pattern[bytes], data: bytearray, random: Random) -> re.Match[bytes] | None:
    """The first match behind any place of the file, round its end; half the time near the end, where the tables are."""
    start = random.randrange(len(data))
    if random.random() < 0.5:
        start = max(0, len(data) - 1 - length(random, len(data)))
    return pattern.search(data, start) or pattern.search(data)


_WAYS: tuple[Callable[[bytearray, Random], None], ...] = (
    _flip_bits,
    _replace,
    _remove,
    _insert,
    _repeat,
    _cut_end,
    _cut_start,
    _blank_out,
    _exchange,
    _change_number,
    _change_number,
    _misspell,
    _misspell,
)


def mutate_bytes(data: bytes, random: Random) -> bytes:
    """One mutation, somewhere."""
    changed = bytearray(data)
    if changed:
        random.choice(_WAYS)(changed, random)
    return bytes(changed)
