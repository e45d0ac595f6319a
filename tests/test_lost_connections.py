"""What happens when the database was restarted, or closed connections that idled."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from taskpal import database, engines
from taskpal.accounts.models import Account, OwnerId
from taskpal.http import http
from tests.todos.conftest import client_of


def _email(session: Session, owner: OwnerId) -> str:
    return session.get_one(Account, owner).email


@pytest.fixture
def disconnected(database_url: str, ana: OwnerId) -> Iterator[None]:
    """The server closed every connection of the pool, which does not know it yet."""
    if not database_url.startswith("postgresql"):
        pytest.skip("SQLite has no server")
    other = sa.create_engine(database_url, isolation_level="AUTOCOMMIT")
    with other.connect() as connection:
        connection.execute(sa.text(_CLOSE_THE_OTHERS))
    other.dispose()
    yield
    database.engine().dispose()


_CLOSE_THE_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""


async def test_a_reading_is_asked_again(disconnected: None, ana: OwnerId) -> None:
    assert await database.in_reading(_email, ana) == "ana@example.com"


async def test_an_idle_connection_is_tried_before_it_is_used(
    disconnected: None, ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "IDLE", 0.0)

    assert await database.in_transaction(_email, ana) == "ana@example.com"


async def test_a_change_is_not_repeated_but_explained(
    disconnected: None, ana: OwnerId
) -> None:
    headers = {"Authorization": "Bearer x"}

    async with client_of(http(), headers) as client:
        answer = await client.post("/api/todos", json={"title": "Buy milk"})

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "database" in answer.json()["detail"]


async def test_a_connection_that_only_read_is_used_for_changes_again(
    ana: OwnerId,
) -> None:
    def rename(session: Session, name: str) -> None:
        session.get_one(Account, ana).name = name
        session.flush()
        if name == "Nobody":
            raise LookupError

    await database.in_reading(_email, ana)
    with pytest.raises(LookupError):
        await database.in_transaction(rename, "Nobody")
    await database.in_reading(_email, ana)
    await database.in_transaction(rename, "Ana")

    with database.reading() as session:
        assert session.get_one(Account, ana).name == "Ana"
