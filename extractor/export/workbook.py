"""One Excel workbook for each document: what it is, each printed table as it looks, and all figures in one list.

Needs XlsxWriter (extra ``excel``). No text of a paper becomes a formula: texts are written as texts, and those that
begin like a formula carry the mark that keeps them texts when somebody edits the cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.dataset import Dataset, DatasetTable
from extractor.errors import ExitCode, ExtractorError
from extractor.export.citation import cite_text, page_address, source_of
from extractor.export.columns import AGS, ags_of, column_titles
from extractor.export.looks import Looks, height_of, number_format, row_heights, sheet_names, widths
from extractor.export.spreadsheet_text import is_formula_like
from extractor.resources import column_types

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Row = Mapping[str, str]
Text = Callable[..., str]
"""A message of the catalogue by its key, with values for its placeholders."""

_HEAD_LINES = 4
# A page is 595 points wide; a spreadsheet shows about 140 characters beside each other.
_TEXT_WIDTH = 110


def write_workbooks(dataset: Dataset, folder: Path, text: Text, language: str) -> tuple[Path, ...]:
    """Writes ``<doc_id>.xlsx`` for each document. Returns the files. `ExtractorError` (3) without XlsxWriter."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise ExtractorError(
            "export.missing", ExitCode.MISSING_DEPENDENCY, format="xlsx", package="XlsxWriter", extra="excel"
        ) from error
    folder.mkdir(parents=True, exist_ok=True)
    observations = _by_document(dataset.rows("observations"))
    footnotes, checks = _by_document(dataset.rows("footnotes")), _by_document(dataset.rows("checks"))
    written = []
    for document in dataset.rows("documents"):
        doc_id = document["doc_id"]
        path = folder / f"{doc_id}.xlsx"
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        try:
            with xlsxwriter.Workbook(path, options) as book:
                # The day of the paper and not of the export: the same dataset gives the same bytes.
                day = date.fromisoformat(document["date"] or "2000-01-01")
                book.set_properties({"title": document["title"], "created": datetime(day.year, day.month, day.day)})
                sheets = _Workbook(book, document, text, language)
                sheets.write(
                    dataset.tables_of(doc_id),
                    observations.get(doc_id, ()),
                    footnotes.get(doc_id, ()),
                    [check for check in checks.get(doc_id, ()) if check["result"] == "fails"],
                )
        except OSError as error:
            raise ExtractorError(
                "write.not_writable", ExitCode.OUTPUT_NOT_WRITABLE, folder=str(folder), reason=str(error)
            ) from error
        written.append(path)
    return tuple(written)


def _by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["doc_id"], []).append(row)
    return grouped


class _Workbook:
    def __init__(self, book: Any, document: Row, text: Text, language: str) -> None:
        self._book, self._document, self._text, self._language = book, document, text, language
        self._looks = Looks(book)

    def write(
        self, tables: Sequence[DatasetTable], observations: Sequence[Row], notes: Sequence[Row], failed: Sequence[Row]
    ) -> None:
        names = sheet_names([table.facts["table_id"] for table in tables])
        self._write_read_me(tables, names, observations, failed)
        self._write_figures(observations)
        of_table: dict[str, dict[tuple[int, int], Row]] = {}
        for one in observations:
            if one["row"] and one["col"]:
                of_table.setdefault(one["table_id"], {})[int(one["row"]), int(one["col"])] = one
        notes_of: dict[str, list[Row]] = {table.facts["table_id"]: [] for table in tables}
        for note in notes:
            notes_of[note["table_id"]].append(note)
        for table, name in zip(tables, names, strict=True):
            key = table.facts["table_id"]
            self._write_table(self._book.add_worksheet(name), table, of_table.get(key, {}), notes_of[key])

    def _write_read_me(
        self, tables: Sequence[DatasetTable], names: Sequence[str], observations: Sequence[Row], failed: Sequence[Row]
    ) -> None:
        sheet, document = self._book.add_worksheet(self._text("export.read_me")), self._document
        _set_print(sheet)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, _TEXT_WIDTH)
        lines = [
            ("title", document["title"]),
            ("citation", cite_text(source_of(document))),
            ("asked_by", document["asking_group"]),
            ("answered_by", document["ministry"]),
            ("pages", document["pages"]),
            ("version", document["version"]),
            ("address", document["url"]),
            ("sha256", document["pdf_sha256"]),
            ("figures", str(len(observations))),
            ("how_to_cite", cite_text(source_of(document, tables[0].facts)) if tables else ""),
            ("colours", self._text("export.colours_meaning")),
            ("licence", self._text("export.licence_text")),
        ]
        row = 0
        for key, value in lines:
            if not value:
                continue
            sheet.write_string(row, 0, self._text(f"export.{key}"), self._looks["label"])
            if key == "address":
                sheet.write_url(row, 1, value, string=value)
            else:
                self._write_wrapped(sheet, row, value)
            row += 1
        if failed:
            row = self._write_list(
                sheet, row + 1, "export.contradictions", [(one["table_id"], self._contradiction(one)) for one in failed]
            )
        row += 1
        sheet.write_string(row, 0, self._text("export.tables"), self._looks["label"])
        for table, name in zip(tables, names, strict=True):
            row += 1
            facts = table.facts
            sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
            status = self._text(f"export.status_{facts['status']}")
            self._write_text(sheet, row, 1, " · ".join(x for x in (status, facts["caption"] or facts["lead_in"]) if x))

    def _contradiction(self, check: Row) -> str:
        return self._text(
            "export.contradiction",
            rule=check["rule"],
            left=check["left"],
            right=check["right"],
            difference=check["difference"],
            cells=check["cells"],
        )

    def _write_list(self, sheet: Worksheet, row: int, heading: str, entries: Iterable[tuple[str, str]]) -> int:
        sheet.write_string(row, 0, self._text(heading), self._looks["label"])
        for name, value in entries:
            row += 1
            sheet.write_string(row, 0, name)
            self._write_wrapped(sheet, row, value)
        return row + 1

    def _write_wrapped(self, sheet: Worksheet, row: int, value: str) -> None:
        sheet.set_row(row, height_of(value, _TEXT_WIDTH))
        self._write_text(sheet, row, 1, value, "wrapped")

    def _write_figures(self, observations: Sequence[Row]) -> None:
        sheet = self._book.add_worksheet(self._text("export.figures_sheet"))
        titles, types = column_titles(self._language), {**column_types("observations"), AGS: "string"}
        for col, name in enumerate(types):
            sheet.write_string(0, col, titles[name], self._looks["head"])
            sheet.write_comment(0, col, name)
        for row, one in enumerate(observations, 1):
            for col, (name, kind) in enumerate(types.items()):
                value = ags_of(one["region"]) if name == AGS else one[name]
                if not value:
                    continue
                if kind in ("integer", "number"):
                    sheet.write_number(row, col, Decimal(value))
                elif kind == "date":
                    sheet.write_datetime(row, col, datetime.fromisoformat(value), self._looks["date"])
                else:
                    self._write_text(sheet, row, col, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(observations)), len(types) - 1)
        sheet.set_column(0, len(types) - 1, 16)

    def _write_table(
        self,
        sheet: Worksheet,
        table: DatasetTable,
        figures: Mapping[tuple[int, int], Row],
        notes: Sequence[Row],
    ) -> None:
        facts, document = table.facts, self._document
        citation, address = cite_text(source_of(document, facts)), page_address(document, facts["first_page"])
        if address:
            sheet.write_url(0, 0, address, string=citation)
        else:
            sheet.write_string(0, 0, citation)
        self._write_text(sheet, 1, 0, facts["caption"] or facts["lead_in"], "caption")
        self._write_text(sheet, 2, 0, self._text(f"export.status_{facts['status']}"))
        _set_print(sheet)
        sheet.repeat_rows(_HEAD_LINES, _HEAD_LINES + max(0, int(facts["head_rows"]) - 1))
        for col, width in enumerate(widths(table)):
            sheet.set_column(col, col, width)
        for row, height in row_heights(table):
            sheet.set_row(_HEAD_LINES + row, height)
        marks = _marked_cells(notes)
        written: set[tuple[int, int]] = set()
        for cell in table.cells:
            place = int(cell["row"]), int(cell["col"])
            if place in written:  # a cell that crosses a page break stands there once for each page
                continue
            written.add(place)
            self._write_cell(sheet, cell, figures.get(place), marks.get(place, ()))
        sheet.freeze_panes(_HEAD_LINES + int(facts["head_rows"]), int(facts["stub_cols"]))
        below = _HEAD_LINES + int(facts["rows"]) + 1
        for number, note in enumerate(notes):
            self._write_text(sheet, below + number, 0, f"{note['mark']} {note['text']}".strip())

    def _write_cell(self, sheet: Worksheet, cell: Row, figure: Row | None, notes: Sequence[Row]) -> None:
        top, left = _HEAD_LINES + int(cell["row"]) - 1, int(cell["col"]) - 1
        bottom, right = top + int(cell["row_span"]) - 1, left + int(cell["col_span"]) - 1
        number = None if figure is None else _number_of(figure)
        look = self._looks.cell(
            cell["role"],
            "flagged" if figure is not None and figure["flags"] else "",
            number_format(cell["text"], number) if number is not None else "",
            quoted=is_formula_like(cell["text"]),
        )
        if (top, left) != (bottom, right):
            sheet.merge_range(top, left, bottom, right, "", look)
        if number is not None:
            sheet.write_number(top, left, number, look)
        elif cell["text"]:
            sheet.write_string(top, left, cell["text"], look)
        else:
            sheet.write_blank(top, left, None, look)
        comments = [f"{note['mark']} {note['text']}".strip() for note in notes]
        if figure is not None and figure["flags"]:
            comments.append(self._text("export.doubts", flags=figure["flags"].replace(";", ", ")))
        if comments:
            sheet.write_comment(top, left, "\n".join(comments), {"x_scale": 2})

    def _write_text(self, sheet: Worksheet, row: int, col: int, value: str, look: str = "plain") -> None:
        sheet.write_string(row, col, value, self._looks.text(look, quoted=is_formula_like(value)))


def _set_print(sheet: Worksheet) -> None:
    """A4 across, all columns on one page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _number_of(figure: Row) -> Decimal | None:
    """The value of a figure that is printed as a number or a dash; words ("rund 300") stay words."""
    if figure["value"] and figure["value_status"] in ("exact", "zero", "nil", "corrected"):
        return Decimal(figure["value"])
    return None


def _marked_cells(notes: Iterable[Row]) -> dict[tuple[int, int], list[Row]]:
    marked: dict[tuple[int, int], list[Row]] = {}
    for note in notes:
        for row, col in re.findall(r"r([0-9]+)c([0-9]+)", note["scope"]):
            marked.setdefault((int(row), int(col)), []).append(note)
    return marked
