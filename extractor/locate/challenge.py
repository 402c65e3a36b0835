"""The bot protection of the service: recognised, reported and backed off from."""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from extractor.errors import ExitCode, ExtractorError

# The name of the product as the service's redirects and pages show it.
_CHALLENGE_PATH = "/.enodia/"
_CHALLENGE_WORD = b"enodia"
# Doubling from a quarter of an hour to six hours: no figure of the service is known, and a job that runs every hour
# must not knock every hour.
_FIRST_PAUSE = 900.0
_LONGEST_PAUSE = 21_600.0


def is_challenge_redirect(location: str) -> bool:
    """Whether a redirect leads to the bot protection."""
    return urlsplit(location).path.startswith(_CHALLENGE_PATH)


def is_challenge_page(start: bytes) -> bool:
    """Whether the first bytes of an HTML page are those of the bot protection."""
    return _CHALLENGE_WORD in start.lower()


@dataclass(frozen=True, slots=True)
class Cooldown:
    """Remembers over runs, in one file, that a host showed its challenge; ``folder`` is the cache, or none."""

    folder: Path | None

    def check(self, host: str, now: float | None = None) -> None:
        """`ExtractorError` (7) while the pause after the last challenge is not over."""
        until = self._read().get(host, {}).get("until", 0.0)
        left = until - (time.time() if now is None else now)
        # A clock that was set back must not lock the host out for longer than the longest pause.
        if 0 < left <= _LONGEST_PAUSE:
            raise ExtractorError("locate.cooling_down", ExitCode.NETWORK, host=host, minutes=int(left // 60) + 1)

    def begin(self, host: str, now: float | None = None) -> None:
        """Note a challenge; each one in a row doubles the pause."""
        state = self._read()
        times = int(state.get(host, {}).get("times", 0.0)) + 1
        pause = min(_FIRST_PAUSE * 2 ** (times - 1), _LONGEST_PAUSE)
        state[host] = {"until": (time.time() if now is None else now) + pause, "times": float(times)}
        self._write(state)

    def end(self, host: str) -> None:
        """Note that the host answered as it should."""
        state = self._read()
        if state.pop(host, None) is not None:
            self._write(state)

    def _read(self) -> dict[str, dict[str, float]]:
        if self.folder is None:
            return {}
        try:
            state = json.loads((self.folder / "cooldown.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            # No file yet, or half a file: nothing is known, which the next challenge mends.
            return {}
        return state if isinstance(state, dict) else {}

    def _write(self, state: dict[str, dict[str, float]]) -> None:
        if self.folder is None:
            return
        # A cache that cannot be written costs only the memory between runs; the challenge itself is reported anyway.
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh = self.folder / f"cooldown.{os.getpid()}"
            fresh.write_text(json.dumps(state), encoding="utf-8")
            fresh.replace(self.folder / "cooldown.json")
