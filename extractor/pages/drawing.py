"""Drawings for pages: SVG whose text has the colour of the page's own, the same bytes for the same figures."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from extractor.errors import ExitCode, ExtractorError

# The colour of the page's own text, which is light on dark for some readers: put in where the drawing has this one.
_TEXT_COLOUR = "#010203"


@contextmanager
def drawing_settings() -> Iterator[None]:
    """What `draw` needs around it. `ExtractorError` (3) without matplotlib."""
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
        yield


def draw(on_axes: Callable[[Any], None], width: float, height: float) -> str:
    """The SVG of what ``on_axes`` draws on the axes of matplotlib that it is given; both sizes in inches."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_facecolor("none")
    on_axes(axes)
    stream = io.StringIO()
    figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = stream.getvalue()
    return svg[svg.index("<svg") :].replace(_TEXT_COLOUR, "currentColor")


def with_own_ids(svg: str, number: int) -> str:
    """The drawing with ids that no other of the page has: matplotlib begins anew with each."""
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>chart{number}-", svg)
