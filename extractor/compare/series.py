"""Series: what several answers say about the same count at successive times, every vintage kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.compare.keys import Key, Neighbours, key_of
from extractor.compare.questions import find_lineages
from extractor.compare.times import Row, Time, read_time

# In the order in which a paper goes through them; of two of one day the later state is the later word.
_VERSIONS = ("vorabfassung", "lektoriert", "korrektur")


@dataclass(frozen=True, order=True, slots=True)
class Vintage:
    """Who says it, the earlier paper first: its date, its state, and the day on which the register was asked.

    A paper without a date comes first: nobody knows that it is the latest.
    """

    date: str
    version: int
    counted_on: str
    answer: str
    doc_id: str


@dataclass(frozen=True, slots=True)
class Figure:
    """What one paper says of one time, in one place or several (sister tables)."""

    vintage: Vintage
    rows: tuple[Row, ...]

    @property
    def disagrees(self) -> bool:
        """Whether the paper has different values for it: it contradicts itself, or the labels are not told apart."""
        return len({(Decimal(row["value"]), row["value_status"] in BOUNDS) for row in self.rows}) > 1

    @property
    def state(self) -> str:
        """``sound``, ``doubtful`` (a place has a flag) or ``disagrees``."""
        if self.disagrees:
            return "disagrees"
        return "doubtful" if any(row["flags"] for row in self.rows) else "sound"

    @property
    def value(self) -> Decimal | None:
        """The value; ``None`` where the paper disagrees with itself or gives a bound only."""
        if self.disagrees or self.rows[0]["value_status"] in BOUNDS:
            return None
        return Decimal(self.rows[0]["value"])


BOUNDS = frozenset({"below", "above", "about"})
"""What kinds of value are no exact one."""


@dataclass(frozen=True, slots=True)
class Point:
    """A time with what each paper says of it, the earliest paper first."""

    time: Time
    figures: tuple[Figure, ...]

    @property
    def latest(self) -> Figure:
        """What the latest paper says."""
        return self.figures[-1]

    def revision(self, number: int) -> Decimal | None:
        """How much a figure differs from the one before it that has a value; ``None`` where there is none."""
        value = self.figures[number].value
        before = [figure.value for figure in self.figures[:number] if figure.value is not None]
        return value - before[-1] if value is not None and before else None


@dataclass(frozen=True, slots=True)
class Series:
    """A key with its points, the earliest first."""

    key: Key
    points: tuple[Point, ...]

    @property
    def answers(self) -> frozenset[str]:
        """The papers that have a figure in it."""
        return frozenset(figure.vintage.answer for point in self.points for figure in point.figures)

    @property
    def joined(self) -> frozenset[str]:
        """The papers whose figures in it are free of doubt: those alone carry the series."""
        return frozenset(
            figure.vintage.answer for point in self.points for figure in point.figures if figure.state == "sound"
        )

    @property
    def latest_row(self) -> Row:
        """The row that names the series: that of the latest paper's last point."""
        return max((point.latest for point in self.points), key=lambda figure: figure.vintage).rows[0]


def vintages(documents: Iterable[Row]) -> Mapping[str, Vintage]:
    """The vintage of each document, still without a day of counting."""
    return {
        row["doc_id"]: Vintage(row["date"], _VERSIONS.index(row["version"]), "", _answer_of(row), row["doc_id"])
        for row in documents
    }


def find_series(
    rows: Sequence[Row], by_document: Mapping[str, Vintage], questions: Sequence[Row] = ()
) -> tuple[Series, ...]:
    """All series, also those of one point, in the order in which the papers begin them.

    An observation without value, time, or unit and measure is in none.
    """
    neighbours = Neighbours(rows, questions)
    lineages = find_lineages(questions, sorted(by_document, key=lambda doc_id: by_document[doc_id]))
    found: dict[Key, dict[Time, dict[Vintage, list[Row]]]] = {}
    for row in rows:
        vintage = by_document[row["doc_id"]]
        timed = read_time(row, vintage.date)
        if timed is None or not row["value"] or not (row["measure"] or row["unit"]):
            continue
        if timed.counted_on:
            vintage = Vintage(vintage.date, vintage.version, timed.counted_on, vintage.answer, vintage.doc_id)
        points = found.setdefault(
            key_of(row, timed, neighbours, lineages.get((row["doc_id"], row["question_id"]), "")), {}
        )
        points.setdefault(timed.time, {}).setdefault(vintage, []).append(row)
    return tuple(
        Series(
            key,
            tuple(
                Point(time, tuple(Figure(vintage, tuple(some)) for vintage, some in sorted(by_vintage.items())))
                for time, by_vintage in sorted(points.items())
            ),
        )
        for key, points in found.items()
    )


def is_over_answers(series: Series) -> bool:
    """Whether two answers or more have a figure in it that is free of doubt."""
    return len(series.joined) > 1


def _answer_of(document: Row) -> str:
    """``18/705`` for all versions of a Drucksache, with the parliament where it is not the Bundestag."""
    if not document["number"]:
        return document["file"]
    number = f"{document['wahlperiode']}/{document['number']}"
    return number if document["parliament"] == "bt" else f"{document['parliament']} {number}"
