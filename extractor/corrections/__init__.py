"""A person's review as data: what was read, what is right, why and by whom, replayed on every run."""

from __future__ import annotations

from extractor.corrections.apply import CorrectedDocument, apply_corrections
from extractor.corrections.files import Correction, load_corrections

__all__ = ["CorrectedDocument", "Correction", "apply_corrections", "load_corrections"]
