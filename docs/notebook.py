"""Runs the notebooks below ``docs/``, so that what they show is what the program does. Run by ``make docs``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

DOCS = Path(__file__).resolve().parent
NOTEBOOKS = tuple(sorted(DOCS.glob("*.ipynb")))


def run_notebook(path: Path) -> nbformat.NotebookNode:
    """The notebook with the outputs of a run in its own folder; an error in a cell is raised."""
    notebook = nbformat.read(path, as_version=4)
    # The kernel is a process of its own and must find this program, not another one that is installed.
    environment = {**os.environ, "PYTHONPATH": str(DOCS.parent)}
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}})
    client.execute(env=environment)
    for cell in notebook.cells:
        cell.metadata = {}
    notebook.metadata.language_info = {"name": "python"}
    return notebook


def shown_texts(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """What the cells show, as plain text."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data: dict[str, Any] = output.get("data", {})
            yield output.get("text", "") + data.get("text/plain", "")


if __name__ == "__main__":
    for path in NOTEBOOKS:
        nbformat.write(run_notebook(path), path)
