"""Tables over page breaks."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.generator import words
from tests.generator.case import LEFT, Book, Part
from tests.generator.layout import TooBroadError, column_widths, rotated_room, set_table
from tests.generator.making import make_plan
from tests.generator.plan import TablePlan, Wishes
from tests.generator.registry import SCENARIOS, Scenario, features_of, plainly_unruled, spiced
from tests.generator.style import Ruling, make_style


def _broken(
    *,
    head: bool,
    subtotal: bool = False,
    empty_column: bool = False,
    pages: tuple[int, ...] = (2,),
    ruling: Ruling = Ruling.FULL,
    notes: bool = False,
) -> Scenario:
    """A table over page breaks; ``notes`` stand at the foot of each page, below its part."""

    def run(random: Random, book: Book) -> set[str]:
        look = make_style(random)
        unruled = replace(plainly_unruled(random, look), ruling=ruling)
        look = spiced(random, look) if ruling is Ruling.FULL else unruled
        count = random.choice(pages)
        wish = Wishes(
            cols=(3, 6),
            body_rows=(20 * count, 36 * count),
            head_levels=random.choice((1, 2)) if ruling is Ruling.FULL else 1,
            total_first=subtotal,
            blanks=ruling is Ruling.FULL,
        )
        plan = make_plan(random, wish)
        widths, room = column_widths(random, plan, look), rotated_room(random, plan, look)
        whole = set_table(random, plan, look, widths, room)
        extra = (plan.head_rows + 1,) if subtotal else ()
        book.new_page()
        book.prose(0, 3)
        parts: list[Part] = []
        row = plan.head_rows + 1
        empty = random.randint(2, plan.cols) if empty_column else 0
        while row <= plan.rows:
            if parts:
                book.new_page()
            again = extra if parts else ()
            used = whole.levels[plan.head_rows] if head or not parts else 0.0
            used += sum(whole.levels[number] - whole.levels[number - 1] for number in again)
            last = row
            while last <= plan.rows and book.y + used + whole.levels[last] - whole.levels[last - 1] <= book.foot:
                used += whole.levels[last] - whole.levels[last - 1]
                last += 1
            if last - row < 2:
                raise TooBroadError
            if parts and empty:
                plan = _emptied(plan, empty, range(row, last))
            piece = plan.slice(range(row, last), head or not parts, again)
            layout = set_table(random, piece, look, widths, room)
            repeated = (plan.head_rows if head or not parts else 0) + len(again)
            shown = list(range(1, plan.head_rows + 1)) if not parts else [0] * repeated
            part = Part(layout, book.page, LEFT, book.y, [*shown, *range(row, last)])
            book.draw(part)
            parts.append(part)
            book.y += layout.height + 2
            if notes:
                book.foot += 20
                book.line(words.NOTES[0], look.font, 7.0, 3.0)
            book.y += 14
            row = last
        if len(parts) != count:
            raise TooBroadError
        book.note(parts, plan)
        if random.random() < 0.7 and book.y < 600:
            book.prose(1, 3)
        return features_of(whole)

    return run


def _emptied(plan: TablePlan, col: int, rows: range) -> TablePlan:
    """The plan with one column left blank in these rows."""
    cells = tuple(
        replace(cell, text="") if cell.col == col and cell.row in rows and cell.row > plan.head_rows else cell
        for cell in plan.cells
    )
    return replace(plan, cells=cells)


SCENARIOS["break_with_head"] = _broken(head=True, pages=(2, 3))
SCENARIOS["break_without_head"] = _broken(head=False, pages=(2, 3))
SCENARIOS["break_with_subtotal"] = _broken(head=True, subtotal=True)
SCENARIOS["break_with_empty_column"] = _broken(head=True, empty_column=True)
SCENARIOS["break_without_head_empty_column"] = _broken(head=False, empty_column=True)
SCENARIOS["break_horizontal_rules"] = _broken(head=True, ruling=Ruling.HORIZONTAL)
SCENARIOS["break_head_and_foot_rules"] = _broken(head=True, ruling=Ruling.HEAD_AND_FOOT)
SCENARIOS["break_with_notes"] = _broken(head=True, notes=True)
SCENARIOS["break_over_many_pages"] = _broken(head=True, pages=(4, 5))
