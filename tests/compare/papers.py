"""Papers and observations for comparisons, made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from extractor.resources import column_names

_NUMBERS = count(1)
PAPERS = {"bt-99-1": "2014-03-01", "bt-99-2": "2016-03-01", "bt-99-3": "2019-03-01"}
YEARS = {year: {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"} for year in range(2010, 2025)}


def paper(doc_id: str, **fields: str) -> Mapping[str, str]:
    """A row of ``documents.csv``: the Drucksache of that number, on its day in `PAPERS`."""
    number = doc_id.split("-")[-1].split("@")[0]
    known = {
        "doc_id": doc_id,
        "file": f"{number}.pdf",
        "pdf_sha256": doc_id,
        "parliament": "bt",
        "wahlperiode": "99",
        "number": number,
        "date": PAPERS.get(doc_id, "2019-03-01"),
        "version": "lektoriert",
    }
    return dict.fromkeys(column_names("documents"), "") | known | fields


def row(value: str, doc_id: str = "bt-99-1", table: str = "p002t1", **fields: str) -> Mapping[str, str]:
    """A row of ``observations.csv``: persons granted a residence permit in 2013, unless ``fields`` say otherwise."""
    number = str(next(_NUMBERS))
    known = {
        "obs_id": f"{doc_id}:{table}:{number}",
        "doc_id": doc_id,
        "question_id": "1",
        "table_id": table,
        "row": number,
        "col": "2",
        "page": "2",
        "value": value,
        "value_raw": value,
        "value_status": "exact",
        "unit": "persons",
        "measure": "grant",
        "title_type": "residence_permit",
        "register": "AZR",
        "row_role": "detail",
        "col_role": "detail",
        "row_label": "Personen",
        **YEARS[2013],
    }
    return dict.fromkeys(column_names("observations"), "") | known | fields
