"""Which pages are read word by word: those that may hold a table. The others are given as lines without words.

A page is read closely as soon as one of these holds; each is wider than what the readers of tables start from, so that
no table is lost for them:

* it has a vertical rule or a shade (every ruled or shaded table has one), or two level rules of one breadth, one below
  the other, as above and below a table that is open at its sides;
* print that is not level stands inside the page (turned tables, turned heads), or the page itself is turned;
* two figures stand behind white space wider than that between words. Columns without rules are told by three or more;
  white space is measured between the characters themselves, so no run of text hides it. A figure that begins a line
  counts when print stands left of it at its height: some producers write a table column by column;
* it has little text: then there is nothing to save.

Of 244 pages without tables 53 are read closely: 39 with little text, 7 for underlined words and change bars, 7 for wide
blanks between numbers of justified lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence

from extractor.grammar.numbers import is_number
from extractor.model.page import Line, Rule
from extractor.read.asides import in_outer_zone, reads_as_running_head, stands_in_margin
from extractor.read.garbled import legible
from extractor.read.lines import LineReader
from extractor.read.pdfium import Handle, View, text_of
from extractor.read.rules import Drawing
from extractor.read.text import HYPHENS, LINE, PageText, page_text, read_text
from extractor.read.words import WordCutter

# Two rows with one figure each; a single figure behind a wide gap belongs to no column.
_FEWEST_FIGURES = 2
# Blanks are 0.25 em; before one in 5,000 figures of justified text they are wider than 0.5 em. Columns without rules
# begin at 0.65 em behind words and at 0.34 em behind figures and signs, which do not end in a letter; what stands
# behind "§" is no column.
_GAP, _FIGURE_GAP = 0.5, 0.34
# A page of text has 3,000 characters in the papers without tables.
_LITTLE_TEXT = 500
# What covers half of the page is a background, not a cell.
_BACKGROUND_SHARE = 0.5
# Rules above and below one table end at the same x to within 2 points and have a line of text between them; farther
# apart than this part of the page they are those of its running head and foot.
_SAME_END, _LINE_HEIGHT, _HEAD_TO_FOOT = 2.0, 6.0, 0.8
# Rules under headings are shorter than any table.
_TABLE_SHARE = 0.2
# No page of text has more level rules than this: 8 in the papers without tables, most of them under headings.
_MANY_RULES = 30

# Of a running head, in characters.
_LONGEST_HEAD = 200

_BREAKS = f"\r\n{HYPHENS}"
_FIGURE = r"([-–—−+<>≤≥*…0-9]\S*)"
_BEHIND_PRINT = re.compile(rf"(?<=[^\s\ufffe\u0002])[^\S\r\n]+{_FIGURE}")
_AT_START = re.compile(_FIGURE)


def read_page_text(text: Handle, view: View, drawing: Drawing) -> PageText:
    """The text of a page, with its words where the page may hold a table."""
    characters, cutter = legible(text, text_of(text)), WordCutter(text, view)
    is_plain = len(characters) >= _LITTLE_TEXT and view.rotation == 0 and not _draws_cells(drawing, view)
    figures = _figures_behind_gaps(characters, cutter, view) if is_plain else _FEWEST_FIGURES
    if figures < _FEWEST_FIGURES:
        lines, glued = LineReader(text, characters, cutter, view).read()
        figures += glued + _figures_beside_lines(lines, view)
        is_turned = any(line.angle and not stands_in_margin(line, view.width) for line in lines)
        if figures < _FEWEST_FIGURES and not is_turned:
            return page_text(characters, (), lines)
    return read_text(characters, cutter, view)


def _draws_cells(drawing: Drawing, view: View) -> bool:
    """Whether a vertical rule, a shade, or rules above and below a table open at its sides are drawn."""
    largest = _BACKGROUND_SHARE * view.width * view.height
    if any(not rule.horizontal for rule in drawing.rules):
        return True
    if any(shade.width * shade.height < largest for shade in drawing.shades):
        return True
    rules = [rule for rule in drawing.rules if rule.end - rule.start > _TABLE_SHARE * view.width]
    return len(rules) > _MANY_RULES or any(
        _stand_above_and_below(one, other, view.height) for number, one in enumerate(rules) for other in rules[:number]
    )


def _stand_above_and_below(one: Rule, other: Rule, page_height: float) -> bool:
    return (
        abs(one.start - other.start) <= _SAME_END
        and abs(one.end - other.end) <= _SAME_END
        and _LINE_HEIGHT <= abs(one.position - other.position) <= _HEAD_TO_FOOT * page_height
    )


def _figures_behind_gaps(characters: str, cutter: WordCutter, view: View) -> int:
    """How many figures stand behind a column's white space in their line; counted no further than needed."""
    found = 0
    for match in _BEHIND_PRINT.finditer(characters):
        if is_number(match[1]) and _is_behind_gap(match, cutter) and not _is_in_running_head(match, cutter, view):
            found += 1
            if found == _FEWEST_FIGURES:
                break
    return found


def _is_behind_gap(match: re.Match[str], cutter: WordCutter) -> bool:
    """Whether a figure stands apart from the word before it: farther than in justified lines, or both are figures."""
    first, before = match.start(1), match.start() - 1
    gap = cutter.loose_box(first)[0] - cutter.loose_box(before)[2]
    size, _ = cutter.size_and_angle(first)
    last = match.string[before]
    return gap > (_GAP if last.isalpha() or last == "§" else _FIGURE_GAP) * size


def _is_in_running_head(match: re.Match[str], cutter: WordCutter, view: View) -> bool:
    """Whether a figure is the number of the page, or of the paper, above the text."""
    _, y0, _, y1 = view.place(*cutter.loose_box(match.start(1)))
    if not in_outer_zone(y0, y1, view.height):
        return False
    far = max(0, match.start() - _LONGEST_HEAD)
    start = max(match.string.rfind(sign, far, match.start()) for sign in _BREAKS) + 1
    if start == 0 and far > 0:
        return False
    line = LINE.match(match.string, start)
    return line is not None and len(line.group()) <= _LONGEST_HEAD and reads_as_running_head(line.group())


def _figures_beside_lines(lines: Sequence[Line], view: View) -> int:
    """How many lines begin with a figure and have another line on their left at the same height."""
    beginning = {
        id(line)
        for line in lines
        if (first := _AT_START.match(line.text))
        and is_number(first[1])
        and not (in_outer_zone(line.y0, line.y1, view.height) and reads_as_running_head(line.text))
    }
    if not beginning:
        return 0
    feet: list[float] = []
    found = 0
    for line in sorted(lines, key=lambda line: line.x0):
        if id(line) in beginning:
            place = bisect_left(feet, line.y1 - line.size)
            found += place < len(feet) and feet[place] < line.y1 + line.size
        insort(feet, line.y1)
    return found
