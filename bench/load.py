"""Asks a server as fast as it answers, over a few connections kept open.

It runs in a process of its own, so that it never competes with the server for Python's
lock, and does as little as possible: raw sockets, requests made beforehand, and of each
answer only its status and its length are read. `python -m bench.load` reads a plan from
stdin and prints what it saw, both as JSON. It imports nothing that starts slowly.
"""

import json
import selectors
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Plan:
    """Whom to ask, what (the connections take turns), and for how long."""

    port: int
    requests: list[str]
    connections: int = 16
    seconds: float = 2.0


@dataclass(frozen=True)
class Seen:
    """What came back."""

    per_second: float
    median_ms: float
    slowest_ms: float
    statuses: dict[str, int] = field(default_factory=dict)


def run(plan: Plan) -> Seen:
    """Carry the plan out in a new process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    return Seen(**json.loads(done.stdout))


def request(
    method: str, path: str, token: str = "", body: bytes = b"", port: int = 0
) -> str:
    """A request as it goes over the wire."""
    head = [f"{method} {path} HTTP/1.1", f"Host: localhost:{port}", "Accept: */*"]
    if token:
        head.append(f"Authorization: Bearer {token}")
    if body:
        head += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, "", ""]) + body.decode()


class Connection:
    """One socket that always waits for exactly one answer."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.asked_at = 0.0

    def ask(self, request: bytes) -> None:
        self.received = b""
        self.asked_at = time.perf_counter()
        self.socket.sendall(request)

    def answered(self) -> bool:
        """Read what has come; whether it is the whole answer."""
        part = self.socket.recv(1 << 18)
        if not part:
            raise ConnectionError("The server closed the connection.")
        self.received += part
        end = self.received.find(b"\r\n\r\n")
        return end > 0 and len(self.received) >= end + 4 + self._length(end)

    def status(self) -> str:
        return self.received[9:12].decode()

    def _length(self, end: int) -> int:
        head = self.received[:end].lower()
        at = head.find(b"content-length:")
        return int(head[at + 15 :].split(b"\r\n", 1)[0]) if at > 0 else 0


def main() -> None:
    plan = Plan(**json.load(sys.stdin))
    requests = [one.encode() for one in plan.requests]
    waiting = selectors.DefaultSelector()
    for number in range(plan.connections):
        connection = Connection(plan.port)
        waiting.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask(requests[number % len(requests)])
    print(json.dumps(asdict(_measure(plan, requests, waiting))))


def _measure(
    plan: Plan, requests: list[bytes], waiting: selectors.DefaultSelector
) -> Seen:
    took: list[float] = []
    statuses: dict[str, int] = {}
    start = time.perf_counter()
    asked, now = plan.connections, start
    while now - start < plan.seconds:
        for key, _ in waiting.select(timeout=5):
            connection: Connection = key.data
            if connection.answered():
                now = time.perf_counter()
                took.append(now - connection.asked_at)
                status = connection.status()
                statuses[status] = statuses.get(status, 0) + 1
                connection.ask(requests[asked % len(requests)])
                asked += 1
    took.sort()
    return Seen(
        per_second=len(took) / (now - start),
        median_ms=took[len(took) // 2] * 1000,
        slowest_ms=took[int(len(took) * 0.99)] * 1000,
        statuses=statuses,
    )


if __name__ == "__main__":
    main()
