"""Two readings of one page held against each other, cell by cell, by the place of the print."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extractor.grammar.numbers import read_value
from extractor.model.geometry import Box
from extractor.model.table import Cell, Grid

Place = tuple[int, int, int]
"""Page, and row and column in the (stitched) table, from 1. A cell that crosses a page break stands on both pages."""


class Outcome(StrEnum):
    """What another reader has where a cell of ours stands; ``ABSENT``: no such cell, so it says nothing."""

    SAME = "same"
    DIFFERENT = "different"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell as another reader sees it; ``text`` is empty where it has none or the cell is blank."""

    reader: str
    outcome: Outcome
    text: str = ""


# Footnote marks must not become digits: NFKC makes 1.2342 of 1.234².
_RAISED = {ord(raised): f"^{digit}" for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
# One sign under several codes, by the font's own table; the hyphen that divides a word is no sign.
_SIGNS = {**dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-"), 0x00AD: None, 0xFFFE: None}
# Two cells of which one is twice the other have half their area in common; three quarters cannot be reached by a cell
# that takes in a third of its neighbour.
_SAME_PLACE = 0.75


def is_same_text(ours: str, theirs: str) -> bool:
    """Whether two readers saw the same signs; blanks do not count in figures and in words without digits.

    Readers disagree on how wide a gap is a blank: one has "13 633", the other "13633". In a cell that is no one figure
    blanks part figures, so there they count.
    """
    ours, theirs = _signs(ours), _signs(theirs)
    if any(sign.isdigit() for sign in ours) and read_value(ours) is None:
        return ours.split() == theirs.split()
    return _squeezed(ours) == _squeezed(theirs)


def compare_cells(cells: Sequence[Cell], grids: Sequence[Grid], reader: str) -> dict[Place, Reading]:
    """What ``reader`` has where each of ``cells`` stands, by the place of the cell.

    ``cells`` are all cells of one table on pages that ``reader`` was asked for, ``grids`` what it found there.
    """
    others: dict[int, list[Cell]] = defaultdict(list)
    for grid in grids:
        others[grid.page].extend(grid.cells)
    found: dict[Place, Reading] = {}
    for page, ours in _by_page(cells).items():
        held = [(cell, _cells_at(cell, others[page])) for cell in ours]
        lines = _agreeing_lines(held)
        for cell, theirs in held:
            place = place_of(cell)
            found[place] = (
                Reading(reader, Outcome.SAME, cell.text) if place in lines else _reading(cell, theirs, reader)
            )
    return found


def place_of(cell: Cell) -> Place:
    """Where a cell begins."""
    return cell.page, cell.row, cell.col


def _by_page(cells: Sequence[Cell]) -> Mapping[int, list[Cell]]:
    pages: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        pages[cell.page].append(cell)
    return pages


def _cells_at(cell: Cell, others: Sequence[Cell]) -> list[Cell]:
    """The other reader's cells at the middle of the print (of the cell where it is blank); its grids may overlap."""
    print_box = cell.text_box or cell.box
    return [other for other in others if other.box.contains(print_box.center_x, print_box.center_y)]


def _reading(cell: Cell, theirs: Sequence[Cell], reader: str) -> Reading:
    at_place = [other for other in theirs if _shared_part(cell.box, other.box) >= _SAME_PLACE]
    for other in theirs if cell.text else at_place:
        if is_same_text(cell.text, other.text):
            return Reading(reader, Outcome.SAME, other.text)
    if not at_place or any(_cannot_tell(cell.text, other.text) for other in theirs):
        return Reading(reader, Outcome.ABSENT)
    return Reading(reader, Outcome.DIFFERENT, at_place[0].text)


def _cannot_tell(ours: str, theirs: str) -> bool:
    """Whether the other reader has the same signs, but is blind to how they are printed.

    Either the same signs are raised for one of them only, or it has everything twice: print that is put twice to look
    bold, once for each.
    """
    ours, theirs = (_squeezed(unicodedata.normalize("NFKC", text).translate(_SIGNS)) for text in (ours, theirs))
    return bool(ours) and theirs in (ours, 2 * ours)


def _shared_part(first: Box, second: Box) -> float:
    """The area that two boxes share, as a part of what they cover together."""
    width = min(first.x1, second.x1) - max(first.x0, second.x0)
    height = min(first.y1, second.y1) - max(first.y0, second.y0)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (first.width * first.height + second.width * second.height - shared)


def _agreeing_lines(held: Sequence[tuple[Cell, Sequence[Cell]]]) -> frozenset[Place]:
    """Cells of ours that stand below each other in one cell of the other reader, which has the same lines.

    It does not part rows that are not ruled apart. Only without blanks among them is it certain which line is whose.
    """
    groups: dict[int, list[Cell]] = defaultdict(list)
    texts: dict[int, str] = {}
    for cell, theirs in held:
        for other in theirs:
            groups[id(other)].append(cell)
            texts[id(other)] = other.text
    return frozenset(
        place_of(cell)
        for key, group in groups.items()
        if len(group) > 1 and len({cell.col for cell in group}) == 1 and _has_lines(texts[key], group)
        for cell in group
    )


def _has_lines(text: str, cells: Sequence[Cell]) -> bool:
    """Whether the words of ``text`` are those of the cells from top to bottom, each beginning with a new word."""
    words = _words(_signs(text))
    for cell in sorted(cells, key=lambda cell: cell.row):
        wanted = _squeezed(_signs(cell.text))
        held = ""
        while wanted and len(held) < len(wanted):
            held += next(words, "\n")
        if not wanted or held != wanted:
            return False
    return next(words, None) is None


def _words(text: str) -> Iterator[str]:
    yield from text.split()


def _signs(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_RAISED)).translate(_SIGNS)


def _squeezed(text: str) -> str:
    return "".join(text.split())
