"""Measurements of the program as users run it: whole processes, from outside."""
