"""Levels of a head that are not ruled apart: "absolut" and "in Prozent" in the last line of the head above both."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from extractor.model.page import Word
from extractor.tables.columns import with_places, words_in
from extractor.tables.lattice import Band, Lattice, Place
from extractor.tables.pieces import text_rows

# One head with such a last line comes about by chance.
_FEWEST_HEADS = 2


def part_head_levels(lattice: Lattice, words: Sequence[Word]) -> Lattice:
    """The lattice with bands parted above their last line where it has a phrase over each column of most spans."""
    spans_of_band: dict[int, list[Place]] = {}
    for place in lattice.places:
        if place.column_end - place.column > 1 and place.band_end == place.band + 1:
            spans_of_band.setdefault(place.band, []).append(place)
    for number, spans in sorted(spans_of_band.items(), reverse=True):
        if len(spans) < _FEWEST_HEADS:
            continue
        band = lattice.bands[number]
        in_band = [word for word in words if band.top <= (word.y0 + word.y1) / 2 <= band.bottom]
        lines = {place: gap for place in spans if (gap := _gap_above_last_line(place, lattice, in_band))}
        if len(lines) < max(_FEWEST_HEADS, len(spans) / 2):
            continue
        above, below = max(top for top, _ in lines.values()), min(bottom for _, bottom in lines.values())
        if above < below:
            lattice = _part_band(lattice, number, (above + below) / 2, frozenset(lines))
    return lattice


def _gap_above_last_line(place: Place, lattice: Lattice, words: Sequence[Word]) -> tuple[float, float] | None:
    """Where the lines of a head end and where its last line begins, if that one has a phrase over each column."""
    rows = text_rows(words_in(place, words))
    if len(rows) < 2 or len(rows[-2].pieces) > 1 or any(piece.is_figure for row in rows for piece in row.pieces):
        return None
    edges = lattice.columns[place.column : place.column_end + 1]
    columns = [bisect_right(edges, (piece.x0 + piece.x1) / 2) for piece in rows[-1].pieces]
    return (rows[-2].bottom, rows[-1].top) if columns == list(range(1, len(edges))) else None


def _part_band(lattice: Lattice, number: int, y: float, heads: frozenset[Place]) -> Lattice:
    """The lattice with one band cut in two at height ``y``: ``heads`` above single columns, other places over both."""
    band = lattice.bands[number]
    bands = (
        *lattice.bands[:number],
        Band(band.top, y, band.cells),
        Band(y, band.bottom, band.cells),
        *lattice.bands[number + 1 :],
    )
    places: list[Place] = []
    for place in lattice.places:
        first = place.band + (place.band > number)
        behind = place.band_end + (place.band_end > number)
        if place not in heads:
            places.append(replace(place, band=first, band_end=behind))
            continue
        places.append(replace(place, y1=y))
        edges = [place.x0, *lattice.columns[place.column + 1 : place.column_end], place.x1]
        places.extend(
            Place(number + 1, number + 2, column, column + 1, edges[index], y, edges[index + 1], band.bottom)
            for index, column in enumerate(range(place.column, place.column_end))
        )
    return with_places(Lattice(lattice.columns, bands, ()), lattice.columns, places)
