"""Gold tables as the observations that a perfect reader and interpreter would hand to the checks."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

from extractor.model.observation import Observation

_CODES = [
    "unit",
    "measure",
    "title_type",
    "legal_basis",
    "nationality",
    "region",
    "sex",
    "register",
    "category",
    "row_role",
    "col_role",
]
_FIGURE = re.compile(r"[\d–-]")


def gold_observations(gold: Path, pdf: str) -> tuple[Observation, ...]:
    """The observations of one gold document, of which the rows of the grids with a figure are the rows."""
    tables: dict[tuple[int, int], list[dict[str, str]]] = defaultdict(list)
    for entry in _entries(gold / "observations" / f"{pdf}.csv"):
        tables[int(entry["page"]), int(entry["table_no"])].append(entry)
    observations: list[Observation] = []
    for (page, number), entries in tables.items():
        observations += _table(gold, pdf, page, number, entries)
    return tuple(observations)


def _table(gold: Path, pdf: str, page: int, number: int, entries: list[dict[str, str]]) -> list[Observation]:
    index = next(
        one
        for one in _entries(gold / "cells" / "index.csv")
        if (one["pdf"], int(one["page"]), int(one["table_no"])) == (pdf, page, number)
    )
    with (gold / "cells" / index["file"]).open(encoding="utf-8", newline="") as handle:
        grid = list(csv.reader(handle))
    stub, head = int(index["stub_cols"]), int(index["head_rows"])
    columns = _column_labels(grid[:head])
    observations = []
    section = ""
    left = list(entries)
    level = 0
    for row, cells in enumerate(grid, 1):
        label = " ".join(cell for cell in cells[:stub] if cell)
        if row <= head or not any(_FIGURE.search(cell) for cell in cells[stub:]):
            section = label if row > head and label else section
            continue
        if stub > 1:
            level = next(place for place, cell in enumerate(cells) if cell)
        for col in range(stub + 1, len(cells) + 1):
            entry = left.pop(0)
            assert (entry["value_raw"] or "") == cells[col - 1], (pdf, page, number, row, col, entry, cells)
            path = f"{section} › {label}" if section else label
            observations.append(_observation(pdf, page, number, entry, row, col, path, columns[col - 1], level))
    assert not left
    return observations


def _entries(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _column_labels(head: list[list[str]]) -> list[str]:
    """Label paths of the columns; a text above several columns stands in the first of them."""
    filled = []
    for number, row in enumerate(head):
        texts: list[str] = []
        for col, text in enumerate(row):
            spans = number < len(head) - 1 and not text and texts and any(below[col] for below in head[number + 1 :])
            texts.append(texts[-1] if spans else text)
        filled.append(texts)
    width = len(head[0]) if head else 0
    paths = [[row[col] for row in filled if row[col]] for col in range(width)]
    return [" › ".join(dict.fromkeys(path)) for path in paths] or [""] * 30


def _first(text: str) -> str:
    """The first accepted content; what is not scored is left empty."""
    first = text.split(" // ")[0].strip()
    return "" if first in ("*", "~") else first


def _observation(
    pdf: str, page: int, number: int, entry: dict[str, str], row: int, col: int, path: str, column: str, level: int
) -> Observation:
    codes = {name: _first(entry[name]) for name in _CODES}
    dates = {name: _date(_first(entry[name])) for name in ("period_start", "period_end", "reference_date")}
    ages = {name: int(_first(entry[name])) if _first(entry[name]) else None for name in ("age_min", "age_max")}
    part = codes["row_role"] in ("davon", "darunter")
    table_id = f"p{page:03d}t{number}"
    return Observation(
        obs_id=f"{pdf}:{table_id}:r{row}c{col}",
        doc_id=pdf,
        question_id=_first(entry["question_id"]),
        table_id=table_id,
        row=row,
        col=col,
        page=page,
        x0=float(entry["cx"]),
        y0=float(entry["cy"]),
        x1=float(entry["cx"]),
        y1=float(entry["cy"]),
        value=Decimal(_first(entry["value"])) if _first(entry["value"]) else None,
        value_raw=entry["value_raw"],
        value_status=_first(entry["value_status"]),
        nationality_label="",
        row_label=path,
        col_label=column,
        row_level=level or int(part),
        reader="native",
        **codes,  # type: ignore[arg-type]
        **dates,  # type: ignore[arg-type]
        **ages,  # type: ignore[arg-type]
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
