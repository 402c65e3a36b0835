"""Charts where people would rather look: Länder and periods as bars, days as lines; each with its figures as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from extractor.pages.drawing import draw, drawing_settings, with_own_ids
from extractor.summary.changes import find_changes
from extractor.summary.ranking import rank
from extractor.summary.rows import Row, value_of
from extractor.summary.wording import Wording

# A few Länder are read quicker than drawn; two times are a sentence.
_FEWEST_BARS, _FEWEST_POINTS = 5, 3
# What nobody scrolls through is no help; all figures stand in the tables.
_MOST = 12
_INCHES = 7.0
_BAR_COLOUR = "#4a7db5"


@dataclass(frozen=True, slots=True)
class Chart:
    """An SVG, its title, and the figures it shows as pairs of words."""

    title: str
    svg: str
    figures: tuple[tuple[str, str], ...]


def draw_charts(rows: Sequence[Row], wording: Wording) -> tuple[Chart, ...]:
    """The charts of a document's observations on titles. `ExtractorError` (3) without matplotlib."""
    with drawing_settings():
        charts = [*_laender(rows, wording), *_times(rows, wording)]
    return tuple(replace(chart, svg=with_own_ids(chart.svg, number)) for number, chart in enumerate(charts[:_MOST], 1))


def _laender(rows: Sequence[Row], wording: Wording) -> Iterator[Chart]:
    for ranking in rank(rows, "region"):
        if len(ranking.rows) < _FEWEST_BARS:
            continue
        first = ranking.rows[0]
        title = ", ".join(
            part
            for part in (wording.subject(first, "region"), wording.time(first), wording.places(ranking.rows))
            if part
        )
        names = [wording.name("region", row) for row in ranking.rows]
        values = [float(value_of(row)) for row in ranking.rows]
        figures = tuple(zip(names, map(wording.value, ranking.rows), strict=True))
        yield Chart(title, _draw(partial(_bars, names=names, values=values, figures=figures), len(names)), figures)


def _times(rows: Sequence[Row], wording: Wording) -> Iterator[Chart]:
    for series in find_changes(rows):
        if len(series.rows) < _FEWEST_POINTS:
            continue
        times = [wording.time(row) for row in series.rows]
        values = [float(value_of(row)) for row in series.rows]
        figures = tuple(zip(times, map(wording.value, series.rows), strict=True))
        if series.rows[0]["period_end"]:
            # What happened in periods, which may differ in length, is no line through points in time.
            svg = _draw(partial(_bars, names=times, values=values, figures=figures), len(times))
        else:
            days = [date.fromisoformat(row["reference_date"]) for row in series.rows]
            svg = _draw(partial(_line, days=days, values=values), 10)
        title = ", ".join((wording.subject(series.rows[0]), wording.places(series.rows)))
        yield Chart(title, svg, figures)


def _draw(on_axes: Callable[[Any], None], lines: int) -> str:
    return draw(on_axes, _INCHES, 0.6 + 0.22 * lines)


def _bars(axes: Any, names: Sequence[str], values: Sequence[float], figures: Sequence[tuple[str, str]]) -> None:
    bars = axes.barh(range(len(names)), values, color=_BAR_COLOUR)
    axes.bar_label(bars, labels=[value for _, value in figures], padding=3)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.margins(x=0.12)


def _line(axes: Any, days: Sequence[date], values: Sequence[float]) -> None:
    axes.plot(days, values, color=_BAR_COLOUR, marker="o")
    axes.set_ylim(bottom=0)
