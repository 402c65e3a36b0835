"""Figures of which a sign cannot be read, or their labels: they get no value by accident, and a flag."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from extractor.model.issue import Issue, Severity
from extractor.model.observation import Observation
from extractor.model.page import UNREADABLE, Page

GARBLED = "garbled_text"
# Digits, points, dashes and blanks around an unreadable sign: all of it may be one number.
_BROKEN_NUMBER = re.compile(rf"[\d., –-]*{UNREADABLE}[\d., –{UNREADABLE}-]*")


def without_broken_numbers(sentence: str) -> str:
    """A text without the digits that stand at an unreadable sign: "1" with an unreadable sign and "00" is no 1."""
    return _BROKEN_NUMBER.sub(f" {UNREADABLE} ", sentence) if UNREADABLE in sentence else sentence


def flag_garbled(
    observations: Iterable[Observation], pages: Iterable[Page]
) -> tuple[tuple[Observation, ...], tuple[Issue, ...]]:
    """The observations of tables, those with an unreadable sign flagged, and ``interpret.garbled_cells`` per table.

    Another reader of tables may read what we cannot, rightly or not: that is doubtful too.
    """
    places = {page.number: _places(page) for page in pages if page.garbled_share}
    flagged = []
    first: dict[str, Observation] = {}
    counts: Counter[str] = Counter()
    for one in observations:
        if _is_garbled(one, places.get(one.page, ())):
            flagged.append(one._replace(flags=(*one.flags, GARBLED)))
            first.setdefault(one.table_id, one)
            counts[one.table_id] += 1
        else:
            flagged.append(one)
    issues = (
        Issue("interpret.garbled_cells", Severity.WARNING, one.page, table_id, {"count": counts[table_id]})
        for table_id, one in first.items()
    )
    return tuple(flagged), tuple(issues)


def _places(page: Page) -> tuple[tuple[float, float], ...]:
    """Where unreadable words stand on a page."""
    return tuple((word.box.center_x, word.box.center_y) for word in page.words if UNREADABLE in word.text)


def _is_garbled(one: Observation, places: tuple[tuple[float, float], ...]) -> bool:
    if UNREADABLE in one.value_raw or UNREADABLE in one.row_label or UNREADABLE in one.col_label:
        return True
    return any(one.x0 <= x <= one.x1 and one.y0 <= y <= one.y1 for x, y in places)
