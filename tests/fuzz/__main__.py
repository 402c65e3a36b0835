"""Mutants of the samples, and of the corpus where it is there, through the whole program.

``python -m tests.fuzz [NUMBER] [--first SEED] [--failures FOLDER] [--jobs N]``; ``make fuzz`` runs ``EXTRACTOR_FUZZ``
mutants. What breaks is written to the folder, with what the mutant was made of and a smaller form of it; the same seed
makes it again. Exit code 1 where something broke.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.batch import Judged, read_and_judge
from tests.fuzz.checks import LIMITS, Finding
from tests.fuzz.recipes import Recipe, make_mutant, make_recipe, papers
from tests.fuzz.smallest import smallest_form

_PER_BATCH = 200
# The second readers take a hundred times as long as ours; one batch in five shows that they cost nothing but witnesses.
_WITH_SECOND_READER = 5


def fuzz(seeds: range, failures: Path, jobs: int) -> tuple[list[Finding], Counter[str], int]:
    """Findings, issues by code, and the number of damaged pages whose damage was told."""
    pools = papers()
    findings: list[Finding] = []
    counts: Counter[str] = Counter()
    damaged = 0
    for index in range(0, len(seeds), _PER_BATCH):
        recipes = {f"m{seed:06}.pdf": make_recipe(seed, pools) for seed in seeds[index : index + _PER_BATCH]}
        second_reader = "auto" if index // _PER_BATCH % _WITH_SECOND_READER == _WITH_SECOND_READER - 1 else "never"
        with tempfile.TemporaryDirectory(prefix="extractor-fuzz-") as folder:
            mutants = {name: make_mutant(recipe) for name, recipe in recipes.items()}
            judged = read_and_judge(mutants, Path(folder), jobs=jobs, second_reader=second_reader)
        _write_failures(judged, recipes, failures)
        findings += judged.findings
        counts += judged.counts
        damaged += judged.damaged
        print(f"{min(index + _PER_BATCH, len(seeds))} of {len(seeds)}, findings: {len(findings)}", file=sys.stderr)
    return findings, counts, damaged


def _write_failures(judged: Judged, recipes: dict[str, Recipe], failures: Path) -> None:
    for finding in judged.findings:
        failures.mkdir(parents=True, exist_ok=True)
        recipe = recipes.get(finding.file)
        stem = Path(finding.file or f"batch-of-{min(recipes)}").stem
        with (failures / f"{stem}.txt").open("a", encoding="utf-8") as note:
            note.write(f"{recipe or ' '.join(recipes)}\n{finding.fault}\n")
        if recipe:
            mutant = make_mutant(recipe)
            (failures / finding.file).write_bytes(mutant)
            (failures / f"{stem}-smallest.pdf").write_bytes(smallest_form(mutant))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=2000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--failures", type=Path, default=Path(".cache/fuzz"))
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    started = time.monotonic()
    seeds = range(options.first, options.first + options.number)
    findings, counts, damaged = fuzz(seeds, options.failures, options.jobs)
    print(f"{options.number} mutants in {time.monotonic() - started:.0f} s: {counts.pop('documents', 0)} documents")
    print(f"damaged pages that rows tell of: {damaged}; ended by limits: {sum(counts[code] for code in LIMITS)}")
    print("\n".join(f"  {count:6} {code}" for code, count in counts.most_common()))
    print(f"findings: {len(findings)}")
    print("\n".join(f"  {finding.file} {finding.fault}" for finding in findings))
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
