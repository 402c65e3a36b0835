"""extractor: tables of residence-permit figures out of German parliamentary answers, with evidence for each number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.document import read as read

__all__ = ["__version__", "read"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # PEP 562: `import extractor` and `extractor --help` must not load PDFium and pandas.
    if name == "read":
        from extractor.document import read

        return read
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
