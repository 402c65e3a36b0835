"""Does the program read a sample as expected, apart from what is known not to work yet?"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from extractor.pipeline import Options, read_one
from extractor.resources import column_names
from extractor.samples.compare import Difference, compare
from extractor.samples.expectation import TABLES, Expectation, read_expectation
from extractor.samples.folder import ExpectedFailure, Sample
from extractor.write.rows import rows_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """``unexpected`` differences, ``known`` ones, and expectations of failure that are ``stale``, with what was found.

    A failure that is expected must occur exactly as often as said: less is progress that has to be entered.
    """

    sample: Sample
    unexpected: tuple[Difference, ...]
    known: tuple[Difference, ...]
    stale: tuple[tuple[ExpectedFailure, int], ...]

    @property
    def is_right(self) -> bool:
        return not self.unexpected and not self.stale


def check_sample(sample: Sample) -> Verdict:
    """Runs the whole program on the sample's document and compares with the committed expectation."""
    return judge(sample, compare(read_expectation(sample), run_sample(sample)))


def run_sample(sample: Sample) -> Expectation:
    """What the program reads: the rows of each table of the dataset, by column."""
    rows = rows_of(read_one(sample.document, Options()), "en")
    return {table: [dict(zip(column_names(table), row, strict=True)) for row in rows[table]] for table in TABLES}


def judge(sample: Sample, differences: tuple[Difference, ...]) -> Verdict:
    """Sorts the differences of a sample; the first expected failure that fits takes a difference."""
    counts = [0] * len(sample.expected_failures)
    known: list[Difference] = []
    unexpected: list[Difference] = []
    for one in differences:
        fitting = next((n for n, failure in enumerate(sample.expected_failures) if _fits(failure, one)), None)
        if fitting is None:
            unexpected.append(one)
        else:
            counts[fitting] += 1
            known.append(one)
    stale = tuple(
        (failure, count)
        for failure, count in zip(sample.expected_failures, counts, strict=True)
        if count != failure.count
    )
    return Verdict(sample, tuple(unexpected), tuple(known), stale)


def _fits(failure: ExpectedFailure, difference: Difference) -> bool:
    return fnmatchcase(difference.place, failure.place) and fnmatchcase(difference.field, failure.field)
