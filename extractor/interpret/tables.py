"""One table understood: layout, labels, meanings, and an observation for every figure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from extractor.codes.topics import load_topics
from extractor.grammar.numbers import PrintedValue, read_value
from extractor.interpret.columns import read_column_labels, read_stub_heads
from extractor.interpret.footnotes import FootnoteIndex, read_footnotes
from extractor.interpret.groups import Fields, spoken
from extractor.interpret.layout import Layout, read_layout, roles_of
from extractor.interpret.lines import LEVELS, Column, Row, Surroundings, is_about_stay, read_columns, read_rows
from extractor.interpret.meaning import (
    Completion,
    Meaning,
    Source,
    as_no_title,
    as_share,
    distinct,
    unit_of_no_title,
    with_category,
)
from extractor.interpret.part_years import in_part_of_year
from extractor.interpret.paths import differing, is_known
from extractor.interpret.rows import RowLabel, read_row_labels
from extractor.interpret.rules import load_rules
from extractor.interpret.settling import settle
from extractor.interpret.surroundings import (
    Paper,
    captions_above_labels,
    sources_around,
    sources_beside,
    with_beside,
)
from extractor.interpret.wording import read_label
from extractor.model.observation import Observation
from extractor.model.table import Cell, Table, TablePlace, TableReading

_OTHER = ("other",)
# What is no number for certain but may be meant as one ("00,0%", "60,9 1"): digits (unreadable ones too) and signs,
# hardly a letter.
_MAY_BE_FIGURE = re.compile(r"(?=.*[\d\ufffd])[\d\ufffd\s.,%<>+–*()/-]{1,20}\D{0,3}")


@dataclass(frozen=True, slots=True)
class TableMeaning:
    """A table with its observations and the row labels that no list knows."""

    reading: TableReading
    observations: tuple[Observation, ...]
    unmapped: tuple[str, ...]


def interpret_table(table: Table, place: TablePlace, paper: Paper) -> TableMeaning:
    """All that is said of one table."""
    layout = read_layout(table)
    notes = read_footnotes(table, place, layout.note_rows)
    titles = _texts_of_rows(table, layout.title_rows)
    reader = _TableReader(table, place, paper, layout, notes, titles)
    observations = reader.observations()
    reading = TableReading(
        table=table,
        place=place,
        head_rows=layout.head_rows,
        stub_cols=layout.stub_cols,
        caption=LEVELS.join(dict.fromkeys((*titles, *reader.stub_heads()))),
        roles=roles_of(table, layout),
        topic=_topic_of_table(observations),
        footnotes=notes.footnotes,
    )
    return TableMeaning(reading, observations, tuple(dict.fromkeys(reader.unmapped)))


def _texts_of_rows(table: Table, rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(cell.text for cell in table.cells if cell.row in rows and cell.text)


def _topic_of_table(observations: Sequence[Observation]) -> str:
    """The topics of a table's figures, the most frequent first."""
    counts: Counter[str] = Counter()
    for topics, times in Counter(one.topic for one in observations).items():
        counts.update(dict.fromkeys(topics, times))
    return ";".join(topic for topic, _ in counts.most_common())


def _topic(said: Fields, value: PrintedValue | None) -> tuple[str, ...]:
    """What a figure is about; money, words and what only says "Titel" (a budget has such) are none of ours."""
    if value is None or value.currency:
        return _OTHER
    topic: tuple[str, ...] = said["topic"]
    is_vague = said["measure"] == "other" and said.get("title_type", "") in ("", "any_title")
    if is_vague and not said.get("legal_basis") and load_topics("permits").intersection(topic):
        return _OTHER
    if topic:
        return topic
    by_rule = load_rules().topics
    return by_rule.get(said["measure"]) or by_rule.get(said.get("register", "")) or _OTHER


class _TableReader:
    """Goes through the cells of one table; what its rows, columns and surroundings say is read once."""

    def __init__(
        self,
        table: Table,
        place: TablePlace,
        paper: Paper,
        layout: Layout,
        notes: FootnoteIndex,
        titles: tuple[str, ...],
    ) -> None:
        self._table, self._place, self._paper, self._layout, self._notes = table, place, paper, layout, notes
        self._codes = paper.codes
        self.unmapped: list[str] = []
        self._titles = [(text, read_label(text, paper.codes)) for text in titles]
        self._no_title_above = unit_of_no_title((*titles, place.heading))
        self._around = sources_around(place, titles, paper)

    def stub_heads(self) -> tuple[str, ...]:
        """The texts above the label columns of the first block."""
        heads = self._layout.heads[0][1] if self._layout.heads else ()
        stub = tuple(range(1, self._layout.stub_cols + 1))
        return read_stub_heads(self._table, heads, stub)

    def observations(self) -> tuple[Observation, ...]:
        """An observation for each place where a data row meets a column of figures."""
        found: list[Observation] = []
        cells = {(cell.row, cell.col): cell for cell in self._table.cells if cell.col_span == 1}
        for stub in dict.fromkeys(self._layout.stub_of.values()):
            rows = read_row_labels(self._table, self._layout, stub)
            blocks: dict[tuple[int, ...], dict[int, RowLabel]] = {}
            for row, label in rows.items():
                blocks.setdefault(self._layout.head_of(row), {})[row] = label
            for head, block in blocks.items():
                found.extend(self._block(block, head, stub, cells))
        return tuple(sorted(found, key=attrgetter("row", "col")))

    def _block(
        self,
        row_labels: Mapping[int, RowLabel],
        head: tuple[int, ...],
        stub: tuple[int, ...],
        cells: Mapping[tuple[int, int], Cell],
    ) -> list[Observation]:
        """The figures below one head and right of one stub."""
        labels = read_column_labels(self._table, self._layout, head)
        stub_heads = read_stub_heads(self._table, head, stub)
        about_stay = is_about_stay((*stub_heads, self._place.heading, self._place.lead_in))
        texts = (*(text for text, _ in self._titles), self._place.heading, self._place.lead_in)
        around_labels = Surroundings(stub_heads, texts, about_stay, self._codes)
        rows = read_rows(row_labels, around_labels)
        columns = read_columns(
            {column: label for column, label in labels.items() if self._layout.stub_of[column] == stub}, around_labels
        )
        sources = self._sources_by_section(row_labels, stub_heads)
        only_own = differing([row.said for row in rows.values()])
        only_own |= differing([column.said for column in columns.values()])
        observations = []
        for col, column in columns.items():
            beside = sources_beside(col, columns, self._codes)
            around = {section: with_beside(found, beside) for section, found in sources.items()}
            completions = {section: Completion(column.said, found, only_own) for section, found in around.items()}
            for number, row in rows.items():
                cell = cells.get((number, col))
                if cell is None:
                    continue
                value = read_value(cell.text)
                if value is None and not _MAY_BE_FIGURE.fullmatch(cell.text):
                    continue
                section = row.label.section
                meaning = completions[section].of(row.said)
                meaning = settle(meaning, row.said.measure or column.said.measure, around[section], stub_heads)
                meaning, dated = in_part_of_year(meaning, row.parts_of_year | column.parts_of_year)
                meaning = self._as_printed(meaning, row, column, value)
                known = (row.unknown <= dated, column.unknown <= dated)
                observations.append(self._observation(cell, value, row, column, meaning, known))
        return observations

    def _sources_by_section(
        self, labels: Mapping[int, RowLabel], stub_heads: tuple[str, ...]
    ) -> dict[str, list[Source]]:
        """What stands around the figures of each section, nearest first."""
        around = [*captions_above_labels(stub_heads, self._codes), *self._around]
        return {
            section: [Source("section", spoken(read_label(section, self._codes))), *around] if section else around
            for section in dict.fromkeys(label.section for label in labels.values())
        }

    def _as_printed(self, meaning: Meaning, row: Row, column: Column, value: PrintedValue | None) -> Meaning:
        """The meaning once it is known how the figure is printed."""
        if self._titles and (title := self._title_as_category(meaning)):
            meaning = with_category(meaning, title)
        if (value is not None and value.percent) or column.said.kind.unit == "percent":
            meaning = as_share(meaning, column.base)
        no_title = self._unit_of_no_title(row, column, value)
        return as_no_title(meaning, no_title) if no_title else meaning

    def _title_as_category(self, meaning: Meaning) -> str:
        """The title inside the frame where it is no measure, time or name, and not said otherwise.

        Tables of one answer may differ in nothing else ("Erst- und Folgeanträge", "Widerrufsverfahren").
        """
        for text, said in self._titles:
            if said.measure not in ("", meaning.measure) or not (said.said() or is_known(text, self._codes)):
                return "" if text in meaning.said["category"] else text
        return ""

    def _unit_of_no_title(self, row: Row, column: Column, value: PrintedValue | None) -> str:
        """The unit of a figure that is money or a post; words above the table count where the column has no unit."""
        if value is not None and value.currency:
            return "euros"
        return column.no_title or row.no_title or ("" if column.said.kind.unit else self._no_title_above)

    def _observation(
        self,
        cell: Cell,
        value: PrintedValue | None,
        row: Row,
        column: Column,
        meaning: Meaning,
        known: tuple[bool, bool],
    ) -> Observation:
        """``known`` says whether the labels of the row, and those of the column, are understood."""
        fields = {**meaning.said, "topic": _topic(meaning.said, value)}
        if not known[0]:
            self.unmapped.append(row.label.own)
            fields["category"] = "; ".join(part for part in (row.label.own, fields["category"]) if part)
        is_share = meaning.measure == "share"
        if not is_share:
            fields["share_of"] = ""
        flags = meaning.flags
        if not all(known):
            flags = (*flags, "unmapped_label")
        if value is None:
            flags = (*flags, "ambiguous")
        footnotes = self._notes.of_cell.get((cell.row, cell.col), ())
        corrected = not self._notes.corrected.isdisjoint(footnotes)
        return Observation(
            obs_id=f"{self._paper.doc_id}:{self._table.table_id}:r{cell.row}c{cell.col}",
            doc_id=self._paper.doc_id,
            question_id=self._place.question_id,
            table_id=self._table.table_id,
            row=cell.row,
            col=cell.col,
            page=cell.page,
            x0=cell.box.x0,
            y0=cell.box.y0,
            x1=cell.box.x1,
            y1=cell.box.y1,
            value=value.value if value else None,
            value_raw=cell.text,
            value_status="corrected" if corrected else value.status if value else "not_stated",
            value_min=value.value_min if value else None,
            value_max=value.value_max if value else None,
            **fields,
            row_label=row.wording,
            col_label=column.wording,
            row_role=row.label.role,
            col_role="share" if is_share and column.label.role == "detail" else column.label.role,
            row_level=row.label.level,
            label_source=meaning.label_source,
            flags=distinct(flags),
            notes=("corrected",) if corrected else (),
            footnotes=footnotes,
            pdf_sha256=self._paper.sha256,
            reader=self._table.reader,
        )
