"""Statements that are built once and sent as they are, with little work in between.

For what every request does. SQLAlchemy looks each statement up in its cache again, by a
key made from all of its parts, and the ORM does much more: either costs more than the
database does (docs/decisions/reading.md). So on PostgreSQL the text goes straight to
the driver, which needs no help with our types. SQLite's driver does.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, Row
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlmodel import Session


def rows(
    session: Session, statement: Executable, named: Mapping[str, Any]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of a statement kept in a constant; no parameter may be a list."""
    return _sent(session, statement, named).all()


def run(session: Session, statement: Executable, named: Mapping[str, Any]) -> None:
    """Send a statement kept in a constant that has no rows to give."""
    _sent(session, statement, named)


def _sent(
    session: Session, statement: Executable, named: Mapping[str, Any]
) -> CursorResult[*tuple[Any, ...]]:
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        sql, constants = _text(statement, connection.dialect)
        return connection.exec_driver_sql(sql, {**constants, **named})
    return connection.execute(statement, dict(named))


@cache
def _text(statement: Executable, dialect: Dialect) -> tuple[str, dict[str, Any]]:
    """The statement as the driver takes it, and the values written into it."""
    compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
    assert isinstance(compiled, SQLCompiler)  # noqa: S101
    binds = compiled.binds.items()
    return str(compiled), {
        name: bind.value for name, bind in binds if not bind.required
    }
