"""Samples: PDFs that the project typesets itself, with expectations that come from the same data as the page.

Each sample is a folder with ``document.pdf``, its source, ``data.toml`` (numbers and their meanings), ``expected/`` and
``sample.toml``. From ``data.toml`` both the page is typeset (``samples/build.py``) and the expectation derived (here).
Nothing in this package asks the stages of the program what to expect; only `run_sample` runs them, to compare.
"""

from __future__ import annotations

from extractor.samples.compare import Difference, compare
from extractor.samples.expectation import TABLES, derive_expectation, read_expectation
from extractor.samples.folder import Sample, load_sample, load_samples
from extractor.samples.judge import Verdict, check_sample, judge, run_sample
from extractor.samples.score import Score, score_sample
from extractor.samples.update import update_sample

__all__ = [
    "TABLES",
    "Difference",
    "Sample",
    "Score",
    "Verdict",
    "check_sample",
    "compare",
    "derive_expectation",
    "judge",
    "load_sample",
    "load_samples",
    "read_expectation",
    "run_sample",
    "score_sample",
    "update_sample",
]
