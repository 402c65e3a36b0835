"""Several tables on a page, tables between other things, turned and cut pages."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.generator import words
from tests.generator.case import LEFT, Book, Part
from tests.generator.layout import column_widths, set_table
from tests.generator.making import make_plan
from tests.generator.plan import Wishes
from tests.generator.registry import SCENARIOS, Scenario, features_of, plainly_unruled, scenario, set_plan, spiced
from tests.generator.style import Ruling, make_style, print_width


@scenario("title_and_notes")
def _title_and_notes(random: Random, book: Book) -> set[str]:
    """A title directly above a table, notes directly below it."""
    ruling = random.choice((Ruling.FULL, Ruling.FULL, Ruling.HORIZONTAL, Ruling.HEAD_AND_FOOT))
    style = make_style(random)
    look = spiced(random, style) if ruling is Ruling.FULL else replace(plainly_unruled(random, style), ruling=ruling)
    layout = set_plan(random, make_plan(random, Wishes(cols=(3, 6), blanks=ruling is Ruling.FULL)), look)
    book.new_page()
    book.prose(0, 1)
    book.line(words.plain(random.choice(words.CAPTIONS)), look.bold_font, look.size + 1, 4.0)
    book.table(layout, gap=2.0)
    for note in random.sample(words.NOTES, random.randint(1, 2)):
        book.line(note, look.font, look.size - 1, 2.0)
    book.y += 12
    book.prose(0, 1)
    return features_of(layout)


@scenario("indented_between_prose")
def _indented(random: Random, book: Book) -> set[str]:
    """Small tables inside indented text."""
    book.new_page()
    found: set[str] = set()
    for _ in range(2):
        style = make_style(random)
        look = spiced(random, style) if random.random() < 0.5 else plainly_unruled(random, style)
        wish = Wishes(cols=(2, 4), body_rows=(3, 6), blanks=False)
        layout = set_plan(random, make_plan(random, wish), look)
        book.prose(0, 1)
        book.table(layout, x=LEFT + random.uniform(20, 110))
        found |= features_of(layout)
    book.prose(0, 1)
    return found


@scenario("in_a_form")
def _in_a_form(random: Random, book: Book) -> set[str]:
    """A table that is drawn inside a form object."""
    layout = set_plan(random, make_plan(random, Wishes(cols=(3, 6))), spiced(random, make_style(random)))
    book.new_page()
    book.prose(0, 1)
    book.pen.begin_form()
    book.table(layout)
    book.pen.end_form()
    return features_of(layout)


@scenario("three_side_by_side")
def _three(random: Random, book: Book) -> set[str]:
    look = spiced(random, make_style(random))
    look.size, look.leading, look.stub_width, look.extra_width = 6.5, 7.8, (35.0, 50.0), (0.0, 4.0)
    wish = Wishes(cols=(2, 3), body_rows=(3, 8), short_labels=True)
    book.new_page()
    x, top, bottom = LEFT, book.y, book.y
    found: set[str] = set()
    for _ in range(3):
        layout = set_plan(random, make_plan(random, wish), look)
        book.place([Part(layout, 1, x, top, list(range(1, layout.plan.rows + 1)))], layout.plan)
        x += layout.width + random.uniform(9, 20)
        bottom = max(bottom, top + layout.height)
        found |= features_of(layout)
    book.y = bottom + 16
    book.prose(0, 1)
    return found


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
    return features_of(left) | features_of(right)


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
    return features_of(first) | features_of(second)


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
        found |= features_of(layout)
    return found


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
    return features_of(upper)


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
        return features_of(layout)

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


@scenario("lists_only")
def _lists_only(random: Random, book: Book) -> set[str]:
    """Pages of questions, dashes and contents with leaders: figures below each other, but no table."""
    book.new_page()
    for number in range(1, 8):
        book.line(f"{number}. {words.lead_in(random)}", "Times-Roman", 10, 6.0)
    for land in random.sample(words.STATES, 5):
        book.line(f"– {words.plain(land)}: {random.randint(2, 900)} Personen,", "Times-Roman", 10, 3.0)
    book.prose(1, 1)
    page = 3
    for title in random.sample(words.TITLES, 8):
        text = words.plain(title)
        page += random.randint(0, 4)
        free = 440 - print_width(f"{text} ", "Times-Roman", 10)
        book.line(f"{text} {'.' * int(free / 2.5)}", "Times-Roman", 10, 4.0)
        book.pen.text(LEFT + 450, book.y - 6.5, str(page), "Times-Roman", 10)
    book.prose(0, 1)
    return {"no_table"}
