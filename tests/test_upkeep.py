"""What is past its time goes by itself."""

import asyncio
import threading
from datetime import timedelta

import pytest
from sqlalchemy import event, text
from sqlmodel import Session, col, select, update

from taskpal import database, upkeep
from taskpal.accounts import invitations
from taskpal.accounts.models import BrowserSession, Invitation, OwnerId
from taskpal.columns import now
from taskpal.oauth.models import (
    AuthorizationCode,
    AuthorizationRequest,
    Token,
    TokenFamily,
)
from taskpal.todos import queries, repeats, service
from taskpal.todos.history import trash
from taskpal.todos.models import KeptAnswer, Todo, TodoId
from taskpal.todos.schemas import NewTodo
from tests.oauth import actors


def throw_away(session: Session) -> None:
    for work in upkeep.WORK:
        while work(session):
            pass


def test_trash_older_than_thirty_days_is_removed(
    session: Session, ana: OwnerId
) -> None:
    old, recent, kept = (
        service.add(session, ana, NewTodo(title=title)) for title in ("a", "b", "c")
    )
    for todo in (old, recent):
        service.delete(session, ana, TodoId(todo.id))
    long_ago = now() - queries.TRASH_KEEPS - timedelta(minutes=1)
    session.execute(
        update(Todo).where(col(Todo.id) == old.id).values(deleted_at=long_ago)
    )

    throw_away(session)

    left = session.exec(select(Todo.id)).all()
    assert set(left) == {recent.id, kept.id}


def test_invitations_that_nobody_used_in_time_are_removed(session: Session) -> None:
    invitations.make(session, None, timedelta(seconds=-1))
    kept = invitations.make(session, None, timedelta(days=1))

    throw_away(session)

    assert len(session.exec(select(Invitation)).all()) == 1
    assert invitations.check(session, kept) == ""


def test_old_answers_and_ended_sessions_are_removed(
    session: Session, ana: OwnerId
) -> None:
    repeats.add(session, ana, NewTodo(title="a"), "key")
    session.execute(update(KeptAnswer).values(created_at=now() - timedelta(hours=25)))
    ended = now() - timedelta(seconds=1)
    session.add(BrowserSession(id="x" * 64, account_id=ana, expires_at=ended))
    session.flush()

    throw_away(session)

    assert session.exec(select(KeptAnswer)).all() == []
    assert session.exec(select(BrowserSession)).all() == []


def test_what_apps_held_is_removed_a_day_after_it_ended(ana: OwnerId) -> None:
    app, person = actors.gpt(ana), actors.browser(ana)
    tables = (Token, TokenFamily, AuthorizationCode, AuthorizationRequest)
    app.tokens(person)
    ended = now() - timedelta(hours=25)
    with database.transaction() as session:
        for table in tables:
            session.execute(update(table).values(expires_at=ended))
    actors.authorize(person, app.request(prompt="consent"))
    kept = app.tokens(person)

    with database.transaction() as session:
        throw_away(session)
        left = [len(session.exec(select(table)).all()) for table in tables]

    assert left == [2, 1, 1, 1]
    assert actors.reads_todos(kept["access_token"]) == 200


async def test_it_happens_while_the_app_runs_and_ends_with_it(
    ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        todo = service.add(session, ana, NewTodo(title="a"))
        todo.deleted_at = now() - queries.TRASH_KEEPS - timedelta(days=1)
    monkeypatch.setattr(upkeep, "FIRST_AFTER", 0)
    monkeypatch.setattr(upkeep, "EVERY", 0)
    begun_again = asyncio.Event()
    loop = asyncio.get_running_loop()
    removed: list[int] = []

    def empty(session: Session) -> int:
        removed.append(trash.empty(session))
        if len(removed) > 1:  # so the first time has been committed
            loop.call_soon_threadsafe(begun_again.set)
        return removed[-1]

    monkeypatch.setattr(upkeep, "WORK", (empty,))

    async with upkeep.running():
        await asyncio.wait_for(begun_again.wait(), 10)

    assert removed[0] == 1
    with database.transaction() as session:
        assert session.exec(select(Todo)).all() == []


async def test_what_fails_holds_up_nothing_else(
    ana: OwnerId, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with database.transaction() as session:
        todo = service.add(session, ana, NewTodo(title="a"))
        todo.deleted_at = now() - queries.TRASH_KEEPS - timedelta(days=1)

    def fail(session: Session) -> None:
        session.execute(text("DELETE FROM what_is_not_there"))

    monkeypatch.setattr(upkeep, "WORK", (fail, *upkeep.WORK))
    await upkeep.throw_away()

    assert "it is tried again" in caplog.text
    with database.transaction() as session:
        assert session.exec(select(Todo)).all() == []


async def test_it_ends_between_two_pieces(
    ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trash, "AT_ONCE", 1)
    with database.transaction() as session:
        for _ in range(3):
            todo = service.add(session, ana, NewTodo(title="a"))
            todo.deleted_at = now() - queries.TRASH_KEEPS - timedelta(days=1)
    begun, loop = asyncio.Event(), asyncio.get_running_loop()
    go_on, committed = threading.Event(), threading.Event()

    def empty(session: Session) -> int:
        event.listen(session, "after_commit", lambda _: committed.set())
        loop.call_soon_threadsafe(begun.set)
        go_on.wait(10)
        return trash.empty(session)

    monkeypatch.setattr(upkeep, "FIRST_AFTER", 0)
    monkeypatch.setattr(upkeep, "WORK", (empty,))
    async with upkeep.running():
        await asyncio.wait_for(begun.wait(), 10)
    go_on.set()

    assert committed.wait(10)
    with database.transaction() as session:
        assert len(session.exec(select(Todo)).all()) == 2
