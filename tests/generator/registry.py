"""Scenarios by name, and what they are put together from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.generator.case import Book
from tests.generator.layout import Layout, column_widths, rotated_room, set_table
from tests.generator.making import make_plan
from tests.generator.plan import TablePlan, Wishes
from tests.generator.style import Drawing, Ruling, Style, make_style

Scenario = Callable[[Random, Book], set[str]]
"""Fills the pages of a book and says which features it shows."""

SCENARIOS: dict[str, Scenario] = {}


def scenario(name: str) -> Callable[[Scenario], Scenario]:
    def add(function: Scenario) -> Scenario:
        SCENARIOS[name] = function
        return function

    return add


def set_plan(random: Random, plan: TablePlan, style: Style) -> Layout:
    """The plan with widths and heights of its own."""
    room = rotated_room(random, plan, style)
    return set_table(random, plan, style, column_widths(random, plan, style), room)


def style_features(style: Style) -> set[str]:
    """What a style has that is worth counting."""
    found = {f"drawing_{style.drawing}", f"ruling_{style.ruling}", f"text_{style.text_mode}"}
    found |= {f"no_{side}_rule" for side in style.missing_sides}
    if style.shaded_head:
        found.add("shaded_head")
    return found


def plan_features(plan: TablePlan) -> set[str]:
    """What a plan has that is worth counting."""
    found = set()
    angles = {cell.angle for cell in plan.cells if cell.angle}
    found |= {f"rotated_{angle}" for angle in angles}
    if any("*" in cell.text for cell in plan.cells):
        found.add("stars")
    if any(cell.text.replace("*", "").replace(" ", "").isdigit() and " " in cell.text for cell in plan.cells):
        found.add("blank_thousands")
    if any(cell.col_span > 1 and cell.row <= plan.head_rows for cell in plan.cells):
        found.add("spanning_heads")
    return found


def features_of(layout: Layout) -> set[str]:
    return style_features(layout.style) | plan_features(layout.plan)


def spiced(random: Random, style: Style) -> Style:
    """A style with some variation that goes with full ruling."""
    style.drawing = random.choice((*Drawing, Drawing.LINES, Drawing.LINES))
    style.shaded_head = random.random() < 0.2
    style.text_mode = random.choice(("plain", "plain", "plain", "words", "characters"))
    return style


def single_table(wishes: Callable[[Random], Wishes], style: Callable[[Random, Style], Style] = spiced) -> Scenario:
    def run(random: Random, book: Book) -> set[str]:
        look = style(random, make_style(random))
        layout = set_plan(random, make_plan(random, wishes(random)), look)
        book.new_page()
        if random.random() < 0.8:
            book.prose(0, 2)
        book.table(layout)
        if random.random() < 0.6:
            book.prose(1, 1)
        return features_of(layout)

    return run


def plainly_unruled(random: Random, style: Style) -> Style:
    """A style with horizontal rules alone, in which a person tells columns and rows apart."""
    return replace(
        style,
        ruling=Ruling.HORIZONTAL,
        pad_x=0.8 * style.size,
        pad_y=random.uniform(0.25, 0.4) * style.size,
        figure_align="right",
        head_align="center",
        head_valign="bottom",
        body_valign="top",
    )
