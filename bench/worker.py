"""``python -m bench.worker READER FILE...``: one reader in a process of its own; prints what it cost as JSON.

Runs in the environment of the reader, so it imports nothing but it. CPU is user and system time of the process and
of its children; memory is the peak of either above that of the bare interpreter.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from bench.ours import OURS, SECOND_READERS, read_our_tables, read_stages
from bench.peers import READERS, Reader, version_of

_UNIT = 1024 * 1024 if sys.platform == "darwin" else 1024


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.worker")
    parser.add_argument("reader")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--budget", type=float, default=60.0, help="no further run when these CPU seconds are used up")
    parser.add_argument("--grids", type=Path, help="write the tables of each file here instead of measuring")
    parser.add_argument("--pages", help="JSON: file name to page numbers, for --grids")
    options = parser.parse_args()
    if options.grids:
        pages = json.loads(options.pages) if options.pages else {}
        read = _reader(options.reader)
        found = {Path(file).stem: read(file, pages.get(Path(file).stem)) for file in options.files}
        options.grids.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        return
    print(json.dumps(_measure(options.reader, options.files, options.runs, options.budget)))


def _reader(name: str) -> Reader:
    if name == OURS:
        return read_our_tables
    if name in SECOND_READERS:
        return lambda path, pages: read_our_tables(path, pages, SECOND_READERS[name])
    return READERS[name][1]


def _measure(name: str, files: list[str], runs: int, budget: float) -> dict[str, Any]:
    """The median CPU seconds of all files together, by stage for our own reader, after a first page to warm up."""
    bare = _peak()
    spent: list[float] = []
    stages: list[dict[str, float]] = []
    if name == OURS:
        _run_once(name, files[:1])
    else:
        # One page loads what the reader imports late; a whole paper would take camelot half a minute.
        _reader(name)(files[0], [1])
    started = _cpu()
    while len(spent) < runs and (not spent or _cpu() - started < budget):
        before = _cpu()
        parts = _run_once(name, files)
        spent.append(_cpu() - before)
        stages.append(parts)
    middle = statistics.median(spent)
    return {
        "cpu": middle,
        "stages": {stage: statistics.median(run[stage] for run in stages) for stage in stages[0]},
        "runs": len(spent),
        "spread": [min(spent), max(spent)],
        "peak_mb": _peak() - bare,
        "version": version_of(READERS[name][0]) if name in READERS else "",
    }


def _run_once(name: str, files: list[str]) -> dict[str, float]:
    stages: dict[str, float] = {}
    for file in files:
        if name == OURS:
            for stage, seconds in read_stages(file).items():
                stages[stage] = stages.get(stage, 0.0) + seconds
        else:
            _reader(name)(file, None)
    return stages


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak() -> float:
    """The largest resident size so far in MB, of this process or of a child."""
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _UNIT
    status = Path("/proc/self/status")
    if status.is_file():
        # On Linux getrusage begins with the size of the process that started this one.
        own = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return max(own / 1024, child)
    return max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT, child)


if __name__ == "__main__":
    main()
