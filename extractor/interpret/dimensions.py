"""What words say of a number, before it is known which number: the dimensions of the model without place and value."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

EMPTY: tuple[Any, ...] = ("", None, ())
"""Values of dimensions of which nothing is said."""


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Dimensions in codes, named as in the model (`extractor.model.observation`); ``""``/``None``: nothing is said.

    ``topic`` and ``flags`` are tuples of codes. ``total_of`` names the dimensions of which a label is the total
    ("Gesamt" in a column of Länder): ``nationality``, ``region``, ``sex``, ``age``, or ``any`` for that of whatever the
    rows are. ``residuals`` are codes that hold only where the rows are of that dimension ("Sonstige":
    ``nationality=XSO``). ``weak`` names fields that give way to what the surroundings say ("Flüchtlingsschutz" is a
    decision in a table of decisions, a category in one of titles).
    """

    unit: str = ""
    measure: str = ""
    share_of: str = ""
    instance: str = ""
    title_type: str = ""
    legal_basis: str = ""
    nationality: str = ""
    nationality_label: str = ""
    nationality_group: str = ""
    region: str = ""
    region_label: str = ""
    place: str = ""
    place_type: str = ""
    sex: str = ""
    age_min: int | None = None
    age_max: int | None = None
    age_label: str = ""
    stay_min_years: Decimal | None = None
    stay_max_years: Decimal | None = None
    person_role: str = ""
    period_start: date | None = None
    period_end: date | None = None
    reference_date: date | None = None
    time_wording: str = ""
    cohort_start: date | None = None
    cohort_end: date | None = None
    register: str = ""
    category: str = ""
    topic: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    total_of: tuple[str, ...] = ()
    residuals: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()

    def said(self) -> tuple[str, ...]:
        """The names of the dimensions that are filled."""
        return tuple(
            name for name, value in zip(_NAMES, _VALUES(self), strict=True) if value not in EMPTY and name != "weak"
        )

    def of_figure(self) -> dict[str, Any]:
        """The dimensions that an observation has under the same name and takes over as they are."""
        return {name: getattr(self, name) for name in _OF_FIGURE}

    def completed_by(self, other: Dimensions) -> Dimensions:
        """These dimensions, with what they leave open, or only say weakly, taken from ``other``."""
        gaps = {
            name: its
            for name, own, its in zip(_NAMES, _VALUES(self), _VALUES(other), strict=True)
            if own in EMPTY or (name in self.weak and its not in EMPTY)
        }
        return replace(self, **gaps)


_NAMES = tuple(field.name for field in fields(Dimensions))
_VALUES = attrgetter(*_NAMES)
# A figure's topic and flags are decided when all of it is known; the others are hints on the way there.
_OF_FIGURE = tuple(name for name in _NAMES if name not in ("topic", "flags", "total_of", "residuals", "weak"))
