"""How connections to the database are made, kept and checked.

Work that only reads runs without a transaction (docs/decisions/reading.md): on an
engine with the option `READING`, PostgreSQL's connections commit by themselves, and
SQLite's begin nothing.
"""

import contextlib
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

READING = {"taskpal_reading": True}

IDLE = 5.0  # seconds after which a pooled connection is pinged before it is used
_USED = "taskpal_used"
# On SSDs or in memory a row that an index names costs little more than the next one.
_ROWS_ARE_NEAR = "random_page_cost=1.1"


def connect(url: str, connections: int) -> Engine:
    """An engine with a pool of so many connections, set up as TaskPal needs it."""
    # Errors are logged, and what people wrote is not: no parameters in them.
    pool: dict[str, Any] = {"pool_size": connections, "max_overflow": 0}
    if url.startswith("sqlite"):
        _keep_to_ourselves(make_url(url).database)
        made = create_engine(
            url, hide_parameters=True, connect_args={"timeout": 10}, **pool
        )
        _set_up_sqlite(made)
    else:
        made = create_engine(
            url,
            hide_parameters=True,
            pool_use_lifo=True,  # the rest stays idle, and may be closed by a proxy
            connect_args={"options": f"-c timezone=utc -c {_ROWS_ARE_NEAR}"},
            **pool,
        )
        _set_up_postgresql(made)
    return made


def _keep_to_ourselves(file: str | None) -> None:
    """A file that SQLite makes itself is one that all users of the machine can read."""
    if file and not file.startswith((":", "file:")):
        with contextlib.suppress(OSError):  # SQLite will say what is wrong with it
            Path(file).touch(0o600)


def _set_up_postgresql(made: Engine) -> None:
    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        if is_reading(connection):
            # Only a flag of the driver's; SQLAlchemy's own AUTOCOMMIT is four round
            # trips more for each request.
            _driver(connection.connection.dbapi_connection).autocommit = True

    @event.listens_for(made, "checkin")
    def put_back(
        connection: DBAPIConnection | None, entry: ConnectionPoolEntry
    ) -> None:
        if connection is not None and not _driver(connection).closed:
            _driver(connection).autocommit = False
        entry.info[_USED] = time.monotonic()

    @event.listens_for(made, "checkout")
    def ping_when_idle(
        connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: object
    ) -> None:
        """SQLAlchemy's pre-ping asks each time: a round trip more for each request."""
        if time.monotonic() - entry.info.get(_USED, time.monotonic()) < IDLE:
            return
        try:
            made.dialect.do_ping(connection)
        except made.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


def was_lost(error: DBAPIError) -> bool:
    """Whether the connection broke: the work was not at fault."""
    return error.connection_invalidated


def _set_up_sqlite(made: Engine) -> None:
    @event.listens_for(made, "connect")
    def configure(connection: DBAPIConnection, _entry: object) -> None:
        _driver(connection).isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA busy_timeout = 10000")
        cursor.execute("PRAGMA secure_delete = ON")  # what is deleted is written over
        cursor.close()

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        if not is_reading(connection):
            # Taking the write lock first, not halfway, is what avoids SQLITE_BUSY.
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def is_reading(connection: Connection) -> bool:
    """Whether it only reads, and so sees nothing but what is committed."""
    return "taskpal_reading" in connection.get_execution_options()


def _driver(connection: object) -> Any:
    """The driver's own connection: SQLAlchemy's protocol does not know its flags."""
    return connection
