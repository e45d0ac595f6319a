"""Starts the servers that are measured, each a process of its own, and ends them."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from taskpal.settings import PROJECT

SECRET = "only-for-measuring-" + "0123456789abcdef" * 2
LOGS = Path(tempfile.mkdtemp(prefix="taskpal-bench-"))


@contextmanager
def taskpal(database_url: str, **more: str) -> Iterator[int]:
    """TaskPal as it is served, one worker; gives its port."""
    port = free_port()
    environment = {
        "PORT": str(port),
        "DATABASE_URL": database_url,
        "TASKPAL_SECRET_KEY": SECRET,
        "TASKPAL_PUBLIC_URL": f"http://localhost:{port}",
        "TASKPAL_DATA_DIR": str(LOGS),
        "TASKPAL_WORKERS": "1",
        "TASKPAL_API_PER_MINUTE": "100000000",  # counted as ever, and never reached
        "REDIS_URL": "",
        **more,
    }
    with _running([*_APP, "--port", str(port)], environment, port, "/healthz"):
        yield port


@contextmanager
def floor(database_url: str) -> Iterator[int]:
    """The floor, on the same server with the same settings; gives its port."""
    port = free_port()
    environment = {
        "FLOOR_DATABASE_URL": database_url.replace("+psycopg2", ""),
        "DATABASE_URL": database_url,
        "TASKPAL_SECRET_KEY": SECRET,
    }
    command = [*_FLOOR, "--port", str(port)]
    with _running(command, environment, port, "/nothing"):
        yield port


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_GRANIAN = [
    *(sys.executable, "-m", "granian", "--interface", "asgi", "--workers", "1"),
    *("--log-level", "warning", "--host", "127.0.0.1"),
]
_FLOOR = [*_GRANIAN, "bench.floor:app"]
_APP = os.environ.get("BENCH_APP", "").split() or [
    *(sys.executable, "-m", "taskpal", "serve", "--workers", "1"),
]


@contextmanager
def _running(
    command: list[str], environment: dict[str, str], port: int, probe: str
) -> Iterator[None]:
    with ExitStack() as stack:
        log = stack.enter_context((LOGS / f"{port}.log").open("w"))
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=os.environ | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        stack.callback(_end, process)
        _wait(process, f"http://localhost:{port}{probe}")
        yield


def _wait(process: subprocess.Popen[bytes], url: str, seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"A server ended at once; see {LOGS}.")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer; see {LOGS}.")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
