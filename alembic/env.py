"""Runs the migrations on the database that the settings, or a caller, name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from sqlalchemy import Connection

from taskpal.database import engine
from taskpal.models import metadata


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


@contextmanager
def _keeping_what_refers(connection: Connection) -> Iterator[None]:
    """SQLite changes a column by making the table anew and dropping the old one.

    Enforced foreign keys would delete every row that refers to it. They can only be
    switched off outside a transaction; what points at nothing is looked for before the
    commit.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.rollback()  # what was not committed: then it failed
        driver.execute("PRAGMA foreign_keys = ON")


def _refuse_broken(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"These rows would point at nothing: {broken[:5]}")


given = context.config.attributes.get("connection")
if given is not None:
    _migrate(given)
else:
    with engine().connect() as own, _keeping_what_refers(own):
        _migrate(own)
        _refuse_broken(own)
        own.commit()
