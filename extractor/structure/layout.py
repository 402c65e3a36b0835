"""The lines of a document in reading order, and the type sizes in which it is set."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractor.model.page import Line, Page, PdfDocument, Rule

# Running text: a line with at least this many letters, of which letters make up at least this share of the print.
# Rows of tables have more digits, labels fewer letters.
_RUNNING_LETTERS, _RUNNING_SHARE = 25, 0.75
# Sizes that differ by less than this are one size: rounding in the PDF gives 10.50 and 10.56, set sizes differ by 9 %.
SAME_SIZE = 0.03
# Questions are set 9 to 10 % smaller than answers; what is smaller than this is a footnote or a table.
SMALLEST_QUESTION = 0.8
# A larger size set further left is that of the answers if it has at least this share of the letters of the most common
# one: in answers with few words most letters stand in the preface and the questions.
_ANSWER_SHARE = 0.03
# Paragraphs stand at least 1.36 pitches apart in all layouts seen, lines at most 1.08.
_PARAGRAPH_GAP = 1.25
# Questions are indented by 5 to 8 % of the page's width against the answers.
_INDENT_SHARE = 0.01
# A vertical rule longer than this part of the page is a border; the text area takes up 80 % in all layouts seen.
_PAGE_BORDER = 0.85
# The tops of lines on one row differ by less than this part of the type size (raised marks stand higher).
_ONE_TOP = 0.3
# Two lines are printed on one row when they share this part of the lower one's height.
_ROW_OVERLAP = 0.5
# A label or footnote mark that was read as a line of its own, and how far from its text it may stand, in type sizes.
_LONE_LABEL = re.compile(r"(?:\d{1,3}\.|\d{1,3}\. ?[a-z]\)|[a-z]{1,2}\)|\*{1,4}\)?|[¹²³⁴⁵⁶⁷⁸⁹]|\d{1,2}\))")
_LABEL_DISTANCE = 4.0


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A horizontal line with its page (from 1).

    ``gap`` is the distance in points from the top of the line above it to its own (``None`` for the first of a page);
    ``framed`` says that it stands between vertical rules, as in a ruled table; ``at_foot`` that only lines smaller than
    the text follow it on the page.
    """

    page: int
    line: Line
    gap: float | None
    framed: bool
    at_foot: bool


@dataclass(frozen=True, slots=True)
class Typography:
    """Sizes in points: of the body (answers), and of smaller text, indented if there is such (questions), or ``None``.

    ``left`` is the x of the body's left edge, ``indent`` the least x of an indented line, ``pitch`` the distance of
    lines as a multiple of the size.
    """

    body: float
    small: float | None
    left: float
    indent: float
    pitch: float

    def is_body(self, line: Line) -> bool:
        return same_size(line.size, self.body)

    def is_small(self, line: Line) -> bool:
        return self.small is not None and same_size(line.size, self.small)

    def starts_paragraph(self, placed: PlacedLine) -> bool:
        """Whether the line stands further below the one above than lines of a paragraph do."""
        return placed.gap is None or placed.gap > _PARAGRAPH_GAP * self.pitch * placed.line.size


def same_size(size: float, other: float) -> bool:
    return abs(size - other) <= SAME_SIZE * other


def letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def measure_typography(document: PdfDocument) -> Typography | None:
    """The sizes and edges of the running text; ``None`` when the document has none."""
    pages = [[(line, _running_letters(line), page.width) for line in page.lines] for page in document.pages]
    running = [entry for printed in pages for entry in printed if entry[1]]
    if not running:
        return None
    most_common = _common_size(running)
    body = _answer_size(running, most_common)
    own = [(line, count) for line, count, _ in running if same_size(line.size, body)]
    left = _common_left(own)
    indent = left + _INDENT_SHARE * median(page.width for page in document.pages)
    small = [
        (line, count, width)
        for line, count, width in running
        if SMALLEST_QUESTION * body <= line.size < (1 - SAME_SIZE) * body
    ]
    # Where nothing smaller is indented, the questions are told by their size alone.
    small = [entry for entry in small if entry[0].x0 >= indent] or small
    return Typography(body, _common_size(small) if small else None, left, indent, _pitch(pages))


def place_lines(document: PdfDocument, typography: Typography | None) -> tuple[PlacedLine, ...]:
    """All horizontal lines, page by page from top to bottom, left to right in a row."""
    smallest = (1 - SAME_SIZE) * (typography.small or typography.body) if typography else 0.0
    placed: list[PlacedLine] = []
    for page in document.pages:
        placed.extend(_place_page(page, smallest))
    return tuple(placed)


def _place_page(page: Page, smallest: float) -> list[PlacedLine]:
    lines = _join_labels(_in_rows([line for line in page.lines if line.angle == 0]))
    frames = _Frames(rule for rule in page.rules if rule.end - rule.start <= _PAGE_BORDER * page.height)
    foot = len(lines)
    while foot and lines[foot - 1].size < smallest:
        foot -= 1
    placed = []
    for index, line in enumerate(lines):
        gap = line.y0 - lines[index - 1].y0 if index else None
        placed.append(PlacedLine(page.number, line, gap, frames.hold(line), index >= foot))
    return placed


def _in_rows(lines: Iterable[Line]) -> list[Line]:
    """The lines from top to bottom, those whose tops are at one height from left to right."""
    ordered: list[Line] = []
    row: list[Line] = []
    for line in sorted(lines, key=lambda line: line.y0):
        if row and line.y0 - row[0].y0 > _ONE_TOP * line.size:
            ordered.extend(sorted(row, key=lambda line: line.x0))
            row = []
        row.append(line)
    return ordered + sorted(row, key=lambda line: line.x0)


def _join_labels(lines: Sequence[Line]) -> list[Line]:
    """Labels and footnote marks that were read as lines of their own, put before the text of their row."""
    joined: list[Line] = []
    for line in lines:
        label = joined[-1] if joined else None
        if (
            label is not None
            and _LONE_LABEL.fullmatch(label.text)
            and 0 <= line.x0 - label.x1 <= _LABEL_DISTANCE * line.size
            and _on_one_row(label, line)
        ):
            # The label may be a raised mark: size and height are those of the text.
            joined[-1] = replace(line, text=f"{label.text} {line.text}", x0=label.x0)
        else:
            joined.append(line)
    return joined


def _on_one_row(one: Line, other: Line) -> bool:
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared >= _ROW_OVERLAP * min(one.y1 - one.y0, other.y1 - other.y0)


class _Frames:
    """Answers whether a line stands between vertical rules."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        vertical = sorted((rule for rule in rules if not rule.horizontal), key=lambda rule: rule.position)
        self._positions = [rule.position for rule in vertical]
        self._spans = [(rule.start, rule.end) for rule in vertical]

    def hold(self, line: Line) -> bool:
        height = (line.y0 + line.y1) / 2
        split = bisect_left(self._positions, (line.x0 + line.x1) / 2)
        return self._any(0, split, height) and self._any(split, len(self._spans), height)

    def _any(self, start: int, end: int, height: float) -> bool:
        return any(top <= height <= bottom for top, bottom in self._spans[start:end])


def _running_letters(line: Line) -> int:
    """The letters of a line of running text, 0 for any other line."""
    if line.angle != 0 or line.bold or line.size <= 0 or len(line.text) < _RUNNING_LETTERS:
        return 0
    count = letters(line.text)
    print_length = len(line.text) - line.text.count(" ")
    return count if count >= _RUNNING_LETTERS and count >= _RUNNING_SHARE * print_length else 0


def _common_size(running: Sequence[tuple[Line, int, float]]) -> float:
    counts: Counter[float] = Counter()
    for line, count, _ in running:
        counts[round(line.size, 1)] += count
    top = counts.most_common(1)[0][0]
    # The rounded sizes beside the most common one are the same size; their mean is the best estimate of it.
    near = [(line.size, count) for line, count, _ in running if same_size(line.size, top)]
    return sum(size * count for size, count in near) / sum(count for _, count in near)


def _common_left(running: Sequence[tuple[Line, int]]) -> float:
    counts: Counter[int] = Counter()
    for line, count in running:
        counts[round(line.x0)] += count
    return float(counts.most_common(1)[0][0])


def _answer_size(running: Sequence[tuple[Line, int, float]], most_common: float) -> float:
    """The body's size: the most common one, unless a larger one stands further left (then that one is the answers')."""
    own = [(line, count) for line, count, _ in running if same_size(line.size, most_common)]
    left, total = _common_left(own), sum(count for _, count in own)
    larger = [
        (line, count, width)
        for line, count, width in running
        if (1 + SAME_SIZE) * most_common < line.size <= most_common / SMALLEST_QUESTION
    ]
    if not larger:
        return most_common
    size = _common_size(larger)
    of_size = [(line, count) for line, count, _ in larger if same_size(line.size, size)]
    enough = sum(count for _, count in of_size) >= _ANSWER_SHARE * total
    further_left = left - _common_left(of_size) > _INDENT_SHARE * larger[0][2]
    return size if enough and further_left else most_common


def _pitch(pages: Sequence[Sequence[tuple[Line, int, float]]]) -> float:
    """The median distance between lines of running text, in type sizes, by the lines of each page."""
    distances = [
        (line.y0 - above.y0) / line.size
        for printed in pages
        for (above, letters_above, _), (line, count, _) in pairwise(printed)
        if letters_above and count and line.y0 > above.y0 and same_size(line.size, above.size)
    ]
    # Without two lines of text in a row the usual setting (1.15 to 1.25 in all papers seen) stands in.
    return median(distances) if distances else 1.2
