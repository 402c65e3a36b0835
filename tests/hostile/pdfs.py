"""PDFs out of single objects, so that a test can break each of them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence

from tests.cli.papers import LAENDER, LEAD_IN, table

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>"
CATALOG, PAGES, TIMES = 1, 2, 3
FREE = 10
"""From here on numbers of objects are free: page ``i`` (from 0) is ``FREE + 2 * i``, its content the next."""

A4 = (595.0, 842.0)
TABLE = LEAD_IN + table(LAENDER)
"""The content of a page with a sentence and a ruled table that adds up."""


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object, not compressed."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)


def deflated(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object with ``/FlateDecode``."""
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + entries)


def bomb(size: int, begin: bytes = b"", fill: bytes = b"\0") -> bytes:
    """The zlib stream of ``begin`` and ``size`` bytes of ``fill``: one packed megabyte, repeated."""
    piece = fill * ((1 << 20) // len(fill))
    count = size // len(piece)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    # Behind a full flush nothing is remembered, so that the same bytes are packed the same each time.
    first, repeated = (packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH) for part in (begin, piece))
    checksum = zlib.adler32(begin)
    for _ in range(count):
        checksum = zlib.adler32(piece, checksum)
    return b"\x78\xda" + first + repeated * count + packer.flush() + checksum.to_bytes(4, "big")


def page(
    content: int,
    size: tuple[float, float] = A4,
    *,
    entries: bytes = b"",
    fonts: bytes = b"/F1 3 0 R",
    resources: bytes = b"",
) -> bytes:
    """A page object whose content stream is the object ``content``."""
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Contents %d 0 R /Resources << /Font << %b >> %b >> %b >>"
        % (*size, content, fonts, resources, entries)
    )


def objects_of(*contents: bytes, entries: bytes = b"", root: bytes = b"") -> dict[int, bytes]:
    """Catalog (with ``root``), page tree, font, and a page (with ``entries``) for each content."""
    kids = b" ".join(b"%d 0 R" % (FREE + 2 * index) for index in range(len(contents)))
    objects = {
        CATALOG: b"<< /Type /Catalog /Pages 2 0 R %b >>" % root,
        PAGES: b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(contents), kids),
        TIMES: FONT,
    }
    for index, content in enumerate(contents):
        objects[FREE + 2 * index] = page(FREE + 2 * index + 1, entries=entries)
        objects[FREE + 2 * index + 1] = stream(content)
    return objects


def numbered(objects: Mapping[int, bytes]) -> tuple[bytes, dict[int, int]]:
    """A header and the objects, and where each begins."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    return out.getvalue(), places


def assemble(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF with a table of references, of these objects."""
    out, places = numbered(objects)
    size = max(objects) + 1
    references = b"".join(
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
        for number in range(1, size)
    )
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            references,
            size,
            trailer,
            len(out),
        )
    )


def make(*contents: bytes, entries: bytes = b"", root: bytes = b"", more: Mapping[int, bytes] | None = None) -> bytes:
    """A PDF with a page for each content and the objects ``more`` beside or in the place of its own."""
    return assemble({**objects_of(*contents, entries=entries, root=root), **(more or {})})


def rules(count: int) -> bytes:
    """``count`` short rules, none on another."""
    return b"0.2 w\n" + b"".join(
        b"%g %g m %g %g l S\n" % (20 + index % 500, 20 + index // 500 % 800, 21 + index % 500, 20 + index // 500 % 800)
        for index in range(count)
    )


def glyphs(count: int, lines: int = 800, digits: Sequence[bytes] = (b"1", b"2")) -> bytes:
    """``count`` digits in words of four, in ``lines`` lines."""
    per_line = max(1, count // lines // 5)
    words = b" ".join(b"12%b4" % digits[index % len(digits)] for index in range(per_line))
    return b"".join(b"BT /F1 1 Tf 20 %g Td (%b) Tj ET\n" % (20 + 800 * index / lines, words) for index in range(lines))
