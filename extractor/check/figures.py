"""A table's observations as two bundles of vectors: its rows over its columns, and its columns over its rows.

Values are integers, scaled by a power of ten for each kind of figure, so that sums are exact and cheap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum

from extractor.model.observation import Observation

LABEL_JOINT = " › "
"""Joins the levels of a label path, as the dataset defines it."""

_KNOWN_STATUS = frozenset({"exact", "zero", "nil", "corrected"})
"""Only these are figures one can calculate with; bounds ("<3", "rund") and gaps ("k. A.") are not."""

_NOT_ADDITIVE = frozenset({"months", "years", "percentage_points"})
"""Durations in these papers are averages, and a distance between percentages has no whole."""


class Kind(IntEnum):
    """What can be calculated with a figure: counts and amounts add up, percentages have a base, others neither."""

    COUNT = 0
    EUROS = 1
    PERCENT = 2
    OTHER = 3


class Axis(Enum):
    """``DOWN``: rows add up within a column; ``ACROSS``: columns add up within a row. The value is the evidence."""

    DOWN = "col_sum"
    ACROSS = "row_sum"


@dataclass(frozen=True, slots=True)
class Figure:
    """One observation to calculate with.

    ``index`` is its place among the document's observations, ``value`` scaled by ``10 ** decimals`` of its kind in this
    table (``None`` where it is unknown or blank), ``decimals`` the number of decimals it is printed with.
    """

    index: int
    kind: Kind
    value: int | None
    blank: bool
    decimals: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column: its number in the table, its role and level (0 outermost), and its label path."""

    number: int
    role: str
    level: int
    path: tuple[str, ...]

    @property
    def leaf(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def section(self) -> tuple[str, ...]:
        return self.path[:-1]


@dataclass(frozen=True, slots=True)
class View:
    """A table seen along one axis: ``vectors[i][e]`` is the figure of line ``lines[i]`` in equation ``e``.

    ``across[e]`` is the line that the equation runs along. ``None`` where no observation stands. ``kinds[i]`` is the
    kind of most figures of a line, ``None`` where it has none.
    """

    axis: Axis
    lines: tuple[Line, ...]
    across: tuple[Line, ...]
    vectors: tuple[tuple[Figure | None, ...], ...]
    kinds: tuple[Kind | None, ...]


@dataclass(frozen=True, slots=True)
class TableFigures:
    """All figures of one table; ``decimals`` says by which power of ten the values of a kind are scaled."""

    table_id: str
    down: View
    across: View
    decimals: dict[Kind, int]

    def view(self, axis: Axis) -> View:
        return self.down if axis is Axis.DOWN else self.across


def kind_of(observation: Observation) -> Kind:
    """The kind of a figure by its unit; without a unit it counts something."""
    if observation.unit == "percent":
        return Kind.PERCENT
    if observation.unit == "euros":
        return Kind.EUROS
    # A mean duration or a difference is no part of anything, whatever it is counted in.
    if observation.unit in _NOT_ADDITIVE or observation.measure in ("duration", "share"):
        return Kind.OTHER
    return Kind.COUNT


def _main_kind(vector: Sequence[Figure | None]) -> Kind | None:
    kinds = [figure.kind for figure in vector if figure is not None and figure.value is not None]
    return max(Kind, key=kinds.count) if kinds else None


def figures_of_table(table: Sequence[tuple[int, Observation]]) -> TableFigures:
    """The figures of one table from its observations with their places among those of the document.

    ``table`` must not be empty; all have a row and a column. Where cells of a line disagree on what it is, the first
    says it.
    """
    kinds = [kind_of(observation) for _, observation in table]
    printed = [_printed_decimals(observation) for _, observation in table]
    decimals = dict.fromkeys(Kind, 0)
    for kind, digits in zip(kinds, printed, strict=True):
        if digits > decimals[kind]:
            decimals[kind] = digits
    figures: dict[tuple[int, int], Figure] = {}
    row_lines: dict[int, Line] = {}
    col_lines: dict[int, Line] = {}
    for (index, one), kind, digits in zip(table, kinds, printed, strict=True):
        row, col = one.row or 0, one.col or 0
        figures[row, col] = Figure(index, kind, _scaled(one, decimals[kind]), one.value_status == "blank", digits)
        if row not in row_lines:
            row_lines[row] = Line(row, one.row_role, one.row_level or 0, _path(one.row_label))
        if col not in col_lines:
            col_lines[col] = Line(col, one.col_role, 0, _path(one.col_label))
    rows = tuple(row_lines[number] for number in sorted(row_lines))
    cols = tuple(col_lines[number] for number in sorted(col_lines))
    by_row = tuple(tuple([figures.get((row.number, col.number)) for col in cols]) for row in rows)
    by_col = tuple(zip(*by_row, strict=True))
    return TableFigures(
        table[0][1].table_id,
        View(Axis.DOWN, rows, cols, by_row, tuple(map(_main_kind, by_row))),
        View(Axis.ACROSS, cols, rows, by_col, tuple(map(_main_kind, by_col))),
        decimals,
    )


def _path(label: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in label.split(LABEL_JOINT)) if label else ()


def _printed_decimals(observation: Observation) -> int:
    if observation.value is None:
        return 0
    exponent = observation.value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _scaled(observation: Observation, decimals: int) -> int | None:
    if observation.value is None or observation.value_status not in _KNOWN_STATUS:
        return None
    return int(observation.value.scaleb(decimals) if decimals else observation.value)
