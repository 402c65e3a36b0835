"""What the stand-in does wrong on purpose."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

KINDS = (
    "challenge",  # 303 to /.enodia/challenge, which answers 400 in HTML
    "html",  # 200 and an HTML page in the place of JSON or of a PDF
    "status",  # an error status, with Retry-After where given
    "cut",  # half of the body, then the connection is closed
    "drip",  # the body byte by byte
    "silent_cut",  # half of the body without a length, so that nothing tells that it was cut
)


@dataclass
class Fault:
    """``times`` requests to paths that start with ``path`` go wrong, after ``after`` that go right; -1 is always."""

    kind: str
    path: str = "/"
    times: int = 1
    after: int = 0
    status: int = 503
    retry_after: str = ""
    seconds: float = 0.05

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(self.kind)


@dataclass
class Faults:
    """The faults that are waiting for their request."""

    waiting: list[Fault] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> None:
        """Let something go wrong from now on."""
        with self.lock:
            self.waiting.append(fault)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        with self.lock:
            self.waiting.clear()

    def take(self, path: str) -> Fault | None:
        """The fault for this request, which uses it up."""
        with self.lock:
            for fault in self.waiting:
                if not path.startswith(fault.path) or fault.times == 0:
                    continue
                if fault.after > 0:
                    fault.after -= 1
                    continue
                fault.times -= 1
                return fault
        return None
