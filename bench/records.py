"""The databases that are measured: a small one, and one of an organisation."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlmodel import Session

from bench.servers import SECRET
from taskpal import database, security
from taskpal.columns import now
from taskpal.settings import PROJECT, settings
from tests import services

PERSONAL = "tp_pat_measured_{:09d}"
WRITERS = 16


def small() -> str:
    """A database of 16 users; the first has 100 todos. Gives its URL."""
    return _filled(users=WRITERS, busy=1)


def large() -> str:
    """A database of 10,000 users with 100 todos each."""
    return _filled(users=10_000, busy=10_000)


def token(user: int) -> str:
    """The personal access token of a user, by number."""
    return PERSONAL.format(user)


def owner(user: int) -> str:
    """The id of a user, by number."""
    return f"u{user:011d}"


def _filled(users: int, busy: int) -> str:
    url = services.postgresql()
    with use(url):
        command.upgrade(Config(PROJECT / "alembic.ini"), "head")
        with Session(database.engine()) as session:
            session.execute(sa.text(_ACCOUNTS), {"users": users})
            session.execute(sa.text(_TODOS), {"users": busy})
            session.execute(sa.text(_TOKEN), [_token(user) for user in range(users)])
            session.commit()
        vacuum = database.engine().execution_options(isolation_level="AUTOCOMMIT")
        with vacuum.connect() as connection:
            connection.execute(sa.text("VACUUM ANALYZE"))
            connection.execute(sa.text("CHECKPOINT"))
    return url


@contextmanager
def use(url: str) -> Iterator[None]:
    """Point this process's own engine at a database."""
    os.environ |= {"DATABASE_URL": url, "TASKPAL_SECRET_KEY": SECRET}
    for cached in (settings, database.engine, database._reader, security._key):
        cached.cache_clear()
    yield
    database.engine().dispose()


def _token(user: int) -> dict[str, object]:
    hashed = security.hash_token(token(user))
    return {"id": hashed, "owner": owner(user), "now": now()}


_ACCOUNTS = """
INSERT INTO account (id, email, email_key, name, password_hash, created_at, revision)
SELECT 'u' || lpad(n::text, 11, '0'), n || '@example.com', n || '@example.com',
    'User ' || n, '-', now(), 100
FROM generate_series(0, :users - 1) n"""

# Everyone writes one todo after the other, so a user's rows lie far apart on the disk.
_TODOS = """
INSERT INTO todo (owner_id, id, title, title_key, description, search_key, priority,
    due_on, completed_at, created_at, updated_at, deleted_at, revision)
SELECT 'u' || lpad(n::text, 11, '0'), lpad(t::text, 12, 'a'), 'Todo number ' || t,
    'todo number ' || t, '', 'todo number ' || t || E'\\n', 1 + t % 4,
    CASE WHEN t % 3 = 0 THEN date '2026-12-01' + t END, NULL,
    now() - t * interval '1 hour', now() - t * interval '1 hour', NULL, t
FROM generate_series(1, 100) t, generate_series(0, :users - 1) n"""

_TOKEN = """
INSERT INTO token (id, kind, owner_id, scope, audience, created_at, expires_at)
VALUES (:id, 'personal', :owner, 'todos:read todos:write', '', :now,
    CAST(:now AS timestamptz) + interval '30 days')"""
