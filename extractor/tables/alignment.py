"""Tables without a frame: rows of figures that stand below each other, found by alignment and white space.

Horizontal rules without vertical ones (above and below the head, below the last row) are taken as hints. What comes
out is a lattice as if the table had been ruled between its columns and around its head and body; `fill` then tells
the printed rows of the body apart, as it does in ruled rows that hold several lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from extractor.model.geometry import Box
from extractor.model.page import Rule, Word
from extractor.tables.bodies import PROSE_WORDS, ROW_PITCH, column_edges, find_bodies, is_above
from extractor.tables.columns import with_places
from extractor.tables.head_levels import levels_of
from extractor.tables.heads import place_head
from extractor.tables.ladders import ends_of_ladder, head_of_ladder, runs_across
from extractor.tables.lattice import Band, Lattice, Place
from extractor.tables.pieces import TextRow, blank_of, cut_at_columns, is_stacked, text_rows
from extractor.tables.spans import Columns

# A line without figures that fills this share of the table's breadth with words is prose.
_PROSE_SHARE = 0.75
_LEADERS = re.compile(r"\.\s?\.\s?\.\s?\.")


def find_aligned(words: Sequence[Word], rules: Sequence[Rule]) -> list[tuple[Lattice, list[list[Word]]]]:
    """Lattices of the unframed tables among ``words`` (level ones only are looked at), with the words of each place.

    ``rules`` are the horizontal rules that belong to no frame.
    """
    rows = text_rows(words)
    tables = []
    for body in find_bodies(rows, rules):
        columns = column_edges(rows[body.start : body.stop])
        if len(columns) < 3:
            continue
        start = _head_start(rows, body, columns, rules)
        block = rows[start : _body_end(rows, body, columns, rules)]
        if any(_LEADERS.search(piece.text) for row in block for piece in row.pieces):
            continue
        tables.append(_lattice(block, body.start - start, columns, rules))
    return tables


def _head_start(rows: Sequence[TextRow], body: range, columns: Sequence[float], rules: Sequence[Rule]) -> int:
    """The index of the first row of the head: what stands close above the body and over its columns.

    One rule may run between head and body, and one above the head; the head ends there.
    """
    in_ladder = head_of_ladder(rows, body, columns, rules)
    if in_ladder is not None:
        return in_ladder
    across = [rule.position for rule in rules if runs_across(rule, columns)]
    start, crossed, right = body.start, 0, columns[-1]
    is_ruled_off = any(is_above(y, rows[body.start]) for y in across)
    edge = _right_edge(rows[body.start], columns, rules)
    while start > 0:
        row, below = _with_head_of_each(rows[start - 1], columns), rows[start]
        is_ruled = any((row.top + row.bottom) / 2 <= y <= (below.top + below.bottom) / 2 for y in across)
        crossed += is_ruled
        if crossed > 1 or (is_ruled and start < body.start and crossed == 1 and not is_ruled_off):
            break
        stacked = is_stacked(row, below)
        if not stacked and below.top - row.bottom > (ROW_PITCH - 1) * (row.bottom - row.top):
            break
        stays_in_stub = row.pieces[-1].x1 <= columns[1]
        if _is_prose(row, columns) or (stays_in_stub and not (stacked and start < body.start)):
            break
        only = row.pieces[0]
        if len(row.pieces) == 1 and only.x0 < columns[1] and only.text.endswith((":", ".", ";")):
            # A sentence that leads in to the table, or the end of one.
            break
        if stays_in_stub and start > 1 and _ends_paragraph(rows[start - 2], row, columns):
            break
        if not stays_in_stub and not _is_inside(rows[:start], columns, right, edge):
            break
        # A line of its own above a table without a rule is its heading, unless it stands over the figures only.
        is_heading = not stacked and not is_ruled and len(row.pieces) == 1 and row.pieces[0].x0 < columns[1]
        if is_heading and start == body.start:
            break
        start -= 1
        right = max(right, row.pieces[-1].x1)
    return start


def _with_head_of_each(row: TextRow, columns: Sequence[float]) -> TextRow:
    """The row cut into as many pieces as there are columns, if it can be: narrow heads stand little more than a blank
    apart.
    """
    cut = cut_at_columns(row, columns, blank_of([row]))
    return cut if len(cut.pieces) == len(columns) - 1 else row


def _ends_paragraph(above: TextRow, row: TextRow, columns: Sequence[float]) -> bool:
    """Whether a short line goes on with a line of prose above it."""
    return _is_prose(above, columns) and is_stacked(above, row)


def _right_edge(first: TextRow, columns: Sequence[float], rules: Sequence[Rule]) -> float:
    """Up to where the last head may begin: over the rule above the first row of figures, or an em beside them."""
    ends = [rule.end for rule in rules if runs_across(rule, columns) and is_above(rule.position, first)]
    return max([columns[-1] + first.size, *ends])


def _is_prose(row: TextRow, columns: Sequence[float]) -> bool:
    words = sum(len(piece.words) for piece in row.pieces)
    breadth = sum(piece.x1 - piece.x0 for piece in row.pieces)
    return len(row.pieces) == 1 and words >= PROSE_WORDS and breadth > _PROSE_SHARE * (columns[-1] - columns[0])


def _is_inside(rows: Sequence[TextRow], columns: Sequence[float], right: float, edge: float) -> bool:
    """Whether all of the last row stands over the table, which reaches to ``right`` and whose heads begin to ``edge``.

    The last of several heads may be broader than the figures below it, and the short last line of a head that is
    flush right may stand beside figures that are centred: a line begins over the table where the line does above it.
    """
    row = rows[-1]
    lower = row.pieces[-1]
    if row.pieces[0].x0 < columns[0] - row.size:
        return False
    if lower.x0 < columns[1]:
        return lower.x1 <= right + row.size
    for above, below in zip(rows[-2::-1], rows[::-1], strict=False):
        upper = above.pieces[-1]
        if lower.x0 < edge or not is_stacked(above, below) or _is_prose(above, columns):
            break
        if upper.x0 > lower.x1 or upper.x1 < lower.x0:
            break
        lower = upper
    return lower.x0 < edge


def _body_end(rows: Sequence[TextRow], body: range, columns: Sequence[float], rules: Sequence[Rule]) -> int:
    """The index behind the last row of the body, with the rest of a label that goes on below the last figures."""
    stop = body.stop
    figures = [rows[index] for index in body if rows[index].has_figures]
    numbered = sum(row.pieces[0].is_figure for row in figures) > len(figures) / 2
    stub = columns[2] if numbered else columns[1]
    while stop < len(rows):
        row, above = rows[stop], rows[stop - 1]
        is_ruled = any(
            (above.top + above.bottom) / 2 <= rule.position <= (row.top + row.bottom) / 2
            for rule in rules
            if runs_across(rule, columns)
        )
        is_rest = is_stacked(above, row) and row.pieces[-1].x1 <= stub
        if is_ruled or not is_rest or row.pieces[0].x0 < columns[0] - 2:
            break
        stop += 1
    return stop


def _lattice(
    block: Sequence[TextRow], head_rows: int, columns: list[float], rules: Sequence[Rule]
) -> tuple[Lattice, list[list[Word]]]:
    """The lattice of a block whose first ``head_rows`` rows are its head, and the words of each of its places."""
    columns = [
        min(columns[0], *(piece.x0 for row in block for piece in row.pieces)) - 1,
        *columns[1:-1],
        max(columns[-1], *(piece.x1 for row in block for piece in row.pieces)) + 1,
    ]
    blank = blank_of(block)
    head = [cut_at_columns(row, columns, blank) for row in block[:head_rows]]
    body = block[head_rows:]
    printed = Columns(columns, _print_of_columns(body, columns))
    heights = [block[0].top - 1]
    placed: list[tuple[Place, list[Word]]] = []
    if head:
        levels = levels_of(head, printed, rules, ends_of_ladder(body, columns, rules))
        heights += [*(level.y for level in levels), (head[-1].bottom + body[0].top) / 2]
        placed = place_head(head, printed, levels, heights[0], heights[-1])
    parts = _part_body(body, columns, rules)
    edges = [heights[-1], *((upper[-1].bottom + lower[0].top) / 2 for upper, lower in pairwise(parts))]
    edges.append(block[-1].bottom + 1)
    for number, (part, (top, bottom)) in enumerate(zip(parts, pairwise(edges), strict=True), len(heights) - 1):
        for column, words in enumerate(_put_into_columns(part, columns)):
            place = Place(number, number + 1, column, column + 1, columns[column], top, columns[column + 1], bottom)
            placed.append((place, words))
    placed.sort(key=lambda entry: (entry[0].band, entry[0].column))
    bands = tuple(Band(top, bottom, ()) for top, bottom in pairwise([*heights, *edges[1:]]))
    lattice = with_places(Lattice(tuple(columns), bands, ()), tuple(columns), [place for place, _ in placed])
    return lattice, [words for _, words in placed]


def _print_of_columns(rows: Sequence[TextRow], columns: Sequence[float]) -> list[tuple[float, float]]:
    """From where to where the rows with figures are printed in each column; its edges where it is blank."""
    extents = list(pairwise(columns))
    for column, (left, right) in enumerate(extents):
        inside = [
            piece
            for row in rows
            if row.has_figures
            for piece in row.pieces
            if left <= (piece.x0 + piece.x1) / 2 <= right
        ]
        if inside:
            extents[column] = min(piece.x0 for piece in inside), max(piece.x1 for piece in inside)
    return extents


def _part_body(rows: Sequence[TextRow], columns: Sequence[float], rules: Sequence[Rule]) -> list[Sequence[TextRow]]:
    """The rows of a body parted where rules run across the table between them."""
    parts: list[list[TextRow]] = [[rows[0]]]
    across = [rule.position for rule in rules if runs_across(rule, columns)]
    for upper, lower in pairwise(rows):
        middle_above, middle_below = (upper.top + upper.bottom) / 2, (lower.top + lower.bottom) / 2
        if any(middle_above < y < middle_below for y in across):
            parts.append([])
        parts[-1].append(lower)
    return list(parts)


def _put_into_columns(rows: Sequence[TextRow], columns: Sequence[float]) -> list[list[Word]]:
    """The words of body rows by column: figures where their middle is, words where they begin."""
    held: list[list[Word]] = [[] for _ in range(len(columns) - 1)]
    for row in rows:
        for piece in row.pieces:
            x = (piece.x0 + piece.x1) / 2 if piece.is_figure or piece.x0 > columns[1] else piece.x0 + 1
            held[min(max(bisect_right(columns, x) - 1, 0), len(held) - 1)].extend(piece.words)
    return held


def box_of(lattice: Lattice) -> Box:
    """The box around a lattice."""
    return Box(lattice.columns[0], lattice.bands[0].top, lattice.columns[-1], lattice.bands[-1].bottom)
