"""What the page of a comparison says, before it is put into HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.compare.charts import Chart
from extractor.compare.comparison import Comparison, Panel
from extractor.compare.names import Names
from extractor.compare.series import Figure, Point, Series
from extractor.compare.times import Time
from extractor.export.citation import page_address


@dataclass(frozen=True, slots=True)
class ShownSource:
    """Where a value of a point stands: the words, the address of the page, and whether it is the latest word."""

    time: str
    value: str
    difference: str
    place: str
    address: str
    state: str
    flags: str
    is_latest: bool


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A cell of the panel's table; ``earlier`` has what earlier papers said where it differs."""

    value: str
    state: str
    earlier: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownSeries:
    """A row of the panel's table, and its sources."""

    series_id: str
    name: str
    values: tuple[ShownValue | None, ...]
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel: what it counts, what was asked, its times, series, breaks with the series that have them, and chart."""

    title: str
    question: str
    times: tuple[str, ...]
    series: tuple[ShownSeries, ...]
    breaks: tuple[tuple[str, str], ...]
    chart: Chart | None


def describe_panels(comparison: Comparison, charts: Sequence[Chart | None], names: Names) -> tuple[ShownPanel, ...]:
    """The panels as they are shown; ``charts`` has one for each, ``None`` for none."""
    return tuple(
        _panel(panel, chart, comparison, names) for panel, chart in zip(comparison.panels, charts, strict=True)
    )


def _panel(panel: Panel, chart: Chart | None, comparison: Comparison, names: Names) -> ShownPanel:
    times = sorted({point.time for one in panel.series for point in one.points})
    return ShownPanel(
        names.title(panel.series[0], panel.by),
        comparison.question_of(panel.series[0]),
        tuple(names.time(time, panel.series[0].key.shape) for time in times),
        tuple(_series(one, panel.by, times, comparison, names) for one in panel.series),
        tuple(_breaks(panel, comparison, names)),
        chart,
    )


def _breaks(panel: Panel, comparison: Comparison, names: Names) -> Iterator[tuple[str, str]]:
    """Each break once, with the series that have it."""
    found: dict[str, list[str]] = {}
    for one in panel.series:
        for break_ in comparison.breaks[one.key.series_id]:
            found.setdefault(names.break_(break_, one.key.shape), []).append(names.member(one, panel.by))
    for words, members in found.items():
        yield words, "" if len(members) == len(panel.series) > 1 else ", ".join(members)


def _series(series: Series, by: str, times: Sequence[Time], comparison: Comparison, names: Names) -> ShownSeries:
    points = {point.time: point for point in series.points}
    return ShownSeries(
        series.key.series_id,
        names.member(series, by),
        tuple(_value(points[time], names) if time in points else None for time in times),
        tuple(
            _source(series, point, number, figure, comparison, names)
            for point in series.points
            for number, figure in enumerate(point.figures)
        ),
    )


def _value(point: Point, names: Names) -> ShownValue:
    latest = names.value(point.latest)
    earlier = ((figure.vintage.answer, names.value(figure)) for figure in point.figures[:-1])
    return ShownValue(latest, point.latest.state, tuple(one for one in earlier if one[1] != latest))


def _source(
    series: Series, point: Point, number: int, figure: Figure, comparison: Comparison, names: Names
) -> ShownSource:
    return ShownSource(
        names.time(point.time, series.key.shape),
        names.value(figure),
        names.difference(point.revision(number)),
        names.place(figure),
        page_address(comparison.documents[figure.vintage.doc_id], figure.rows[0]["page"]),
        figure.state,
        ", ".join(dict.fromkeys(flag for row in figure.rows for flag in row["flags"].split(";") if flag)),
        figure is point.latest,
    )
