"""What labels are called in codes: states, Länder, sections, categories of the Register, measures, units and more.

The lists are data (``schemas/codelists``); a label is looked up exactly after normalisation, never by similarity.
"""

from extractor.codes.lists import CodeEntry, CodeList, CodeLists, Wording, normalise
from extractor.codes.load import load_code_lists

__all__ = ["CodeEntry", "CodeList", "CodeLists", "Wording", "load_code_lists", "normalise"]
