"""All that a comparison says, before it is written: the series that are shown, in panels, with their breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.compare.breaks import Break, Tables, find_breaks, find_continuations
from extractor.compare.keys import Key
from extractor.compare.selection import Selection
from extractor.compare.series import Series, find_series, is_over_answers, vintages
from extractor.compare.times import Row
from extractor.dataset import Dataset

DIMENSIONS = ("nationality", "region", "legal_basis", "title_type", "category", "sex", "place")
"""The dimensions by which panels may be broken down."""
_USUAL = ("nationality", "region", "place")


@dataclass(frozen=True, slots=True)
class Panel:
    """Series that count the same but for the dimension ``by``, those with the most points first."""

    series: tuple[Series, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The panels, the breaks by series, the papers by their ids, the earliest first, and their questions."""

    panels: tuple[Panel, ...]
    breaks: Mapping[str, tuple[Break, ...]]
    documents: Mapping[str, Row]
    questions: Mapping[tuple[str, str], str]

    def question_of(self, series: Series) -> str:
        """The words of the question that a series answers, as the latest paper has them."""
        row = series.latest_row
        return self.questions.get((row["doc_id"], row["question_id"]), "")

    @property
    def series(self) -> tuple[Series, ...]:
        """All series in the order of the panels."""
        return tuple(one for panel in self.panels for one in panel.series)


def compare(
    datasets: Sequence[Dataset], selection: Selection, by: str, language: str, single: bool = False
) -> Comparison:
    """Compares the papers of the datasets; a paper that several have counts once, as in the first.

    Shown are series that the figures of two answers carry, with ``single`` also those of one answer. Their order
    depends on the papers alone.
    """
    documents = _documents(datasets)
    rows, questions = (
        [
            row
            for number, dataset in enumerate(datasets)
            for row in dataset.rows(table)
            if documents.get(row["doc_id"], ({}, -1))[1] == number
        ]
        for table in ("observations", "questions")
    )
    by_document = vintages(row for row, _ in documents.values())
    everything = find_series(rows, by_document, questions)
    shown = [one for one in everything if (single or is_over_answers(one)) and selection.has(one)]
    tables, continuations = Tables(rows), find_continuations(everything)
    breaks = {
        one.key.series_id: (*find_breaks(one, tables, language), *continuations.get(one.key.series_id, ()))
        for one in shown
    }
    present = {figure.vintage.doc_id for one in shown for point in one.points for figure in point.figures}
    return Comparison(
        _panels(shown, by),
        breaks,
        {doc_id: documents[doc_id][0] for doc_id in sorted(present, key=lambda doc_id: by_document[doc_id])},
        {(row["doc_id"], row["question_id"]): row["question"] for row in questions},
    )


def _documents(datasets: Sequence[Dataset]) -> dict[str, tuple[Row, int]]:
    """Each document with the number of the dataset it is taken from."""
    found: dict[str, tuple[Row, int]] = {}
    digests: set[str] = set()
    for number, dataset in enumerate(datasets):
        for row in dataset.rows("documents"):
            if row["doc_id"] not in found and row["pdf_sha256"] not in digests:
                found[row["doc_id"]] = row, number
                digests.add(row["pdf_sha256"])
    return found


def _panels(series: Sequence[Series], by: str) -> tuple[Panel, ...]:
    """The series by panels: each by the dimension asked for, or the first of the usual ones that it has.

    A total, which has none, stands with its parts.
    """
    order = (by, *(one for one in _USUAL if one != by))
    groups: dict[tuple[str, Key], list[Series]] = {}
    totals = []
    for one in series:
        dimension = next((name for name in order if getattr(one.key, name)), "")
        if dimension:
            groups.setdefault((dimension, _blank(one.key, dimension)), []).append(one)
        else:
            totals.append(one)
    for one in totals:
        places = [(name, _blank(one.key, name)) for name in order]
        groups.setdefault(next((place for place in places if place in groups), places[0]), []).append(one)
    panels = [Panel(tuple(sorted(group, key=_weight)), dimension) for (dimension, _), group in groups.items()]
    return tuple(
        sorted(panels, key=lambda panel: (_weight(panel.series[0])[0], -len(panel.series), _weight(panel.series[0])))
    )


def _blank(key: Key, dimension: str) -> Key:
    # A number of a law that was used again is another line of the same panel.
    return key._replace(**{dimension: ""}, **({"law_era": ""} if dimension == "legal_basis" else {}))


def _weight(series: Series) -> tuple[int, int, Key]:
    # What most papers say most often is what a reader of several papers looks for.
    return -len(series.joined), -len(series.points), series.key


def only(comparison: Comparison, panels: int) -> Comparison:
    """The comparison with its first panels only."""
    return replace(comparison, panels=comparison.panels[:panels])
