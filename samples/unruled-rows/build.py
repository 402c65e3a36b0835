"""Typeset by ReportLab, in the layout of the answers (see ../reportlab_template.py)."""

from __future__ import annotations

from reportlab_template import build

__all__ = ["build"]
