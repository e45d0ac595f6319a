"""One engine, and two ways to open a transaction: `transaction`, `in_transaction`.

Both commit when the work ends well, roll back when it raises, and announce live changes
after the commit. The drivers block, so code on the event loop uses `in_transaction`
(or `in_reading`, for work that only reads), which is one hop to a thread.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, Row, Select
from sqlmodel import Session

from taskpal import live
from taskpal.connections import READING, connect
from taskpal.settings import settings

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[Session, P], T]

THREADS = 8  # also the most database connections one worker opens


@cache
def engine() -> Engine:
    """The engine: SQLite in WAL mode, or a pool of PostgreSQL connections."""
    return make_engine(settings().database_url)


def make_engine(url: str) -> Engine:
    """An engine for the URL, with as many connections as threads that use them."""
    return connect(url, THREADS)


@contextmanager
def transaction() -> Iterator[Session]:
    """A session whose changes are committed together, or not at all."""
    with Session(engine(), expire_on_commit=False) as session:
        yield session
        session.commit()
        noted = live.take_noted(session)
    live.announce(noted)


@contextmanager
def reading() -> Iterator[Session]:
    """A session that only reads: it saves the round trips of BEGIN and ROLLBACK."""
    with Session(_reader(), expire_on_commit=False, autoflush=False) as session:
        yield session


def rows(
    session: Session, statement: Select[*tuple[Any, ...]], named: Mapping[str, Any]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of a statement that is built once, with as little work as possible.

    For the reads every request makes. SQLAlchemy would prepare the statement anew each
    time, which costs more than the database does (docs/decisions/reading.md). Columns
    only, and no parameter that is a list.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        sql, constants = _sql(statement)
        return connection.exec_driver_sql(sql, {**constants, **named}).all()
    return connection.execute(statement, named).all()


async def in_transaction(work: Work[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What `work(session, ...)` returns, done in a thread in one transaction."""
    return await _in_thread(_run, transaction, work, args, named)


async def in_reading(work: Work[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What `work(session, ...)` returns, read in a thread."""
    return await _in_thread(_run, reading, work, args, named)


def _run(
    opened: Callable[[], Any],
    work: Callable[..., T],
    args: tuple[Any, ...],
    named: dict[str, Any],
) -> T:
    with opened() as session:
        return work(session, *args, **named)


async def _in_thread(work: Callable[..., T], *args: Any) -> T:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads(), partial(work, *args))


@cache
def _sql(statement: Select[*tuple[Any, ...]]) -> tuple[str, dict[str, Any]]:
    """The statement as the driver takes it, and the values written into it."""
    compiled = statement.compile(dialect=engine().dialect)
    binds = compiled.binds.items()
    return str(compiled), {
        name: bind.value for name, bind in binds if not bind.required
    }


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="database")


@cache
def _reader() -> Engine:
    return engine().execution_options(**READING)
