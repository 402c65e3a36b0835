"""Our reader, stage by stage, and its second readers, as the worker calls them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.peers import FoundTables
from extractor.collection import without_collection

OURS = "extractor"
SECOND_READERS = {"extractor --reader pdfplumber": "pdfplumber", "extractor --reader camelot": "camelot"}


@without_collection
def read_stages(path: str) -> dict[str, float]:
    """CPU seconds of read, structure and tables on one file, without garbage collection as in `extractor.pipeline`."""
    from extractor.read import open_source, read_document
    from extractor.structure import place_tables, read_structure
    from extractor.tables import read_tables

    clock = [time.process_time()]
    source = open_source(Path(path))
    document, _ = read_document(source)
    clock.append(time.process_time())
    structure = read_structure(document)
    clock.append(time.process_time())
    tables, _ = read_tables(source, document)
    clock.append(time.process_time())
    place_tables(structure, document, tables)
    clock.append(time.process_time())
    read, structured, tabled, placed = (after - before for before, after in pairwise(clock))
    return {"read": read, "structure": structured + placed, "tables": tabled}


def read_our_tables(path: str, pages: Sequence[int] | None, reader: str = "native") -> FoundTables:
    """The tables of a file by one of our readers, stitched; ``pages`` are left to the scorer."""
    from extractor.read import open_source, read_document
    from extractor.tables import read_tables

    source = open_source(Path(path))
    document, _ = read_document(source)
    tables, _ = read_tables(source, document, reader)
    return [_described(table) for table in tables]


def _described(table: Any) -> dict[str, Any]:
    cells = [
        (cell.row, cell.col, cell.text, cell.page, cell.row_span, cell.col_span, *_corners(cell.box))
        for cell in table.cells
    ]
    return {"page": table.first_page, "box": _corners(table.parts[0].box), "id": table.table_id, "ours": cells}


def _corners(box: Any) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1
