"""Writing an expectation anew when its data file has changed, with the reason kept."""

from __future__ import annotations

import json
from datetime import date

from extractor.samples.expectation import derive_expectation, write_expectation
from extractor.samples.folder import Sample


def update_sample(sample: Sample, reason: str, today: date) -> None:
    """Derives ``expected/`` from data.toml and enters why in updates.toml; nothing of the program's output is used."""
    write_expectation(derive_expectation(sample), sample.folder)
    log = sample.folder / "updates.toml"
    before = log.read_text(encoding="utf-8") + "\n" if log.exists() else ""
    # A JSON string is a TOML string.
    entry = f"[[updates]]\ndate = {today.isoformat()}\nreason = {json.dumps(reason, ensure_ascii=False)}\n"
    log.write_text(before + entry, encoding="utf-8", newline="\n")
