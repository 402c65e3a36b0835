"""Fonts that do not say what they print, or say it wrongly, and the paper's table set in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFontFile

from tests.hostile.pdfs import TABLE, TIMES, assemble, deflated, objects_of, stream

TYPEFACE = Path(__file__).resolve().parents[2] / "samples" / "fonts" / "LiberationSerif-Regular.ttf"
_STRING = re.compile(rb"\(((?:\\.|[^\\)])*)\)")
_DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /ABCDEF+Serif /Flags 4 /FontBBox [-200 -300 1300 900] /ItalicAngle 0"
    b" /Ascent 900 /Descent -220 /CapHeight 700 /StemV 80 %b >>"
)
Code = Callable[[str], bytes]


def recoded(content: bytes, code: Code) -> bytes:
    """A content whose strings are written in other codes."""

    def one(found: re.Match[bytes]) -> bytes:
        text = re.sub(rb"\\(.)", rb"\1", found[1]).decode("cp1252")
        return b"<" + b"".join(map(code, text)).hex().encode() + b">"

    return _STRING.sub(one, content)


@cache
def _glyphs() -> Mapping[int, int]:
    numbers: Mapping[int, int] = TTFontFile(str(TYPEFACE)).charToGlyph
    return numbers


def letters() -> list[str]:
    """All characters that the paper's table prints."""
    return sorted({sign for text in _STRING.findall(TABLE) for sign in text.decode("cp1252")})


def glyph(sign: str) -> bytes:
    """The number of a character's glyph, as fonts of this kind write it."""
    return _glyphs()[ord(sign)].to_bytes(2, "big")


def unicode_map(pairs: Iterable[tuple[bytes, int]]) -> bytes:
    """A map from codes to characters."""
    entries = b"".join(b"1 beginbfchar <%b> <%04x> endbfchar\n" % (code.hex().encode(), sign) for code, sign in pairs)
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + entries + b"endcmap end end"
    )


def by_glyph(says: Callable[[str], int | None] | None, content: bytes = TABLE) -> bytes:
    """A font addressed by glyph numbers. ``says`` gives what its map says a sign is (``None``: nothing)."""
    objects = objects_of(recoded(content, glyph))
    add_glyph_font(objects, TIMES, says)
    return assemble(objects)


def add_glyph_font(objects: dict[int, bytes], number: int, says: Callable[[str], int | None] | None) -> None:
    """Puts such a font under this number."""
    program = TYPEFACE.read_bytes()
    map_entry = b"" if says is None else b"/ToUnicode 8 0 R"
    objects[number] = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Serif /Encoding /Identity-H /DescendantFonts [4 0 R] %b >>"
        % map_entry
    )
    objects[4] = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Serif /FontDescriptor 5 0 R /CIDToGIDMap /Identity"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>"
    )
    objects[5] = _DESCRIPTOR % b"/FontFile2 6 0 R"
    objects[6] = deflated(program, b"/Length1 %d" % len(program))
    if says is not None:
        said = ((glyph(sign), says(sign)) for sign in letters())
        objects[8] = stream(unicode_map((code, sign) for code, sign in said if sign is not None))


def by_name(first: int, name: bytes, order: str = "") -> bytes:
    """A font of one byte a sign whose glyphs have names that tell nothing (``/C0001``).

    With ``order`` the signs are numbered in that order from ``first``, else they keep their codes.
    """
    signs = order or "".join(letters())
    code = (lambda sign: bytes([first + signs.index(sign)])) if order else (lambda sign: sign.encode("cp1252"))
    objects = objects_of(recoded(TABLE, code))
    names = b" ".join(name % number for number in range(256 - first))
    objects[TIMES] = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Serif /FirstChar 0 /LastChar 255 /Widths [%b]"
        b" /Encoding << /Type /Encoding /Differences [%d %b] >> /FontDescriptor 5 0 R >>"
        % (b"500 " * 256, first, names)
    )
    objects[5] = _DESCRIPTOR % b""
    return assemble(objects)


def drawn(order: str, first: int = 33) -> bytes:
    """A font whose glyphs are little drawings (Type 3), as old TeX papers have it."""
    objects = objects_of(recoded(TABLE, lambda sign: bytes([first + order.index(sign)])))
    names = [b"/a%d" % number for number in range(len(order))]
    objects[TIMES] = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.001 0 0 0.001 0 0]"
        b" /CharProcs << %b >> /Encoding << /Type /Encoding /Differences [%d %b] >> /FirstChar %d /LastChar %d"
        b" /Widths [%b] >>"
        % (
            b" ".join(name + b" 9 0 R" for name in names),
            first,
            b" ".join(names),
            first,
            first + len(names) - 1,
            b"500 " * len(names),
        )
    )
    objects[9] = stream(b"500 0 0 0 500 500 d1 0 0 500 500 re f")
    return assemble(objects)
