"""Charts where people would rather look: Länder and periods as bars, days as lines; each with its figures as text."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from extractor.errors import ExitCode, ExtractorError
from extractor.summary.changes import find_changes
from extractor.summary.ranking import rank
from extractor.summary.rows import Row, value_of
from extractor.summary.wording import Wording

# A few Länder are read quicker than drawn; two times are a sentence.
_FEWEST_BARS, _FEWEST_POINTS = 5, 3
# What nobody scrolls through is no help; all figures stand in the tables.
_MOST = 12
_INCHES = 7.0
# The colour of the page's own text, which is light on dark for some readers: put in where the drawing has this one.
_TEXT_COLOUR, _BAR_COLOUR = "#010203", "#4a7db5"


@dataclass(frozen=True, slots=True)
class Chart:
    """An SVG, its title, and the figures it shows as pairs of words."""

    title: str
    svg: str
    figures: tuple[tuple[str, str], ...]


def draw_charts(rows: Sequence[Row], wording: Wording) -> tuple[Chart, ...]:
    """The charts of a document's observations on titles. `ExtractorError` (3) without matplotlib."""
    try:
        import matplotlib
    except ImportError as error:
        raise ExtractorError(
            "export.missing", ExitCode.MISSING_DEPENDENCY, format="charts", package="matplotlib", extra="charts"
        ) from error
    # Nothing in the files may depend on time or chance; letters stay letters, for search and screen readers.
    settings: Any = {"svg.hashsalt": "extractor", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9}
    for name in ("text.color", "axes.labelcolor", "xtick.color", "ytick.color", "axes.edgecolor"):
        settings[name] = _TEXT_COLOUR
    with matplotlib.rc_context(settings):
        charts = [*_laender(rows, wording), *_times(rows, wording)]
    return tuple(replace(chart, svg=_own_ids(chart.svg, number)) for number, chart in enumerate(charts[:_MOST], 1))


def _own_ids(svg: str, number: int) -> str:
    """The drawing with ids that no other of the page has: matplotlib begins anew with each."""
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>chart{number}-", svg)


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


def _draw(draw: Callable[[Any], None], lines: int) -> str:
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_INCHES, 0.6 + 0.22 * lines), layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_facecolor("none")
    draw(axes)
    stream = io.StringIO()
    figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = stream.getvalue()
    return svg[svg.index("<svg") :].replace(_TEXT_COLOUR, "currentColor")


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
