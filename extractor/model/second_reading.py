"""What other readers found on single pages."""

from __future__ import annotations

from extractor.model.issue import Issue
from extractor.model.table import Grid

SecondReadings = dict[tuple[str, int], tuple[tuple[Grid, ...], tuple[Issue, ...]]]
"""By reader and page (from 1): the grids it saw there, and its faults."""
