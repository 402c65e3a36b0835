"""Mutated PDFs through the whole program: ``make fuzz``, and what broke it before (``regressions/``)."""
