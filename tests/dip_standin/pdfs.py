"""Small PDFs that are PDFs: one page of Helvetica."""

from __future__ import annotations

NOTE = "Vorabfassung - wird durch die lektorierte Version ersetzt."


def make_pdf(lines: list[str], *, vorabfassung: bool = False, padding: int = 0) -> bytes:
    """A PDF of one page with these lines, the margin note where asked for, and ``padding`` bytes that mean nothing."""
    text = "".join(f"BT /F1 10 Tf 60 {780 - 14 * row} Td ({_escape(line)}) Tj ET\n" for row, line in enumerate(lines))
    if vorabfassung:
        text += f"BT /F1 8 Tf 0 1 -1 0 580 200 Tm ({_escape(NOTE)}) Tj ET\n"
    stream = text.encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    out += b"%" + b"x" * padding + b"\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
