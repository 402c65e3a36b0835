"""A local web page on which people go through what is uncertain in a dataset."""
