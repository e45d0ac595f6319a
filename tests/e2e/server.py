"""TaskPal as people run it: built, started, stopped, and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from taskpal.settings import PROJECT
from taskpal.start import frontend

READY_WITHIN = 60.0
STOP_WITHIN = 20.0


class RunningServer:
    """`python -m taskpal serve` on a free port, with its own data in `folder`.

    The keyword arguments are environment variables: `DATABASE_URL="postgresql://..."`.
    `with RunningServer(folder) as server:` starts and stops it; `restart` keeps its
    data.
    """

    command: tuple[str, ...] = ("-m", "taskpal", "serve")

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        chosen = environment.get("PORT", "")
        self.port = int(chosen) if chosen.isdigit() else _free_port()
        self.url = f"http://localhost:{self.port}"
        self._environment = os.environ | {
            "PYTHONUNBUFFERED": "1",
            "TASKPAL_ENV_FILE": os.devnull,
            "TASKPAL_DATA_DIR": str(folder),
            "TASKPAL_PUBLIC_URL": self.url,
            "TASKPAL_HOST": "127.0.0.1",
            "TASKPAL_WORKERS": "1",
            "TASKPAL_SIGN_UP": "open",
            "TASKPAL_TRUSTED_PROXIES": "127.0.0.1",  # see people._client
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "PORT": str(self.port),
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.prepare()
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment it runs in."""
        return self._environment

    @property
    def log(self) -> str:
        """Everything the server has printed."""
        return self._log.read_text() if self._log.exists() else ""

    @property
    def pid(self) -> int:
        """The process that looks after the workers."""
        assert self._process is not None, "not started"
        return self._process.pid

    def prepare(self) -> None:
        """What has to be done once before it can start."""
        frontend.ensure_built()

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self.command],
                cwd=PROJECT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready(self._process)

    def stop(self) -> int:
        """Stop it as Ctrl-C does; returns its exit status."""
        if self._process is None:
            return 0
        process, self._process = self._process, None
        process.send_signal(signal.SIGINT)
        try:
            return process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"It did not stop:\n{self.log}") from None

    def restart(self) -> None:
        self.stop()
        self.start()

    def run(self, *command: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run another of TaskPal's commands on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "taskpal", *command],
            cwd=PROJECT,
            env=self._environment,
            input=typed,
            capture_output=True,
            text=True,
        )

    @property
    def _log(self) -> Path:
        return self.folder / "server.log"

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and process.poll() is None:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5).is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        process.kill()
        process.wait()
        self._process = None
        raise AssertionError(f"TaskPal did not start:\n{self.log}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
