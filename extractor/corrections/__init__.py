"""A person's review as data: what was read, what is right, why and by whom, replayed on every run."""

from __future__ import annotations

from extractor.corrections.apply import CORRECTABLE, CorrectedDocument, apply_corrections, is_readable, topics_of
from extractor.corrections.files import FIGURE, Correction, disputed, load_corrections, read_corrections
from extractor.corrections.write import correction_text

__all__ = [
    "CORRECTABLE",
    "FIGURE",
    "CorrectedDocument",
    "Correction",
    "apply_corrections",
    "correction_text",
    "disputed",
    "is_readable",
    "load_corrections",
    "read_corrections",
    "topics_of",
]
