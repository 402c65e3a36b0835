"""What people ask first of a dataset, and which labels no list knows: pure functions on its rows."""

from extractor.summary.changes import Series, find_changes
from extractor.summary.minors import MinorShare, find_minor_shares
from extractor.summary.ranking import Ranking, rank
from extractor.summary.rows import POPULATION, Row, is_on_titles, place_of
from extractor.summary.unmapped import UnmappedLabel, find_unmapped
from extractor.summary.wholes import Whole, find_wholes

__all__ = [
    "POPULATION",
    "MinorShare",
    "Ranking",
    "Row",
    "Series",
    "UnmappedLabel",
    "Whole",
    "find_changes",
    "find_minor_shares",
    "find_unmapped",
    "find_wholes",
    "is_on_titles",
    "place_of",
    "rank",
]
