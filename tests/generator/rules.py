"""The rules of a table that is set: which there are, and what they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.generator.layout import Layout, width_of
from tests.generator.plan import Kind
from tests.generator.style import Drawing, Ruling


@dataclass(frozen=True)
class Stroke:
    """A level or upright stroke between two points; ``kind`` is how it is drawn: line, rectangle, dashed."""

    x0: float
    y0: float
    x1: float
    y1: float
    kind: str
    thickness: float


@dataclass(frozen=True)
class _Unit:
    """The side of one grid place: ``level`` is the number of the boundary, ``outer`` whether it is the frame's."""

    horizontal: bool
    level: int
    place: int
    x0: float
    y0: float
    x1: float
    y1: float
    outer: bool


def strokes_of(layout: Layout) -> Iterator[Stroke]:
    """All strokes of a table, in points from its top left corner."""
    style = layout.style
    if style.ruling in (Ruling.NONE, Ruling.SHADED_CELLS):
        return
    if style.ruling is not Ruling.FULL:
        yield from _horizontal_strokes(layout)
        return
    units = _units(layout)
    if style.drawing is Drawing.CELL_BOXES:
        # Neighbours draw their common side each for itself.
        for unit in units:
            for shift in (-0.15, 0.15):
                dx, dy = (0.0, shift) if unit.horizontal else (shift, 0.0)
                yield Stroke(unit.x0 + dx, unit.y0 + dy, unit.x1 + dx, unit.y1 + dy, "line", style.thickness)
        return
    apart = style.drawing in (Drawing.SEGMENTS, Drawing.SEGMENT_RECTANGLES)
    kind = {
        Drawing.RECTANGLES: "rectangle",
        Drawing.SEGMENT_RECTANGLES: "rectangle",
        Drawing.DASHED: "dashed",
    }.get(style.drawing, "line")
    if style.drawing is Drawing.FRAME_BOX:
        units = [unit for unit in units if not unit.outer]
    for unit in units if apart else _merged(units):
        unit = _shortened(unit, style.corners)
        doubled = style.drawing is Drawing.DOUBLED_ALL or (style.drawing is Drawing.DOUBLED_FRAME and unit.outer)
        for shift in (-1.2, 1.2) if doubled else (0.0,):
            dx, dy = (0.0, shift) if unit.horizontal else (shift, 0.0)
            yield Stroke(unit.x0 + dx, unit.y0 + dy, unit.x1 + dx, unit.y1 + dy, kind, style.thickness)


def frame_of(layout: Layout) -> tuple[float, float, float, float] | None:
    """The frame where it is drawn as one box."""
    if layout.style.drawing is not Drawing.FRAME_BOX or layout.style.ruling is not Ruling.FULL:
        return None
    return 0.0, 0.0, layout.edges[0][-1], layout.levels[layout.plan.rows - layout.plan.below_frame]


def underlines_of(layout: Layout) -> Iterator[Stroke]:
    """Lines below the words of labels."""
    if not layout.style.underlined:
        return
    for cell in layout.cells:
        if cell.plan.kind in (Kind.STUB, Kind.SECTION) and cell.plan.bold:
            for line in cell.lines:
                y = line.y + 0.12 * layout.style.size
                yield Stroke(line.x, y, line.x + width_of(cell.plan, line.text, layout.style), y, "line", 0.5)


def shades_of(layout: Layout) -> list[tuple[float, float, float, float]]:
    """Filled boxes behind the head, behind every other row, or behind each cell."""
    style, plan = layout.style, layout.plan
    shades = []
    if style.ruling is Ruling.SHADED_CELLS:
        return [(cell.x0 + 0.6, cell.y0 + 0.6, cell.x1 - 0.6, cell.y1 - 0.6) for cell in layout.cells]
    if style.shaded_head and plan.head_rows:
        shades.append((0.0, 0.0, layout.edges[0][-1], layout.levels[plan.head_rows]))
    if style.striped:
        shades += [
            (0.0, layout.levels[row - 1], layout.edges[0][-1], layout.levels[row])
            for row in range(plan.head_rows + 1, plan.rows + 1, 2)
        ]
    return shades


def _shortened(unit: _Unit, gap: float) -> _Unit:
    """The unit without ``gap`` points at each end, as long as enough of it is left."""
    if not gap or max(unit.x1 - unit.x0, unit.y1 - unit.y0) < 4 * abs(gap):
        return unit
    dx, dy = (gap, 0.0) if unit.horizontal else (0.0, gap)
    return replace(unit, x0=unit.x0 + dx, y0=unit.y0 + dy, x1=unit.x1 - dx, y1=unit.y1 - dy)


def _horizontal_strokes(layout: Layout) -> Iterator[Stroke]:
    plan, style = layout.plan, layout.style
    ruling = style.ruling
    kind = "rectangle" if style.drawing in (Drawing.RECTANGLES, Drawing.SEGMENT_RECTANGLES) else "line"
    for level in range(plan.rows + 1):
        is_edge = level in (0, plan.rows)
        wanted = (
            level == plan.head_rows or (ruling is Ruling.HORIZONTAL) or (ruling is Ruling.HEAD_AND_FOOT and is_edge)
        )
        if wanted and (level >= plan.head_rows or is_edge) and not (level == 0 and ruling is Ruling.HEAD):
            y = layout.levels[level]
            yield Stroke(0.0, y, layout.edges[0][-1], y, kind, style.thickness)
    if style.head_rules:
        for cell in layout.cells:
            if cell.plan.row + cell.plan.row_span <= plan.head_rows:
                yield Stroke(cell.x0, cell.y1, cell.x1, cell.y1, kind, style.thickness)
        return
    if not style.span_rules:
        return
    # A short rule below each head that spans columns shows what it spans.
    for cell in layout.cells:
        if cell.plan.row + cell.plan.row_span <= plan.head_rows and cell.plan.col_span > 1 and cell.plan.text:
            yield Stroke(cell.x0 + 2, cell.y1, cell.x1 - 2, cell.y1, kind, style.thickness)


def _units(layout: Layout) -> list[_Unit]:
    plan, style = layout.plan, layout.style
    owner = {
        (row, col): number
        for number, cell in enumerate(plan.cells)
        for row in range(cell.row, cell.row + cell.row_span)
        for col in range(cell.col, cell.col + cell.col_span)
    }
    last_row = plan.rows - plan.below_frame
    units: list[_Unit] = []
    for level in range(last_row + 1):
        above, below = level, level + 1
        outer = level in (0, last_row)
        side = "top" if level == 0 else "bottom" if level == last_row else ""
        if side in style.missing_sides or below in plan.joined_rows:
            continue
        edges = layout.edges[min(level, last_row - 1)]
        y = layout.levels[level]
        units.extend(
            _Unit(True, level, col, edges[col - 1], y, edges[col], y, outer)
            for col in range(1, plan.cols + 1)
            if outer or owner[above, col] != owner[below, col]
        )
    for col in range(plan.cols + 1):
        outer = col in (0, plan.cols)
        side = "left" if col == 0 else "right" if col == plan.cols else ""
        if side in style.missing_sides:
            continue
        for row in range(1, last_row + 1):
            if row in plan.bare_rows:
                continue
            if outer or owner[row, col] != owner[row, col + 1]:
                x = layout.edges[row - 1][col]
                units.append(_Unit(False, col, row, x, layout.levels[row - 1], x, layout.levels[row], outer))
    return units


def _merged(units: list[_Unit]) -> Iterator[_Unit]:
    """Units that go on in one line put together."""
    pending: _Unit | None = None
    for unit in units:
        if (
            pending is not None
            and (pending.horizontal, pending.level) == (unit.horizontal, unit.level)
            and pending.place == unit.place - 1
            and abs(pending.x1 - unit.x0) < 0.01
            and abs(pending.y1 - unit.y0) < 0.01
        ):
            pending = _Unit(
                unit.horizontal, unit.level, unit.place, pending.x0, pending.y0, unit.x1, unit.y1, unit.outer
            )
            continue
        if pending is not None:
            yield pending
        pending = unit
    if pending is not None:
        yield pending
