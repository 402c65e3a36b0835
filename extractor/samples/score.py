"""How much of a sample the program reads as expected."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.samples.compare import EXTRA, compare
from extractor.samples.expectation import Expectation, read_expectation
from extractor.samples.folder import Sample
from extractor.samples.judge import run_sample
from extractor.samples.meanings import UNDECIDED

# What is not a dimension of a figure's meaning but its place or its account.
_NO_DIMENSION = frozenset({"obs_id", "doc_id", "table_id", "row", "col", "page"})


@dataclass(slots=True)
class Score:
    """Counts of right and of all: cells by text, whole observations, each dimension, checks; extra observations."""

    cells: list[int] = field(default_factory=lambda: [0, 0])
    observations: list[int] = field(default_factory=lambda: [0, 0])
    checks: list[int] = field(default_factory=lambda: [0, 0])
    extra: int = 0
    dimensions: dict[str, list[int]] = field(default_factory=dict)

    def add(self, other: Score) -> None:
        """Adds the counts of another sample."""
        for own, more in (
            (self.cells, other.cells),
            (self.observations, other.observations),
            (self.checks, other.checks),
        ):
            own[0], own[1] = own[0] + more[0], own[1] + more[1]
        self.extra += other.extra
        for name, (right, count) in other.dimensions.items():
            own = self.dimensions.setdefault(name, [0, 0])
            own[0], own[1] = own[0] + right, own[1] + count


def score_sample(sample: Sample) -> Score:
    """Runs the program on the sample and counts."""
    return score(read_expectation(sample), run_sample(sample))


def score(expected: Expectation, found: Expectation) -> Score:
    """Counts; a dimension is scored in the observations that were found and where the expectation decides it."""
    wrong: dict[str, set[str]] = {}
    result = Score()
    missing_checks = 0
    for one in compare(expected, found):
        if one.expected == EXTRA:
            result.extra += one.place.startswith("observations:")
        elif one.place.startswith("checks:"):
            missing_checks += 1
        else:
            wrong.setdefault(one.place, set()).add(one.field)
    result.cells = _counted(
        [not {"text", "(row)"} & wrong.get(f"cells:{r['table_id']}:r{r['row']}c{r['col']}", set())
         for r in expected["cells"]]
    )  # fmt: skip
    result.checks = [len(expected["checks"]) - missing_checks, len(expected["checks"])]
    whole = []
    for row in expected["observations"]:
        fields = wrong.get(f"observations:{row['obs_id'].removeprefix(row['doc_id'] + ':')}", set())
        whole.append(not fields)
        if "(row)" in fields:
            continue
        for name, value in row.items():
            if name not in _NO_DIMENSION and value != UNDECIDED:
                counts = result.dimensions.setdefault(name, [0, 0])
                counts[0], counts[1] = counts[0] + (name not in fields), counts[1] + 1
    result.observations = _counted(whole)
    return result


def _counted(right: list[bool]) -> list[int]:
    return [sum(right), len(right)]
