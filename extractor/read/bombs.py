"""Streams that unpack to far more than any paper holds: a megabyte of a file can become a gigabyte of memory.

PDFium unpacks a stream of drawing or of objects as a whole, up to 1 GiB, and drawing takes it another 15 to 100 bytes
for each. So what is packed that tightly is found before PDFium sees it. This finds the plain case, in 0.4 ms for a
megabyte of file; against what is hidden better (packed twice, encrypted, drawn by forms in forms) only limits for the
whole process help, which the commands set.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

LARGEST_STREAM = 100_000_000
"""The largest stream of drawing in the corpus has 0.2 MB, a page with a million rules 21 MB."""

# Deflate gives at most 258 bytes for each two bits.
_MOST_TIMES = 1032
_SMALLEST_BOMB = LARGEST_STREAM // _MOST_TIMES
_END, _BEGIN = b"endstream", b"stream"
_PIECE = 1 << 20


def unpacks_too_far(data: bytes) -> bool:
    """Whether a PDF has a stream that unpacks to more than `LARGEST_STREAM`; pictures, never unpacked, do not count."""
    return any(_unpacks_too_far(data, start, end) for start, end in _long_streams(data))


def _long_streams(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the packed data of streams lie that are long enough and no picture's."""
    begin = 0
    while (end := data.find(_END, begin)) >= 0:
        if end - begin > _SMALLEST_BOMB:
            keyword = data.find(_BEGIN, begin, end)
            if keyword >= 0 and b"/Image" not in data[data.rfind(b"obj", begin, keyword) : keyword]:
                yield keyword + len(_BEGIN), end
        begin = end + len(_END)


def _unpacks_too_far(data: bytes, start: int, end: int) -> bool:
    while start < end and data[start] in b"\r\n":
        start += 1
    unpacker = zlib.decompressobj()
    packed, size = memoryview(data)[start:end], 0
    rest: bytes | memoryview = packed
    try:
        while rest and not unpacker.eof and size <= LARGEST_STREAM:
            size += len(unpacker.decompress(rest, _PIECE))
            rest = unpacker.unconsumed_tail
    except zlib.error:  # packed by another method, or damaged, which PDFium finds out
        return False
    return size > LARGEST_STREAM
