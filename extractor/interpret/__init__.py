"""From grids and sentences to observations: what every number means, in codes, and from where that is known."""

from extractor.interpret.document import Interpretation, interpret_tables
from extractor.interpret.wording import read_context, read_label, read_statements, read_wording

__all__ = ["Interpretation", "interpret_tables", "read_context", "read_label", "read_statements", "read_wording"]
