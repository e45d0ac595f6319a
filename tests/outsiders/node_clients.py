"""Clients that live in Node: how they are installed, started, and talked with."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from taskpal.start import environment
from tests.outsiders.browser import Browser

HERE = Path(__file__).parent / "node"
Process = subprocess.Popen[str]

PATIENCE = 60.0  # seconds a client gets for its whole flow


def install() -> None:
    """Install what the lock file names, once on a machine."""
    environment.use_own_node()
    wanted = HERE / "package-lock.json"
    got = HERE / "node_modules" / ".package-lock.json"
    if got.exists() and got.stat().st_mtime > wanted.stat().st_mtime:
        return
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund"],
        cwd=HERE,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def run(client: str, flow: str, person: Browser, **given: object) -> Any:
    """What the client learns in this flow, with the person doing what it asks for."""
    said = json.dumps({name: value for name, value in given.items() if value})
    with started("node", f"{client}.mjs", flow, said) as process:
        return _converse(process, person)


@contextmanager
def started(*command: str) -> Iterator[Process]:
    """A command of Node's, for as long as the block runs, or patience lasts."""
    own = str(HERE / "node_modules" / ".bin")
    with subprocess.Popen(
        command,
        cwd=HERE,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PATH": os.pathsep.join([own, *os.get_exec_path()])},
    ) as process:
        limit = threading.Timer(PATIENCE, process.kill)
        limit.start()
        try:
            yield process
        finally:
            limit.cancel()
            process.kill()


def _converse(process: Process, person: Browser) -> Any:
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    for line in process.stdout:
        asked = json.loads(line)
        if "learned" in asked:
            return asked["learned"]
        process.stdin.write(json.dumps(_do(person, asked)) + "\n")
        process.stdin.flush()
    raise AssertionError(process.stderr.read())


def _do(person: Browser, asked: dict[str, Any]) -> Any:
    if "visit" in asked:
        return person.allow(asked["visit"])
    return person.enter(**asked["enter"])
