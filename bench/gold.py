"""Exactness on the hand-checked grids: what a reader found is written like a run of ours and scored by their tool."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from extractor.grammar.hyphenation import join_lines
from extractor.resources import column_names

FIGURES = ("numeric cells", "all cells", "head cells", "exact grids")


def gold_pages(shared: Path) -> dict[str, list[int]]:
    """The pages with checked grids by file name without ending."""
    pages: dict[str, set[int]] = {}
    with (shared / "gold" / "cells" / "index.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            pages.setdefault(row["pdf"], set()).add(int(row["page"]))
    return {pdf: sorted(numbers) for pdf, numbers in pages.items()}


def write_run(folder: Path, papers: Sequence[Path], found: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """``cells.csv`` and ``documents.csv`` of the tables that a reader found, by file name without ending."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = [{"doc_id": paper.stem, "pdf_sha256": sha256(paper.read_bytes()).hexdigest()} for paper in papers]
    _write(folder, "documents", documents)
    _write(folder, "cells", (row for paper in papers for row in _cell_rows(paper.stem, found.get(paper.stem, ()))))


def _write(folder: Path, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, column_names(table), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _cell_rows(doc_id: str, tables: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, object]]:
    """Rows of ``cells``. Of other readers lines are joined and hyphens taken out as ours are; they know no spans."""
    for number, table in enumerate(tables, 1):
        table_id = table.get("id", f"p{table['page']:03}t{number}")
        for cell in table.get("ours", ()):
            row, col, text, page, row_span, col_span, *box = cell
            yield _row(doc_id, table_id, page, (row, col, row_span, col_span), box, text)
        for row, col, text in table.get("cells", ()):
            yield _row(doc_id, table_id, table["page"], (row, col, 1, 1), table["box"], _joined(text))


def _joined(text: str) -> str:
    """The lines of a cell as one text; U+0002 and U+FFFE are what PDFium gives for a hyphen at a line end."""
    return join_lines(text.replace("\r", "\n").replace("\x02", "\u00ad\n").replace("\ufffe", "\u00ad\n").split("\n"))


def _row(
    doc_id: str, table_id: str, page: int, place: tuple[int, int, int, int], box: Sequence[float], text: str
) -> dict[str, object]:
    row, col, row_span, col_span = place
    corners = dict(zip(("x0", "y0", "x1", "y1"), (round(side, 2) for side in box), strict=True))
    spans = {"row": row, "col": col, "row_span": row_span, "col_span": col_span}
    return {"doc_id": doc_id, "table_id": table_id, "page": page, "text": text, **spans, **corners}


def score_run(shared: Path, folder: Path) -> dict[str, str]:
    """What ``score_tables.py`` says of a run: `FIGURES` and what else it prints, by name."""
    command = [sys.executable, shared / "tools" / "score_tables.py", "--gold", shared / "gold", "--run", folder]
    ended = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if ended.returncode not in (0, 1):
        raise RuntimeError(ended.stderr)
    return {line[:25].strip(): line[25:].strip() for line in ended.stdout.splitlines() if line[24:25] == " "}
