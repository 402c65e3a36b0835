"""A sample's folder."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import ExitCode, ExtractorError


@dataclass(frozen=True, slots=True)
class ExpectedFailure:
    """Differences that a stage cannot avoid yet: those whose ``place`` and ``field`` match, shell wildcards allowed.

    ``place`` is ``table:key`` as shown by the comparison (``observations:p002t1:r3c2``), ``count`` how many there are.
    """

    place: str
    field: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample: ``data`` is the content of data.toml, the one source of page and expectation."""

    slug: str
    folder: Path
    data: Mapping[str, Any]
    tests: str
    figures: str
    sources: tuple[str, ...]
    expected_failures: tuple[ExpectedFailure, ...]

    @property
    def document(self) -> Path:
        return self.folder / "document.pdf"


def load_sample(folder: Path) -> Sample:
    """The sample in ``folder``; `ExtractorError` (9) where one of its two TOML files is missing or broken."""
    data, described = _toml(folder / "data.toml"), _toml(folder / "sample.toml")
    try:
        return Sample(
            slug=folder.name,
            folder=folder,
            data=data,
            tests=described["tests"],
            figures=described["figures"],
            sources=tuple(described.get("sources", ())),
            expected_failures=tuple(ExpectedFailure(**one) for one in described.get("expected_failures", ())),
        )
    except (KeyError, TypeError) as error:
        raise _broken(folder / "sample.toml", error) from error


def load_samples(root: Path, slugs: Iterable[str] = ()) -> tuple[Sample, ...]:
    """The samples named, or all of the folder, in order of their slugs.

    `ExtractorError` (6) where the folder has no samples or not the one that is named.
    """
    there = {path.parent.name: path.parent for path in sorted(root.glob("*/sample.toml"))}
    if not there:
        raise ExtractorError("samples.none", ExitCode.NOTHING_FOUND, folder=str(root))
    wanted = tuple(slugs) or tuple(there)
    for slug in wanted:
        if slug not in there:
            raise ExtractorError("samples.unknown", ExitCode.NOTHING_FOUND, slug=slug, known=", ".join(there))
    return tuple(load_sample(there[slug]) for slug in wanted)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _broken(path, error) from error


def _broken(path: Path, error: Exception) -> ExtractorError:
    return ExtractorError("samples.broken", ExitCode.CONFIGURATION_INVALID, file=str(path), reason=str(error))
