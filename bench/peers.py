"""How each reader is called: all tables of a file, or of some pages, with their texts.

Every reader gives tables as dictionaries of ``page`` (from 1), ``box`` (points from the top left) and ``cells``, a
list of (row, column, text) from 1. The modules are imported when they are called: each reader has an environment.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

FoundTables = list[dict[str, Any]]
Reader = Callable[[str, Sequence[int] | None], FoundTables]


def read_with_pdfplumber(path: str, pages: Sequence[int] | None) -> FoundTables:
    """pdfplumber, and pdfplumber-rs, which calls itself by the same name."""
    import pdfplumber

    found = []
    with pdfplumber.open(path) as pdf:
        for number in pages or range(1, len(pdf.pages) + 1):
            page = pdf.pages[number - 1]
            found.extend(_table(number, table.bbox, table.extract()) for table in page.find_tables())
            page.close()
    return found


def camelot(flavor: str, engine: str | None) -> Reader:
    """camelot with one of its flavours; ``engine`` says where a lattice gets its rules."""

    def read(path: str, pages: Sequence[int] | None) -> FoundTables:
        import camelot

        options = {"engine": engine} if engine else {}
        wanted = ",".join(map(str, pages)) if pages else "all"
        found = []
        for table in camelot.read_pdf(path, pages=wanted, flavor=flavor, suppress_stdout=True, **options):
            height = table.pdf_size[1]
            box = (table.cols[0][0], height - table.rows[0][0], table.cols[-1][1], height - table.rows[-1][1])
            found.append(_table(table.page, box, table.df.values.tolist()))
        return found

    return read


def read_with_tablers(path: str, pages: Sequence[int] | None) -> FoundTables:
    import tablers

    document = tablers.Document(path)
    found = []
    for number in pages or range(1, document.page_count + 1):
        for table in tablers.find_tables(document.get_page(number - 1)):
            rows = [[cell.text if cell else "" for cell in row.cells] for row in table.rows]
            found.append(_table(number, table.bbox, rows))
    document.close()
    return found


def read_with_pymupdf(path: str, pages: Sequence[int] | None) -> FoundTables:
    import pymupdf

    found = []
    with pymupdf.open(path) as document:
        for number in pages or range(1, document.page_count + 1):
            tables = document[number - 1].find_tables().tables
            found.extend(_table(number, table.bbox, table.extract()) for table in tables)
    return found


def read_with_tabula(path: str, pages: Sequence[int] | None) -> FoundTables:
    """tabula-java in one JVM; with ``pages`` in one for each, as its output does not say which page a table is on."""
    import tabula

    jar = next(Path(tabula.__file__).parent.glob("*.jar"))
    found = []
    for number in pages or [0]:
        asked = str(number) if number else "all"
        command = ["java", "-jar", str(jar), "--lattice", "--pages", asked, "--format", "JSON", path]
        ended = subprocess.run(command, capture_output=True, check=True)
        for table in json.loads(ended.stdout):
            box = (table["left"], table["top"], table["right"], table["bottom"])
            rows = [[cell["text"] for cell in row] for row in table["data"]]
            found.append(_table(number, box, rows))
    return found


def read_bulk_text(path: str, pages: Sequence[int] | None) -> FoundTables:
    """The least that any reader on PDFium does: open each page and take its text in one piece."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        for number in pages or range(1, len(pdf) + 1):
            page = pdf[number - 1]
            text = page.get_textpage()
            text.get_text_range()
            text.close()
            page.close()
    return []


def read_characters_and_paths(path: str, pages: Sequence[int] | None) -> FoundTables:
    """What a reader on PDFium's characters does at least: code, box, angle and size of each, bounds of each path."""
    import ctypes

    import pypdfium2
    import pypdfium2.raw as raw

    box = [ctypes.c_double() for _ in range(4)]
    bounds = [ctypes.c_float() for _ in range(4)]
    with pypdfium2.PdfDocument(path) as pdf:
        for number in pages or range(1, len(pdf) + 1):
            page = pdf[number - 1]
            text = page.get_textpage()
            for index in range(raw.FPDFText_CountChars(text)):
                raw.FPDFText_GetUnicode(text, index)
                raw.FPDFText_GetCharBox(text, index, *box)
                raw.FPDFText_GetCharAngle(text, index)
                raw.FPDFText_GetFontSize(text, index)
            for index in range(raw.FPDFPage_CountObjects(page)):
                item = raw.FPDFPage_GetObject(page, index)
                if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH:
                    raw.FPDFPageObj_GetBounds(item, *bounds)
            text.close()
            page.close()
    return []


def _table(page: int, box: Iterable[float], rows: Iterable[Iterable[str | None]]) -> dict[str, Any]:
    cells = [(r, c, text) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text is not None]
    return {"page": page, "box": [float(side) for side in box], "cells": cells}


READERS: dict[str, tuple[str, Reader]] = {
    "PDFium, text in one piece": ("pypdfium2", read_bulk_text),
    "PDFium, characters and paths": ("pypdfium2", read_characters_and_paths),
    "tablers": ("tablers", read_with_tablers),
    "pdfplumber-rs": ("pdfplumber-rs", read_with_pdfplumber),
    "PyMuPDF": ("PyMuPDF", read_with_pymupdf),
    "tabula-java, lattice": ("tabula-py", read_with_tabula),
    "pdfplumber": ("pdfplumber", read_with_pdfplumber),
    "camelot network": ("camelot-py", camelot("network", None)),
    "camelot lattice, vector": ("camelot-py", camelot("lattice", "vector")),
    "camelot hybrid, vector": ("camelot-py", camelot("hybrid", "vector")),
    "camelot lattice": ("camelot-py", camelot("lattice", None)),
    "camelot hybrid": ("camelot-py", camelot("hybrid", None)),
}


def version_of(package: str) -> str:
    """The installed version of a distribution."""
    return version(package)
