"""Whichever door a change came through, the history says who it was, once."""

from typing import Any

from taskpal import acting, database
from taskpal.accounts.models import OwnerId
from taskpal.todos import service
from taskpal.todos.history import queries
from taskpal.todos.history.schemas import ActorView, ChangeQuery, ChangeView
from taskpal.todos.schemas import NewTodo
from tests.assistant import mcp_client
from tests.assistant.mcp_client import app_token, call, connected
from tests.oauth import actors
from tests.tabs import Tab
from tests.todos.conftest import Api


def entries(owner_id: OwnerId) -> list[ChangeView]:
    with database.reading() as session:
        return queries.changes(session, owner_id, ChangeQuery()).items


def only(owner_id: OwnerId) -> tuple[ActorView, str, str]:
    (entry,) = entries(owner_id)
    return entry.actor, entry.action, entry.name


def asked(path: str, token: str, **sent: Any) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    answer = actors.anyone().post(path, json=sent, headers=headers)
    assert answer.status_code in (200, 201), answer.text


def test_a_custom_gpt(ana: OwnerId) -> None:
    gpt = actors.gpt(ana, name="My GPT")
    token = gpt.tokens(actors.browser(ana))["access_token"]

    asked("/gpt/addTodo", token, title="Buy milk")

    assert only(ana) == (ActorView("app", gpt.id, "My GPT"), "added", "Buy milk")


async def test_an_assistant_that_speaks_mcp(ana: OwnerId) -> None:
    async with connected(app_token(ana)) as client:
        await call(client, "addTodo", title="Buy milk")

    actor, action, name = only(ana)
    assert (actor.kind, action, name) == ("app", "added", "Buy milk")
    assert actor.id
    assert actor.name


async def test_a_script_that_speaks_mcp(ana: OwnerId) -> None:
    async with connected(mcp_client.personal_token(ana)) as client:
        await call(client, "addTodo", title="Buy milk")

    actor, action, _ = only(ana)
    assert (actor.kind, actor.id, action) == ("token", None, "added")


async def test_a_script_at_the_api(api: Api, ana: OwnerId) -> None:
    await api(ana).post("/api/todos", json={"title": "Buy milk"})

    actor, action, _ = only(ana)
    assert (actor.kind, actor.id, action) == ("token", None, "added")


async def test_the_user_on_the_dashboard(ana: OwnerId) -> None:
    tab = Tab(ana)
    await tab.todos.show_inbox()

    await tab.todos.add({"title": "Buy milk"})

    assert only(ana) == (ActorView("dashboard", None, None), "added", "Buy milk")


def test_whoever_hosts_it(ana: OwnerId) -> None:
    with database.transaction() as session:
        acting.acts(session, acting.COMMAND)
        service.add(session, ana, NewTodo(title="Buy milk"))

    assert only(ana) == (ActorView("command", None, None), "added", "Buy milk")


async def test_each_thing_an_assistant_does_is_one_step(ana: OwnerId) -> None:
    async with connected(app_token(ana)) as client:
        added = await call(client, "addTodo", title="Buy milk")
        ref = added["todo"]["id"]
        await call(client, "updateTodo", ref=ref, title="Buy oat milk", priority="p1")
        await call(client, "completeTodo", ref=ref)

    found = entries(ana)

    assert [one.action for one in found] == ["completed", "changed", "added"]
    assert len({one.batch for one in found}) == 3
