"""What a person does on the page, as corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extractor.corrections import FIGURE, Correction, is_readable, topics_of
from extractor.errors import ExitCode, ExtractorError
from extractor.review.doubts import Row, is_open

SCOPES = ("cell", "row", "col", "table")
"""To which figures of a table a meaning belongs: one, those of its row, of its column, all."""


def accept(document: Row, figures: Iterable[Row], why: str) -> tuple[Correction, ...]:
    """Confirms figures as they are read."""
    return tuple(_correction(document, one, FIGURE, one["value_raw"], why) for one in figures)


def correct(document: Row, figures: Iterable[Row], field: str, right: str, why: str) -> tuple[Correction, ...]:
    """Says what is right in a field of figures. `ExtractorError` (9) where that is no value of the field."""
    corrections = tuple(_correction(document, one, field, right, why) for one in figures)
    if not corrections or not all(map(is_readable, corrections)):
        raise ExtractorError("review.not_a_value", ExitCode.CONFIGURATION_INVALID, right=right, field=field)
    return corrections


def set_aside(document: Row, table_id: str, figures: Sequence[Row], why: str) -> Correction:
    """Says that a table is not of interest: its figures belong to no topic."""
    topics = topics_of(filter(None, one["topic"].split(";")) for one in figures)
    return Correction(document["pdf_sha256"], table_id, "", topics, "", why, "", "topic")


def in_scope(figures: Sequence[Row], cell: str, scope: str) -> tuple[Row, ...]:
    """The figures of a table that a choice on a cell (``r3c2``) is about; none where there is no such figure."""
    chosen = next((one for one in figures if place_of(one) == cell), None)
    if chosen is None or scope not in SCOPES:
        return ()
    if scope == "cell":
        return (chosen,)
    return tuple(one for one in figures if scope == "table" or one[scope] == chosen[scope])


def still_open(figures: Iterable[Row], status: str) -> tuple[Row, ...]:
    """The uncertain figures of a table of this status."""
    return tuple(one for one in figures if is_open(one, status))


def place_of(figure: Row) -> str:
    """``r3c2``."""
    return f"r{figure['row']}c{figure['col']}"


def _correction(document: Row, figure: Mapping[str, str], field: str, right: str, why: str) -> Correction:
    read = figure.get(field, "")
    return Correction(document["pdf_sha256"], figure["table_id"], place_of(figure), read, right, why, "", field)
