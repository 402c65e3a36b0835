"""Random tables typeset to PDF with the grid that a reader has to give back.

`scenarios.make_case(seed)` gives the bytes of a PDF, the tables in it and the names of the features they show.
"""
