"""``python -m tests.generator SEED [FOLDER]``: writes the PDF of a seed and what is expected of it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from tests.generator.case import Case
from tests.generator.scenarios import make_case


def write_case(case: Case, folder: Path, notes: list[str] | None = None) -> Path:
    """The PDF and, beside it, the expected tables as JSON; the path of the PDF."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{case.seed:06}_{case.scenario}.pdf"
    path.write_bytes(case.pdf)
    described = {
        "seed": case.seed,
        "scenario": case.scenario,
        "features": sorted(case.features),
        "differences": notes or [],
        "tables": [{"texts": table.texts(), **asdict(table)} for table in case.tables],
    }
    path.with_suffix(".json").write_text(json.dumps(described, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


if __name__ == "__main__":
    print(write_case(make_case(int(sys.argv[1])), Path(sys.argv[2] if len(sys.argv) > 2 else ".")))
