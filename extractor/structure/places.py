"""Where each table stands: its question, the words that lead to it, its heading and its notes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from extractor.grammar.hyphenation import join_lines
from extractor.grammar.sentences import split_sentences
from extractor.model.page import PdfDocument
from extractor.model.structure import ParagraphKind, Question, Structure
from extractor.model.table import Table, TablePlace
from extractor.structure.layout import SMALLEST_QUESTION, measure_typography
from extractor.structure.surroundings import REACH, SENTENCE_END, Segment, Surroundings, is_mostly_words
from extractor.structure.vocabulary import front_page_rules, text_rules


def place_tables(structure: Structure, document: PdfDocument, tables: tuple[Table, ...]) -> tuple[TablePlace, ...]:
    """One place for each table, in their order.

    ``question_id`` is the question whose answer the table stands in (the first of those answered together),
    ``question_text`` the wording of all of these with that of the number above them. ``lead_in`` is the sentence before
    the table that points at it, else the last one; directly behind another table of the same answer it is that one's.
    """
    if not tables:
        return ()
    typography = measure_typography(document)
    around = Surroundings(structure.paragraphs, tables, typography.body if typography else 0.0)
    notes = {table.table_id: around.notes(table) for table in tables}
    taken = {id(line) for own in notes.values() for note in own for line in note}
    headings = {table.table_id: around.heading(table, taken) for table in tables}
    taken |= {id(line) for own in headings.values() for line in own}
    groups = _Groups(structure.questions)
    named = {table_id for table_id, lines in headings.items() if lines}
    smallest = SMALLEST_QUESTION * typography.body if typography else 0.0
    segments = [segment for segment in around.segments if segment.lines[0].size >= smallest]
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


def _lead_ins(
    tables: Sequence[Table], segments: Sequence[Segment], taken: set[int], groups: _Groups, named: set[str]
) -> dict[str, str]:
    text = [
        segment
        for segment in segments
        if segment.kind in (ParagraphKind.ANSWER, ParagraphKind.PREFACE)
        and not any(id(line) in taken for line in segment.lines)
    ]
    lead_ins: dict[str, str] = {}
    before: Table | None = None
    for table in sorted(tables, key=lambda table: (table.first_page, table.parts[0].box.y0)):
        end = (table.first_page, table.parts[0].box.y0)
        same = before is not None and groups.of(before) is groups.of(table)
        start = (before.last_page, before.parts[-1].box.y1 - REACH) if before is not None else (0, 0.0)
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


def _lead_in(segments: Sequence[Segment], inherited: str, *, named: bool) -> str:
    """The sentence that points at what follows: the last that ends in a colon or names a table.

    Without one, text between two tables of an answer is a comment on the first, and the second goes on with what led
    to that (``inherited``); before the first table of an answer the last sentence leads to it, unless a heading stands
    between (``named``).
    """
    abbreviations, ordinals, pointer = _words()
    last = ""
    # From the table upwards: nearly always one of the last sentences points at it.
    for text in _paragraphs_upwards(segment for segment in reversed(segments) if is_mostly_words(segment.text)):
        for sentence in reversed(split_sentences(text, abbreviations, ordinals)):
            if sentence.endswith(":") or pointer.search(sentence):
                return sentence
            last = last or sentence
    return inherited or ("" if named else last)


@cache
def _words() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    """Abbreviations, words behind ordinal numbers, and what a sentence that points at a table contains."""
    rules = text_rules()["lead_in"]
    ordinals = frozenset((*front_page_rules()["months"], *text_rules()["ordinals"]["followed_by"]))
    pointer = re.compile("|".join(re.escape(word) for word in rules["pointers"]), re.IGNORECASE)
    return frozenset(rules["abbreviations"]), ordinals, pointer


def _paragraphs_upwards(segments: Iterable[Segment]) -> Iterator[str]:
    """The texts of segments given from the last to the first, those joined that a page break divided."""
    run: list[Segment] = []
    for segment in segments:
        if run and (segment.page == run[0].page or SENTENCE_END.search(segment.lines[-1].text.rstrip())):
            yield join_lines(line.text for own in run for line in own.lines)
            run = []
        run.insert(0, segment)
    if run:
        yield join_lines(line.text for own in run for line in own.lines)
