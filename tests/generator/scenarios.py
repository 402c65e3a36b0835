"""The kinds of pages there are, and random documents of each of them.

The kinds cover what the papers do and every fault that other readers show on them (docs/benchmark.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.generator import words
from tests.generator.case import LEFT, Book, Case, Part
from tests.generator.layout import Layout, TooBroadError, column_widths, rotated_room, set_table
from tests.generator.plan import TablePlan, Wishes, make_plan
from tests.generator.style import Drawing, Ruling, Style, make_style

Scenario = Callable[[Random, Book], set[str]]
SCENARIOS: dict[str, Scenario] = {}
_MOST_TRIES = 200


def make_case(seed: int, scenario: str | None = None) -> Case:
    """The document of this seed; without a name the scenarios take turns. The same seed gives the same bytes."""
    names = list(SCENARIOS)
    name = scenario or names[seed % len(names)]
    for attempt in range(_MOST_TRIES):
        random = Random(f"{seed}/{name}/{attempt}")
        book = Book(random, running_head=random.random() < 0.7, margin_note=random.random() < 0.15)
        try:
            features = SCENARIOS[name](random, book)
        except TooBroadError:
            continue
        if book.margin_note:
            features = features | {"margin_note"}
        return Case(seed, name, frozenset(features), book.pen.finish(), tuple(book.tables))
    raise AssertionError(f"no page of kind {name} holds a table of seed {seed}")


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


def _features(layout: Layout) -> set[str]:
    return style_features(layout.style) | plan_features(layout.plan)


def spiced(random: Random, style: Style) -> Style:
    """A style with some variation that goes with full ruling."""
    style.drawing = random.choice((*Drawing, Drawing.LINES, Drawing.LINES))
    style.shaded_head = random.random() < 0.2
    style.text_mode = random.choice(("plain", "plain", "plain", "words", "characters"))
    return style


def _single(wishes: Callable[[Random], Wishes], style: Callable[[Random, Style], Style] = spiced) -> Scenario:
    def run(random: Random, book: Book) -> set[str]:
        look = style(random, make_style(random))
        layout = set_plan(random, make_plan(random, wishes(random)), look)
        book.new_page()
        if random.random() < 0.8:
            book.prose(0, 2)
        book.table(layout)
        if random.random() < 0.6:
            book.prose(1, 1)
        return _features(layout)

    return run


def _with(**settings: object) -> Callable[[Random, Style], Style]:
    return lambda random, style: replace(spiced(random, style), **settings)  # type: ignore[arg-type]


def _drawn(drawing: Drawing) -> Callable[[Random, Style], Style]:
    return lambda random, style: replace(style, drawing=drawing)


_RULED: dict[str, Callable[[Random], Wishes]] = {
    "ruled": lambda random: Wishes(),
    "two_head_levels": lambda random: Wishes(cols=(4, 9), head_levels=2, head_spans=True),
    "two_head_levels_stub_ruled": lambda random: Wishes(
        cols=(4, 9), head_levels=2, head_spans=True, stub_head_spans=False
    ),
    "three_head_levels": lambda random: Wishes(cols=(5, 9), head_levels=3, head_spans=True),
    "widest_head": lambda random: Wishes(cols=(4, 8), head_levels=2, head_spans=True, widest_head=True),
    "caption_row": lambda random: Wishes(caption_row=True, head_levels=random.choice((0, 1, 2))),
    "rotated_90": lambda random: Wishes(cols=(4, 9), rotated=90),
    "rotated_270": lambda random: Wishes(cols=(4, 9), rotated=270),
    "rotated_two_levels": lambda random: Wishes(
        cols=(5, 9), rotated=random.choice((90, 270)), head_levels=2, head_spans=True, caption_row=random.random() < 0.3
    ),
    "stub_spans": lambda random: Wishes(two_stubs=True, stub_spans=True, cols=(4, 7)),
    "two_stubs": lambda random: Wishes(two_stubs=True, cols=(4, 7)),
    "section_rows": lambda random: Wishes(section_rows=True),
    "parts_row": lambda random: Wishes(parts_rows=True, total_first=True),
    "blank_row": lambda random: Wishes(blank_row=True),
    "empty_column": lambda random: Wishes(empty_column=True, cols=(4, 7)),
    "narrow_two_columns": lambda random: Wishes(cols=(2, 2)),
    "without_head": lambda random: Wishes(head_levels=0),
    "many_columns": lambda random: Wishes(cols=(10, 13), head_levels=2, head_spans=True, short_labels=True),
    "rows_not_ruled_apart": lambda random: Wishes(row_groups=True, body_rows=(8, 16), short_labels=True),
    "bare_row": lambda random: Wishes(bare_row=True, total_first=True),
    "row_below_frame": lambda random: Wishes(below_frame=True),
}
for _name, _wishes in _RULED.items():
    SCENARIOS[_name] = _single(_wishes)
for _drawing in Drawing:
    SCENARIOS[f"drawn_as_{_drawing}"] = _single(
        lambda random: Wishes(head_levels=random.choice((1, 2)), head_spans=True, cols=(4, 8)), _drawn(_drawing)
    )


def _wrapped(random: Random, style: Style) -> Style:
    return replace(spiced(random, style), stub_width=(38.0, 62.0), extra_width=(0.0, 3.0))


def _tight(random: Random, style: Style) -> Style:
    return replace(spiced(random, style), pad_x=random.uniform(1.2, 2.0), extra_width=(0.0, 1.0))


def _open_sides(random: Random, style: Style) -> Style:
    sides = random.choice(({"left", "right"}, {"left"}, {"right"}, {"top"}, {"bottom"}, {"left", "right", "top"}))
    style = spiced(random, style)
    drawing = Drawing.LINES if style.drawing is Drawing.CELL_BOXES else style.drawing
    return replace(style, missing_sides=frozenset(sides), drawing=drawing)


def _displaced(random: Random, style: Style) -> Style:
    shift = random.uniform(2.0, 6.0) * random.choice((-1, 1))
    return replace(spiced(random, style), displaced=shift, extra_width=(6.0, 18.0), pad_x=max(3.5, style.pad_x))


SCENARIOS["wrapped_labels"] = _single(lambda random: Wishes(head_levels=random.choice((1, 2))), _wrapped)
SCENARIOS["tight_columns"] = _single(lambda random: Wishes(cols=(5, 9)), _tight)
SCENARIOS["open_sides"] = _single(lambda random: Wishes(head_levels=random.choice((1, 2))), _open_sides)
SCENARIOS["displaced_head_rules"] = _single(lambda random: Wishes(cols=(4, 7)), _displaced)
SCENARIOS["ragged_frame"] = _single(
    lambda random: Wishes(), lambda random, style: replace(spiced(random, style), ragged=random.uniform(1.0, 3.0))
)
SCENARIOS["rules_cross_text"] = _single(
    lambda random: Wishes(cols=(3, 6)),
    lambda random, style: replace(
        spiced(random, style), overhang=style.pad_x + 2.0, extra_width=(8.0, 20.0), figure_align="right"
    ),
)
SCENARIOS["fake_bold"] = _single(lambda random: Wishes(head_levels=random.choice((1, 2))), _with(text_mode="twice"))
SCENARIOS["single_characters"] = _single(lambda random: Wishes(), _with(text_mode="characters"))
SCENARIOS["letter_spaced"] = _single(
    lambda random: Wishes(total_first=True), _with(letter_spaced=True, text_mode="plain", stub_width=(90.0, 150.0))
)


def _unruled(ruling: Ruling, levels: tuple[int, ...], spaced: bool = False, shares: bool = True) -> Scenario:
    def wishes(random: Random) -> Wishes:
        level = random.choice(levels)
        return Wishes(
            cols=(3, 7),
            body_rows=(5, 14),
            head_levels=level,
            head_spans=level > 1,
            stub_head_spans=False,
            blanks=False,
            shares=shares,
            stars=True if spaced else None,
            parts_rows=random.random() < 0.2,
            short_labels=ruling is not Ruling.HORIZONTAL and random.random() < 0.5,
        )

    def style(random: Random, style: Style) -> Style:
        # What a person needs to tell columns and rows apart: a gap of an em, rows farther apart than lines.
        return replace(
            style,
            ruling=ruling,
            drawing=random.choice((Drawing.LINES, Drawing.RECTANGLES)),
            pad_x=random.uniform(0.6, 0.9) * style.size,
            pad_y=random.uniform(0.25, 0.4) * style.size,
            figure_align="right",
            head_align=random.choice(("right", "center")),
            head_valign="bottom",
            body_valign="top",
            text_mode=random.choice(("plain", "plain", "words", "twice")),
        )

    return _single(wishes, style)


SCENARIOS["horizontal_rules"] = _unruled(Ruling.HORIZONTAL, (1,))
SCENARIOS["horizontal_rules_two_levels"] = _unruled(Ruling.HORIZONTAL, (2,))
SCENARIOS["head_and_foot_rules"] = _unruled(Ruling.HEAD_AND_FOOT, (1,))
SCENARIOS["head_and_foot_rules_two_levels"] = _unruled(Ruling.HEAD_AND_FOOT, (2,))
SCENARIOS["head_rule_only"] = _unruled(Ruling.HEAD, (1,))
SCENARIOS["no_rules"] = _unruled(Ruling.NONE, (1,))
SCENARIOS["no_rules_blank_thousands"] = _unruled(Ruling.HEAD, (1,), spaced=True)


@scenario("side_by_side")
def _side_by_side(random: Random, book: Book) -> set[str]:
    look = spiced(random, make_style(random))
    look.size, look.leading, look.stub_width, look.extra_width = 7.0, 8.4, (50.0, 80.0), (0.0, 6.0)
    wish = Wishes(cols=(2, 4), body_rows=(4, 10))
    left, right = (set_plan(random, make_plan(random, wish), look) for _ in range(2))
    book.new_page()
    book.prose(0, 1)
    start, top = LEFT + left.width + random.uniform(9, 30), book.y
    book.place([Part(left, 1, LEFT, top, list(range(1, left.plan.rows + 1)))], left.plan)
    book.place([Part(right, 1, start, top, list(range(1, right.plan.rows + 1)))], right.plan)
    book.y = top + max(left.height, right.height) + 16
    book.prose(0, 1)
    return _features(left) | _features(right)


@scenario("touching_tables")
def _touching(random: Random, book: Book) -> set[str]:
    """Two tables with columns of their own, the second directly below the first."""
    look = spiced(random, make_style(random))
    first = set_plan(random, make_plan(random, Wishes(cols=(3, 4), body_rows=(3, 7))), look)
    second = set_plan(random, make_plan(random, Wishes(cols=(5, 7), body_rows=(3, 7))), look)
    book.new_page()
    book.prose(0, 1)
    book.table(first, gap=random.uniform(5.0, 9.0))
    book.table(second)
    return _features(first) | _features(second)


@scenario("several_tables")
def _several(random: Random, book: Book) -> set[str]:
    """Tables below each other with a sentence or a title between them."""
    book.new_page()
    found: set[str] = set()
    for _ in range(random.randint(2, 3)):
        wish = Wishes(body_rows=(3, 6), rotated=random.choice((0, 0, 90)), cols=(3, 6))
        layout = set_plan(random, make_plan(random, wish), spiced(random, make_style(random)))
        book.prose(0, 0)
        book.table(layout)
        found |= _features(layout)
    return found


def _broken(
    *,
    head: bool,
    subtotal: bool = False,
    empty_column: bool = False,
    pages: tuple[int, ...] = (2,),
    ruling: Ruling = Ruling.FULL,
) -> Scenario:
    """A table over page breaks."""

    def run(random: Random, book: Book) -> set[str]:
        look = make_style(random)
        look = _plain_unruled(random, look) if ruling is not Ruling.FULL else spiced(random, look)
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
            book.y += layout.height + 16
            row = last
        if len(parts) != count:
            raise TooBroadError
        book.note(parts, plan)
        if random.random() < 0.7 and book.y < 600:
            book.prose(1, 3)
        return _features(whole)

    return run


def _emptied(plan: TablePlan, col: int, rows: range) -> TablePlan:
    """The plan with one column left blank in these rows."""
    cells = tuple(
        replace(cell, text="") if cell.col == col and cell.row in rows and cell.row > plan.head_rows else cell
        for cell in plan.cells
    )
    return replace(plan, cells=cells)


def _plain_unruled(random: Random, style: Style) -> Style:
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


SCENARIOS["break_with_head"] = _broken(head=True, pages=(2, 3))
SCENARIOS["break_without_head"] = _broken(head=False, pages=(2, 3))
SCENARIOS["break_with_subtotal"] = _broken(head=True, subtotal=True)
SCENARIOS["break_with_empty_column"] = _broken(head=True, empty_column=True)
SCENARIOS["break_without_head_empty_column"] = _broken(head=False, empty_column=True)
SCENARIOS["break_horizontal_rules"] = _broken(head=True, ruling=Ruling.HORIZONTAL)


@scenario("same_columns_other_table")
def _not_joined(random: Random, book: Book) -> set[str]:
    """Two tables with equal columns on two pages: another head, or a sentence between them."""
    look = spiced(random, make_style(random))
    first = make_plan(random, Wishes(cols=(3, 5), body_rows=(4, 8), total_first=True))
    second = make_plan(random, Wishes(cols=(first.cols, first.cols), body_rows=(4, 8), total_first=True))
    widths = [max(pair) for pair in zip(*(column_widths(random, plan, look) for plan in (first, second)), strict=True)]
    upper, lower = (set_table(random, plan, look, widths, 60.0) for plan in (first, second))
    book.new_page()
    while book.y + upper.height + 60 < book.foot:
        book.paragraph(words.prose(random, 1))
    book.table(upper)
    book.new_page()
    if upper.plan.texts()[: first.head_rows] == lower.plan.texts()[: second.head_rows] or random.random() < 0.3:
        book.prose(0, 1)
    book.table(lower)
    book.prose(1, 2)
    return _features(upper)


def _turned(turn: int, rotation: int = 0, crop: bool = False) -> Scenario:
    def run(random: Random, book: Book) -> set[str]:
        look = spiced(random, make_style(random))
        look.widest = 620.0 if turn in (90, 270) else 470.0
        wish = Wishes(cols=(4, 9), body_rows=(4, 12), head_levels=random.choice((1, 2)), head_spans=True)
        layout = set_plan(random, make_plan(random, wish), look)
        cut = (random.uniform(10, 60), random.uniform(10, 60)) if crop else None
        book.margin_note = False
        book.new_page(turn, rotation, cut, landscape=turn in (90, 270))
        if not turn or rotation:
            book.paragraph(words.lead_in(random))
        book.table(layout)
        return _features(layout)

    return run


SCENARIOS["sideways_90"] = _turned(90)
SCENARIOS["sideways_270"] = _turned(270)
SCENARIOS["page_rotated_90"] = _turned(90, 90)
SCENARIOS["page_rotated_270"] = _turned(270, 270)
SCENARIOS["page_rotated_180"] = _turned(180, 180)
SCENARIOS["page_cropped"] = _turned(0, crop=True)


@scenario("prose_only")
def _prose_only(random: Random, book: Book) -> set[str]:
    """Pages that hold no table: paragraphs full of figures, and a list of questions."""
    for _ in range(2):
        book.new_page()
        for number in range(1, 40):
            text = words.prose(random, random.randint(1, 3))
            if book.y + 120 > book.foot:
                break
            book.paragraph(f"{number}. {text}" if random.random() < 0.3 else text)
    return {"no_table"}
