"""``python -m bench.cluster``: hours and cost of large batches, from measured seconds a document and a simulation.

Reads the corpus beside the checkout, needs the extra ``distributed``, takes some minutes, and prints Markdown for
``docs/cluster.md``. Seconds a document are CPU seconds, so that other work on the machine shows little.
"""

from __future__ import annotations

import argparse
import heapq
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from bench.environment import ROOT
from extractor.batch.cluster import run_on_cluster
from extractor.batch.inputs import find_inputs
from extractor.batch.pool import run_tasks
from extractor.batch.run import Execute, Progress, Settings, run_batch
from extractor.batch.work import Outcome, Task, process_document
from extractor.pipeline import Options

SECOND_READERS = ("never", "auto")
CORES = (1, 2, 16, 200)


@dataclass(frozen=True)
class Batch:
    """A number of documents with the shares of those that are like each folder of the corpus."""

    title: str
    documents: int
    shares: Mapping[str, float]


# An assumption, as is said in docs/cluster.md. DIP had 285,331 Drucksachen in April 2026.
_FOUND = {"answers": 0.10, "statistics": 0.40, "plain": 0.50}
_ALL = {"answers": 0.005, "statistics": 0.10, "plain": 0.895}
BATCHES = (
    Batch("1,000, found by a search", 1_000, _FOUND),
    Batch("10,000, found by a search", 10_000, _FOUND),
    Batch("300,000, all of DIP", 300_000, _ALL),
)


@dataclass(frozen=True)
class Costs:
    """CPU seconds: of reading each document by second reader and folder; for a document of each folder, of the one that
    plans, gathers and writes; what Dask adds to both; and until a cluster stands."""

    reading: Mapping[str, Mapping[str, Sequence[float]]]
    writer: Mapping[str, float]
    dask_writer: float
    dask_worker: float
    start: float


def simulate(documents: Sequence[tuple[float, float]], cores: int) -> float:
    """Seconds until all documents are done: each takes the writer and then a core, which is waited for.

    A document is the seconds of its reading and those of the writer, who can do one thing at a time and is counted on
    the core as well. The longest go first, as in a real run.
    """
    free = [0.0] * cores
    writer = 0.0
    for reading, writing in sorted(documents, reverse=True):
        writer = max(heapq.heappop(free), writer) + writing
        heapq.heappush(free, writer + reading)
    return max(free)


def documents_of(batch: Batch, costs: Costs, second_reader: str) -> list[tuple[float, float]]:
    """The documents of a batch as copies of those of the corpus, in turn."""
    documents = []
    for folder, share in batch.shares.items():
        papers = costs.reading[second_reader][folder]
        for number in range(round(batch.documents * share)):
            reading = papers[number % len(papers)] + costs.dask_worker
            documents.append((reading, costs.writer[folder] + costs.dask_writer))
    return documents


def render(costs: Costs, price: float) -> str:
    """The measured seconds and the table, as Markdown."""
    lines = ["| seconds a document | answers | statistics | plain |", "|---|---|---|---|"]
    for second_reader, by_folder in costs.reading.items():
        means = " | ".join(f"{sum(papers) / len(papers):.2f}" for papers in by_folder.values())
        lines.append(f"| reading, `--second-reader {second_reader}` | {means} |")
    lines.append("| planning, gathering, writing | " + " | ".join(f"{one:.3f}" for one in costs.writer.values()) + " |")
    lines.append(
        f"\nDask adds {costs.dask_worker * 1000:.0f} ms a document on the worker and {costs.dask_writer * 1000:.0f} ms"
        f" where the dataset is written, scheduler included; a local cluster takes {costs.start:.1f} s to start.\n"
    )
    heads = [f"{cores} core{'s' if cores > 1 else ''}" for cores in CORES]
    lines += [f"| documents | second reader | {' | '.join(heads)} |", "|---|---|" + "---|" * len(CORES)]
    for batch in BATCHES:
        for second_reader in SECOND_READERS:
            documents = documents_of(batch, costs, second_reader)
            cells = []
            for cores in CORES:
                hours = (costs.start + simulate(documents, cores)) / 3600
                cells.append(f"{_time(hours)}, {hours * cores * price:.2f} €")
            lines.append(f"| {batch.title} | {second_reader} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _time(hours: float) -> str:
    """Two significant digits: the assumptions bear no more."""
    return f"{hours:.2g} h" if hours >= 1 else f"{hours * 60:.2g} min"


def measure(corpus: Path) -> Costs:
    """Takes all figures, in one run."""
    folders = {folder: sorted((corpus / folder).glob("*.pdf")) for folder in _FOUND}
    reading = {
        second: {folder: _reading(papers, second) for folder, papers in folders.items()} for second in SECOND_READERS
    }
    writer = {folder: _writer(papers) for folder, papers in folders.items()}
    local, cluster = (_handing_out(partial(execute, jobs=2, timeout=300)) for execute in (run_tasks, run_on_cluster))
    extra = [max(0.0, on_dask - here) for on_dask, here in zip(cluster, local, strict=True)]
    return Costs(reading, writer, extra[0], extra[1], _start())


def _reading(papers: Iterable[Path], second_reader: str) -> list[float]:
    seconds = []
    for paper in papers:
        _say(f"{paper.name} --second-reader {second_reader}")
        task = _task(paper, Options(second_reader=second_reader))
        if not seconds:
            process_document(task)  # what is loaded once belongs to no document
        began = time.process_time()
        process_document(task)
        seconds.append(time.process_time() - began)
    return seconds


def _writer(papers: Sequence[Path]) -> float:
    """Seconds a document of the process that plans, keeps and writes; those that read are others."""
    began = time.process_time()
    _run(papers, partial(run_tasks, jobs=1, timeout=300), lambda _: None)
    return (time.process_time() - began) / len(papers)


def _handing_out(execute: Execute) -> tuple[float, float]:
    """Seconds a document of this process and of all others, between the 50th and the 350th of many small ones."""
    import psutil

    marks = {50: (0.0, 0.0), 350: (0.0, 0.0)}
    ended = 0

    def mark(_: Outcome) -> None:
        nonlocal ended
        ended += 1
        if ended in marks:
            others = [one.cpu_times() for one in psutil.Process().children(recursive=True)]
            marks[ended] = (time.process_time(), sum(times.user + times.system for times in others))

    paper = min((ROOT / "samples").glob("*/document.pdf"), key=lambda path: path.stat().st_size).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        papers = [Path(folder, f"{number}.pdf") for number in range(360)]
        for number, path in enumerate(papers):
            path.write_bytes(paper + b"\n%%%d\n" % number)
        _say(f"{len(papers)} small papers")
        _run(papers, execute, mark)
    first, last = marks.values()
    return (last[0] - first[0]) / 300, (last[1] - first[1]) / 300


def _start() -> float:
    """Seconds until the first paper is read on a cluster, the best of three: nothing else is measured by the clock."""
    return min(_start_once() for _ in range(3))


def _start_once() -> float:
    paper = next((ROOT / "samples").glob("*/document.pdf"))
    began = time.monotonic()
    for _ in run_on_cluster([_task(paper, Options())], process_document, jobs=2, timeout=300):
        return time.monotonic() - began
    raise RuntimeError("nothing came back")


def _run(papers: Iterable[Path], execute: Execute, progress: Progress) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run_batch(find_inputs(map(str, papers)), Path(folder, "out"), Settings("en", 300), execute, progress)


def _task(paper: Path, options: Options) -> Task:
    return Task(paper, sha256(paper.read_bytes()).hexdigest(), "en", options)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.cluster", description=__doc__)
    parser.add_argument("--price", type=float, default=0.05, help="euros for an hour of one core (default 0.05)")
    options = parser.parse_args()
    print(render(measure(ROOT.parent / "shared" / "corpus"), options.price))


if __name__ == "__main__":
    main()
