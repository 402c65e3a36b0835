"""Finding papers of a parliament: search, download, keep up to date.

`resolve_inputs` turns what a user may name (numbers, links, searches, lists) into files; the rest is used by the
commands ``locate``, ``fetch`` and ``sync``. Importing this package loads no HTTP library.
"""

from __future__ import annotations

from extractor.locate.inputs import ResolvedInput, is_remote, resolve_inputs
from extractor.locate.settings import NetworkSettings, settings_from_environment, with_options

__all__ = [
    "NetworkSettings",
    "ResolvedInput",
    "is_remote",
    "resolve_inputs",
    "settings_from_environment",
    "with_options",
]
