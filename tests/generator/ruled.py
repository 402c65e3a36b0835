"""Single tables with a lattice of rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.generator.plan import Wishes
from tests.generator.registry import SCENARIOS, single_table, spiced
from tests.generator.style import Drawing, Ruling, Style


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
    "row_groups_with_blanks": lambda random: Wishes(
        row_groups=True, group_blanks=True, body_rows=(8, 16), short_labels=True, cols=(3, 6)
    ),
    "raised_marks": lambda random: Wishes(raised_marks=True),
    "cells_over_figures": lambda random: Wishes(spanning_figures=True, cols=(4, 7)),
    "numbered_rows": lambda random: Wishes(numbered=True, cols=(4, 7)),
    "year_heads": lambda random: Wishes(year_heads=True, cols=(3, 7)),
    "markers": lambda random: Wishes(markers=True),
    "few_rows": lambda random: Wishes(body_rows=(1, 2), cols=(2, 6)),
}
for _name, _wishes in _RULED.items():
    SCENARIOS[_name] = single_table(_wishes)
for _name in ("rows_not_ruled_apart", "row_groups_with_blanks"):
    # Without rules and without wider gaps between rows nobody could tell a wrapped label from two.
    SCENARIOS[_name] = single_table(
        _RULED[_name], lambda random, style: replace(spiced(random, style), stub_width=(170, 170))
    )
for _drawing in Drawing:
    SCENARIOS[f"drawn_as_{_drawing}"] = single_table(
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


def _displaced_rows(random: Random, style: Style) -> Style:
    # By less than half of the narrowest column, so that the order of the columns is still seen.
    shift = random.uniform(3.0, 9.0) * random.choice((-1, 1))
    return replace(spiced(random, style), displaced_rows=shift, extra_width=(14.0, 24.0), figure_align="center")


def _underlined(random: Random, style: Style) -> Style:
    return replace(spiced(random, style), underlined=True, stub_width=(60.0, 110.0), pad_y=max(2.0, style.pad_y))


def _corners(random: Random, style: Style) -> Style:
    # Rules that stop before their corners by up to 1.5 points, or run 3 points over them.
    return replace(style, corners=random.uniform(-3.0, 1.5), drawing=random.choice((Drawing.LINES, Drawing.RECTANGLES)))


def _grouped(random: Random, style: Style) -> Style:
    # Wrapped labels in rows that are not ruled apart: a gap between the rows tells them apart.
    return replace(
        spiced(random, style),
        pad_y=random.uniform(0.35, 0.5) * style.size,
        leading=1.15 * style.size,
        body_valign=random.choice(("top", "bottom")),
        stub_width=(70.0, 100.0),
    )


def _white_lines(random: Random, style: Style) -> Style:
    return replace(style, ruling=Ruling.SHADED_CELLS, pad_x=max(3.0, style.pad_x), pad_y=max(2.0, style.pad_y))


SCENARIOS["displaced_last_rows"] = single_table(lambda random: Wishes(cols=(4, 7), body_rows=(7, 14)), _displaced_rows)
SCENARIOS["shaded_cells"] = single_table(lambda random: Wishes(head_levels=random.choice((1, 2))), _white_lines)
SCENARIOS["underlined_labels"] = single_table(lambda random: Wishes(total_first=True, section_rows=True), _underlined)
SCENARIOS["loose_corners"] = single_table(lambda random: Wishes(head_levels=random.choice((1, 2))), _corners)
SCENARIOS["indented_labels"] = single_table(
    lambda random: Wishes(indented=True),
    lambda random, style: replace(spiced(random, style), indents=random.uniform(5, 12), stub_width=(70.0, 130.0)),
)
SCENARIOS["row_groups_with_wrapped_labels"] = single_table(
    lambda random: Wishes(row_groups=True, body_rows=(8, 14), cols=(3, 6)), _grouped
)
SCENARIOS["wrapped_labels"] = single_table(lambda random: Wishes(head_levels=random.choice((1, 2))), _wrapped)
SCENARIOS["tight_columns"] = single_table(lambda random: Wishes(cols=(5, 9)), _tight)
SCENARIOS["open_sides"] = single_table(lambda random: Wishes(head_levels=random.choice((1, 2))), _open_sides)
SCENARIOS["displaced_head_rules"] = single_table(lambda random: Wishes(cols=(4, 7)), _displaced)
SCENARIOS["ragged_frame"] = single_table(
    lambda random: Wishes(), lambda random, style: replace(spiced(random, style), ragged=random.uniform(1.0, 3.0))
)
SCENARIOS["rules_cross_text"] = single_table(
    lambda random: Wishes(cols=(3, 6)),
    lambda random, style: replace(
        spiced(random, style), overhang=style.pad_x + 2.0, extra_width=(8.0, 20.0), figure_align="right"
    ),
)
SCENARIOS["fake_bold"] = single_table(
    lambda random: Wishes(head_levels=random.choice((1, 2))), _with(text_mode="twice")
)
SCENARIOS["single_characters"] = single_table(lambda random: Wishes(), _with(text_mode="characters"))
SCENARIOS["letter_spaced"] = single_table(
    lambda random: Wishes(total_first=True), _with(letter_spaced=True, text_mode="plain", stub_width=(90.0, 150.0))
)
