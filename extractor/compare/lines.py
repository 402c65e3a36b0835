"""The comparison as lines of three tables: series, points, breaks."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from extractor.compare.comparison import Comparison
from extractor.compare.keys import Key
from extractor.compare.names import Names
from extractor.compare.series import Figure, Point, Series
from extractor.export.citation import page_address
from extractor.export.spreadsheet_text import escape_formula

SERIES = (
    "series_id", "title", "question", *Key._fields, "answers", "points", "first", "last", "figures", "doubtful",
    "disagreeing", "revised", "breaks",
)  # fmt: skip
POINTS = (
    "series_id", "time", "period_start", "period_end", "reference_date", "cohort_start", "cohort_end", "answer",
    "document_date", "version", "value", "value_raw", "value_status", "unit", "state", "latest", "difference",
    "evidence", "flags", "notes", "doc_id", "question_id", "table_id", "cell", "page", "row_label", "col_label",
    "obs_id", "other_places", "url",
)  # fmt: skip
BREAKS = ("series_id", "kind", "before", "after", "text", "other_series")
NUMBERS = frozenset({"value", "difference", "points", "figures", "doubtful", "disagreeing", "revised", "page"})
"""The columns that hold numbers."""

Line = Mapping[str, str]


def series_lines(comparison: Comparison, names: Names) -> Iterator[Line]:
    """One line for each series."""
    for one in comparison.series:
        figures = [figure for point in one.points for figure in point.figures]
        yield {
            **one.key._asdict(),
            "series_id": one.key.series_id,
            "title": names.title(one),
            "question": comparison.question_of(one),
            "answers": "; ".join(dict.fromkeys(figure.vintage.answer for figure in sorted(figures, key=_by_vintage))),
            "points": str(len(one.points)),
            "first": names.time(one.points[0].time, one.key.shape),
            "last": names.time(one.points[-1].time, one.key.shape),
            "figures": str(len(figures)),
            "doubtful": str(sum(figure.state == "doubtful" for figure in figures)),
            "disagreeing": str(sum(figure.state == "disagrees" for figure in figures)),
            "revised": str(sum(_is_revised(point) for point in one.points)),
            "breaks": "; ".join(names.break_(found, one.key.shape) for found in comparison.breaks[one.key.series_id]),
        }


def point_lines(comparison: Comparison, names: Names) -> Iterator[Line]:
    """One line for each value that a paper has for a time of a series; several where it disagrees with itself."""
    for one in comparison.series:
        for point in one.points:
            for number, figure in enumerate(point.figures):
                yield from _figure_lines(one, point, number, figure, comparison, names)


def break_lines(comparison: Comparison, names: Names) -> Iterator[Line]:
    """One line for each break."""
    for one in comparison.series:
        for found in comparison.breaks[one.key.series_id]:
            yield {
                "series_id": one.key.series_id,
                "kind": found.kind,
                "before": names.time(found.before, one.key.shape) if found.before else "",
                "after": names.time(found.at, one.key.shape) if found.at else "",
                "text": names.break_(found, one.key.shape),
                "other_series": found.other,
            }


def write_csv(comparison: Comparison, names: Names, folder: Path) -> tuple[Path, ...]:
    """Writes ``series.csv``, ``points.csv`` and ``breaks.csv``; no text in them is a formula to a spreadsheet."""
    written = []
    for name, columns, lines in (
        ("series", SERIES, series_lines(comparison, names)),
        ("points", POINTS, point_lines(comparison, names)),
        ("breaks", BREAKS, break_lines(comparison, names)),
    ):
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\r\n")
            writer.writerow(columns)
            for line in lines:
                writer.writerow(
                    [line[column] if column in NUMBERS else escape_formula(line[column]) for column in columns]
                )
        written.append(path)
    return tuple(written)


def _figure_lines(
    series: Series, point: Point, number: int, figure: Figure, comparison: Comparison, names: Names
) -> Iterator[Line]:
    by_value: dict[str, list[Mapping[str, str]]] = {}
    for row in figure.rows:
        by_value.setdefault(row["value"], []).append(row)
    document, difference = comparison.documents[figure.vintage.doc_id], point.revision(number)
    for same in by_value.values():
        row = same[0]
        yield {
            **{column: row.get(column, "") for column in POINTS},
            "series_id": series.key.series_id,
            "time": names.time(point.time, series.key.shape),
            "answer": figure.vintage.answer,
            "document_date": document["date"],
            "version": document["version"],
            "state": figure.state,
            "latest": "yes" if figure is point.latest else "no",
            "difference": "" if difference is None else f"{difference:f}",
            "cell": _cell(row),
            "other_places": "; ".join(f"{other['table_id']} {_cell(other)}".strip() for other in same[1:]),
            "url": page_address(document, row["page"]),
        }


def _cell(row: Mapping[str, str]) -> str:
    return f"r{row['row']}c{row['col']}" if row["table_id"] else ""


def _by_vintage(figure: Figure) -> tuple[str, str]:
    return figure.vintage.date, figure.vintage.answer


def _is_revised(point: Point) -> bool:
    return any(point.revision(number) for number in range(len(point.figures)))
