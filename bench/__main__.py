"""``make bench`` or ``python -m bench``: measures all readers in one run and writes ``docs/benchmark.md``.

Without the corpus beside the checkout only the samples are measured, and nothing is said about exactness.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.environment import ROOT, environment_of, python_of
from bench.gold import gold_pages, score_run, write_run
from bench.ours import OURS, SECOND_READERS
from bench.peers import READERS
from bench.processes import whole_processes
from bench.report import PATH_FLOOR, TEXT_FLOOR, Results, render

# Readers that need a minute and more for one pass over a paper.
_SLOW = ("camelot", "tabula")
# Papers without tables: only what says whether we know early enough that there is nothing to read.
_PLAIN = (OURS, TEXT_FLOOR, PATH_FLOOR, "tablers")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of which the median counts (default 5)")
    parser.add_argument("--budget", type=float, default=60.0, help="CPU seconds after which a reader runs no more")
    parser.add_argument("--quick", action="store_true", help="without camelot and tabula")
    parser.add_argument("--only", nargs="*", help="only these readers")
    parser.add_argument("--skip-exactness", action="store_true")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "benchmark.md")
    options = parser.parse_args()
    readers = [
        name
        for name in (OURS, *READERS)
        if not (options.quick and name.startswith(_SLOW)) and (not options.only or name in options.only)
    ]
    shared = ROOT.parent / "shared"
    has_corpus = (shared / "corpus" / "manifest.csv").is_file()
    results = Results(time.strftime("%Y-%m-%d"), _commit(), options.runs, corpus=has_corpus)
    for title, papers in _paper_sets(shared if has_corpus else None).items():
        results.pages[title] = _page_count(papers)
        results.costs[title] = {}
        for name in readers:
            if len(papers) > 1 and has_corpus and name not in _PLAIN:
                continue
            cost = _measure(name, papers, options, results)
            if cost is not None:
                results.costs[title][name] = cost
    if has_corpus and not options.only:
        paper = shared / "corpus" / "answers" / "1908701.pdf"
        try:
            results.processes["19/8701"] = whole_processes(python_of("peers"), paper, options.runs)
        except (subprocess.CalledProcessError, RuntimeError) as error:
            results.failures["whole processes"] = str(error)
    if has_corpus and not options.skip_exactness:
        for name in (*readers, *SECOND_READERS):
            figures = _score(name, shared, results)
            if figures:
                results.exactness[name] = figures
    options.output.write_text(render(results), encoding="utf-8")
    print(f"written: {options.output}", file=sys.stderr)


def _paper_sets(shared: Path | None) -> dict[str, list[Path]]:
    """Papers that are measured together, by title."""
    if shared is None:
        return {"Samples of the project": sorted((ROOT / "samples").glob("**/*.pdf"))}
    answers = shared / "corpus" / "answers"
    return {
        "19/8701": [answers / "1908701.pdf"],
        "19/4961": [answers / "1904961.pdf"],
        "Papers without tables": sorted((shared / "corpus" / "plain").glob("*.pdf")),
    }


def _page_count(papers: Sequence[Path]) -> int:
    import pypdfium2

    count = 0
    for paper in papers:
        with pypdfium2.PdfDocument(paper) as pdf:
            count += len(pdf)
    return count


def _measure(name: str, papers: Sequence[Path], options: argparse.Namespace, results: Results) -> dict[str, Any] | None:
    print(f"{name} on {papers[0].name}{' …' if len(papers) > 1 else ''}", file=sys.stderr, flush=True)
    arguments = ["--runs", str(options.runs), "--budget", str(options.budget)]
    ended = _work(name, [*map(str, papers), *arguments])
    if ended.returncode:
        results.failures[name] = _last_line(ended.stderr)
        return None
    cost: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return cost


def _score(name: str, shared: Path, results: Results) -> Mapping[str, str] | None:
    if name in (TEXT_FLOOR, PATH_FLOOR):
        return None
    print(f"{name} on the gold", file=sys.stderr, flush=True)
    pages = gold_pages(shared)
    papers = [shared / "corpus" / "answers" / f"{pdf}.pdf" for pdf in pages]
    with tempfile.TemporaryDirectory() as folder:
        grids = Path(folder, "grids.json")
        ended = _work(name, [*map(str, papers), "--grids", str(grids), "--pages", json.dumps(pages)])
        if ended.returncode:
            results.failures[f"{name} on the gold"] = _last_line(ended.stderr)
            return None
        write_run(Path(folder, "run"), papers, json.loads(grids.read_text(encoding="utf-8")))
        return score_run(shared, Path(folder, "run"))


def _work(name: str, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """The worker in the environment of the reader; our own reader runs in this one."""
    ours = name == OURS or name in SECOND_READERS
    try:
        python = sys.executable if ours else str(python_of(environment_of(name)))
    except subprocess.CalledProcessError as error:
        # Without a network only our own reader is measured.
        return subprocess.CompletedProcess(error.cmd, 1, "", "its environment could not be installed")
    command = [python, "-m", "bench.worker", name, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1] if text.strip() else "no message"


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return ended.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
