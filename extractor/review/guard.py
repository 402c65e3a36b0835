"""Who may ask: the browser of the person who started the program, from the pages of the program.

Any page that is open in the same browser can send requests to this machine, and a name on the internet can be made to
lead to it (DNS rebinding). The name that was asked for, the origin of what changes something, and a token that only the
address shown at the start has keep both out.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

HOST = "127.0.0.1"
_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class Guard:
    """The one port and the one token of a start of the program."""

    port: int
    token: str

    @property
    def address(self) -> str:
        """What the person opens first."""
        return f"http://{HOST}:{self.port}/?token={self.token}"

    def watch(self, app: Flask) -> None:
        """Looks at every request before anything else does, and gives every answer the headers of safety."""
        app.before_request(self._check)
        app.after_request(_harden)

    @property
    def _cookie(self) -> str:
        # Cookies are shared by all ports of a machine.
        return f"extractor_review_{self.port}"

    def _check(self) -> AnyResponse | None:
        hosts = {f"{HOST}:{self.port}", f"localhost:{self.port}"}
        if request.headers.get("Host", "") not in hosts:
            abort(403)
        if request.method not in ("GET", "HEAD"):
            origin = request.headers.get("Origin", "")
            if origin not in {f"http://{host}" for host in hosts}:
                abort(403)
        given = request.args.get("token", "")
        if request.method == "GET" and request.path == "/" and self._is_token(given):
            answer = redirect("/", 303)
            answer.set_cookie(self._cookie, self.token, httponly=True, samesite="Strict")
            return answer
        if not self._is_token(request.cookies.get(self._cookie, "")):
            abort(403)
        return None

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())


def _harden(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer
