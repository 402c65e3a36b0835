"""The check stage: sums, shares, sister tables, prose; each adds witnesses, doubts and rows in ``checks.csv``."""

from __future__ import annotations

from extractor.check.document import CheckedDocument, check_document

__all__ = ["CheckedDocument", "check_document"]
