"""Where the PDFs of a dataset are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import file_digest
from pathlib import Path

from extractor.batch.inputs import find_inputs
from extractor.batch.state import STATE_FILE, State
from extractor.messages import shown


def find_pdfs(folder: Path, places: tuple[Path, ...], wanted: Mapping[str, str]) -> dict[str, Path]:
    """The PDFs of a dataset by SHA-256: where the last run read them, and in the folders named.

    ``wanted`` has their names by SHA-256; only files with the same bytes are found.
    """
    candidates = list(find_inputs(map(str, places)).files)
    if (folder / STATE_FILE).is_file():
        with State(folder, read_only=True) as state:
            candidates += [Path(one.path) for one in state.inputs() if one.sha256 in wanted]
    return same_bytes(candidates, wanted)


def same_bytes(candidates: Iterable[Path], wanted: Mapping[str, str]) -> dict[str, Path]:
    """Those of the files that have the name and the bytes of one that is wanted, by SHA-256."""
    names = set(wanted.values())
    found = {}
    for path in candidates:
        if shown(path.name) in names and path.is_file():
            with path.open("rb") as stream:
                found[file_digest(stream, "sha256").hexdigest()] = path
    return {digest: path for digest, path in found.items() if digest in wanted}
