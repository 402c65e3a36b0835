"""Serving the pages to one person on this machine."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from extractor.errors import ExitCode, ExtractorError
from extractor.review.desk import Desk


def serve_review(desk: Desk, port: int, language: str, tell: Callable[[str], None]) -> None:
    """Serves until it is interrupted; ``tell`` is given the address as soon as it answers. Port 0: a free one.

    `ExtractorError`: 3 where the extra ``web`` is missing, 5 where the port is taken.
    """
    try:
        from waitress.server import create_server

        from extractor.review.guard import HOST, Guard
        from extractor.review.pages import make_app
    except ImportError as error:
        raise ExtractorError(
            "export.missing", ExitCode.MISSING_DEPENDENCY, format="review", package=error.name or "", extra="web"
        ) from error
    from extractor.review.uploads import MOST_BYTES

    applications: list[object] = []
    try:
        server = create_server(
            lambda environ, start: applications[0](environ, start),  # type: ignore[operator]
            host=HOST,
            port=port,
            ident="",
            max_request_body_size=MOST_BYTES,
        )
    except OSError as error:
        raise ExtractorError(
            "review.port_taken", ExitCode.OUTPUT_NOT_WRITABLE, port=port, reason=error.strerror or str(error)
        ) from error
    guard = Guard(server.effective_port, secrets.token_urlsafe(32))
    applications.append(make_app(desk, guard, language))
    tell(guard.address)
    server.run()
