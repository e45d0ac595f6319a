"""When a token, a connection and a client were last used."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from taskpal import database
from taskpal.accounts import service as accounts
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.oauth import queries, service, tokens, uses
from taskpal.oauth.models import Client, Connection, Token
from tests.oauth import actors
from tests.oauth.conftest import earlier

NOTED = timedelta(minutes=10)


def used(table: type[Token | Connection]) -> datetime | None:
    """When the only row with a use, or the only row, was last used."""
    with database.reading() as session:
        moments = {row.last_used_at for row in session.exec(select(table))}
    [moment] = (moments - {None}) or {None}
    return moment


@contextmanager
def writes() -> Iterator[list[str]]:
    """Every UPDATE meanwhile."""
    found: list[str] = []

    def note(*args: object) -> None:
        if str(args[2]).startswith("UPDATE"):
            found.append(str(args[2]))

    sa.event.listen(database.engine(), "before_cursor_execute", note)
    yield found
    sa.event.remove(database.engine(), "before_cursor_execute", note)


def test_a_personal_token_tells_when_it_was_last_used(ana: OwnerId) -> None:
    with database.transaction() as session:
        token = service.make_personal_token(session, ana, "todos:read", 30)
    before = used(Token)

    actors.reads_todos(token)

    with database.reading() as session:
        [view] = queries.personal_tokens(session, ana)
    assert before is None
    assert view.last_used_at is not None
    assert now() - view.last_used_at < timedelta(minutes=1)


def test_using_an_apps_token_shows_on_its_connection(ana: OwnerId) -> None:
    given = actors.gpt(ana).tokens(actors.browser(ana))
    earlier(Connection, last_used_at=timedelta(minutes=30))

    actors.reads_todos(given["access_token"])

    moment = used(Connection)
    assert moment is not None
    assert now() - moment < timedelta(minutes=1)


def test_a_use_is_noted_once_in_ten_minutes_so_that_reading_seldom_writes(
    ana: OwnerId,
) -> None:
    token = actors.gpt(ana).tokens(actors.browser(ana))["access_token"]
    actors.reads_todos(token)

    with writes() as soon:
        actors.reads_todos(token)
    earlier(Token, last_used_at=NOTED)
    with writes() as later:
        actors.reads_todos(token)

    assert soon == []
    assert len(later) == 2


def test_changes_are_uses_too(ana: OwnerId) -> None:
    token = actors.gpt(ana).tokens(actors.browser(ana))["access_token"]
    header = {"Authorization": f"Bearer {token}"}

    actors.anyone().post("/api/todos", json={"title": "Buy milk"}, headers=header)

    assert used(Token) is not None


def test_a_refused_request_is_no_use(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    token = app.tokens(actors.browser(ana), scope="profile:read")["access_token"]

    assert actors.reads_todos(token) == 403
    assert used(Token) is None


@pytest.mark.parametrize("held", [Connection, Token])
def test_noting_waits_for_nobody(
    ana: OwnerId, held: type[Connection | Token], database_url: str
) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time")
    token = actors.gpt(ana).tokens(actors.browser(ana))["access_token"]

    with database.transaction() as session:
        session.exec(select(held).with_for_update()).all()
        with ThreadPoolExecutor(1) as thread:
            answered = thread.submit(actors.reads_todos, token).result(timeout=10)

    assert answered == 200


def test_that_a_use_cannot_be_noted_fails_no_request(ana: OwnerId) -> None:
    token = actors.gpt(ana).tokens(actors.browser(ana))["access_token"]

    def fail(*args: object) -> None:
        if str(args[2]).startswith("UPDATE"):
            raise sa.exc.OperationalError(str(args[2]), {}, Exception("disk full"))

    sa.event.listen(database.engine(), "before_cursor_execute", fail)
    answered = actors.reads_todos(token)
    sa.event.remove(database.engine(), "before_cursor_execute", fail)

    assert answered == 200
    assert used(Token) is None


def test_a_client_tells_when_it_was_last_connected_or_fetched_a_token(
    ana: OwnerId, ben: OwnerId
) -> None:
    def client_used() -> datetime | None:
        with database.reading() as session:
            return session.get_one(Client, app.id).used_at

    app = actors.gpt(ana)
    assert client_used() is None
    given = app.tokens(actors.browser(ben))
    assert client_used() is not None

    earlier(Client, used_at=timedelta(hours=2))
    stale = client_used()
    app.refresh(given["refresh_token"])

    assert stale is not None
    assert client_used() > stale + timedelta(hours=1)  # type: ignore[operator]


def test_the_many_users_of_a_client_do_not_wait_for_its_row(
    ana: OwnerId, ben: OwnerId, database_url: str
) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time")
    app = actors.gpt(ana)
    of_ben = app.tokens(actors.browser(ben))
    earlier(Client, used_at=timedelta(hours=2))

    with database.transaction() as session:
        uses.note_client(session, app.id)
        with ThreadPoolExecutor(1) as thread:
            refreshed = thread.submit(app.refresh, of_ben["refresh_token"])
            assert refreshed.result(timeout=10).status_code == 200


def test_deleting_an_account_while_its_app_fetches_tokens_breaks_nothing(
    ana: OwnerId, ben: OwnerId
) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ben))

    def leave() -> None:
        with database.transaction() as session:
            accounts.remove(session, ben)

    with ThreadPoolExecutor(8) as threads:
        refreshes = [
            threads.submit(app.refresh, given["refresh_token"]) for _ in range(7)
        ]
        threads.submit(leave).result()
        assert {done.result().status_code for done in refreshes} <= {200, 400}

    with database.reading() as session:
        assert tokens.find_token(session, given["access_token"]) is None
