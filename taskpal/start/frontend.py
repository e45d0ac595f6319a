"""The compiled front end: what it is made from, whether it is stale, building it."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from importlib.metadata import version
from pathlib import Path

from taskpal.errors import TaskPalError
from taskpal.settings import PROJECT
from taskpal.start import environment
from taskpal.start.progress import Progress

BUILT = PROJECT / ".web" / "build"
STAMP = BUILT / "made-from"
LOG = PROJECT / ".build" / "frontend.log"

# Python that runs on the server alone; whatever else changes, the pages are rebuilt.
_SERVER_ONLY = frozenset({
    "__main__", "access", "api", "closed_tabs", "dashboard", "database", "engines",
    "http", "live", "logs", "memory", "models", "push", "queries", "relay", "revisions",
    "security", "service", "settings", "sockets", "statements", "throttle", "upkeep",
    "web",
})  # fmt: skip
_SERVER_FOLDERS = frozenset({
    "batch", "commands", "exchange", "feeds", "history", "making", "protocol",
    "queries", "quick_add", "reading", "recurrence", "search", "start", "web",
    "writing",
})  # fmt: skip
_BUILD = ["-m", "reflex", "export", "--frontend-only", "--no-zip"]
# What Reflex prints as it gets on, in order, and what that means to a reader.
_STAGES = {
    "Initializing": "preparing",
    "Compiling": "compiling pages",
    "Installing": "fetching npm packages",
    "Creating Production Build": "bundling",
}


class BuildFailed(TaskPalError):
    """The front end could not be built."""


def ensure_built() -> None:
    """Build the front end, unless it was built from just these sources.

    Raises:
        BuildFailed: with the last thing the build said.
    """
    LOG.parent.mkdir(exist_ok=True)
    with LOG.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)  # someone else may be building it just now
        now = _fingerprint()
        if STAMP.is_file() and STAMP.read_text() == now:
            return
        _build()
        STAMP.write_text(now)


def prepare() -> None:
    """Have Reflex use the Node that came with our packages, and npm as it is set up."""
    environment.use_own_node()
    environment.build_with_npm(_npm_registry())


def _fingerprint() -> str:
    """A digest of everything the front end is made from."""
    digest = hashlib.sha256(version("reflex").encode())
    for path in sorted(_sources()):
        digest.update(f"\0{path.relative_to(PROJECT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield PROJECT / "rxconfig.py"
    yield from (path for path in (PROJECT / "assets").rglob("*") if path.is_file())
    for path in (PROJECT / "taskpal").rglob("*.py"):
        if path.stem not in _SERVER_ONLY and path.parent.name not in _SERVER_FOLDERS:
            yield path


def _build() -> None:
    prepare()
    with (
        LOG.open("w") as log,
        subprocess.Popen(
            [sys.executable, *_BUILD],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as building,
        Progress("Building the front end", total=len(_STAGES) + 1) as progress,
    ):
        for line in building.stdout or ():
            log.write(line)
            _show(line, progress)
    if building.returncode or not (BUILT / "client" / "index.html").is_file():
        raise BuildFailed(_why())


def _npm_registry() -> str:
    """The registry npm is set up for; Reflex would probe two and take the faster."""
    asked = subprocess.run(
        ["npm", "config", "get", "registry"],
        capture_output=True,
        text=True,
        cwd=PROJECT,
    )
    if asked.returncode:
        raise BuildFailed(f"npm does not start: {asked.stderr.strip()[-300:]}")
    return asked.stdout.strip()


def _show(line: str, progress: Progress) -> None:
    for step, (said, meaning) in enumerate(_STAGES.items(), start=1):
        if said in line and step > progress.done:
            progress.advance(step - progress.done, now=meaning)


def _why() -> str:
    lines = [line for line in LOG.read_text().splitlines() if line.strip()]
    told = "\n".join(f"    {line}" for line in lines[-12:])
    return f"The front end could not be built. The last of {LOG}:\n{told}"
