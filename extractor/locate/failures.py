"""What can go wrong between the program and a service, apart from what the user did."""

from __future__ import annotations

from extractor.errors import ExitCode, ExtractorError


class PassingError(Exception):
    """A failure that may be gone at the next attempt.

    ``wait`` is the pause in seconds the service asked for by ``Retry-After``, ``None`` where it named none.
    """

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


class ChallengeError(ExtractorError):
    """The service shows a page that only a browser can pass ("Enodia"). It is never solved, only reported."""

    def __init__(self, host: str) -> None:
        super().__init__("locate.challenge", ExitCode.NETWORK, host=host)
        self.host = host


class AnswerTooLargeError(ExtractorError):
    """An answer went beyond the limit for its kind."""

    def __init__(self, host: str, limit: int) -> None:
        super().__init__("locate.too_large", ExitCode.NETWORK, host=host, megabytes=limit // 1_000_000)


class NotFoundError(ExtractorError):
    """The service does not know the address (404)."""

    def __init__(self, what: str) -> None:
        super().__init__("locate.not_found", ExitCode.NOTHING_FOUND, what=what)
