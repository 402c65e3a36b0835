"""The running text without what is printed in tables: rows of unframed tables look like lines of prose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model.geometry import Box
from extractor.model.structure import Paragraph, Structure
from extractor.model.table import Table


def leave_out_tables(structure: Structure, tables: Sequence[Table]) -> Structure:
    """The structure without the paragraphs of which a line stands inside a table."""
    boxes: dict[int, list[Box]] = {}
    for table in tables:
        for part in table.parts:
            boxes.setdefault(part.page, []).append(part.box)
    kept = tuple(
        paragraph for paragraph in structure.paragraphs if not _is_in_table(paragraph, boxes.get(paragraph.page, []))
    )
    return structure if len(kept) == len(structure.paragraphs) else replace(structure, paragraphs=kept)


def _is_in_table(paragraph: Paragraph, boxes: Sequence[Box]) -> bool:
    return any(
        box.contains((line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2) for line in paragraph.lines for box in boxes
    )
