"""How Sphinx makes the site of these pages: ``make site``. A new page of this folder is taken up by itself."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import extractor  # noqa: E402

project = "extractor"
author = "drucksachen-extractor"
release = extractor.__version__
language = "de"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
default_role = "code"
# Two hyphens before an option are two hyphens.
smartquotes = False
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
html_theme = "furo"
html_title = "extractor"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
