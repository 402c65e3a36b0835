"""Cursors as DIP makes them: Solr's cursorMark, the sort values of the last document in JavaBin, in base64."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime

_VERSION, _ARRAY, _LONG, _STRING = 0x02, 0x80, 0x60, 0x20
_SCORE = bytes([8, 0x43, 0x87, 0x8C, 0xD7])


class BadCursorError(ValueError):
    """The text is no cursor."""


def encode(date: str, key: str, *, four_values: bool = False) -> str:
    """The cursor after the document with this date and key, such as ``Drucksache-249260``.

    ``four_values`` gives the other kind that was seen: standard alphabet with ``+`` and ``/``, a score first.
    """
    milliseconds = int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp() * 1000)
    if four_values:
        raw = bytes([_VERSION, _ARRAY | 4]) + _SCORE + _SCORE + _long(milliseconds) + _string(key)
        return base64.b64encode(raw).decode()
    return (
        base64.urlsafe_b64encode(bytes([_VERSION, _ARRAY | 2]) + _long(milliseconds) + _string(key))
        .decode()
        .rstrip("=")
    )


def decode(text: str) -> tuple[str, str]:
    """Date and key of a cursor of either kind; `BadCursorError` for anything else."""
    standard = text.replace("-", "+").replace("_", "/")
    try:
        raw = base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
        return _read(raw)
    except (binascii.Error, IndexError, UnicodeDecodeError, OverflowError, ValueError) as error:
        raise BadCursorError(text) from error


def _long(value: int) -> bytes:
    # SLong: four bits in the tag, a flag for more, then seven bits a byte, low first; negative ones take nine bytes.
    unsigned = value & (1 << 64) - 1
    tag, rest = _LONG | unsigned & 15, unsigned >> 4
    out = bytearray([tag | (0x10 if rest else 0)])
    while rest > 127:
        out.append(rest & 127 | 128)
        rest >>= 7
    if rest:
        out.append(rest)
    return bytes(out)


def _string(text: str) -> bytes:
    raw = text.encode()
    if len(raw) > 30:
        raise BadCursorError(text)
    return bytes([_STRING | len(raw)]) + raw


def _read(raw: bytes) -> tuple[str, str]:
    if raw[0] != _VERSION or raw[1] & 0xE0 != _ARRAY:
        raise BadCursorError(raw.hex())
    place = 2 + (2 * len(_SCORE) if raw[1] & 0x1F == 4 else 0)
    tag = raw[place]
    if tag & 0xE0 != _LONG:
        raise BadCursorError(raw.hex())
    value, shift, place, more = tag & 15, 4, place + 1, bool(tag & 0x10)
    while more:
        byte = raw[place]
        value, shift, place, more = value | (byte & 127) << shift, shift + 7, place + 1, bool(byte & 128)
    if value >> 63:
        value -= 1 << 64
    length = raw[place] & 0x1F
    key = raw[place + 1 :].decode()
    if raw[place] & 0xE0 != _STRING or len(key) != length:
        raise BadCursorError(raw.hex())
    return datetime.fromtimestamp(value / 1000, UTC).date().isoformat(), key
