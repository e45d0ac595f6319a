"""Starting TaskPal: the checks before it, the workers, and saying where it is."""

import errno
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import OperationalError

from taskpal import database
from taskpal.errors import TaskPalError
from taskpal.settings import PROJECT, Settings, settings
from taskpal.start import environment, frontend

STOP_WITHIN = 10  # seconds a worker gets to finish its requests


class AddressTaken(TaskPalError):
    """TaskPal cannot listen where it was told to."""


class DatabaseUnreachable(TaskPalError):
    """The database does not answer, or refuses us."""


def serve() -> None:
    """Build what is stale, migrate, and serve until told to stop."""
    os.chdir(PROJECT)  # where Reflex looks for its configuration and what it built
    own = settings()
    _check_address(own.host, own.port)
    frontend.ensure_built()
    migrate()
    environment.serve_built_front_end()
    threading.Thread(target=_say_when_ready, args=[own], daemon=True).start()
    _run_workers(own)


def develop() -> None:
    """Serve, rebuild and reload whenever a source changes, on one port."""
    os.chdir(PROJECT)
    own = settings()
    _check_address(own.host, own.port)
    migrate()
    frontend.prepare()
    address = ["--backend-host", own.host, "--backend-port", str(own.port)]
    with suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
        subprocess.run(  # noqa: S603 - our own arguments
            [sys.executable, "-m", "reflex", "run", "--env", "preview", *address],
            check=False,
        )


def migrate() -> None:
    """Bring the database to the newest version, once, before any worker starts."""
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    try:
        command.upgrade(Config(PROJECT / "alembic.ini"), "head")
    except OperationalError as error:
        why = str(error.orig).strip().splitlines()[0]
        raise DatabaseUnreachable(f"The database cannot be used: {why}") from None
    finally:
        database.engine().dispose()


def _check_address(host: str, port: int) -> None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except PermissionError:
        raise AddressTaken(
            f"Port {port} needs administrator rights. Use one above 1023."
        ) from None
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise AddressTaken(
                f"TASKPAL_HOST {host} is not an address of this machine."
            ) from None
        raise AddressTaken(
            f"Port {port} is already in use. Stop what uses it, or choose another port "
            "with PORT in the environment or in .env."
        ) from None


def _run_workers(own: Settings) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "taskpal.taskpal:app",
        factory=True,
        interface=Interfaces.ASGI,
        address=own.host,
        port=own.port,
        workers=own.workers,
        workers_kill_timeout=STOP_WITHIN,
        respawn_failed_workers=own.workers > 1,
        log_level=LogLevels.warning,
    ).serve()


def _say_when_ready(own: Settings) -> None:
    """Print the address once it answers; the server itself does not say."""
    host = f"[{own.host}]" if ":" in own.host else own.host
    probe = f"http://{host}:{own.port}/healthz"
    for _ in range(600):
        try:
            urllib.request.urlopen(probe, timeout=5).close()
            break
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    sys.stderr.write(f"\nTaskPal is at {own.public_url}   (Ctrl-C stops it)\n")
