"""Where each table stands: its question, the words that lead to it, its heading and its notes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.grammar.hyphenation import join_lines
from extractor.grammar.sentences import split_sentences
from extractor.model.geometry import Box
from extractor.model.page import Line, PdfDocument
from extractor.model.structure import Paragraph, ParagraphKind, Question, Structure
from extractor.model.table import Table, TablePlace
from extractor.structure.layout import letters, measure_typography, same_size
from extractor.structure.vocabulary import front_page_rules, text_rules

# A heading or the first note stands at most this many type sizes from the frame.
_NEAR = 3.0
# A paragraph of more lines than this is no heading.
_HEADING_LINES = 2
# Print with fewer letters than this share (or number) is a row of an unruled table, no sentence.
_SENTENCE_SHARE, _SENTENCE_LETTERS = 0.6, 15
# Lines of one note follow each other at most at this distance, in type sizes (1.1 to 1.25 in all papers seen).
_NOTE_PITCH = 1.45
# The box of a line is that of the font: it may reach into the frame by this many points.
_REACH = 3.0
_MARK = re.compile(r"(?:\*{1,4}\)?|[¹²³⁴⁵⁶⁷⁸⁹]+\)?|\d{1,2}\)|[a-z]\)(?=\s)|†|#)\s*\S")
# A lone row word is the first row of an unruled table.
_ROW_WORD = re.compile(r"(?:davon|darunter|dar\.|dav\.)\s?:?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.:!?;,][“”\"’)]*$")


@dataclass(frozen=True, slots=True)
class _Segment:
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


def place_tables(structure: Structure, document: PdfDocument, tables: tuple[Table, ...]) -> tuple[TablePlace, ...]:
    """One place for each table, in their order.

    ``question_id`` is the question whose answer the table stands in (the first of those answered together),
    ``question_text`` the wording of all of these with that of the number above them. ``lead_in`` is the sentence before
    the table that points at it, else the last one; directly behind another table of the same answer it is that one's.
    """
    typography = measure_typography(document)
    body = typography.body if typography else 0.0
    boxes = _boxes_by_page(tables)
    segments = tuple(_segments(structure.paragraphs, boxes))
    notes = {table.table_id: _notes(table, segments, boxes, body) for table in tables}
    taken = {id(line) for own in notes.values() for note in own for line in note}
    headings = {table.table_id: _heading(table, segments, taken, body) for table in tables}
    taken |= {id(line) for own in headings.values() for line in own}
    groups = _Groups(structure.questions)
    named = {table_id for table_id, lines in headings.items() if lines}
    lead_ins = _lead_ins(tables, segments, taken, groups, named)
    return tuple(
        TablePlace(
            table.table_id,
            question_id=groups.first_id(table),
            question_text=groups.wording(table),
            lead_in=lead_ins[table.table_id],
            heading=join_lines(line.text for line in headings[table.table_id]),
            notes=tuple(join_lines(line.text for line in note) for note in notes[table.table_id]),
        )
        for table in tables
    )


class _Groups:
    """The questions that share an answer, in the order of their answers."""

    def __init__(self, questions: Iterable[Question]) -> None:
        groups: dict[tuple[int, float], list[Question]] = {}
        for question in questions:
            if question.answer_page is not None and question.answer_top is not None:
                groups.setdefault((question.answer_page, question.answer_top), []).append(question)
        self._starts = sorted(groups)
        self._groups = [groups[start] for start in self._starts]

    def of(self, table: Table) -> Sequence[Question]:
        """The questions whose answer the table stands in; none where it stands before the first answer."""
        part = table.parts[0]
        # An answer that begins with the table itself begins with its first line, a little below the frame's top.
        index = bisect_left(self._starts, (part.page, part.box.y1))
        return self._groups[index - 1] if index else ()

    def first_id(self, table: Table) -> str:
        group = self.of(table)
        return group[0].question_id if group else ""

    def wording(self, table: Table) -> str:
        texts: list[str] = []
        for question in self.of(table):
            texts.extend(text for text in (question.parent, question.text) if text and text not in texts)
        return " ".join(texts)


def _boxes_by_page(tables: Iterable[Table]) -> dict[int, list[Box]]:
    boxes: dict[int, list[Box]] = {}
    for table in tables:
        for part in table.parts:
            boxes.setdefault(part.page, []).append(part.box)
    return boxes


def _segments(paragraphs: Iterable[Paragraph], boxes: dict[int, list[Box]]) -> Iterator[_Segment]:
    """The paragraphs without the lines inside tables, cut where a table interrupts them."""
    for paragraph in paragraphs:
        if paragraph.kind is ParagraphKind.FRONT:
            continue
        run: list[Line] = []
        for line in (*paragraph.lines, None):
            inside = line is not None and any(
                box.contains(line.box.center_x, line.box.center_y) for box in boxes.get(paragraph.page, ())
            )
            if line is not None and not inside:
                run.append(line)
            elif run:
                yield _Segment(paragraph.page, paragraph.kind, paragraph.question_ids, tuple(run))
                run = []


def _notes(
    table: Table, segments: Sequence[_Segment], boxes: dict[int, list[Box]], body: float
) -> tuple[tuple[Line, ...], ...]:
    notes: list[list[Line]] = []
    for part in table.parts:
        below = min((box.y0 for box in boxes[part.page] if box.y0 > part.box.y1 - _REACH), default=float("inf"))
        bottom, previous = part.box.y1, None
        lines = sorted(
            (
                (line, segment.kind)
                for segment in segments
                if segment.page == part.page
                for line in segment.lines
                if part.box.y1 - _REACH <= line.y0 < below
            ),
            key=lambda entry: entry[0].y0,
        )
        for line, kind in lines:
            if kind is ParagraphKind.QUESTION or line.y0 - bottom > _NEAR * body:
                break
            follows_on = previous is not None and line.y0 - previous.y0 <= _NOTE_PITCH * line.size
            if _opens_note(line, body) and not (
                previous is None and not _MARK.match(line.text) and below - line.y1 < line.y0 - part.box.y1
            ):
                if follows_on and previous is not None and not _named(line) and same_size(line.size, previous.size):
                    notes[-1].append(line)
                else:
                    notes.append([line])
            elif follows_on and previous is not None and same_size(line.size, previous.size):
                notes[-1].append(line)
            else:
                break
            bottom, previous = line.y1, line
    return tuple(tuple(note) for note in notes)


def _named(line: Line) -> bool:
    """Whether the line begins as a note does: with a mark, or with a word such as "Quelle:"."""
    openings = "|".join(text_rules()["notes"]["openings"])
    return bool(_MARK.match(line.text) or re.match(rf"(?:{openings})\b(?:[^.:?!]{{0,30}}:|\.|$)", line.text))


def _opens_note(line: Line, body: float) -> bool:
    return _named(line) or (line.size < body and not same_size(line.size, body))


def _heading(table: Table, segments: Sequence[_Segment], taken: set[int], body: float) -> tuple[Line, ...]:
    part = table.parts[0]
    above = [
        segment
        for segment in segments
        if segment.page == part.page
        and segment.lines[-1].y1 <= part.box.y0 + _REACH
        and segment.kind is not ParagraphKind.QUESTION
    ]
    heading: list[Line] = []
    edge = part.box.y0
    for segment in reversed(above):
        near = edge - segment.lines[-1].y1 <= _NEAR * body
        if _ROW_WORD.fullmatch(segment.text) or not segment.text[:1].isalnum():
            break
        short = len(segment.lines) <= _HEADING_LINES and not _SENTENCE_END.search(segment.lines[-1].text.rstrip())
        if not near or not short or any(id(line) in taken for line in segment.lines):
            break
        heading[:0] = segment.lines
        edge = segment.lines[0].y0
    return tuple(heading)


def _lead_ins(
    tables: Sequence[Table], segments: Sequence[_Segment], taken: set[int], groups: _Groups, named: set[str]
) -> dict[str, str]:
    text = [
        segment
        for segment in segments
        if segment.kind in (ParagraphKind.ANSWER, ParagraphKind.PREFACE)
        and not any(id(line) in taken for line in segment.lines)
        and _is_sentence(segment)
    ]
    lead_ins: dict[str, str] = {}
    before: Table | None = None
    for table in sorted(tables, key=lambda table: (table.first_page, table.parts[0].box.y0)):
        end = (table.first_page, table.parts[0].box.y0)
        same = before is not None and groups.of(before) is groups.of(table)
        start = (before.last_page, before.parts[-1].box.y1 - _REACH) if before is not None else (0, 0.0)
        ids = tuple(question.question_id for question in groups.of(table))
        between = [
            segment
            for segment in text
            if start <= segment.reach < end and (not ids or set(segment.question_ids) & set(ids))
        ]
        inherited = lead_ins[before.table_id] if same and before is not None else ""
        lead_ins[table.table_id] = _lead_in(between, inherited, named=table.table_id in named)
        before = table
    return lead_ins


def _is_sentence(segment: _Segment) -> bool:
    text = segment.text
    count, length = letters(text), len(text) - text.count(" ")
    return count >= _SENTENCE_LETTERS and count >= _SENTENCE_SHARE * length


def _lead_in(segments: Sequence[_Segment], inherited: str, *, named: bool) -> str:
    """The sentence that points at what follows: the last that ends in a colon or names a table.

    Without one, text between two tables of an answer is a comment on the first, and the second goes on with what led
    to that (``inherited``); before the first table of an answer the last sentence leads to it, unless a heading stands
    between (``named``).
    """
    if not segments:
        return inherited
    rules = text_rules()["lead_in"]
    abbreviations = frozenset(rules["abbreviations"])
    ordinals = frozenset((*front_page_rules()["months"], *text_rules()["ordinals"]["followed_by"]))
    pointer = re.compile("|".join(re.escape(word) for word in rules["pointers"]), re.IGNORECASE)
    sentences = [
        sentence for text in _whole_paragraphs(segments) for sentence in split_sentences(text, abbreviations, ordinals)
    ]
    if sentences[-1].endswith(":"):
        return sentences[-1]
    pointing = [sentence for sentence in sentences if sentence.endswith(":") or pointer.search(sentence)]
    if pointing:
        return pointing[-1]
    return inherited or ("" if named else sentences[-1])


def _whole_paragraphs(segments: Sequence[_Segment]) -> Iterator[str]:
    """The texts of the segments, those joined that a page break divided."""
    run: list[Line] = []
    page = 0
    for segment in segments:
        if run and (segment.page == page or _SENTENCE_END.search(run[-1].text.rstrip())):
            yield join_lines(line.text for line in run)
            run = []
        run.extend(segment.lines)
        page = segment.page
    if run:
        yield join_lines(line.text for line in run)
