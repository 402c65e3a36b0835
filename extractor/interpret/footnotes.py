"""Footnotes below a table and the cells that carry their marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.model.table import Footnote, Table, TablePlace

# "*", "**", "1)", "¹" at the beginning of a note.
_MARKED = re.compile(r"(?P<mark>\*{1,4}|†+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\d{1,2}\))\s*(?P<text>.+)$", re.DOTALL)
_MARK_IN_CELL = re.compile(r"(\*{1,4}|†+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<=[\w%)])\s?\d{1,2}\))$")
_MARK_ENDS = tuple("*†⁰¹²³⁴⁵⁶⁷⁸⁹)")
_CORRECTED = re.compile(r"\bkorrigiert|\bberichtigt|\bKorrektur\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FootnoteIndex:
    """The notes of one table; ``of_cell`` gives the ids that hold for a cell by (row, col), ``corrected`` ids too."""

    footnotes: tuple[Footnote, ...]
    of_cell: dict[tuple[int, int], tuple[str, ...]]
    corrected: frozenset[str]


def read_footnotes(table: Table, place: TablePlace, note_rows: tuple[int, ...]) -> FootnoteIndex:
    """The notes below a table (and in rows of its own inside the frame) with the cells they are about."""
    texts = [(table.last_page, text) for text in place.notes]
    texts += [(cell.page, cell.text) for cell in table.cells if cell.row in note_rows and cell.text]
    marks: dict[str, list[tuple[int, int]]] = {}
    for cell in table.cells:
        # Most cells end otherwise, and to see that is much cheaper than to search them.
        if not cell.text.endswith(_MARK_ENDS) or cell.row in note_rows:
            continue
        if found := _MARK_IN_CELL.search(cell.text):
            marks.setdefault(found.group(1).strip(), []).append((cell.row, cell.col))
    footnotes: list[Footnote] = []
    of_cell: dict[tuple[int, int], tuple[str, ...]] = {}
    for number, (page, text) in enumerate(texts, 1):
        marked = _MARKED.match(text)
        mark = marked["mark"] if marked else ""
        cells = marks.get(mark, []) if mark else []
        footnote_id = f"{table.table_id}n{number}"
        scope = ";".join(f"r{row}c{col}" for row, col in cells) or "table"
        footnotes.append(Footnote(footnote_id, table.table_id, page, mark, marked["text"] if marked else text, scope))
        for place_of_cell in cells:
            of_cell[place_of_cell] = (*of_cell.get(place_of_cell, ()), footnote_id)
    corrected = frozenset(note.footnote_id for note in footnotes if note.mark and _CORRECTED.search(note.text))
    return FootnoteIndex(tuple(footnotes), of_cell, corrected)
