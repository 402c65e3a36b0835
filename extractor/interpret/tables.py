"""One table understood: layout, labels, meanings, and an observation for every figure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.codes import CodeLists
from extractor.codes.topics import load_topics
from extractor.grammar.labels import is_total_label
from extractor.grammar.numbers import PrintedValue, read_value
from extractor.interpret.columns import ColumnLabel, read_column_labels, read_stub_heads
from extractor.interpret.dimensions import Dimensions
from extractor.interpret.footnotes import FootnoteIndex, read_footnotes
from extractor.interpret.layout import Layout, read_layout, roles_of
from extractor.interpret.meaning import (
    Meaning,
    Source,
    as_no_title,
    as_share,
    as_total,
    combine,
    differing,
    is_known,
    read_path,
    row_dimension,
    unit_of_no_title,
)
from extractor.interpret.rows import RowLabel, read_row_labels
from extractor.interpret.rules import PlaceRule, load_rules
from extractor.interpret.wording import read_context, read_label
from extractor.model.observation import Observation
from extractor.model.table import Cell, Table, TablePlace, TableReading

_LEVELS = " › "
_OTHER = ("other",)
# What is no number for certain but may be meant as one ("00,0%", "60,9 1"): digits and signs, hardly a letter.
_MAY_BE_FIGURE = re.compile(r"(?=.*\d)[\d\s.,%<>+–*()/-]{1,20}\D{0,3}")
# Heads of label columns that name a time or a kind of rows.
_NAMES_ROWS = re.compile(r"(?:Jahr|Monat|Quartal|Halbjahr|Zeitraum|Zeitpunkt|Datum|Art|Grund|Gründe)\b", re.IGNORECASE)
_QUESTION_REFERENCE = re.compile(r"\b(?:in|zu|unter|aus|der)\s(?:den\s)?(?:Fragen?|Nummer)\s(?P<id>\d{1,3}\s?[a-z]?)\b")
# Years of stay are told from years of age by the words around them.
_STAY = re.compile(r"Aufenthaltsdauer|Aufenthaltszeit\w*|Dauer des Aufenthalts", re.IGNORECASE)
_AGE = re.compile(r"\bAlter|jährig|Lebensjahr", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paper:
    """What all tables of a document share: its id, hash, title, questions, and the paragraphs of their answers."""

    doc_id: str
    sha256: str
    title: str
    codes: CodeLists
    answers: dict[str, tuple[str, ...]]
    questions: dict[str, str]


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
        caption=_LEVELS.join(dict.fromkeys((*titles, *reader.stub_heads()))),
        roles=roles_of(table, layout),
        topic=_topic_of_table(observations),
        footnotes=notes.footnotes,
    )
    return TableMeaning(reading, observations, tuple(dict.fromkeys(reader.unmapped)))


def _without_counting(said: Dimensions, text: str) -> Dimensions:
    """What a head of label columns says; one that names the rows ("Jahr der Erteilung") counts nothing.

    "Herkunftsland" above the rows does not tell either what the figures are about.
    """
    if _NAMES_ROWS.match(text):
        said = replace(said, measure="", unit="")
    return replace(said, topic=()) if load_rules().neutral.match(text.strip()) else said


def _texts_of_rows(table: Table, rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(cell.text for cell in table.cells if cell.row in rows and cell.text)


def _topic_of_table(observations: Sequence[Observation]) -> str:
    """The topics of a table's figures, the most frequent first."""
    counts = Counter(topic for one in observations for topic in one.topic)
    return ";".join(topic for topic, _ in counts.most_common())


def _topic(said: Dimensions, value: PrintedValue | None) -> tuple[str, ...]:
    """What a figure is about; money, words and what only says "Titel" (a budget has such) are none of ours."""
    rules = load_rules()
    is_vague = said.measure == "other" and said.title_type in ("", "any_title") and not said.legal_basis
    if value is None or value.currency or (is_vague and load_topics("permits").intersection(said.topic)):
        return _OTHER
    return said.topic or rules.topics.get(said.measure) or rules.topics.get(said.register) or _OTHER


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
        self._around = self._sources_around(titles)
        self._combined: dict[tuple[int, int], Meaning] = {}

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
            columns = [column for column in self._layout.figure_columns if self._layout.stub_of[column] == stub]
            for head in dict.fromkeys(self._layout.head_of(row) for row in rows):
                block = {row: label for row, label in rows.items() if self._layout.head_of(row) == head}
                found.extend(self._block(block, columns, head, stub, cells))
        return tuple(sorted(found, key=lambda one: (one.row or 0, one.col or 0)))

    def _block(
        self,
        rows: dict[int, RowLabel],
        columns: Sequence[int],
        head: tuple[int, ...],
        stub: tuple[int, ...],
        cells: dict[tuple[int, int], Cell],
    ) -> list[Observation]:
        """The figures below one head."""
        labels = read_column_labels(self._table, self._layout, head)
        stub_heads = read_stub_heads(self._table, head, stub)
        captions = self._captions(stub_heads)
        of_rows = self._row_dimensions(rows, stub_heads)
        dimension = row_dimension(list(of_rows.values()))
        about_stay = self._is_about_stay(stub_heads)
        of_columns = {
            column: self._as_stay(read_path(labels[column].path, self._codes), labels[column].path, about_stay)
            for column in columns
        }
        column_dimension = row_dimension(list(of_columns.values()))
        only_own = differing(list(of_rows.values())) | differing(list(of_columns.values()))
        observations = []
        for column in columns:
            said_column = as_total(of_columns[column], column_dimension)
            known = all(is_known(label, self._codes) for label in labels[column].path)
            base = self._base_of(column, columns, labels)
            for row, label in rows.items():
                cell = cells.get((row, column))
                if cell is None:
                    continue
                value = read_value(cell.text)
                if value is None and not _MAY_BE_FIGURE.fullmatch(cell.text):
                    continue
                sources = self._sources(label, captions)
                meaning = self._with_title(combine(as_total(of_rows[row], dimension), said_column, sources, only_own))
                if (value is not None and value.percent) or said_column.unit == "percent":
                    meaning = as_share(meaning, base)
                no_title = self._unit_of_no_title(label, labels[column], said_column, value)
                if no_title:
                    meaning = as_no_title(meaning, no_title)
                observations.append(self._observation(cell, value, label, labels[column], meaning, known))
        return observations

    def _with_title(self, meaning: Meaning) -> Meaning:
        """The meaning with the title inside the frame as category where the title is no measure, time or name.

        Tables of one answer may differ in nothing else ("Erst- und Folgeanträge", "Widerrufsverfahren").
        """
        said = meaning.dimensions
        title = next(
            (
                text
                for text, of_title in self._titles
                if of_title.measure not in ("", said.measure) or not (of_title.said() or is_known(text, self._codes))
            ),
            "",
        )
        if not title or title in said.category:
            return meaning
        category = f"{said.category}; {title}" if said.category else title
        return replace(meaning, dimensions=replace(said, category=category))

    def _unit_of_no_title(
        self, row: RowLabel, column: ColumnLabel, said: Dimensions, value: PrintedValue | None
    ) -> str:
        """The unit of a figure that is money or a post; words above the table count where the column has no unit."""
        if value is not None and value.currency:
            return "euros"
        above = () if said.unit else (*(text for text, _ in self._titles), self._place.heading)
        return unit_of_no_title((*column.path, row.own, *above))

    def _captions(self, stub_heads: tuple[str, ...]) -> list[Source]:
        """What the head of the label columns says; a head that names the rows ("Jahr der Erteilung") counts nothing."""
        return [
            Source("caption", _without_counting(read(text, self._codes), text))
            for read in (read_context, read_label)
            for text in stub_heads
        ]

    def _base_of(self, column: int, columns: Sequence[int], labels: dict[int, ColumnLabel]) -> str:
        """Of what the percentages of a column are a share, as the labels say it: the column to the left."""
        left = [other for other in columns if other < column]
        return _LEVELS.join(labels[left[-1]].path) if left else ""

    def _row_dimensions(self, rows: dict[int, RowLabel], stub_heads: tuple[str, ...]) -> dict[int, Dimensions]:
        rules = load_rules()
        said = {}
        for number, label in rows.items():
            dimensions = read_path((*label.under, *label.path), self._codes)
            if label.under:
                dimensions = replace(dimensions, total_of=(), category=read_path(label.path, self._codes).category)
            dimensions = self._as_stay(dimensions, label.path, self._is_about_stay(stub_heads))
            rule = self._place_rule((label.section, *stub_heads), rules.headings, search=True)
            rule = rule or self._place_rule((label.own,), rules.labels, search=False)
            if rule is not None and not dimensions.total_of and label.role != "total":
                dimensions = replace(
                    dimensions,
                    nationality="",
                    nationality_label="",
                    region="",
                    region_label="",
                    place=label.own,
                    place_type=rule.place_type,
                )
            said[number] = dimensions
        return said

    def _is_about_stay(self, stub_heads: tuple[str, ...]) -> bool:
        """Whether years without a word for it are years of stay: the nearest text with a word for either decides."""
        for text in (*stub_heads, self._place.heading, self._place.lead_in):
            if _STAY.search(text) or _AGE.search(text):
                return _STAY.search(text) is not None
        return False

    def _as_stay(self, said: Dimensions, path: tuple[str, ...], about_stay: bool) -> Dimensions:
        if not about_stay or not said.age_label or _AGE.search(" ".join(path)):
            return said
        stays = [read_label(f"Aufenthaltsdauer {label}", self._codes) for label in reversed(path)]
        stay = next((one for one in stays if (one.stay_min_years, one.stay_max_years) != (None, None)), None)
        if stay is None:
            return said
        return replace(
            said,
            age_min=None,
            age_max=None,
            age_label="",
            stay_min_years=stay.stay_min_years,
            stay_max_years=stay.stay_max_years,
            flags=tuple(flag for flag in said.flags if flag != "ambiguous"),
        )

    @staticmethod
    def _place_rule(texts: Sequence[str], rules: Sequence[PlaceRule], search: bool) -> PlaceRule | None:
        for text in texts:
            for rule in rules:
                if text and (rule.pattern.search(text) if search else rule.pattern.match(text)):
                    return rule
        return None

    def _sources_around(self, titles: tuple[str, ...]) -> list[Source]:
        place = self._place
        texts = [("caption", text) for text in titles]
        texts += [("heading", place.heading), ("lead_in", place.lead_in)]
        texts += [("answer", text) for text in self._paragraph_of_lead_in()]
        texts += [("notes", note) for note in place.notes]
        texts += [("question", place.question_text), *self._questions_referred_to(), ("title", self._paper.title)]
        return [Source(name, read_context(text, self._codes)) for name, text in texts if text]

    def _questions_referred_to(self) -> list[tuple[str, str]]:
        """What the answers to questions named in this one say ("die in Frage 1 erfragten Personen"), and those."""
        texts = []
        for reference in _QUESTION_REFERENCE.finditer(self._place.question_text):
            question_id = reference["id"].replace(" ", "")
            if question_id != self._place.question_id:
                answer = self._paper.answers.get(question_id, ())
                texts += [("question", text) for text in answer[:1] if any(sign.isdigit() for sign in text)]
                texts += [("question", text) for text in (self._paper.questions.get(question_id, ""),) if text]
        return texts

    def _paragraph_of_lead_in(self) -> tuple[str, ...]:
        """What the paragraph that leads in to the table says before its last sentence."""
        lead_in = self._place.lead_in
        for text in reversed(self._paper.answers.get(self._place.question_id, ())):
            if lead_in and lead_in in text and text != lead_in:
                return (text.replace(lead_in, " ").strip(),)
        return ()

    def _sources(self, label: RowLabel, captions: list[Source]) -> list[Source]:
        section = [Source("section", read_label(label.section, self._codes))] if label.section else []
        return [*section, *captions, *self._around]

    def _observation(
        self,
        cell: Cell,
        value: PrintedValue | None,
        row: RowLabel,
        column: ColumnLabel,
        meaning: Meaning,
        column_known: bool,
    ) -> Observation:
        said = meaning.dimensions
        flags = list(meaning.flags)
        row_known = bool(said.place) or all(is_known(label, self._codes) or is_total_label(label) for label in row.path)
        category = said.category
        if not row_known:
            flags.append("unmapped_label")
            self.unmapped.append(row.own)
            category = "; ".join(part for part in (row.own, category) if part)
        if not column_known:
            flags.append("unmapped_label")
        if value is None:
            flags.append("ambiguous")
        footnotes = self._notes.of_cell.get((cell.row, cell.col), ())
        corrected = any(note in self._notes.corrected for note in footnotes)
        paths = ((row.section, *row.path) if row.section else row.path, column.path)
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
            **{**said.of_figure(), "share_of": said.share_of if said.measure == "share" else "", "category": category},
            row_label=_LEVELS.join(paths[0]),
            col_label=_LEVELS.join(paths[1]),
            row_role=row.role,
            col_role="share" if said.measure == "share" and column.role == "detail" else column.role,
            row_level=row.level,
            topic=_topic(said, value),
            label_source=meaning.label_source,
            flags=tuple(dict.fromkeys(flags)),
            notes=("corrected",) if corrected else (),
            footnotes=footnotes,
            pdf_sha256=self._paper.sha256,
            reader=self._table.reader,
        )
