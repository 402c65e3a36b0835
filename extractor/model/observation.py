"""One observation per printed number, with its place, its meaning in codes and the evidence for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Observation(NamedTuple):
    """A printed number, dash or blank cell, or a figure in prose. Fields as in the dataset, in its column order.

    ``""`` and ``None`` mean that the table does not speak of it. ``row`` and ``col`` count from 1 in the stitched
    table; the box is that of the cell (or the sentence) in points. The values allowed in coded fields stand in
    ``schemas/tables/observations.schema.json``. Tuples are written joined by ``;``.

    A tuple, as there is one for each figure and each is made twice (interpreted, checked): a frozen dataclass of so
    many fields takes four times as long to make.
    """

    obs_id: str
    doc_id: str
    question_id: str
    table_id: str
    row: int | None
    col: int | None
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    value: Decimal | None
    value_raw: str
    value_status: str
    value_min: Decimal | None = None
    value_max: Decimal | None = None
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
    row_label: str = ""
    col_label: str = ""
    row_role: str = ""
    col_role: str = ""
    row_level: int | None = None
    topic: tuple[str, ...] = ()
    label_source: str = ""
    evidence: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    pdf_sha256: str = ""
    reader: str = ""
