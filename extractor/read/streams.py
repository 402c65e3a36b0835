"""The streams of a PDF as they lie in the file, and whether they unpack to what was packed."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_BEGIN, _END = b"stream", b"endstream"
_NUMBER = re.compile(rb"([0-9]+)\s+[0-9]+\s*$")
# A dictionary of a page's content takes 50 bytes, that of a picture or a table of references some hundred.
_MOST_ENTRIES = 4096
_FILTERS = re.compile(rb"/Filter\s*(\[[^\[\]]*\]|/[^\s/<>\[\]()%]*)")
_NAME = re.compile(rb"/([^\s/<>\[\]()%]*)")
# ISO 32000-1, table 6, and the short names of table 94, which readers take here too.
_KNOWN_FILTERS = frozenset(
    b"ASCIIHexDecode ASCII85Decode LZWDecode FlateDecode RunLengthDecode CCITTFaxDecode JBIG2Decode DCTDecode "
    b"JPXDecode Crypt AHx A85 LZW Fl RL CCF DCT".split()
)
_FLATE = frozenset({b"FlateDecode", b"Fl"})
_ASCII85 = frozenset({b"ASCII85Decode", b"A85"})
# Pictures and the outlines of letters take most of a file and say nothing of what is printed where.
_LOOKS_ONLY = re.compile(rb"/(?:Image|Length1|Type1C|CIDFontType0C|OpenType|Alternate)\b")
# The pieces in which is unpacked: what unfolds to a gigabyte takes no more memory than this.
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream object: its number, its dictionary as printed, its data as they lie in the file, and where it ends."""

    number: int
    entries: bytes
    packed: memoryview
    end: int

    @property
    def filters(self) -> tuple[bytes, ...]:
        """The names of its filters, the first to be undone first."""
        found = _FILTERS.search(self.entries)
        return tuple(_NAME.findall(found[1])) if found else ()


def find_streams(data: bytes) -> Iterator[Stream]:
    """The streams of a file in their order, without those that are pictures or outlines of letters."""
    view = memoryview(data)
    begin = 0
    while (end := data.find(_END, begin)) >= 0:
        keyword = data.find(_BEGIN, begin, end)
        opened = data.rfind(b"obj", max(begin, keyword - _MOST_ENTRIES), keyword)
        if keyword >= 0 and opened >= 0:
            number = _NUMBER.search(data, max(0, opened - 20), opened)
            entries = data[opened + 3 : keyword]
            if number and not _LOOKS_ONLY.search(entries):
                start = keyword + len(_BEGIN)
                start += 2 if data[start : start + 2] == b"\r\n" else data[start : start + 1] in (b"\n", b"\r")
                yield Stream(int(number[1]), entries, view[start:end], end)
        begin = end + len(_END)


def is_broken(stream: Stream) -> bool:
    """Whether it names a filter that there is not, or its data are not what was packed, or end too early.

    Only Flate says so, alone or behind ASCII85, as nearly all papers have it; of others nothing is known.
    """
    filters = stream.filters
    return not _KNOWN_FILTERS.issuperset(filters) or (bool(filters) and _unpack(stream, 0) is None)


def unpack(stream: Stream, most: int) -> bytes:
    """The first ``most`` bytes of its content; empty where it is broken, or its filters others than those above."""
    return _unpack(stream, most) or b"" if stream.filters else bytes(stream.packed[:most])


def _unpack(stream: Stream, most: int) -> bytes | None:
    """As `unpack`, for a stream with filters, but ``None`` where it is broken, wherever."""
    packed = stream.packed
    *before, last = stream.filters
    if last not in _FLATE or len(before) > 1 or not _ASCII85.issuperset(before):
        return b""
    if before:
        try:
            packed = memoryview(base64.a85decode(bytes(packed).strip().removesuffix(b"~>")))
        except ValueError:
            return None
    unpacker = zlib.decompressobj()
    kept = bytearray()
    try:
        while packed and not unpacker.eof:
            piece = unpacker.decompress(packed, _PIECE)
            kept += piece[: most - len(kept)]
            packed = memoryview(unpacker.unconsumed_tail)
    except zlib.error:
        return None
    return bytes(kept) if unpacker.eof else None
