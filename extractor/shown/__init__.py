"""How tables of a dataset are shown on pages; shared by the report and the review."""
