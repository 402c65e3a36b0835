"""Tables without a frame: rows of figures that stand below each other, found by alignment and white space.

Horizontal rules without vertical ones (above and below the head, below the last row) are taken as hints. What comes
out is a lattice as if the table had been ruled between its columns and around its head and body; `fill` then tells
the printed rows of the body apart, as it does in ruled rows that hold several lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.grammar.numbers import is_number
from extractor.model.geometry import Box
from extractor.model.page import Rule, Word
from extractor.tables.lattice import Band, Lattice, Place
from extractor.tables.print import put_into_lines

# Blanks are 0.25 em, in justified lines seldom more than 0.6; the white space between columns is wider.
_COLUMN_GAP = 0.65
# Between two figures less is enough: nothing is justified there, and a grouping blank is 0.25 em.
_FIGURE_GAP = 0.34
# White space that runs down the whole body parts two columns, if it is wider than a blank.
_CORRIDOR = 0.4
# Fewer rows than this come about by chance (a date, a sum and a paragraph number below each other).
_FEWEST_ROWS = 3
# Rows of a table are at most this many line heights apart; a paragraph of its own stands farther off.
_ROW_PITCH = 2.6
# Lines of one head or of a wrapped label are at most this many line heights apart.
_LINE_PITCH = 1.75
# A line without figures that fills this share of the table's breadth with words is prose.
_PROSE_SHARE, _PROSE_WORDS = 0.75, 7
_LEADERS = re.compile(r"\.\s?\.\s?\.\s?\.")
_THOUSANDS = re.compile(r"[+–-]?\d{1,3}(?: \d{3})* \d{3}(?:,\d+)?\*{0,3}")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line without a column's white space between them."""

    x0: float
    x1: float
    text: str
    words: tuple[Word, ...]
    is_figure: bool


@dataclass(frozen=True, slots=True)
class TextRow:
    """One visual line of a page, cut into pieces from left to right."""

    top: float
    bottom: float
    size: float
    pieces: tuple[Piece, ...]

    @property
    def has_figures(self) -> bool:
        """Whether figures stand behind a label or behind other figures."""
        return len(self.pieces) > 1 and any(piece.is_figure for piece in self.pieces[1:])


def may_have_columns(words: Sequence[Word]) -> bool:
    """A quick look: are there at least as many figures behind a wide gap as a table has rows?"""
    found = 0
    for left, right in pairwise(words):
        if (
            right.text[0] in "0123456789-–+<"
            and right.x0 - left.x1 > _FIGURE_GAP * right.size
            and abs(right.y1 - left.y1) < right.size / 2
            and is_number(right.text)
        ):
            found += 1
            if found >= _FEWEST_ROWS:
                return True
    return False


def find_aligned(words: Sequence[Word], rules: Sequence[Rule]) -> list[tuple[Lattice, list[Word]]]:
    """Lattices of the unframed tables among ``words`` (level ones only are looked at), with the words inside.

    ``rules`` are the horizontal rules that belong to no frame.
    """
    rows = text_rows(words)
    tables = []
    for body in _bodies(rows, rules):
        columns = column_edges(rows[body.start : body.stop])
        if len(columns) < 3:
            continue
        start = _head_start(rows, body, columns, rules)
        block = rows[start : body.stop]
        if any(_LEADERS.search(piece.text) for row in block for piece in row.pieces):
            continue
        inside = [word for row in block for piece in row.pieces for word in piece.words]
        tables.append((_lattice(block, body.start - start, columns, rules), inside))
    return tables


def text_rows(words: Sequence[Word]) -> list[TextRow]:
    """The visual lines of level words, from top to bottom."""
    rows = [
        TextRow(
            min([word.y0 for word in line.words]),
            max([word.y1 for word in line.words]),
            max([word.size for word in line.words]),
            cut_into_pieces(line.words),
        )
        for line in put_into_lines([word for word in words if word.angle == 0])
    ]
    return sorted(rows, key=lambda row: row.top)


def cut_into_pieces(words: Sequence[Word]) -> tuple[Piece, ...]:
    """A line cut where its white space is wider than between words, or between figures that are not one number."""
    groups: list[list[Word]] = []
    for word in words:
        if groups and not _parts(groups[-1], word):
            groups[-1].append(word)
        else:
            groups.append([word])
    pieces = []
    for group in groups:
        text = " ".join(word.text for word in group)
        pieces.append(Piece(group[0].x0, group[-1].x1, text, tuple(group), is_number(text)))
    return tuple(pieces)


def _parts(left: Sequence[Word], right: Word) -> bool:
    gap = right.x0 - left[-1].x1
    if gap > _COLUMN_GAP * right.size:
        return True
    if gap <= _FIGURE_GAP * right.size or not is_number(right.text):
        return False
    text = " ".join(word.text for word in left)
    return is_number(text) and not _THOUSANDS.fullmatch(f"{text} {right.text}")


def column_edges(rows: Sequence[TextRow]) -> list[float]:
    """Column boundaries (one more than columns) by the white space that runs down all rows with figures."""
    intervals = sorted((piece.x0, piece.x1) for row in rows if row.has_figures for piece in row.pieces)
    size = max((row.size for row in rows), default=0.0)
    merged: list[list[float]] = []
    for x0, x1 in intervals:
        if merged and x0 - merged[-1][1] < _CORRIDOR * size:
            merged[-1][1] = max(merged[-1][1], x1)
        else:
            merged.append([x0, x1])
    if not merged:
        return []
    inner = [(left[1] + right[0]) / 2 for left, right in pairwise(merged)]
    # Labels and heads reach as far as they like to the left and right.
    return [
        min(merged[0][0], *(piece.x0 for row in rows for piece in row.pieces[:1])),
        *inner,
        max(merged[-1][1], *(piece.x1 for row in rows for piece in row.pieces[-1:])),
    ]


def _bodies(rows: Sequence[TextRow], rules: Sequence[Rule]) -> list[range]:
    """Stretches of rows whose figures stand below each other."""
    bodies = []
    start = 0
    while start < len(rows):
        if not rows[start].has_figures:
            start += 1
            continue
        last = number = start
        while number + 1 < len(rows) and _follows(rows[last], rows[number], rows[number + 1]):
            number += 1
            if rows[number].has_figures:
                last = number
        body = range(start, last + 1)
        if _is_body([rows[index] for index in body]):
            bodies.append(body)
        start = last + 1
    return bodies


def _follows(last: TextRow, before: TextRow, row: TextRow) -> bool:
    """Whether a row goes on with a body: figures below figures, or a label of one or two lines between them."""
    height = before.bottom - before.top
    if row.top - before.bottom > (_ROW_PITCH - 1) * height:
        return False
    if row.has_figures:
        return _shares_column(last, row)
    is_label = len(row.pieces) == 1 and len(row.pieces[0].words) < _PROSE_WORDS
    return is_label and row.top - last.bottom < 2 * _ROW_PITCH * height


def _shares_column(upper: TextRow, lower: TextRow) -> bool:
    """Whether a figure of one row stands below a figure of the other."""
    return any(
        min(above.x1, below.x1) > max(above.x0, below.x0)
        for above in upper.pieces[1:]
        if above.is_figure
        for below in lower.pieces[1:]
        if below.is_figure
    )


def _is_body(rows: Sequence[TextRow]) -> bool:
    figures = [row for row in rows if row.has_figures]
    if len(figures) < _FEWEST_ROWS:
        return False
    labelled = sum(not row.pieces[0].is_figure for row in figures)
    # Prose with figures in it has words behind them; in a table most pieces behind the label are figures.
    behind = [piece for row in figures for piece in row.pieces[1:]]
    return labelled >= len(figures) / 2 and sum(piece.is_figure for piece in behind) >= 0.6 * len(behind)


def _head_start(rows: Sequence[TextRow], body: range, columns: Sequence[float], rules: Sequence[Rule]) -> int:
    """The index of the first row of the head: what stands close above the body and over its columns."""
    across = [
        rule.position
        for rule in rules
        if min(rule.end, columns[-1]) - max(rule.start, columns[0]) > 0.6 * (columns[-1] - columns[0])
    ]
    first = rows[body.start]
    below_head = [y for y in across if y <= first.top + 2 and first.top - y < 3 * (first.bottom - first.top)]
    start = body.start
    while start > 0:
        row, below = rows[start - 1], rows[start]
        height = row.bottom - row.top
        ruled_between = any(row.bottom - 2 <= y <= below.top + 2 for y in across)
        if ruled_between and start < body.start and max(below_head, default=first.top) > below.top:
            break
        if below.top - row.bottom > (_ROW_PITCH if ruled_between else _LINE_PITCH) * height - height + 2:
            break
        if _is_prose(row, columns) or not _is_over_columns(row, columns):
            break
        start -= 1
    return start


def _is_prose(row: TextRow, columns: Sequence[float]) -> bool:
    words = sum(len(piece.words) for piece in row.pieces)
    breadth = sum(piece.x1 - piece.x0 for piece in row.pieces)
    return len(row.pieces) == 1 and words >= _PROSE_WORDS and breadth > _PROSE_SHARE * (columns[-1] - columns[0])


def _is_over_columns(row: TextRow, columns: Sequence[float]) -> bool:
    """Whether words stand over the columns of figures and inside the breadth of the table."""
    margin = row.size
    return row.pieces[-1].x1 > columns[1] and all(
        columns[0] - margin <= piece.x0 and piece.x1 <= columns[-1] + margin for piece in row.pieces
    )


def _lattice(block: Sequence[TextRow], head_rows: int, columns: list[float], rules: Sequence[Rule]) -> Lattice:
    """The lattice of a block whose first ``head_rows`` rows are its head."""
    columns = [
        min(columns[0], *(piece.x0 for row in block for piece in row.pieces)) - 1,
        *columns[1:-1],
        max(columns[-1], *(piece.x1 for row in block for piece in row.pieces)) + 1,
    ]
    levels = _head_levels(block[:head_rows], columns, rules)
    edges = [block[0].top - 1]
    for upper, lower in pairwise([*levels, block[head_rows:]]):
        edges.append((upper[-1].bottom + lower[0].top) / 2)
    edges.append(block[-1].bottom + 1)
    bands = []
    for (top, bottom), level in zip(pairwise(edges), [*levels, None], strict=True):
        ranges = _ranges(level, columns) if level else [(index, index + 1) for index in range(len(columns) - 1)]
        bands.append(Band(top, bottom, tuple((a, b, columns[a], columns[b]) for a, b in ranges)))
    places = tuple(
        Place(number, number + 1, first, behind, x0, band.top, x1, band.bottom)
        for number, band in enumerate(bands)
        for first, behind, x0, x1 in band.cells
    )
    return Lattice(tuple(columns), tuple(bands), places)


def _head_levels(head: Sequence[TextRow], columns: Sequence[float], rules: Sequence[Rule]) -> list[list[TextRow]]:
    """The lines of a head put into levels: a line with a spanning piece is one of its own, and rules part levels."""
    levels: list[list[TextRow]] = []
    for row in head:
        spans = _spans(row, columns)
        if (
            levels
            and spans == _spans(levels[-1][-1], columns)
            and not any(levels[-1][-1].bottom - 2 <= rule.position <= row.top + 2 for rule in rules)
        ):
            levels[-1].append(row)
        else:
            levels.append([row])
    return levels


def _spans(row: TextRow, columns: Sequence[float]) -> bool:
    return any(behind - first > 1 for first, behind in _ranges([row], columns))


def _ranges(rows: Sequence[TextRow], columns: Sequence[float]) -> list[tuple[int, int]]:
    """Half-open column ranges that the pieces of head lines cover; the columns between stand alone."""
    last = len(columns) - 1
    taken: list[tuple[int, int]] = []
    for piece in sorted((piece for row in rows for piece in row.pieces), key=lambda piece: piece.x0):
        covered = [
            index
            for index in range(last)
            if min(piece.x1, columns[index + 1]) - max(piece.x0, columns[index]) > 0.25 * (piece.x1 - piece.x0)
            or (columns[index] <= piece.x0 + 1 and piece.x1 - 1 <= columns[index + 1])
        ] or [min(range(last), key=lambda index: abs((columns[index] + columns[index + 1]) / 2 - piece.x0))]
        first, behind = covered[0], covered[-1] + 1
        if taken and first < taken[-1][1]:
            taken[-1] = (taken[-1][0], max(behind, taken[-1][1]))
        else:
            taken.append((first, behind))
    ranges: list[tuple[int, int]] = []
    position = 0
    for first, behind in taken:
        ranges.extend((index, index + 1) for index in range(position, first))
        ranges.append((first, behind))
        position = behind
    ranges.extend((index, index + 1) for index in range(position, last))
    return ranges


def box_of(lattice: Lattice) -> Box:
    """The box around a lattice."""
    return Box(lattice.columns[0], lattice.bands[0].top, lattice.columns[-1], lattice.bands[-1].bottom)
