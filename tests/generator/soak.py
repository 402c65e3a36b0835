"""Many generated documents read and compared: which features fail, and the failing files for a look.

``python -m tests.generator.soak [NUMBER] [--first SEED] [--failures FOLDER] [--scenario NAME] [--min SHARE]``;
``make soak`` runs it with ``EXTRACTOR_SOAK`` documents.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from extractor.model.page import PdfSource
from extractor.read import read_document
from extractor.tables import read_tables
from tests.generator.__main__ import write_case
from tests.generator.case import Case
from tests.generator.compare import differences
from tests.generator.scenarios import SCENARIOS, make_case

_EXAMPLES = 3


@dataclass
class Tally:
    """How often a scenario or a feature was read, and the failures by seed."""

    count: int = 0
    failures: dict[int, list[str]] = field(default_factory=dict)


def read_case(case: Case, reader: str = "native") -> list[str]:
    """The differences between a case and what the reader makes of it; an exception counts as one."""
    source = PdfSource(f"{case.seed}.pdf", case.pdf, sha256(case.pdf).hexdigest())
    try:
        document, _ = read_document(source)
        tables, _ = read_tables(source, document, reader)
        return differences(case, tables)
    except Exception as error:  # a crash on one page is a finding like any other
        return [f"{type(error).__name__}: {error}"]


def soak(
    seeds: range, failures: Path | None = None, scenario: str | None = None
) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """Tallies by scenario and by feature; failing documents are written to the folder ``failures``."""
    by_scenario: dict[str, Tally] = defaultdict(Tally)
    by_feature: dict[str, Tally] = defaultdict(Tally)
    for seed in seeds:
        case = make_case(seed, scenario)
        found = read_case(case)
        for tally in (by_scenario[case.scenario], *(by_feature[feature] for feature in case.features)):
            tally.count += 1
            if found:
                tally.failures[seed] = found
        if found and failures is not None:
            write_case(case, failures, found)
    return by_scenario, by_feature


def report(by_scenario: dict[str, Tally], by_feature: dict[str, Tally], seconds: float) -> str:
    """The tallies in Markdown: all scenarios, then features with failures, then examples."""
    count = sum(tally.count for tally in by_scenario.values())
    failed = sum(len(tally.failures) for tally in by_scenario.values())
    lines = [f"{count} documents, {failed} not given back exactly: {1 - failed / count:.4f} exact, {seconds:.0f} s", ""]
    for title, tallies in (("scenario", by_scenario), ("feature", by_feature)):
        lines += [f"| {title} | documents | failed |", "|---|---|---|"]
        ordered = sorted(tallies.items(), key=lambda item: (-len(item[1].failures) / item[1].count, item[0]))
        lines += [f"| {name} | {tally.count} | {len(tally.failures)} |" for name, tally in ordered]
        lines.append("")
    for name, tally in sorted(by_scenario.items(), key=lambda item: -len(item[1].failures)):
        for seed, found in list(tally.failures.items())[:_EXAMPLES]:
            lines.append(f"- {name}, seed {seed}: {'; '.join(found[:3])}"[:400])
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.generator.soak", description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=2000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--failures", type=Path)
    parser.add_argument("--scenario", choices=sorted(SCENARIOS))
    parser.add_argument("--min", type=float, default=0.0, help="exit 1 when the exact share is below this")
    options = parser.parse_args()
    started = time.monotonic()
    tallies = soak(range(options.first, options.first + options.number), options.failures, options.scenario)
    print(report(*tallies, time.monotonic() - started))
    failed = sum(len(tally.failures) for tally in tallies[0].values())
    return 1 if 1 - failed / options.number < options.min else 0


if __name__ == "__main__":
    raise SystemExit(main())
