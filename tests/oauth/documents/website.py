"""A website of an app, on this machine, with a certificate of an authority here."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme

from taskpal.oauth.documents.fetching import Fetcher

HOST = "app.example"
JSON = {"Content-Type": "application/json"}
CALLBACK = "https://app.example/callback"


@dataclass
class Page:
    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: dict(JSON))


@dataclass
class Website:
    """Its pages, and who asked for them."""

    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)

    def address(self, path: str = "/client.json", host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    def describes(self, path: str = "/client.json", /, **said: Any) -> str:
        """Publish a document, and give its address; None leaves a field out."""
        address = self.address(path)
        document = {
            "client_id": address,
            "client_name": "Planner",
            "redirect_uris": [CALLBACK],
            "token_endpoint_auth_method": "none",
        } | said
        kept = {name: value for name, value in document.items() if value is not None}
        return self.publishes(path, json.dumps(kept).encode())

    def publishes(
        self, path: str, body: bytes, status: int = 200, **headers: str
    ) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Page(body, status, {**JSON, **named})
        return self.address(path)

    def fetcher(self, *, trusted: bool = True) -> Fetcher:
        """Reads from here whatever the name is; the rule lets this machine through."""
        known = ssl.create_default_context()
        if trusted:
            authority().configure_trust(known)
        return Fetcher(resolves_to("127.0.0.1"), lambda _: True, known)


def resolves_to(*addresses: str) -> Any:
    """A name server that gives these addresses for every name."""

    async def resolve(_host: str) -> list[str]:
        return list(addresses)

    return resolve


@cache
def authority() -> trustme.CA:
    return trustme.CA()


@contextmanager
def running(host: str = HOST) -> Iterator[Website]:
    """A website that answers while the test runs."""
    site = Website()
    site.held.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _answering(site))
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert(host).configure_cert(context)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.held.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _answering(site: Website) -> type[BaseHTTPRequestHandler]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(dict(self.headers.items()))
            site.held.wait(10)
            page = site.pages.get(self.path, Page(b"{}", 404))
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, *_args: object) -> None:
            """Not into the output of the tests."""

    return Answer
