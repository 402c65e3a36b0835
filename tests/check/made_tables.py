"""Observations made by hand for tests: a table from rows of values, each row and column with a label and a role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractor.check.document import CheckedDocument, check_document
from extractor.codes import load_code_lists
from extractor.model.observation import Observation
from extractor.model.structure import FrontPage, Structure
from extractor.model.table import TableReading

LAENDER = tuple("DE-" + code for code in re.findall(r"\w\w", "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH"))


def table(
    values: Sequence[Sequence[int | str | None]],
    *,
    rows: Sequence[str] = (),
    cols: Sequence[str] = (),
    row_roles: Sequence[str] = (),
    col_roles: Sequence[str] = (),
    levels: Sequence[int] = (),
    units: Sequence[str] = (),
    table_id: str = "p001t1",
    question_id: str = "1",
    measure: str = "stock",
    **codes: object,
) -> tuple[Observation, ...]:
    """One observation for each value; ``None`` is a blank cell, ``"<3"`` a bound, other text a decimal number."""
    found = []
    for r, line in enumerate(values):
        for c, value in enumerate(line):
            number, status = _read(value)
            found.append(
                Observation(
                    obs_id=f"d:{table_id}:r{r + 1}c{c + 1}",
                    doc_id="d",
                    question_id=question_id,
                    table_id=table_id,
                    row=r + 1,
                    col=c + 1,
                    page=1,
                    x0=0,
                    y0=0,
                    x1=1,
                    y1=1,
                    value=number,
                    value_raw="" if value is None else str(value),
                    value_status=status,
                    unit=units[c] if units else "persons",
                    measure=measure,
                    row_label=rows[r] if rows else f"Zeile {r}",
                    col_label=cols[c] if cols else f"Spalte {c}",
                    row_role=row_roles[r] if row_roles else "detail",
                    col_role=col_roles[c] if col_roles else "detail",
                    row_level=levels[r] if levels else 0,
                    reader="native",
                    **codes,  # type: ignore[arg-type]
                )
            )
    return tuple(found)


def _read(value: int | str | None) -> tuple[Decimal | None, str]:
    if value is None:
        return None, "blank"
    if isinstance(value, str) and value.startswith("<"):
        return None, "below"
    return Decimal(value), "exact"


def check(
    *tables: tuple[Observation, ...], readings: tuple[TableReading, ...] = (), structure: Structure | None = None
) -> CheckedDocument:
    """All checks of a document with these tables."""
    observations = tuple(observation for one in tables for observation in one)
    return check_document(readings, observations, structure or Structure(FrontPage()), load_code_lists())


def cells(document: CheckedDocument, *, evidence: str = "", flag: str = "", note: str = "") -> set[str]:
    """The cells (``r1c1``) of the observations that carry this evidence, flag or note."""
    return {
        observation.obs_id.rsplit(":", 1)[1]
        for observation in document.observations
        if (evidence and evidence in observation.evidence)
        or (flag and flag in observation.flags)
        or (note and note in observation.notes)
    }
