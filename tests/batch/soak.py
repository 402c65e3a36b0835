"""Large batches, undisturbed and killed at random moments.

``python -m tests.batch.soak [NUMBER] [--kills N] [--worker-kills N] [--jobs N] [--seed N] [--folder FOLDER]``

Documents of one to four pages are cut from the samples and, where it is there, the corpus; each gets bytes of its own.
With kills, the batch is made twice: in one go, and with the parent killed again and again, its processes too, until
the last run goes through. Both datasets must have the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdf

from extractor.write import DATASET_FILES

ROOT = Path(__file__).resolve().parents[2]
_SOURCES = (ROOT / "samples", ROOT.parent / "shared" / "corpus")
# Cutting a page out of a large paper takes half a second; so many different ones are cut, then repeated.
_DIFFERENT = 300


def make_documents(folder: Path, count: int, seed: int = 0, sources: tuple[Path, ...] = _SOURCES) -> None:
    """Writes so many documents into ``folder``: pages of the sources, with a comment behind the end of the file."""
    chance = random.Random(seed)
    papers = [pypdf.PdfReader(path) for source in sources for path in sorted(source.rglob("*.pdf"))]
    cuts: list[bytes] = []
    folder.mkdir(parents=True)
    for number in range(count):
        if number < _DIFFERENT:
            cuts.append(_cut(papers, chance))
        data = cuts[number % len(cuts)] + b"%% %d\n" % number
        (folder / f"{number:05d}.pdf").write_bytes(data)


def _cut(papers: list[pypdf.PdfReader], chance: random.Random) -> bytes:
    paper = chance.choice(papers)
    length = min(chance.randint(1, 4), len(paper.pages))
    first = chance.randrange(len(paper.pages) - length + 1)
    writer = pypdf.PdfWriter()
    for page in paper.pages[first : first + length]:
        writer.add_page(page)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def command(folder: Path, output: Path, jobs: int) -> list[str]:
    """The batch as a user starts it."""
    arguments = ["run", str(folder), "--output", str(output), "--jobs", str(jobs), "--second-reader", "never", "-q"]
    return [sys.executable, "-m", "extractor", *arguments]


def run_killed(folder: Path, output: Path, jobs: int, kills: int, worker_kills: int, seconds: float, seed: int) -> int:
    """Runs the batch with kills spread over the ``seconds`` that it takes in one go; the exit code of the last run.

    Each run lives for a random time, in which random processes of it are killed; the last one is left alone.
    """
    chance = random.Random(seed)
    share = worker_kills // max(1, kills)
    for _ in range(kills):
        process = subprocess.Popen(command(folder, output, jobs), cwd=ROOT, start_new_session=True)
        # Starting takes about half a second, in which there is nothing to kill yet.
        moments = sorted(chance.uniform(0.4, 0.6 + 2 * seconds / max(1, kills)) for _ in range(share + 1))
        began = time.monotonic()
        for number, moment in enumerate(moments):
            time.sleep(max(0.0, began + moment - time.monotonic()))
            if number < share:
                _kill(chance.choice([*_children(process.pid), 0]))
        _kill(process.pid)
        process.wait()
    return subprocess.run(command(folder, output, jobs), cwd=ROOT, check=False).returncode


def _children(process: int) -> Iterator[int]:
    try:
        found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    yield from map(int, found)


def _kill(process: int) -> None:
    if process:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            return


def contents(output: Path) -> dict[str, bytes]:
    """The bytes of a dataset."""
    return {name: (output / name).read_bytes() for name in DATASET_FILES}


def lost_and_doubled(folder: Path, output: Path) -> tuple[list[str], list[str]]:
    """Files that are neither a document nor an error, and files that are there more than once."""
    rows: Counter[str] = Counter()
    with (output / "documents.csv").open(encoding="utf-8", newline="") as stream:
        rows.update(row["file"] for row in csv.DictReader(stream))
    with (output / "issues.csv").open(encoding="utf-8", newline="") as stream:
        rows.update(row["file"] for row in csv.DictReader(stream) if not row["doc_id"])
    names = {path.name for path in folder.iterdir()}
    return sorted(names - set(rows)), sorted(name for name, count in rows.items() if count > 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=400)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--worker-kills", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    place = chosen.folder or Path(tempfile.mkdtemp(prefix="extractor-soak-"))
    folder, output = place / "in", place / "out"
    if not folder.exists():
        make_documents(folder, chosen.count, chosen.seed)
    began = time.monotonic()
    code = subprocess.run(command(folder, output, chosen.jobs), cwd=ROOT, check=False).returncode
    seconds = time.monotonic() - began
    lost, doubled = lost_and_doubled(folder, output)
    print(f"{chosen.count} documents: exit {code}, {seconds:.1f} s, lost {len(lost)}, doubled {len(doubled)}")
    began = time.monotonic()
    subprocess.run(command(folder, output, chosen.jobs), cwd=ROOT, check=False)
    print(f"again, nothing changed: {time.monotonic() - began:.1f} s")
    same = True
    if chosen.kills:
        killed = place / "killed"
        code = run_killed(folder, killed, chosen.jobs, chosen.kills, chosen.worker_kills, seconds, chosen.seed)
        same = contents(killed) == contents(output)
        print(f"killed {chosen.kills} times, processes {chosen.worker_kills} times: exit {code}, same bytes: {same}")
    if chosen.folder is None:
        shutil.rmtree(place)
    return 0 if same and not lost and not doubled else 1


if __name__ == "__main__":
    sys.exit(main())
