"""What words say of a number, before it is known which number: the dimensions of the model without place and value."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any


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
            field.name
            for field in fields(self)
            if field.name != "weak" and getattr(self, field.name) not in ("", None, ())
        )

    def of_figure(self) -> dict[str, Any]:
        """The dimensions that an observation has under the same name and takes over as they are."""
        return {name: getattr(self, name) for name in _OF_FIGURE}

    def completed_by(self, other: Dimensions) -> Dimensions:
        """These dimensions, with what they leave open, or only say weakly, taken from ``other``."""
        gaps = {
            field.name: getattr(other, field.name)
            for field in fields(self)
            if getattr(self, field.name) in ("", None, ())
            or (field.name in self.weak and getattr(other, field.name) not in ("", None, ()))
        }
        return replace(self, **gaps)


# A figure's topic and flags are decided when all of it is known; the others are hints on the way there.
_OF_FIGURE = tuple(
    field.name for field in fields(Dimensions) if field.name not in ("topic", "flags", "total_of", "residuals", "weak")
)
