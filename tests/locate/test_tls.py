"""Over https the certificate must be that of the name, although the connection is made to a checked address."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from extractor.errors import ExtractorError
from extractor.locate import transport
from extractor.locate.client import Client
from extractor.locate.settings import NetworkSettings

NAME = "register.example"


class Handler(BaseHTTPRequestHandler):
    """Answers with the host that was asked for."""

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""

    def do_GET(self) -> None:
        body = f'{{"host": "{self.headers["Host"]}"}}'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for `NAME` that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A TLS server on loopback; its certificate is trusted, and every name leads to it."""
    certificate, key = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setattr(transport, "addresses", lambda target: ("127.0.0.1",))
    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def settings(port: int, name: str) -> NetworkSettings:
    plain = NetworkSettings(pace=0, attempts=1, timeout=5, cache=None)
    return replace(plain, allowed_hosts=(f"{name}:{port}",), dip_url=f"https://{name}:{port}")


def test_the_right_name_is_reached_at_the_checked_address(port: int) -> None:
    with Client(settings(port, NAME)) as client:
        assert client.json(f"https://{NAME}:{port}/") == {"host": f"{NAME}:{port}"}


def test_another_name_with_that_certificate_is_refused(port: int) -> None:
    with Client(settings(port, "other.example")) as client, pytest.raises(ExtractorError) as refused:
        client.json(f"https://other.example:{port}/")
    assert refused.value.data["reason"] == "ConnectError"
