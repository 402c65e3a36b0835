"""The stand-in as an HTTP server on loopback."""

from __future__ import annotations

import email.utils
import hashlib
import json
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from tests.dip_standin.faults import Fault, Faults
from tests.dip_standin.lists import RESOURCES, BadRequestError, Lists
from tests.dip_standin.world import World

KEY = "StandIn.KeyOfTheYearWhichIsFortyTwoLettersLo"
UNAUTHORIZED = (
    "An API key is required to access this service. Please refer to https://dip.bundestag.de/über-dip/hilfe/api how to "
    "apply for a key. Misuse of this service may lead to blocking your requests."
)
CHALLENGE = b"<!DOCTYPE html><html><head><title>Enodia Verification</title></head><body>...</body></html>"


class StandIn:
    """A running server; ``with StandIn() as standin:`` gives its ``world``, ``faults`` and ``requests``."""

    def __init__(self, world: World | None = None, port: int = 0, key: str = KEY) -> None:
        self.world = world or World()
        self.faults = Faults()
        self.key = key
        self.requests: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.lists = Lists(self.world)
        self.before_page: Any = None
        # Seconds before each answer, as if the service were far away.
        self.delay = 0.0
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.standin = self
        self.port = self._server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.world.base = self.base
        self.api = f"{self.base}/api/v1"
        self.host = f"127.0.0.1:{self.port}"

    def __enter__(self) -> StandIn:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *ignored: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def serve(self) -> None:
        """Serve until interrupted."""
        self._server.serve_forever()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    standin: StandIn

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed in the middle is what the tests want."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        standin = self.server.standin
        time.sleep(standin.delay)
        standin.requests.append(self.path)
        standin.headers.append({name.lower(): value for name, value in self.headers.items()})
        parts = urlsplit(self.path)
        if parts.path.startswith("/.enodia/"):
            self._send(400, CHALLENGE, "text/html; charset=utf-8")
            return
        fault = standin.faults.take(parts.path)
        if fault is not None and self._fails(fault):
            return
        if parts.path.startswith("/api/v1/"):
            self._api(parts.path.removeprefix("/api/v1/"), parse_qs(parts.query, keep_blank_values=True), fault)
        elif parts.path.startswith("/opendata/"):
            self._file(standin.world.exports.get(parts.path), "application/xml", None, fault)
        else:
            self._pdf(unquote(parts.path), fault)

    def _fails(self, fault: Fault) -> bool:
        """Whether the fault takes the place of the answer; other faults spoil its body."""
        if fault.kind == "challenge":
            location = f"/.enodia/challenge?redirect={self.path}"
            self._send(303, b"", "text/html", {"Location": location})
        elif fault.kind == "html":
            self._send(200, CHALLENGE, "text/html; charset=utf-8")
        elif fault.kind == "status":
            extra = {"Retry-After": fault.retry_after} if fault.retry_after else {}
            self._send(fault.status, b"<html>error</html>" if fault.status == 403 else b"", "text/html", extra)
        else:
            return False
        return True

    def _api(self, path: str, parameters: dict[str, list[str]], fault: Fault | None) -> None:
        standin = self.server.standin
        given = self.headers.get("Authorization", "").removeprefix("ApiKey ")
        if standin.key not in (given, *parameters.get("apikey", [])):
            self._json(401, {"code": 401, "message": UNAUTHORIZED}, fault)
            return
        resource, _, record_id = path.partition("/")
        if resource not in RESOURCES:
            self._json(404, {"code": 404, "message": f"Not found: {resource}"}, fault)
            return
        if record_id:
            record = standin.lists.detail(resource, record_id)
            if record is None:
                self._json(404, {"code": 404, "message": f"ID not found: {record_id}"}, fault)
            else:
                self._answer(record, parameters, fault)
            return
        if standin.before_page is not None:
            standin.before_page(resource, parameters)
        try:
            body = standin.lists.answer(resource, parameters)
        except BadRequestError as error:
            self._json(400, {"code": 400, "message": str(error)}, fault)
            return
        self._answer(body, parameters, fault)

    def _answer(self, body: dict[str, Any], parameters: dict[str, list[str]], fault: Fault | None) -> None:
        if parameters.get("format", ["json"])[0] == "xml":
            self._send(200, _as_xml(body), "application/xml", fault=fault)
        else:
            self._json(200, body, fault)

    def _json(self, status: int, body: dict[str, Any], fault: Fault | None) -> None:
        data = json.dumps(body, ensure_ascii=False).encode()
        self._send(status, data, "application/json;charset=utf-8", fault=fault)

    def _pdf(self, path: str, fault: Fault | None) -> None:
        world = self.server.standin.world
        with world.lock:
            if path in world.export_files:
                self._file(world.export_files[path], "application/pdf", None, fault)
                return
            paper = world.papers.get(world.files.get(path, ""))
            distributed = paper.record["fundstelle"].get("verteildatum", "") if paper else ""
            data = paper.data if paper and distributed <= world.today.isoformat() else None
            modified = paper.modified if paper else None
        self._file(data, "application/pdf", modified, fault)

    def _file(self, data: bytes | None, kind: str, modified: datetime | None, fault: Fault | None) -> None:
        world = self.server.standin.world
        if data is None:
            self._send(404, b"<html><body>404</body></html>", "text/html")
            return
        extra: dict[str, str] = {}
        etag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        if world.validators:
            extra["ETag"] = etag
            if modified:
                extra["Last-Modified"] = email.utils.format_datetime(modified.astimezone(UTC), usegmt=True)
            if self.headers.get("If-None-Match") == etag:
                self._send(304, b"", kind, extra)
                return
        wanted = self.headers.get("Range", "")
        condition = self.headers.get("If-Range")
        if world.ranges and wanted.startswith("bytes=") and condition in (None, etag, extra.get("Last-Modified")):
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(data):
                self._send(416, b"", kind, {"Content-Range": f"bytes */{len(data)}"})
                return
            extra["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
            self._send(206, data[start:], kind, extra, fault)
            return
        self._send(200, data, kind, extra, fault)

    def _send(
        self, status: int, body: bytes, kind: str, extra: dict[str, str] | None = None, fault: Fault | None = None
    ) -> None:
        spoiled = fault.kind if fault else ""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in (extra or {}).items():
            self.send_header(name, value)
        if spoiled == "silent_cut":
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(body)))
        head = b"".join(self._headers_buffer) + b"\r\n"
        self._headers_buffer = []
        if self.command == "HEAD":
            body = b""
        if spoiled in ("cut", "silent_cut"):
            self.wfile.write(head + body[: len(body) // 2])
            self.close_connection = True
        elif spoiled == "drip":
            self.wfile.write(head)
            for start in range(len(body)):
                self.wfile.write(body[start : start + 1])
                time.sleep(fault.seconds if fault else 0)
        else:
            self.wfile.write(head + body)


def _as_xml(body: dict[str, Any]) -> bytes:
    if "documents" not in body:
        return tostring(_element("document", body), encoding="utf-8")
    root = Element("response")
    SubElement(root, "numFound").text = str(body["numFound"])
    SubElement(root, "cursor").text = body["cursor"]
    documents = SubElement(root, "documents")
    for record in body["documents"]:
        documents.append(_element("document", record))
    return tostring(root, encoding="utf-8")


def _element(name: str, value: Any) -> Element:
    element = Element(name)
    if isinstance(value, dict):
        for key, inner in value.items():
            for entry in inner if isinstance(inner, list) else [inner]:
                element.append(_element(key, entry))
    else:
        element.text = str(value)
    return element
