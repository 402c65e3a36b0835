"""Level print cut into rows of pieces: words without a column's white space between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.grammar.labels import is_year
from extractor.grammar.numbers import is_number
from extractor.model.page import Word
from extractor.tables.print import put_into_lines

# Blanks are 0.25 em, in justified lines seldom more than 0.6; the white space between columns is wider.
_COLUMN_GAP = 0.65
# Between two figures less is enough: nothing is justified there, and a grouping blank is 0.25 em.
_FIGURE_GAP = 0.34
# As many figures behind a gap as a table has rows, see `alignment`.
_FEWEST_FIGURES = 3
# Lines of one cell are set solid or with a little lead: 1.0 to 1.3 em from line to line. Rows are farther apart.
STACKED = 1.35
# Words of one phrase are 0.25 to 0.28 em apart in most fonts; heads of neighbouring narrow columns come as close as
# this.
_HEAD_GAP = 0.32
# Blanks of one size in different weights differ by a tenth; white space that is half as wide again as one is none.
_BLANKS_DIFFER, _NO_BLANK_SPACE = 1.2, 1.5
# What is narrower than the narrowest blank in use, in em, parts letters of one word.
_NARROWEST_BLANK = 0.15
_MARK = re.compile(r"\w{1,3}[.)]|\d+(?:\.\d+)+\.?|…|[-–•]")
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
        """Whether figures stand behind a label or behind other figures; dots alone stand for rows left out."""
        return any(piece.is_figure for piece in self.pieces[1:]) and any(piece.text != "…" for piece in self.pieces)

    @property
    def begins_with_figure(self) -> bool:
        """Whether the line is figures from its beginning, and not years alone."""
        return self.pieces[0].is_figure and not is_year(self.pieces[0].text)

    @property
    def begins_body(self) -> bool:
        """Whether some of these figures are no years: those stand in heads as well."""
        return any(piece.is_figure and not is_year(piece.text) for piece in self.pieces[1:])


def is_stacked(upper: TextRow, lower: TextRow) -> bool:
    """Whether two lines are set as closely as lines of one cell."""
    return lower.top - upper.top <= STACKED * upper.size


def pieces_of(rows: Sequence[TextRow]) -> Iterator[tuple[Piece, float]]:
    """The pieces of all lines, with the height of their middle; an umlaut on a capital does not move it."""
    for row in rows:
        for piece in row.pieces:
            yield piece, max(word.y1 for word in piece.words) - piece.words[0].size / 2


def may_have_columns(words: Sequence[Word]) -> bool:
    """A quick look: are there at least as many figures behind a wide gap as a table has rows?

    Before a figure may stand the last line of a wrapped label, which is lower.
    """
    found = 0
    for left, right in pairwise(words):
        if (
            right.text[0] in "0123456789-–+<"
            and right.x0 - left.x1 > _FIGURE_GAP * right.size
            and right.y1 - left.y1 < right.size / 2
            and is_number(right.text)
        ):
            found += 1
            if found >= _FEWEST_FIGURES:
                return True
    return False


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


def cut_at_columns(row: TextRow, columns: Sequence[float], blank: float) -> TextRow:
    """The row with pieces cut where words are more than a blank apart, the less so where a column ends between them.

    ``blank`` is the breadth of a blank in em.
    """
    at_column, anywhere = max(_HEAD_GAP, _BLANKS_DIFFER * blank), max(_HEAD_GAP, _NO_BLANK_SPACE * blank)
    pieces: list[Piece] = []
    for piece in row.pieces:
        groups: list[list[Word]] = [[piece.words[0]]]
        for left, right in pairwise(piece.words):
            gap = right.x0 - left.x1
            ends = any((left.x0 + left.x1) / 2 < x < (right.x0 + right.x1) / 2 for x in columns[1:-1])
            if (gap > anywhere * right.size and not _is_mark(groups[-1])) or (ends and gap > at_column * right.size):
                groups.append([])
            groups[-1].append(right)
        pieces.extend(
            Piece(group[0].x0, group[-1].x1, " ".join(word.text for word in group), tuple(group), False)
            for group in groups
        )
    return replace(row, pieces=tuple(pieces))


def _is_mark(words: Sequence[Word]) -> bool:
    """Whether the words so far only number what follows."""
    return len(words) == 1 and _MARK.fullmatch(words[0].text) is not None


def blank_of(rows: Sequence[TextRow]) -> float:
    """The breadth of a blank in em: a third of the white space between words of the rows is as narrow, or narrower."""
    gaps = sorted(
        (right.x0 - left.x1) / right.size
        for row in rows
        for piece in row.pieces
        for left, right in pairwise(piece.words)
        if right.x0 - left.x1 > _NARROWEST_BLANK * right.size > 0
    )
    return gaps[len(gaps) // 3] if gaps else 0.0


def _parts(left: Sequence[Word], right: Word) -> bool:
    gap = right.x0 - left[-1].x1
    if gap > _COLUMN_GAP * right.size:
        return True
    if gap <= _FIGURE_GAP * right.size or not is_number(right.text):
        return False
    text = " ".join(word.text for word in left)
    return is_number(text) and not _THOUSANDS.fullmatch(f"{text} {right.text}")
