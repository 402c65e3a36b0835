"""The same question over successive answers: series that join on what is counted, with vintages and breaks.

Two figures stand in one series only where all that gives them their meaning is equal but for the time
(`extractor.compare.keys`): never a stock with a flow, persons with titles, a part of a year with a whole one, or a
figure of one register with that of another. What has a flag joins nothing; it is shown, marked, where figures without
doubt have made a series.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from extractor.codes import load_code_lists
from extractor.compare.charts import Chart, draw_charts
from extractor.compare.comparison import DIMENSIONS, Comparison, compare, only
from extractor.compare.lines import write_csv
from extractor.compare.names import Names
from extractor.compare.page import describe_panels
from extractor.compare.selection import Selection, read_selection
from extractor.compare.workbook import write_workbook
from extractor.pages.page import render_page
from extractor.summary.wording import Wording

__all__ = ["DIMENSIONS", "Comparison", "Selection", "compare", "read_selection", "write_comparison"]

Text = Callable[..., str]
# What a browser opens at once and a person may look through; the files have the rest.
_MOST_PANELS = 120


def write_comparison(
    comparison: Comparison, folder: Path, text: Text, language: str, charts: bool = True, workbook: bool = True
) -> tuple[Path, ...]:
    """Writes the page, the workbook and the CSV files into ``folder``; returns them, the page first.

    Raises `OSError` where the disk refuses and `ExtractorError` (3) where a library for charts or workbook is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = Names(text, Wording(text, language, load_code_lists()))
    shown = only(comparison, _MOST_PANELS)
    drawn: Sequence[Chart | None] = draw_charts(shown, names) if charts else [None] * len(shown.panels)
    page = folder / "comparison.html"
    page.write_text(
        render_page(
            "extractor.compare",
            "comparison.html",
            language,
            text,
            documents=list(comparison.documents.values()),
            panels=describe_panels(shown, drawn, names),
            hidden=len(comparison.panels) - len(shown.panels),
            series=len(comparison.series),
        ),
        encoding="utf-8",
        newline="\n",
    )
    written = [page]
    if workbook:
        written.append(write_workbook(comparison, names, folder / "comparison.xlsx", text, language))
    return (*written, *write_csv(comparison, names, folder))
