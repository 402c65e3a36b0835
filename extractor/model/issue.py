"""Something a person should know about a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Issue:
    """A message before it is put into words: ``code`` names it in the catalogue, ``data`` fills its placeholders.

    ``page`` counts from 1; ``None`` where the issue is about the whole document.
    """

    code: str
    severity: Severity
    page: int | None = None
    table_id: str = ""
    data: Mapping[str, str | int] = field(default_factory=dict)
