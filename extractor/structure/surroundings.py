"""What stands around tables: the text between them, headings above and notes below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.grammar.hyphenation import join_lines
from extractor.model.geometry import Box
from extractor.model.page import Line
from extractor.model.structure import Paragraph, ParagraphKind
from extractor.model.table import Table, TablePart
from extractor.structure.layout import letters, same_size
from extractor.structure.vocabulary import text_rules

# A heading or the first note stands at most this many type sizes from the frame.
_NEAR = 3.0
# A paragraph of more lines than this is no heading.
_HEADING_LINES = 2
# Lines of one note follow each other at most at this distance, in type sizes (1.1 to 1.25 in all papers seen).
_NOTE_PITCH = 1.45
# Print with fewer letters than this share (or number) is a row of an unruled table, no sentence.
_SENTENCE_SHARE, _SENTENCE_LETTERS = 0.6, 15
# The box of a line is that of the font: it may reach into the frame by this many points.
REACH = 3.0
SENTENCE_END = re.compile(r"[.:!?;,][“”\"’)]*$")
_MARK = re.compile(r"(?P<mark>\*{1,4}\)?|[¹²³⁴⁵⁶⁷⁸⁹]+\)?|\d{1,2}\)|[a-z]\)(?=\s)|†|#)\s*\S")
# A lone row word is the first row of an unruled table.
_ROW_WORD = re.compile(r"(?:davon|darunter|dar\.|dav\.)\s?:?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Segment:
    """What is left of a paragraph outside the boxes of tables; ``reach`` is its place in reading order."""

    page: int
    kind: ParagraphKind
    question_ids: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def reach(self) -> tuple[int, float]:
        return self.page, self.lines[0].y0

    @property
    def text(self) -> str:
        return join_lines(line.text for line in self.lines)


class Surroundings:
    """The text outside all tables, page by page; ``body`` is the size of the running text in points."""

    def __init__(self, paragraphs: Iterable[Paragraph], tables: Iterable[Table], body: float) -> None:
        self._body = body
        self._boxes: dict[int, list[Box]] = {}
        for table in tables:
            for part in table.parts:
                self._boxes.setdefault(part.page, []).append(part.box)
        self.segments = tuple(self._cut(paragraphs))
        self._pages: dict[int, list[Segment]] = {}
        for segment in self.segments:
            self._pages.setdefault(segment.page, []).append(segment)

    def notes(self, table: Table) -> tuple[tuple[Line, ...], ...]:
        """The notes below all parts of the table, each as its lines."""
        notes: list[tuple[Line, ...]] = []
        for part in table.parts:
            near = self._near(part)
            end = near[-1][-1].y0 if near else part.box.y1 + _NEAR * self._body
            notes.extend((*near, *self._at_foot(table, part, end)))
        return tuple(notes)

    def heading(self, table: Table, taken: set[int]) -> tuple[Line, ...]:
        """The lines of the short paragraphs directly above the table that are no sentences.

        ``taken`` holds the identities of lines that are notes of other tables.
        """
        part = table.parts[0]
        above = [
            segment
            for segment in self._pages.get(part.page, ())
            if segment.lines[-1].y1 <= part.box.y0 + REACH and segment.kind is not ParagraphKind.QUESTION
        ]
        heading: list[Line] = []
        edge = part.box.y0
        for segment in reversed(above):
            near = edge - segment.lines[-1].y1 <= _NEAR * self._body
            if not near or not _is_heading(segment) or any(id(line) in taken for line in segment.lines):
                break
            heading[:0] = segment.lines
            edge = segment.lines[0].y0
        return tuple(heading)

    def _cut(self, paragraphs: Iterable[Paragraph]) -> Iterator[Segment]:
        """The paragraphs without the lines inside tables, cut where a table interrupts them."""
        for paragraph in paragraphs:
            if paragraph.kind is ParagraphKind.FRONT:
                continue
            boxes = self._boxes.get(paragraph.page, ())
            run: list[Line] = []
            for line in paragraph.lines:
                if not _inside(line, boxes):
                    run.append(line)
                elif run:
                    yield Segment(paragraph.page, paragraph.kind, paragraph.question_ids, tuple(run))
                    run = []
            if run:
                yield Segment(paragraph.page, paragraph.kind, paragraph.question_ids, tuple(run))

    def _below(self, part: TablePart) -> tuple[list[tuple[Line, ParagraphKind]], float]:
        """The lines between a part and the next table below it on the page, and where that begins."""
        next_top = min((box.y0 for box in self._boxes[part.page] if box.y0 > part.box.y1 - REACH), default=float("inf"))
        lines = [
            (line, segment.kind)
            for segment in self._pages.get(part.page, ())
            for line in segment.lines
            if part.box.y1 - REACH <= line.y0 < next_top
        ]
        return sorted(lines, key=lambda entry: entry[0].y0), next_top

    def _near(self, part: TablePart) -> tuple[tuple[Line, ...], ...]:
        """Notes directly below the frame, up to the first line of other text."""
        notes: list[list[Line]] = []
        lines, next_top = self._below(part)
        bottom, previous = part.box.y1, None
        for line, kind in lines:
            if kind is ParagraphKind.QUESTION or line.y0 - bottom > _NEAR * self._body:
                break
            follows_on = (
                previous is not None
                and line.y0 - previous.y0 <= _NOTE_PITCH * line.size
                and same_size(line.size, previous.size)
            )
            # A line without a mark that stands nearer to the next table is the heading of that.
            of_next = previous is None and not _MARK.match(line.text) and next_top - line.y1 < line.y0 - part.box.y1
            if follows_on and not _is_named(line):
                notes[-1].append(line)
            elif (_is_named(line) or self._is_bare_note(line, notes)) and not of_next:
                notes.append([line])
            else:
                break
            bottom, previous = line.y1, line
        return tuple(tuple(note) for note in notes)

    def _at_foot(self, table: Table, part: TablePart, end: float) -> tuple[tuple[Line, ...], ...]:
        """Footnotes on the page below the height ``end`` whose mark stands in the table."""
        far = [line for line, _ in self._below(part)[0] if line.y0 > end and not self._is_text_size(line)]
        notes: list[list[Line]] = []
        own = False
        for line in far:
            found = _MARK.match(line.text)
            if found:
                own = _carries(table, part, found["mark"])
                if own:
                    notes.append([line])
            elif own and line.y0 - notes[-1][-1].y0 <= _NOTE_PITCH * line.size:
                notes[-1].append(line)
            else:
                own = False
        return tuple(tuple(note) for note in notes)

    def _is_bare_note(self, line: Line, notes: Sequence[Sequence[Line]]) -> bool:
        """Whether smaller text without a mark is a note: one paragraph of words; more is an annex in small type."""
        bare = any(not _is_named(note[0]) for note in notes)
        return not bare and not self._is_text_size(line) and is_mostly_words(line.text)

    def _is_text_size(self, line: Line) -> bool:
        return line.size >= self._body or same_size(line.size, self._body)


def _inside(line: Line, boxes: Sequence[Box]) -> bool:
    return any(box.contains(line.box.center_x, line.box.center_y) for box in boxes)


def _is_heading(segment: Segment) -> bool:
    text = segment.text
    if len(segment.lines) > _HEADING_LINES or SENTENCE_END.search(text):
        return False
    return text[:1].isalnum() and not _ROW_WORD.fullmatch(text)


def _is_named(line: Line) -> bool:
    """Whether the line begins as a note does: with a mark, or with a word such as "Quelle:"."""
    return bool(_MARK.match(line.text) or _opening().match(line.text))


def is_mostly_words(text: str) -> bool:
    """Whether the text may be a sentence: print with few letters is a row of an unruled table."""
    count, length = letters(text), len(text) - text.count(" ")
    return count >= _SENTENCE_LETTERS and count >= _SENTENCE_SHARE * length


@cache
def _opening() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in text_rules()["notes"]["openings"])
    return re.compile(rf"(?:{words})\b(?:[^.:?!]{{0,30}}:|\.|$)")


def _carries(table: Table, part: TablePart, mark: str) -> bool:
    """Whether a cell of the part ends a word or a number with the mark."""
    pattern = re.compile(rf"[^\s*]\s?{re.escape(mark)}(?![\w*])")
    return any(part.first_row <= cell.row <= part.last_row and pattern.search(cell.text) for cell in table.cells)
