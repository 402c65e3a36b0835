"""Single tables with few rules or none."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.generator.plan import Wishes
from tests.generator.registry import SCENARIOS, Scenario, single_table
from tests.generator.style import Drawing, Ruling, Style


def _unruled(
    ruling: Ruling,
    levels: tuple[int, ...],
    spaced: bool = False,
    shares: bool = True,
    span_rules: bool = True,
    **settings: bool,
) -> Scenario:
    striped, head_rules = settings.pop("striped", False), settings.pop("head_rules", False)

    def wishes(random: Random) -> Wishes:
        level = random.choice(levels)
        return Wishes(
            cols=(3, 7),
            body_rows=(5, 14),
            head_levels=level,
            head_spans=level > 1,
            stub_head_spans=head_rules,
            # A rule that ends inside the table may as well show what the head above it spans.
            leaf_heads_span=False,
            blanks=False,
            shares=shares,
            stars=True if spaced else None,
            parts_rows=random.random() < 0.2,
            short_labels=ruling is not Ruling.HORIZONTAL and random.random() < 0.5,
            **settings,  # type: ignore[arg-type]
        )

    def style(random: Random, style: Style) -> Style:
        # What a person needs to tell columns and rows apart: a gap of an em, rows farther apart than lines.
        return replace(
            style,
            ruling=ruling,
            drawing=random.choice((Drawing.LINES, Drawing.RECTANGLES)),
            pad_x=random.uniform(0.6, 0.9) * style.size,
            pad_y=random.uniform(0.25, 0.4) * style.size,
            figure_align=random.choice(("right", "right", "center")),
            # Without a rule below it nobody can tell what a head that is flush right spans.
            head_align=random.choice(("right", "center")) if span_rules and not head_rules else "center",
            head_valign="middle" if head_rules else "bottom",
            body_valign="top",
            striped=striped,
            span_rules=span_rules,
            head_rules=head_rules,
            text_mode=random.choice(("plain", "plain", "words", "twice")),
        )

    return single_table(wishes, style)


SCENARIOS["horizontal_rules"] = _unruled(Ruling.HORIZONTAL, (1,))
SCENARIOS["horizontal_rules_two_levels"] = _unruled(Ruling.HORIZONTAL, (2,))
SCENARIOS["horizontal_rules_in_head"] = _unruled(Ruling.HORIZONTAL, (2, 3), head_rules=True)
SCENARIOS["head_and_foot_rules"] = _unruled(Ruling.HEAD_AND_FOOT, (1,))
SCENARIOS["head_and_foot_rules_two_levels"] = _unruled(Ruling.HEAD_AND_FOOT, (2,))
SCENARIOS["levels_without_rules"] = _unruled(Ruling.HEAD_AND_FOOT, (2, 3), span_rules=False)
SCENARIOS["head_rule_only"] = _unruled(Ruling.HEAD, (1,))
SCENARIOS["no_rules"] = _unruled(Ruling.NONE, (1,))
SCENARIOS["no_rules_blank_thousands"] = _unruled(Ruling.HEAD, (1,), spaced=True)


SCENARIOS["striped_rows"] = _unruled(Ruling.HEAD, (1,), striped=True)
SCENARIOS["horizontal_rules_year_heads"] = _unruled(Ruling.HORIZONTAL, (1,), year_heads=True)
SCENARIOS["head_rule_year_heads"] = _unruled(Ruling.HEAD, (1,), year_heads=True)
SCENARIOS["horizontal_rules_markers"] = _unruled(Ruling.HORIZONTAL, (1,), markers=True)
SCENARIOS["head_and_foot_rules_numbered"] = _unruled(Ruling.HEAD_AND_FOOT, (1,), numbered=True)
