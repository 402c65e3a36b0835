"""The comparison as an Excel workbook: what it is, series by time, points, breaks.

Needs XlsxWriter (extra ``excel``). No text of a paper becomes a formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.compare.comparison import Comparison
from extractor.compare.lines import BREAKS, NUMBERS, POINTS, SERIES, Line, break_lines, point_lines, series_lines
from extractor.compare.names import Names
from extractor.compare.series import Point, Series
from extractor.errors import ExitCode, ExtractorError
from extractor.export.citation import cite_text, source_of
from extractor.export.columns import column_titles
from extractor.export.looks import Looks, height_of
from extractor.export.spreadsheet_text import is_formula_like

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Text = Callable[..., str]

_TEXT_WIDTH = 110
_TITLE_WIDTH = 70
_LONGEST_COMMENT = 2000
# A spreadsheet cannot show a sheet of more columns than this at once; the points have all of them.
_WIDE = {"title", "question", "text", "breaks", "row_label", "col_label", "url"}


def write_workbook(comparison: Comparison, names: Names, path: Path, text: Text, language: str) -> Path:
    """Writes the workbook and returns its path. `ExtractorError` (3) without XlsxWriter."""
    try:
        import xlsxwriter
        import xlsxwriter.exceptions
    except ImportError as error:
        raise ExtractorError(
            "export.missing", ExitCode.MISSING_DEPENDENCY, format="xlsx", package="XlsxWriter", extra="excel"
        ) from error
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(path, options) as book:
            # The day of the latest paper and not of today: the same datasets give the same bytes.
            day = max(
                (date.fromisoformat(row["date"]) for row in comparison.documents.values() if row["date"]),
                default=date(2000, 1, 1),
            )
            book.set_properties({"title": text("compare.heading"), "created": datetime(day.year, day.month, day.day)})
            _Book(book, comparison, names, text, language).write()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(str(error)) from error
    return path


class _Book:
    def __init__(self, book: Any, comparison: Comparison, names: Names, text: Text, language: str) -> None:
        self._book, self._comparison, self._names, self._text = book, comparison, names, text
        self._looks, self._titles = Looks(book), column_titles(language)

    def write(self) -> None:
        self._write_overview()
        shapes: dict[str, list[Series]] = {}
        for one in self._comparison.series:
            shapes.setdefault(one.key.shape, []).append(one)
        for number, (shape, series) in enumerate(shapes.items(), 1):
            self._write_pivot(f"{number} {_sheet_name(self._names.shape(shape))}"[:31], shape, series)
        for name, columns, lines in (
            ("series", SERIES, series_lines(self._comparison, self._names)),
            ("points", POINTS, point_lines(self._comparison, self._names)),
            ("breaks", BREAKS, break_lines(self._comparison, self._names)),
        ):
            self._write_lines(self._text(f"compare.sheet_{name}"), columns, list(lines))

    def _write_overview(self) -> None:
        sheet = self._book.add_worksheet(self._text("export.read_me"))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, _TEXT_WIDTH)
        lines = [
            (self._text("compare.heading"), self._text("compare.explained")),
            (self._text("export.colours"), self._text("compare.legend")),
            (self._text("compare.series"), str(len(self._comparison.series))),
            *(
                (self._text("compare.paper"), ": ".join(filter(None, (cite_text(source_of(one)), one["title"]))))
                for one in self._comparison.documents.values()
            ),
            (self._text("export.licence"), self._text("export.licence_text")),
        ]
        for row, (label, value) in enumerate(lines):
            self._write_text(sheet, row, 0, label, "label")
            sheet.set_row(row, height_of(value, _TEXT_WIDTH))
            self._write_text(sheet, row, 1, value, "wrapped")

    def _write_pivot(self, name: str, shape: str, series: Sequence[Series]) -> None:
        """Series down, times across, in each cell what the latest paper says; earlier words in the comment."""
        sheet = self._book.add_worksheet(name)
        times = sorted({point.time for one in series for point in one.points})
        columns = {time: col for col, time in enumerate(times, 2)}
        heads = [
            self._text("compare.series"),
            self._text("compare.number"),
            *(self._names.time(time, shape) for time in times),
        ]
        for col, head in enumerate(heads):
            self._write_text(sheet, 0, col, head, "head")
        sheet.set_column(0, 0, _TITLE_WIDTH)
        sheet.set_column(1, 1, 15)
        sheet.set_column(2, len(heads) - 1, 13)
        for row, one in enumerate(series, 1):
            title = self._names.title(one)
            sheet.set_row(row, height_of(title, _TITLE_WIDTH))
            self._write_text(sheet, row, 0, title, "wrapped")
            self._write_text(sheet, row, 1, one.key.series_id)
            for point in one.points:
                self._write_point(sheet, row, columns[point.time], point)
        sheet.freeze_panes(1, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _write_point(self, sheet: Worksheet, row: int, col: int, point: Point) -> None:
        figure = point.latest
        doubt = "" if figure.state == "sound" else figure.state
        look = self._looks.cell(
            "body", doubt, "" if figure.value is None else _number_format(figure.value), quoted=False
        )
        if figure.value is not None:
            sheet.write_number(row, col, figure.value, look)
        else:
            sheet.write_string(row, col, self._names.value(figure), look)
        said = [f"{self._names.place(one)}: {self._names.value(one)}" for one in point.figures]
        if figure.state != "sound":
            said.append(self._text(f"compare.state_{figure.state}"))
        sheet.write_comment(row, col, "\n".join(said)[:_LONGEST_COMMENT], {"x_scale": 2})

    def _write_lines(self, name: str, columns: Sequence[str], lines: Sequence[Line]) -> None:
        sheet = self._book.add_worksheet(name)
        for col, column in enumerate(columns):
            self._write_text(sheet, 0, col, self._titles.get(column) or self._text(f"compare.column_{column}"), "head")
            sheet.write_comment(0, col, column)
            sheet.set_column(col, col, 50 if column in _WIDE else 14)
        for row, line in enumerate(lines, 1):
            for col, column in enumerate(columns):
                value = line[column]
                if value and column in NUMBERS:
                    sheet.write_number(row, col, Decimal(value))
                elif value:
                    self._write_text(sheet, row, col, value)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(lines)), len(columns) - 1)

    def _write_text(self, sheet: Worksheet, row: int, col: int, value: str, look: str = "plain") -> None:
        sheet.write_string(row, col, value, self._looks.text(look, quoted=is_formula_like(value)))


def _number_format(value: Decimal) -> str:
    """As many places behind the comma as printed."""
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "#,##0" + (f".{'0' * places}" if places else "")


def _sheet_name(name: str) -> str:
    """The name without the signs that a spreadsheet refuses."""
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in name)
