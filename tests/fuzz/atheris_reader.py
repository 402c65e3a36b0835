"""The reader under atheris, which prefers mutants that reach code not reached before.

``python -m tests.fuzz.atheris_reader [FOLDER] [-max_total_time=SECONDS] …``, options as of libFuzzer. FOLDER (else
``.cache/atheris``) keeps the mutants worth going on from; it begins with pages of the samples. What breaks is written
to the working folder as ``crash-…``; ``python -m tests.fuzz.atheris_reader FILE`` reads it again.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from random import Random

from tests.fuzz.mutate_bytes import mutate_bytes
from tests.fuzz.recipes import ROOT, SAMPLES, Level, Step, apply, cut

try:
    import atheris
except ImportError:
    raise SystemExit("atheris is missing: pip install atheris (Linux and Python 3.11 to 3.13).") from None

_OTHER_READERS = {"extractor.tables.pdfplumber_reader", "extractor.tables.camelot_reader"}

with atheris.instrument_imports(include=["extractor"]):
    from extractor.errors import ExtractorError
    from extractor.model.page import PdfSource
    from extractor.read import read_document
    from extractor.structure import read_structure
    from extractor.tables import read_tables

    # The stages import these when they are called, which would be too late to watch them.
    for package in ("read", "structure", "tables"):
        for module in iter_modules([str(ROOT / "extractor" / package)], f"extractor.{package}."):
            if module.name not in _OTHER_READERS:
                import_module(module.name)

# A paper of thousands of pages that are one and the same says nothing new.
_MOST_PAGES = 20
_HEADER_ZONE = 1024


def read_one_input(data: bytes) -> None:
    """Reads a mutant up to its grids; whatever is no `ExtractorError` is a fault, and so is a page that fails."""
    if b"%PDF" not in data[:_HEADER_ZONE]:
        return
    source = PdfSource("mutant.pdf", data, "0" * 64)
    try:
        document, _ = read_document(source, _MOST_PAGES)
    except ExtractorError:
        return
    read_structure(document)
    _, issues = read_tables(source, document)
    if issues:
        raise AssertionError(str(issues[0].data))


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """One mutation: of the objects or streams where the file can be taken apart, else of its bytes."""
    random = Random(seed)
    level = random.choice(tuple(Level))
    try:
        changed = apply(data, (Step(level, seed),))
    except Exception:  # pypdf makes nothing of this mutant any more
        changed = mutate_bytes(data, random)
    return changed[:most]


def main() -> None:
    arguments = sys.argv[1:]
    if not any(not argument.startswith("-") for argument in arguments):
        folder = Path(".cache/atheris")
        folder.mkdir(parents=True, exist_ok=True)
        for paper in sorted(SAMPLES.glob("*/document.pdf")):
            (folder / f"{paper.parent.name}.pdf").write_bytes(cut(paper, 1, 1))
        arguments.append(str(folder))
    atheris.Setup([sys.argv[0], "-max_len=200000", "-timeout=60", *arguments], read_one_input, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
