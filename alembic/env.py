"""Runs the migrations on the database that the settings, or a caller, name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from sqlalchemy import Connection

from taskpal.database import engine
from taskpal.models import metadata


def _has_a_model(name: str | None, kind: str, _parents: Any) -> bool:
    """Not the tables that SQLite's FTS5 keeps."""
    return not (kind == "table" and (name or "").startswith("search_text"))


def _is_on_sqlite(_item: Any, name: str | None, kind: str, *_more: Any) -> bool:
    """Not the index of words, which is on PostgreSQL what FTS5 is here."""
    return not (kind == "index" and name == "ix_search_entry_words")


def _migrate(connection: Connection) -> None:
    lite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=lite,
        compare_type=True,
        include_name=_has_a_model,
        include_object=_is_on_sqlite if lite else None,
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
