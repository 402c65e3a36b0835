"""From a seed to a mutant: which paper, which of its pages, what is done to it. The same seed gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from random import Random

import pypdf

from tests.fuzz.mutate_bytes import mutate_bytes
from tests.fuzz.mutate_objects import mutate_objects
from tests.fuzz.mutate_streams import mutate_streams
from tests.fuzz.objects import Parsed, parse, serialise

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
CORPUS = ROOT.parent / "shared" / "corpus"

# Long papers are cut down before their objects are mutated: what breaks is one page, and a run has thousands.
_MOST_PAGES = 4


class Level(Enum):
    """What a step sees of a file."""

    OBJECTS = "objects"
    STREAMS = "streams"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Step:
    """One mutation; ``seed`` says which."""

    level: Level
    seed: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """A paper, ``pages`` of it from ``first`` on (from 0; no pages: the file as it is), and what is done in turn.

    ``packed`` says how its objects are written when they were taken apart.
    """

    seed: int
    paper: Path
    first: int
    pages: int
    packed: bool
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        pages = f" p. {self.first + 1} to {self.first + self.pages}" if self.pages else ""
        return f"{self.paper.parent.name}/{self.paper.name}{pages}: {' '.join(one.level.value for one in self.steps)}"


def papers() -> tuple[tuple[Path, ...], ...]:
    """The project's own samples, and the corpus where it is there."""
    own, foreign = (tuple(sorted(folder.glob("*/*.pdf"))) for folder in (SAMPLES, CORPUS))
    return (own, foreign) if foreign else (own,)


def make_recipe(seed: int, pools: Sequence[Sequence[Path]]) -> Recipe:
    """What the mutant of this seed is made of; odd seeds take the second pool, so even ones never depend on it."""
    random = Random(seed)
    paper = random.choice(pools[seed % len(pools)])
    levels = random.choice(((Level.BYTES,), (Level.OBJECTS,), (Level.STREAMS,), (Level.OBJECTS, Level.STREAMS), Level))
    chosen = [random.choice(tuple(levels)) for _ in range(random.choice((1, 1, 1, 2, 3, 5)))]
    steps = tuple(Step(level, random.getrandbits(32)) for level in sorted(chosen, key=list(Level).index))
    if all(step.level is Level.BYTES for step in steps) and random.random() < 0.7:
        return Recipe(seed, paper, 0, 0, False, steps)
    pages = random.randint(1, _MOST_PAGES)
    return Recipe(seed, paper, random.randrange(10_000), pages, random.random() < 0.3, steps)


def make_mutant(recipe: Recipe) -> bytes:
    """The mutant's bytes."""
    data = cut(recipe.paper, recipe.first, recipe.pages) if recipe.pages else recipe.paper.read_bytes()
    return apply(data, recipe.steps, packed=recipe.packed)


def apply(data: bytes, steps: Sequence[Step], *, packed: bool = False) -> bytes:
    """A sound file with all this done to it."""
    parsed = parse(data) if packed or any(step.level in _ON_OBJECTS for step in steps) else None
    for step in steps:
        if parsed is not None and step.level in _ON_OBJECTS:
            _ON_OBJECTS[step.level](parsed, Random(step.seed))
    if parsed is not None:
        data = serialise(parsed, packed=packed)
    for step in steps:
        if step.level is Level.BYTES:
            data = mutate_bytes(data, Random(step.seed))
    return data


_ON_OBJECTS: dict[Level, Callable[[Parsed, Random], None]] = {
    Level.OBJECTS: mutate_objects,
    Level.STREAMS: mutate_streams,
}


@lru_cache(maxsize=64)
def cut(paper: Path, first: int, pages: int) -> bytes:
    """A file of these pages only; where there are not so many, those that begin at a page found by going round."""
    reader = _reader(paper)
    count = len(reader.pages)
    start = first % count
    writer = pypdf.PdfWriter()
    writer.append(reader, pages=(start, min(count, start + pages)), import_outline=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@lru_cache(maxsize=4)
def _reader(paper: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(paper.read_bytes()))
