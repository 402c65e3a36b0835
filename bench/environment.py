"""The environments of the other readers below ``.cache/bench``: none of them is installed beside the program.

pdfplumber-rs has one of its own because it installs itself over the module ``pdfplumber``. PyMuPDF (AGPL) is a
yardstick only; 1.28.2, as version 2.0 takes punctuation away from digits.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache" / "bench"
_PACKAGES = {
    "peers": (
        "camelot-py==2.0.0",
        "pdfplumber==0.11.10",
        "PyMuPDF==1.28.2",
        "pypdfium2==5.15.2",
        "tablers==0.9.0",
        "tabula-py==2.10.0",
    ),
    "rust": ("pdfplumber-rs==0.3.0",),
}


def environment_of(reader: str) -> str:
    """The name of the environment a reader runs in."""
    return "rust" if reader == "pdfplumber-rs" else "peers"


def python_of(environment: str) -> Path:
    """The interpreter of an environment; makes the environment and installs its packages where it is missing."""
    folder = CACHE / environment
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    mark = folder / "installed.txt"
    wanted = "\n".join(_PACKAGES[environment])
    if mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return python
    print(f"installing the environment {environment} …", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *_PACKAGES[environment]]
    subprocess.run(install, check=True)
    mark.write_text(wanted, encoding="utf-8")
    return python
