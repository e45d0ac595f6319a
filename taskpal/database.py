"""One engine, and two ways to open a transaction: `transaction`, `in_transaction`.

Both commit when the work ends well, roll back when it raises, and announce live changes
after the commit. The drivers block, so code on the event loop uses `in_transaction`
(or `in_reading`, for work that only reads), which is one hop to a thread.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from taskpal import live
from taskpal.engines import READING, connect, was_lost
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


def empty_log(session: Session) -> None:
    """Empty SQLite's log, which may hold what was deleted long ago.

    It is left for another time if somebody reads for long. The session only reads: in a
    transaction it cannot be done.
    """
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()


async def in_transaction(work: Work[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What `work(session, ...)` returns, done in a thread in one transaction."""
    return await _in_thread(_run, transaction, work, args, named)


async def in_reading(work: Work[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What `work(session, ...)` returns, read in a thread."""
    return await _in_thread(_read, work, args, named)


def _run(
    opened: Callable[[], Any],
    work: Callable[..., T],
    args: tuple[Any, ...],
    named: dict[str, Any],
) -> T:
    with opened() as session:
        return work(session, *args, **named)


def _read(work: Callable[..., T], args: tuple[Any, ...], named: dict[str, Any]) -> T:
    try:
        return _run(reading, work, args, named)
    except DBAPIError as error:
        if not was_lost(error):
            raise
        # The database was restarted, or an idle connection closed: ask once more.
        return _run(reading, work, args, named)


async def _in_thread(work: Callable[..., T], *args: Any) -> T:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads(), partial(work, *args))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="database")


@cache
def _reader() -> Engine:
    return engine().execution_options(**READING)
