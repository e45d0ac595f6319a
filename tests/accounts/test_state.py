"""Whose state a tab holds, and what happens when that ends."""

import pickle
from datetime import datetime, timedelta
from typing import Any

import pytest
import reflex as rx
from redis.asyncio import Redis
from reflex.event import Event
from reflex.istate.manager.redis import StateManagerRedis
from reflex.istate.manager.token import BaseStateToken

from taskpal import database, push
from taskpal.accounts import log, sessions
from taskpal.accounts.models import BrowserSession, OwnerId
from taskpal.accounts.state import (
    SessionBinding,
    SessionState,
    SignedOut,
    as_reader,
    as_user,
    signed_in_user,
)
from taskpal.columns import now
from taskpal.security import hash_token
from taskpal.todos import service
from taskpal.todos.schemas import NewTodo
from taskpal.ui.frame import Frame
from tests.sessions import sign_in, sign_out
from tests.tabs import Tab

ANY: Any = None


async def bind(tab: Tab, event_name: str = "todos_state.sync") -> None:
    """What Reflex does before each event."""
    event = Event(name=event_name)
    await SessionBinding().preprocess(app=ANY, state=tab.root, event=event)


async def test_work_is_done_for_who_is_signed_in(ana: OwnerId) -> None:
    tab = Tab(ana)

    todo = await as_user(tab.todos, service.add, NewTodo(title="Buy milk"))

    assert todo.owner_id == ana


@pytest.mark.parametrize("cookie", ["", "x", "a" * 43, "a" * 43 + "; b=c"])
async def test_nobody_is_signed_in_with_a_made_up_cookie(db: None, cookie: str) -> None:
    tab = Tab(None)
    tab.cookie = cookie
    tab.connect()

    with pytest.raises(SignedOut):
        await signed_in_user(tab.todos)


async def test_a_tab_knows_whose_it_is(ana: OwnerId) -> None:
    tab = Tab(ana)

    await tab.state(SessionState).check()

    assert tab.state(Frame).name == "ana"
    assert tab.state(Frame).leave == ""


async def test_a_tab_whose_session_has_ended_leaves(ana: OwnerId) -> None:
    tab = Tab(ana)
    sign_out(tab.cookie)

    await tab.state(SessionState).check()

    assert tab.state(Frame).leave == "/sign-in"


async def test_a_tab_is_told_of_changes_once_it_has_read(ana: OwnerId) -> None:
    tab = Tab(ana)

    await tab.todos.show_inbox()

    assert tab.token in push.tabs.under(ana, None)
    assert push.tabs.asks(tab.token).endswith("todos_state.sync")


async def test_another_persons_cookie_clears_what_the_tab_has_seen(
    ana: OwnerId, ben: OwnerId
) -> None:
    tab = Tab(ana)
    await bind(tab)
    await tab.todos.add({"title": "Buy milk"})

    tab.cookie = sign_in(ben)
    tab.connect()
    await bind(tab)

    assert "milk" not in str(tab.root.dict())


async def test_a_tab_token_alone_shows_nothing(ana: OwnerId) -> None:
    tab = Tab(ana)
    await bind(tab)
    await tab.todos.add({"title": "Buy milk"})

    tab.cookie = ""
    tab.connect()
    await bind(tab)

    assert "milk" not in str(tab.root.dict())


async def test_the_same_session_keeps_what_the_tab_has_seen(ana: OwnerId) -> None:
    tab = Tab(ana)
    await bind(tab)
    await tab.todos.add({"title": "Buy milk"})

    tab.connect()
    await bind(tab)

    assert "milk" in str(tab.root.dict())


@pytest.mark.parametrize("event", ["hydrate", "hydrate_and_load"])
async def test_a_tab_that_connects_again_shows_nothing_of_a_session_that_ended(
    ana: OwnerId, event: str
) -> None:
    tab = Tab(ana)
    await bind(tab)
    await tab.todos.add({"title": "Buy milk"})
    sign_out(tab.cookie)

    tab.connect()
    await bind(tab, f"{rx.State.get_full_name()}.{event}")

    assert "milk" not in str(tab.root.dict())


@pytest.mark.services
async def test_a_tab_token_shows_another_person_nothing_of_a_state_in_redis(
    ana: OwnerId, ben: OwnerId, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Redis.from_url(redis_url) as server:
        kept = StateManagerRedis(redis=server)
        monkeypatch.setattr("reflex.istate.manager.get_state_manager", lambda: kept)
        tab = Tab(ana)
        await bind(tab)
        await tab.todos.add({"title": "Buy milk"})
        await keep(kept, tab)

        tab.cookie = sign_in(ben)
        await fetch(kept, tab, SessionState)  # all that this event needs
        await bind(tab, f"{SessionState.get_full_name()}.check")
        await keep(kept, tab)
        await fetch(kept, tab, rx.State)
        await bind(tab, f"{rx.State.get_full_name()}.hydrate_and_load")

        assert "milk" not in str(tab.root.dict())


async def keep(kept: StateManagerRedis, tab: Tab) -> None:
    await kept.set_state(BaseStateToken(ident=tab.token, cls=rx.State), tab.root)


async def fetch(kept: StateManagerRedis, tab: Tab, of: type[rx.State]) -> None:
    """What Reflex has at hand for an event of this state."""
    tab.root = await kept.get_state(BaseStateToken(ident=tab.token, cls=of))
    tab.connect()


async def test_the_cookie_is_not_kept_in_the_state(ana: OwnerId) -> None:
    tab = Tab(ana)

    await bind(tab)

    assert tab.cookie.encode() not in pickle.dumps(tab.root)


def used(tab: Tab, ago: timedelta) -> datetime:
    """Have the tab's session be last used so long ago; when it ends now."""
    with database.transaction() as session:
        row = session.get_one(BrowserSession, hash_token(tab.cookie))
        row.expires_at = now() + sessions.STAYS - ago
        return row.expires_at


def ends(tab: Tab) -> datetime:
    with database.reading() as session:
        return session.get_one(BrowserSession, hash_token(tab.cookie)).expires_at


@pytest.mark.parametrize("hop", [as_user, as_reader])
async def test_a_dashboard_in_use_keeps_its_session_alive(
    ana: OwnerId, hop: Any
) -> None:
    tab = Tab(ana)
    before = used(tab, sessions.RENEWED)

    await hop(tab.todos, log.lines)

    assert ends(tab) > before


async def test_reading_does_not_write_each_time(ana: OwnerId) -> None:
    tab = Tab(ana)
    before = used(tab, sessions.RENEWED / 2)

    await as_reader(tab.todos, log.lines)

    assert ends(tab) == before


async def test_a_session_that_its_own_dashboard_ends_stays_ended(ana: OwnerId) -> None:
    tab = Tab(ana)
    used(tab, timedelta(days=1))

    await as_user(tab.todos, sessions.end_all)

    with pytest.raises(SignedOut):
        await signed_in_user(tab.todos)


async def test_a_tab_that_left_and_comes_back_signed_in_stays(ana: OwnerId) -> None:
    tab = Tab(ana)
    await bind(tab)
    sign_out(tab.cookie)
    await bind(tab)
    await tab.state(SessionState).check()
    assert tab.state(Frame).leave

    tab.cookie = sign_in(ana)
    tab.connect()
    await bind(tab, f"{rx.State.get_full_name()}.hydrate")

    assert tab.state(Frame).leave == ""
