"""The simulation of large batches; what is measured for it is not measured here."""

from __future__ import annotations

import pytest

from bench.cluster import BATCHES, CORES, SECOND_READERS, Costs, documents_of, render, simulate


def test_a_cluster_is_as_fast_as_its_cores_or_its_writer() -> None:
    documents = [(2.0, 0.5)] * 8
    assert simulate(documents, 1) == 8 * 2.5
    assert simulate(documents, 2) == 0.5 + 4 * 2.5
    # Half a second of the one that writes for each, and the last one is still to be read.
    assert simulate(documents, 100) == 8 * 0.5 + 2.0
    assert simulate([(1.0, 0.0), (1.0, 0.0), (8.0, 0.0)], 2) == 8.0


def test_table_of_clusters() -> None:
    reading = {second: {"answers": [30.0], "statistics": [3.0], "plain": [0.2, 0.4]} for second in SECOND_READERS}
    costs = Costs(reading, {"answers": 0.05, "statistics": 0.02, "plain": 0.01}, 0.01, 0.02, 5.0)
    found = documents_of(BATCHES[0], costs, "never")
    assert len(found) == BATCHES[0].documents
    assert sum(reading for reading, _ in found) == pytest.approx(100 * 30 + 400 * 3 + 500 * 0.3 + 1000 * 0.02)
    table = [line for line in render(costs, 0.05).splitlines() if "search" in line or "DIP |" in line]
    assert len(table) == len(BATCHES) * len(SECOND_READERS)
    # 4,370 seconds of reading, 34.5 of writing and 5 until all stands, at 5 cents an hour.
    assert table[0].split(" | ")[2] == "1.2 h, 0.06 €"
    assert all(line.count(" | ") == len(CORES) + 1 for line in table)
