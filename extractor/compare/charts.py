"""A chart for each panel: lines over time, a break or a gap dashed, what is doubtful hollow."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from extractor.compare.breaks import Break
from extractor.compare.comparison import Comparison, Panel
from extractor.compare.names import Names
from extractor.compare.series import Point, Series
from extractor.pages.drawing import draw, drawing_settings, with_own_ids

# Lines that nobody can follow help nobody; and two points make the shortest line.
_MOST_LINES, _FEWEST_POINTS = 6, 2
_MOST_TICKS = 12
_WIDTH, _HEIGHT = 7.0, 3.4
# Okabe and Ito's colours that have a contrast of 3 to 1 on white and on black alike; the marks differ too.
_COLOURS = ("#0072b2", "#d55e00", "#008f6b", "#b5609a", "#8f7a00", "#7a7a7a")
_MARKS = ("o", "s", "^", "D", "v", "P")


@dataclass(frozen=True, slots=True)
class Chart:
    """An SVG and the names of the series it shows."""

    svg: str
    shown: tuple[str, ...]


def draw_charts(comparison: Comparison, names: Names) -> tuple[Chart | None, ...]:
    """One chart for each panel, ``None`` where nothing is to be drawn. `ExtractorError` (3) without matplotlib."""
    charts: list[Chart | None] = []
    with drawing_settings():
        for number, panel in enumerate(comparison.panels, 1):
            chosen = _chosen(panel)
            if not chosen:
                charts.append(None)
                continue
            svg = draw(partial(_lines, chosen=chosen, comparison=comparison, names=names, by=panel.by), _WIDTH, _HEIGHT)
            charts.append(Chart(with_own_ids(svg, number), tuple(names.member(one, panel.by) for one in chosen)))
    return tuple(charts)


def _chosen(panel: Panel) -> list[Series]:
    """The series with the highest latest values; a total, beside which its parts are flat, only where it is alone."""
    drawable = [one for one in panel.series if len(_values(one)) >= _FEWEST_POINTS]
    parts = (
        [one for one in drawable if getattr(one.key, panel.by)] if panel.series[0].key.unit != "percent" else drawable
    )
    highest = sorted(parts or drawable, key=lambda one: (-_values(one)[-1][1], one.key))
    return highest[:_MOST_LINES]


def _values(series: Series) -> list[tuple[Point, float]]:
    found = []
    for point in series.points:
        value = point.latest.value
        if value is not None:
            found.append((point, float(value)))
    return found


def _lines(axes: Any, chosen: Sequence[Series], comparison: Comparison, names: Names, by: str) -> None:
    times: dict[date, str] = {}
    for one, colour, mark in zip(chosen, _COLOURS, _MARKS, strict=False):
        values = _values(one)
        broken = {found.at for found in comparison.breaks[one.key.series_id] if _divides(found)}
        for (before, low), (point, high) in itertools.pairwise(values):
            days = [before.time.last_day, point.time.last_day]
            axes.plot(days, [low, high], color=colour, linestyle=":" if point.time in broken else "-")
        for sound in (True, False):
            some = [(point, value) for point, value in values if (point.latest.state == "sound") == sound]
            axes.plot(
                [point.time.last_day for point, _ in some],
                [value for _, value in some],
                color=colour,
                marker=mark,
                linestyle="",
                markerfacecolor=colour if sound else "none",
                label=names.member(one, by) if sound else None,
            )
        times |= {point.time.last_day: names.time(point.time, one.key.shape) for point, _ in values}
    ticks = _spread(sorted(times))
    axes.set_xticks(ticks, [times[day] for day in ticks], rotation=30, ha="right")
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))


def _spread(days: Sequence[date]) -> list[date]:
    """The days whose names have room beside each other, the last one always."""
    room = (days[-1] - days[0]) / _MOST_TICKS
    kept: list[date] = []
    for day in reversed(days):
        if not kept or kept[-1] - day >= room:
            kept.append(day)
    return kept[::-1]


def _divides(found: Break) -> bool:
    # A name in other words divides nothing.
    return found.kind in ("law", "gap", "rows")
