"""Statements that are built once and sent as they are, with little work in between.

For what every request does. SQLAlchemy prepares each statement anew, and describes its
result anew, which costs several times what the driver and the database need together
(docs/decisions/reading.md). So on PostgreSQL the text goes straight to the driver,
whose values need no conversion. SQLite's do, and take the ordinary way.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlmodel import Session

Named = Mapping[str, Any]
Filled = tuple[Executable, Named]
"""A statement kept in a constant, and its values."""


def rows(
    session: Session, statement: Executable, named: Named
) -> Sequence[Sequence[Any]]:
    """The rows of a statement kept in a constant; no parameter may be a list."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return connection.execute(statement, dict(named)).all()
    cursor = _sent(connection, statement, named)
    found: Sequence[Sequence[Any]] = cursor.fetchall()
    return found


def run(session: Session, statement: Executable, named: Named) -> None:
    """Send a statement kept in a constant that has no rows to give."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        _sent(connection, statement, named)
    else:
        connection.execute(statement, dict(named))


def run_together(session: Session, all_filled: Sequence[Filled]) -> None:
    """As `run`, several in their order: PostgreSQL gets them in one go."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        _execute(connection, [_prepared(connection, *one) for one in all_filled])
    else:
        for statement, named in all_filled:
            connection.execute(statement, dict(named))


def _sent(connection: Connection, statement: Executable, named: Named) -> Any:
    """The driver's cursor, after it executed the statement."""
    return _execute(connection, [_prepared(connection, statement, named)])


def _prepared(
    connection: Connection, statement: Executable, named: Named
) -> tuple[str, dict[str, Any]]:
    sql, written = text(statement, connection.dialect)
    return sql, {**written, **named}


def _execute(
    connection: Connection, prepared: Sequence[tuple[str, dict[str, Any]]]
) -> Any:
    """The driver's cursor, after it executed all of them on one way there and back."""
    cursor = connection.connection.cursor()
    for heard in connection.dispatch.before_cursor_execute:
        for sql, values in prepared:
            heard(connection, cursor, sql, values, None, False)
    try:
        cursor.execute(b";".join(cursor.mogrify(*one) for one in prepared))
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, prepared[-1][0], error) from error
    return cursor


@cache
def text(statement: Executable, dialect: Dialect) -> tuple[str, dict[str, Any]]:
    """The statement as the driver takes it, and the values written into it."""
    compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
    assert isinstance(compiled, SQLCompiler)  # noqa: S101
    written = {n: b.value for n, b in compiled.binds.items() if not b.required}
    return str(compiled), written


def _told(connection: Connection, sql: str, error: Any) -> Any:
    """The same error as from any other statement; a broken connection is not kept."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
