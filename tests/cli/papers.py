"""Small PDFs made by hand: what a user may give the program by mistake, and one plain paper with a table."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf

PAGE_HEIGHT = 842


def make_pdf(*contents: bytes) -> bytes:
    """A PDF with one page for each content stream; fonts are the two that every reader has."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(contents)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {PAGE_HEIGHT}] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def text(x: float, top: float, words: str, size: float = 11) -> bytes:
    """Words with their upper edge ``top`` points below the upper edge of the page."""
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
    return b"BT /F1 %g Tf %g %g Td (%b) Tj ET\n" % (size, x, PAGE_HEIGHT - top - size, escaped)


def line(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return b"0.5 w %g %g m %g %g l S\n" % (x0, PAGE_HEIGHT - y0, x1, PAGE_HEIGHT - y1)


def prose(count: int = 20) -> bytes:
    return b"".join(
        text(72, 80 + 14 * number, "Dies ist ein Satz ohne jede Zahl, wie er in vielen Papieren steht.")
        for number in range(count)
    )


def table(rows: list[list[str]], left: float = 80, top: float = 120) -> bytes:
    """A ruled table 440 points wide with rows of 20 points."""
    height, cols = 20.0, len(rows[0])
    width = 440 / cols
    content = b""
    for row, texts in enumerate(rows):
        for col, words in enumerate(texts):
            content += text(left + col * width + 4, top + row * height + 4, words)
    for row in range(len(rows) + 1):
        content += line(left, top + row * height, left + cols * width, top + row * height)
    for col in range(cols + 1):
        content += line(left + col * width, top, left + col * width, top + len(rows) * height)
    return content


LAENDER = [
    ["Land", "männlich", "weiblich", "Gesamt"],
    ["Bayern", "1.200", "300", "1.500"],
    ["Hamburg", "200", "90", "290"],
    ["Gesamt", "1.400", "390", "1.790"],
]
LEAD_IN = text(72, 90, "Zahl der erteilten Aufenthaltserlaubnisse zum Stichtag 31. Juli 2025:")
PAPER = make_pdf(LEAD_IN + table(LAENDER))
"""No Drucksache, but a page with one ruled table that adds up."""

WITHOUT_TABLES = make_pdf(prose(), prose())
# A picture of 1 x 1 points stretched over the page, as a scanner writes it.
SCAN = make_pdf(b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q")


def encrypted(data: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def write(folder: Path, **papers: bytes) -> Path:
    """Writes each paper as ``name.pdf``."""
    folder.mkdir(exist_ok=True)
    for name, data in papers.items():
        (folder / f"{name}.pdf").write_bytes(data)
    return folder
