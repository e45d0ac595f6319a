"""How a change reaches the open dashboards: which tabs, how often, and over Redis."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from taskpal import live, push
from taskpal.accounts.state import SessionState
from taskpal.push import Postman, Tabs

SYNC = "todos_state.sync"


class Sockets:
    """Reflex's side: the tabs that are connected, and what each was sent."""

    def __init__(self, *tokens: str) -> None:
        record = SimpleNamespace(instance_id="here", sid="a-socket")
        self._token_manager = SimpleNamespace(
            instance_id="here", token_to_socket=dict.fromkeys(tokens, record)
        )
        self.sent: list[tuple[str, str, dict[str, Any]]] = []

    async def emit_update(self, update: Any, token: str) -> None:
        (event,) = update.events
        self.sent.append((token, event.name, event.payload))


@pytest.fixture
def tabs(monkeypatch: pytest.MonkeyPatch) -> Tabs:
    """Ana has two tabs under one session and one under another; ben has one."""
    tabs = Tabs()
    for token, owner, session in (
        ("ana-1", "ana", "s1"),
        ("ana-2", "ana", "s1"),
        ("ana-3", "ana", "s2"),
        ("ben-1", "ben", "s3"),
    ):
        tabs.add(token, owner, session, asks=SYNC)
    monkeypatch.setattr(push, "tabs", tabs)
    return tabs


@pytest.fixture
def sockets(tabs: Tabs) -> Sockets:
    return Sockets("ana-1", "ana-2", "ana-3", "ben-1")


@pytest.fixture
def postman(sockets: Sockets) -> Iterator[Postman]:
    app: Any = SimpleNamespace(event_namespace=sockets)
    return Postman(app, SessionState.event_handlers["check"])


async def finished(postman: Postman) -> None:
    while postman._errands:
        await asyncio.gather(*postman._errands)
        await asyncio.sleep(0)


async def test_a_change_reaches_every_tab_of_its_owner_and_no_other(
    postman: Postman, sockets: Sockets
) -> None:
    postman.take(live.Changed("ana", 7))

    await finished(postman)

    assert {token for token, _, _ in sockets.sent} == {"ana-1", "ana-2", "ana-3"}
    assert {name for _, name, _ in sockets.sent} == {SYNC}
    assert [payload for _, _, payload in sockets.sent] == [{"revision": 7}] * 3


async def test_a_burst_of_changes_is_delivered_once(
    postman: Postman, sockets: Sockets
) -> None:
    for revision in range(1, 100):
        postman.take(live.Changed("ben", revision))

    await finished(postman)

    assert sockets.sent == [("ben-1", SYNC, {"revision": 99})]


async def test_a_tab_is_not_told_of_what_it_did_itself(
    postman: Postman, sockets: Sockets, tabs: Tabs
) -> None:
    postman.take(live.Changed("ana", 7))
    tabs.saw("ana-1", 7)

    await finished(postman)

    assert {token for token, _, _ in sockets.sent} == {"ana-2", "ana-3"}


async def test_signing_out_reaches_the_tabs_of_that_session_only(
    postman: Postman, sockets: Sockets
) -> None:
    postman.take(live.SignedOut("ana", "s1"))

    await finished(postman)

    assert {token for token, _, _ in sockets.sent} == {"ana-1", "ana-2"}
    assert all(name.endswith(".check") for _, name, _ in sockets.sent)


async def test_signing_out_everywhere_reaches_all_tabs(
    postman: Postman, sockets: Sockets
) -> None:
    postman.take(live.SignedOut("ana", None))

    await finished(postman)

    assert {token for token, _, _ in sockets.sent} == {"ana-1", "ana-2", "ana-3"}


async def test_closed_tabs_are_forgotten(
    postman: Postman, sockets: Sockets, tabs: Tabs
) -> None:
    del sockets._token_manager.token_to_socket["ben-1"]
    postman.take(live.Changed("ben", 7))

    await finished(postman)

    assert sockets.sent == []
    assert "ben" not in tabs.owners()


async def test_after_a_lost_connection_every_tab_looks_again(
    postman: Postman, sockets: Sockets
) -> None:
    postman.take_all()

    await finished(postman)

    assert sorted(token for token, _, _ in sockets.sent) == [
        "ana-1",
        "ana-2",
        "ana-3",
        "ben-1",
    ]


def test_a_tab_taken_over_by_another_person_belongs_to_them(tabs: Tabs) -> None:
    tabs.add("ana-1", "ben", "s3", asks=SYNC)

    assert "ana-1" not in tabs.under("ana", None)
    assert "ana-1" in tabs.under("ben", "s3")


def test_a_tab_that_shows_another_page_is_asked_another_way(tabs: Tabs) -> None:
    tabs.add("ana-1", "ana", "s1", asks="connections_state.sync")

    assert tabs.asks("ana-1") == "connections_state.sync"


async def test_an_announcement_from_any_thread_is_delivered(
    sockets: Sockets, tabs: Tabs
) -> None:
    app: Any = SimpleNamespace(event_namespace=sockets)
    check = SessionState.event_handlers["check"]

    async with push.delivery(app, signed_out=check):
        await asyncio.to_thread(live.announce, [live.Changed("ben", 7)])
        async with asyncio.timeout(5):
            while not sockets.sent:
                await asyncio.sleep(0.005)

    assert sockets.sent == [("ben-1", SYNC, {"revision": 7})]
