"""From grids and sentences to observations: what every number means, in codes, and from where that is known."""

from extractor.interpret.wording import read_context, read_label, read_statements, read_wording

__all__ = ["read_context", "read_label", "read_statements", "read_wording"]
