"""A table plan set in a style: widths, heights, printed lines and rules, in points from its top left corner."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.generator.plan import CellPlan, Kind, TablePlan
from tests.generator.style import Ruling, Style, print_width
from tests.generator.words import plain
from tests.generator.wrap import Measure, widest_piece, wrap


@dataclass(frozen=True)
class SetLine:
    """One printed line: where its baseline starts, and in which direction it runs (degrees counterclockwise)."""

    x: float
    y: float
    text: str
    angle: int


@dataclass(frozen=True)
class SetCell:
    """A cell with its box and its lines."""

    plan: CellPlan
    x0: float
    y0: float
    x1: float
    y1: float
    lines: tuple[SetLine, ...]

    def middle(self, style: Style) -> tuple[float, float]:
        """The middle of the print of level text, of the cell for rotated text."""
        if self.plan.angle or not self.lines:
            return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2
        measure = _measure(self.plan, style)
        x = sum(line.x + measure(line.text) / 2 for line in self.lines) / len(self.lines)
        return x, sum(line.y for line in self.lines) / len(self.lines) - 0.3 * style.size


@dataclass(frozen=True)
class Layout:
    """A table as it is set. ``edges[row]`` are the column boundaries of that row, ``levels`` the row boundaries."""

    plan: TablePlan
    style: Style
    edges: tuple[tuple[float, ...], ...]
    levels: tuple[float, ...]
    cells: tuple[SetCell, ...]

    @property
    def width(self) -> float:
        return max(edges[-1] for edges in self.edges)

    @property
    def height(self) -> float:
        return self.levels[-1]


class TooBroadError(Exception):
    """The table does not fit on the page."""


def column_widths(random: Random, plan: TablePlan, style: Style) -> list[float]:
    """Widths that hold every cell; raises `TooBroadError` where the page does not hold them."""
    widths = [0.0] * (plan.cols + 1)
    for cell in plan.cells:
        if cell.col_span == 1:
            widths[cell.col] = max(widths[cell.col], _least_width(random, cell, style) + 2 * style.pad_x)
    for col in range(2, plan.cols + 1):
        widths[col] += random.uniform(*style.extra_width)
    for cell in plan.cells:
        if cell.col_span > 1:
            columns = range(cell.col, cell.col + cell.col_span)
            least = widest_piece(cell.text, _measure(cell, style)) + 2 * style.pad_x
            if style.ruling is not Ruling.FULL:
                # Without rules only the breadth of its print shows what a head spans.
                least = _measure(cell, style)(plain(cell.text)) + 2 * style.pad_x
            missing = least - sum(widths[col] for col in columns)
            for col in columns:
                widths[col] += max(0.0, missing) / len(columns)
    if sum(widths) > style.widest:
        raise TooBroadError
    return widths[1:]


def set_table(random: Random, plan: TablePlan, style: Style, widths: list[float], rotated_height: float) -> Layout:
    """The table with these column widths; ``rotated_height`` is the room of rotated heads."""
    edges = _edges(random, plan, style, widths)
    printed = {id(cell): _hyphenated(_lines(cell, edges, style, rotated_height), style) for cell in plan.cells}
    heights = [0.0] * (plan.rows + 1)
    least = style.leading + 2 * style.pad_y
    for row in range(1, plan.rows + 1):
        heights[row] = least
    for cell in sorted(plan.cells, key=lambda cell: cell.row_span):
        if not cell.text:
            continue
        need = _height(cell, printed[id(cell)], style) + 2 * style.pad_y
        rows = range(cell.row, cell.row + cell.row_span)
        missing = need - sum(heights[row] for row in rows)
        if missing > 0:
            heights[rows[-1]] += missing
    levels = [0.0]
    for row in range(1, plan.rows + 1):
        levels.append(levels[-1] + heights[row])
    cells = tuple(_set_cell(cell, printed[id(cell)], edges, levels, style) for cell in plan.cells)
    return Layout(plan, style, tuple(tuple(row) for row in edges), tuple(levels), cells)


def rotated_room(random: Random, plan: TablePlan, style: Style) -> float:
    """The height in which every rotated head has one to three lines."""
    room = random.uniform(45, 110)
    for cell in plan.cells:
        if cell.angle:
            measure = _measure(cell, style)
            room = max(room, widest_piece(cell.text, measure))
            while len(wrap(cell.text, room, measure)) > 3:
                room += 5
    return room


def width_of(cell: CellPlan, text: str, style: Style) -> float:
    """The width of a text in the font of a cell."""
    return _measure(cell, style)(text)


def _measure(cell: CellPlan, style: Style) -> Measure:
    font = style.bold_font if cell.bold else style.font
    return lambda text: print_width(text, font, style.size)


def _least_width(random: Random, cell: CellPlan, style: Style) -> float:
    measure = _measure(cell, style)
    if cell.angle:
        return 3 * style.leading
    whole = measure(plain(cell.text))
    if cell.kind is Kind.FIGURE:
        return whole
    least = widest_piece(cell.text, measure)
    if cell.kind is Kind.STUB and cell.col == 1:
        indent = style.indents * cell.level
        return max(least, min(whole, random.uniform(*style.stub_width)) - style.overhang) + indent
    return max(least, min(whole, random.uniform(25, 60)))


def _edges(random: Random, plan: TablePlan, style: Style, widths: list[float]) -> list[list[float]]:
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    rows = []
    for row in range(1, plan.rows + 1):
        shifted = list(edges)
        if style.displaced and row <= plan.head_rows:
            shifted = [edges[0], *(x + style.displaced for x in edges[1:-1]), edges[-1]]
        if style.displaced_rows and row > plan.rows - 3:
            shifted = [edges[0], *(x + style.displaced_rows for x in edges[1:-1]), edges[-1]]
        if style.ragged:
            shifted[-1] += random.uniform(0, style.ragged)
        rows.append(shifted)
    return rows


def _lines(cell: CellPlan, edges: list[list[float]], style: Style, rotated_height: float) -> list[str]:
    if not cell.text:
        return []
    measure = _measure(cell, style)
    if cell.angle:
        return wrap(cell.text, rotated_height + 0.1, measure)
    if cell.kind is Kind.FIGURE:
        return [cell.text]
    row = edges[cell.row - 1]
    width = row[cell.col - 1 + cell.col_span] - row[cell.col - 1] - 2 * style.pad_x
    overhang = style.overhang if cell.kind is Kind.STUB and cell.col == 1 else 0.0
    width -= style.indents * cell.level
    if style.displaced or style.displaced_rows:
        width = max(width, widest_piece(cell.text, measure))
    return wrap(cell.text, width + overhang + 0.1, measure)


def _hyphenated(lines: list[str], style: Style) -> list[str]:
    """The lines with the sign that this style prints where a word is divided."""
    if style.hyphen == "-":
        return lines
    divided = [line[:-1] + style.hyphen if len(line) > 1 and line[-2:-1].isalpha() else line for line in lines[:-1]]
    return [
        cut if line.endswith("-") and below[:1].islower() and not below.startswith("und ") else line
        for line, cut, below in zip(lines[:-1], divided, lines[1:], strict=True)
    ] + lines[-1:]


def _height(cell: CellPlan, lines: list[str], style: Style) -> float:
    if cell.angle:
        return max(_measure(cell, style)(line) for line in lines)
    return len(lines) * style.leading


def _set_cell(cell: CellPlan, lines: list[str], edges: list[list[float]], levels: list[float], style: Style) -> SetCell:
    row = edges[cell.row - 1]
    x0, x1 = row[cell.col - 1], row[cell.col - 1 + cell.col_span]
    y0, y1 = levels[cell.row - 1], levels[cell.row - 1 + cell.row_span]
    place = _set_rotated if cell.angle else _set_level
    return SetCell(cell, x0, y0, x1, y1, tuple(place(cell, lines, (x0, y0, x1, y1), style)))


def _set_level(cell: CellPlan, lines: list[str], box: tuple[float, float, float, float], style: Style) -> list[SetLine]:
    x0, y0, x1, y1 = box
    measure = _measure(cell, style)
    free = y1 - y0 - 2 * style.pad_y - len(lines) * style.leading
    valign = style.head_valign if cell.kind is Kind.HEAD else style.body_valign
    top = y0 + style.pad_y + {"top": 0.0, "middle": free / 2, "bottom": free}[valign]
    align = {Kind.HEAD: style.head_align, Kind.FIGURE: style.figure_align}.get(cell.kind, "left")
    if cell.kind is Kind.HEAD and cell.col == 1 and cell.col_span == 1:
        align = "left"
    result = []
    for number, line in enumerate(lines):
        width = measure(line)
        x = {
            "left": x0 + style.pad_x + style.indents * cell.level,
            "right": x1 - style.pad_x - width,
            "center": (x0 + x1 - width) / 2,
        }[align]
        # Ascenders reach 0.72 em above the baseline, descenders 0.22 em below it; the rest of the leading is divided.
        baseline = top + number * style.leading + (style.leading + 0.5 * style.size) / 2 + 0.08 * style.size
        result.append(SetLine(x, baseline, line, 0))
    return result


def _set_rotated(
    cell: CellPlan, lines: list[str], box: tuple[float, float, float, float], style: Style
) -> list[SetLine]:
    x0, y0, x1, y1 = box
    measure = _measure(cell, style)
    block = len(lines) * style.leading
    result = []
    for number, line in enumerate(lines):
        across = (x0 + x1 - block) / 2 + number * style.leading + (style.leading + 0.5 * style.size) / 2
        free = (y1 - y0 - measure(line)) / 2
        if cell.angle == 90:
            start = {"center": y1 - free}.get(style.head_align, y1 - style.pad_y)
            result.append(SetLine(across + 0.08 * style.size, start, line, 90))
        else:
            start = {"center": y0 + free}.get(style.head_align, y0 + style.pad_y)
            result.append(SetLine(x0 + x1 - across - 0.08 * style.size, start, line, 270))
    return result
