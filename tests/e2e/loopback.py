"""A native app's own tiny web server: where the browser brings it the code."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue

SAID = b"You can close this window and go back to the app."


class Listener:
    """Listens on a free port of this machine for as long as the app waits."""

    def __init__(self, server: HTTPServer, arrived: "Queue[str]") -> None:
        self.port: int = server.server_address[1]
        self._arrived = arrived

    def redirect_uri(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def wait(self) -> str:
        """The path and query with which the browser came."""
        return self._arrived.get(timeout=10)


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener while the block runs."""
    arrived: Queue[str] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if "favicon" not in self.path:
                arrived.put(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(SAID)))
            self.end_headers()
            self.wfile.write(SAID)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Listener(server, arrived)
        finally:
            server.shutdown()
            thread.join()
