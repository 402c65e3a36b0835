"""Small grammars for what German official papers write: numbers, legal bases, dates, ages, hyphenated lines.

Pure functions on text, used by several stages; they know neither pages nor tables.
"""
