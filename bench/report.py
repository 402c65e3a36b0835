"""The results as ``docs/benchmark.md``."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.gold import FIGURES
from bench.ours import OURS, SECOND_READERS
from bench.processes import Cost

TEXT_FLOOR, PATH_FLOOR = "PDFium, text in one piece", "PDFium, characters and paths"
TRIED = Path(__file__).with_name("tried.md")


@dataclass
class Results:
    """Everything that was measured. ``costs[paper set][reader]`` is what the worker printed."""

    date: str
    commit: str
    runs: int
    pages: dict[str, int] = field(default_factory=dict)
    costs: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    exactness: dict[str, dict[str, str]] = field(default_factory=dict)
    processes: dict[str, dict[str, Cost]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    corpus: bool = True


def render(results: Results) -> str:
    """The whole document in Markdown."""
    parts = [_introduction(results)]
    parts.extend(_cost_table(name, costs, results.pages[name]) for name, costs in results.costs.items())
    if results.processes:
        parts.append(_process_table(results.processes))
    if results.exactness:
        parts.append(_exactness_table(results.exactness))
    if results.failures:
        parts.append("## Not measured\n\n" + "\n".join(f"- {name}: {why}" for name, why in results.failures.items()))
    parts.append(TRIED.read_text(encoding="utf-8").strip())
    return "\n\n".join(parts) + "\n"


def _introduction(results: Results) -> str:
    versions = sorted(
        {
            f"{reader} {cost['version']}"
            for costs in results.costs.values()
            for reader, cost in costs.items()
            if cost["version"] and not reader.startswith("PDFium")
        }
    )
    papers = (
        "The papers are those of the corpus beside the checkout."
        if results.corpus
        else "There was no corpus beside the checkout: only the samples of the project are measured, without exactness."
    )
    machine = f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    return f"""# Benchmark

Written by `make bench` on {results.date} at commit {results.commit}; do not edit by hand, except `bench/tried.md`.

{papers}
Each reader runs alone in a process of its own, called from Python on whole files, texts of the cells included.
CPU is user and system time without the import of the reader, after a first page to warm up: the median of
{results.runs} runs, of fewer where the column says so. Memory is the peak above the bare interpreter, import included.
Two runs on a shared machine differ by up to 1.5 times, so only figures of one run are compared.
PyMuPDF is a yardstick and no dependency (AGPL). tabula-java counts with the start of its JVM.

Machine: {machine}. Readers: {"; ".join(versions)}."""


def _cost_table(name: str, costs: Mapping[str, Mapping[str, Any]], pages: int) -> str:
    lines = [
        f"## {name} ({pages} pages)",
        "",
        "| reader | ms a page | times ours | peak memory MB | runs |",
        "|---|---|---|---|---|",
    ]
    ours = costs.get(OURS, {}).get("cpu")
    for reader, cost in sorted(costs.items(), key=lambda item: item[1]["cpu"]):
        times = f"{cost['cpu'] / ours:.2f}" if ours else ""
        title = f"**{reader}**" if reader == OURS else reader
        speed = f"{1000 * cost['cpu'] / pages:.1f}"
        lines.append(f"| {title} | {speed} | {times} | {cost['peak_mb']:.0f} | {cost['runs']} |")
    if OURS in costs:
        stages = ", ".join(f"{stage} {1000 * spent / pages:.1f}" for stage, spent in costs[OURS]["stages"].items())
        lines += ["", f"Ours by stage, ms a page: {stages}."]
        ratios = [
            f"{ours / costs[other]['cpu']:.2f} × {other}"
            for other in (TEXT_FLOOR, PATH_FLOOR, "tablers")
            if other in costs and ours
        ]
        lines.append(f"Ours is {', '.join(ratios)}.")
    return "\n".join(lines)


def _process_table(processes: Mapping[str, Mapping[str, Cost]]) -> str:
    lines = ["## Whole processes", ""]
    lines += ["| paper | program | CPU seconds | times ours | peak MB | runs |", "|---|---|---|---|---|---|"]
    for paper, costs in processes.items():
        ours = costs["extractor tables"].seconds
        for name, cost in costs.items():
            figures = (f"{cost.seconds:.2f}", f"{cost.seconds / ours:.1f}", f"{cost.megabytes:.0f}", str(cost.runs))
            lines.append(f"| {paper} | {name} | {' | '.join(figures)} |")
    return "\n".join(lines)


def _exactness_table(exactness: Mapping[str, Mapping[str, str]]) -> str:
    lines = [
        "## Exactness on the hand-checked grids",
        "",
        "Scored by `score_tables.py`. The lines of a cell of the other readers are joined and hyphenation is undone as",
        "ours is. `--reader` are those readers behind our protocol: spans from their cells, rotated text in order.",
        "",
        f"| reader | {' | '.join(FIGURES)} | stitched |",
        "|---|" + "---|" * (len(FIGURES) + 1),
    ]

    def order(item: tuple[str, Mapping[str, str]]) -> float:
        return -float(item[1]["numeric cells"].split("=")[-1])

    for reader, figures in sorted(exactness.items(), key=order):
        cells = [figures[name].split("  ")[0] for name in FIGURES]
        knows = reader == OURS or reader in SECOND_READERS
        cells.append(figures["stitched"].split("  ")[0] if knows else "–")
        title = f"**{reader}**" if reader == OURS else reader
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines)
