"""A table of a dataset as pages show it: pictures with outlines of the cells, the grid, who vouches for each figure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.dataset import DatasetTable
from extractor.model.geometry import Box
from extractor.pages.pictures import Picture, Pictures

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of a table: where it stands in the grid, what it says, who vouches for it."""

    anchor: str
    role: str
    row_span: int
    col_span: int
    text: str
    evidence: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    is_figure: bool = False

    @property
    def state(self) -> str:
        """``doubt``, ``vouched`` or ``plain`` for a figure, else empty."""
        if not self.is_figure:
            return ""
        return "doubt" if self.flags else "vouched" if self.evidence else "plain"


@dataclass(frozen=True, slots=True)
class Outlined:
    """The outline of a cell on a picture, in points from its upper left corner."""

    anchor: str
    x: float
    y: float
    width: float
    height: float
    state: str


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """The picture of the part of a table on one page, with the outlines of its cells."""

    page: int
    picture: Picture
    outlines: tuple[Outlined, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table with its pictures, its grid by rows, its checks and notes."""

    facts: Row
    head_rows: int
    rows: tuple[tuple[ShownCell, ...], ...]
    pictures: tuple[ShownPicture, ...]
    checks: tuple[Row, ...]
    counts: tuple[tuple[str, int], ...]
    notes: tuple[Row, ...]


def describe_table(
    table: DatasetTable,
    figures: Mapping[tuple[str, str], Row],
    checks: Sequence[Row],
    notes: Sequence[Row],
    pictures: Pictures,
) -> ShownTable:
    """The table with the rows of its ``figures`` (by the texts of row and column), checks and footnotes."""
    table_id = table.facts["table_id"]
    rows: dict[int, list[tuple[int, ShownCell]]] = defaultdict(list)
    on_page: dict[int, list[tuple[Row, ShownCell]]] = defaultdict(list)
    seen: dict[tuple[str, str], ShownCell] = {}
    for cell in table.cells:
        place = cell["row"], cell["col"]
        shown = seen.get(place)
        if shown is None:
            shown = seen[place] = _cell(table_id, cell, figures.get(place))
            rows[int(cell["row"])].append((int(cell["col"]), shown))
        on_page[int(cell["page"])].append((cell, shown))
    results = Counter(check["result"] for check in checks)
    return ShownTable(
        table.facts,
        int(table.facts["head_rows"]),
        tuple(
            tuple(shown for _, shown in sorted(rows[row], key=lambda entry: entry[0]))
            for row in range(1, int(table.facts["rows"]) + 1)
        ),
        tuple(
            picture
            for page, cells in sorted(on_page.items())
            if (picture := _picture(page, cells, pictures)) is not None
        ),
        tuple(check for check in checks if check["result"] != "holds"),
        tuple(sorted(results.items())),
        tuple(notes),
    )


def _cell(table_id: str, cell: Row, figure: Row | None) -> ShownCell:
    return ShownCell(
        f"{table_id}-r{cell['row']}c{cell['col']}",
        cell["role"],
        int(cell["row_span"]),
        int(cell["col_span"]),
        cell["text"],
        _words(figure, "evidence"),
        _words(figure, "flags"),
        is_figure=figure is not None,
    )


def _words(row: Row | None, column: str) -> tuple[str, ...]:
    return tuple(row[column].split(";")) if row is not None and row[column] else ()


def _picture(page: int, cells: Sequence[tuple[Row, ShownCell]], pictures: Pictures) -> ShownPicture | None:
    boxes = [Box(*(float(cell[edge]) for edge in ("x0", "y0", "x1", "y1"))) for cell, _ in cells]
    around = Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )
    picture = pictures.cut(page, around)
    if picture is None:
        return None
    corner = picture.box
    return ShownPicture(
        page,
        picture,
        tuple(
            Outlined(shown.anchor, box.x0 - corner.x0, box.y0 - corner.y0, box.width, box.height, shown.state)
            for box, (_, shown) in zip(boxes, cells, strict=True)
        ),
    )
