"""A batch that is killed again and again comes to the same dataset."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.soak import ROOT, command, contents, lost_and_doubled, make_documents, run_killed


@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes of a run in /proc")
def test_kills_of_the_run_and_of_its_processes_do_not_show(tmp_path: Path) -> None:
    folder, output, killed = tmp_path / "in", tmp_path / "out", tmp_path / "killed"
    make_documents(folder, 12, sources=(ROOT / "samples",))
    subprocess.run(command(folder, output, 2), cwd=ROOT, check=False)
    assert lost_and_doubled(folder, output) == ([], [])
    run_killed(folder, killed, 2, kills=3, worker_kills=6, seconds=1.0, seed=1)
    assert contents(killed) == contents(output)
    assert not [path.name for path in tmp_path.iterdir() if path.name not in {"in", "out", "killed"}]
