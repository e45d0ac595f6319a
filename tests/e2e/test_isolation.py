"""Sockets of people who mean harm: nobody sees or changes what is not theirs."""

import inspect
from collections.abc import Iterator

import httpx
import pytest
import reflex as rx
from playwright.sync_api import BrowserContext, Page

from taskpal.accounts.state import SessionState
from taskpal.todos.dashboard.state import TodosState
from tests.e2e import sockets
from tests.e2e.conftest import OpenBrowser
from tests.e2e.dashboard import Dashboard
from tests.e2e.people import Person
from tests.e2e.scripts import Script
from tests.e2e.server import RunningServer

SECRET = "Hide the birthday present"
TODOS = TodosState.get_full_name()
LOADING = (
    f"{rx.State.get_full_name()}.hydrate",
    f"{SessionState.get_full_name()}.check",
    f"{TODOS}.show_inbox",
)
HOSTILE = [
    *(None, True, -1, 2**70, 1e308, "", "x" * 300_000, "nul \x00", "\ud800"),
    *([], [[]], {}, {"title": {"title": []}}, {"__class__": "x"}, "'; DROP TABLE todo"),
]
PRIVATE = (
    *("_open", "_refresh", "_change", "_do", "_take", "_trash", "_back", "__init__"),
    *("reset", "get_state", "setvar", "set_shown", "dict", "_as_state_update", ""),
)


@pytest.fixture
def anas_tab(anas_page: Page) -> Dashboard:
    """Ana's open dashboard, with something on it that is nobody's business."""
    dashboard = Dashboard(anas_page).open()
    dashboard.add(SECRET)
    return dashboard


@pytest.fixture
def bens_browser(open_browser: OpenBrowser, ben: Person) -> BrowserContext:
    return open_browser(ben)


@pytest.fixture
def bens_cookies(bens_browser: BrowserContext) -> dict[str, str]:
    """What the thief of a token sends along: his own session."""
    return sockets.cookies_of(bens_browser)


@pytest.fixture
def bens_socket(
    server: RunningServer, bens_browser: BrowserContext
) -> Iterator[sockets.Socket]:
    """Ben's own connection, with his own cookie, on which he sends what he likes."""
    own = sockets.cookies_of(bens_browser)
    with sockets.socket(server.url, "bens-own-token", own) as opened:
        load(opened)
        yield opened


def load(socket: sockets.Socket) -> None:
    """Send what a dashboard sends when it is opened."""
    for event in LOADING:
        socket.send(event)


def test_the_owner_hears_the_todos_over_a_socket_of_this_kind(
    anas_tab: Dashboard, server: RunningServer
) -> None:
    own = sockets.cookies_of(anas_tab.page.context)

    with sockets.socket(server.url, "a-new-token", own) as socket:
        load(socket)

        assert SECRET in socket.heard()


def test_the_token_of_an_open_tab_shows_nothing_with_another_cookie(
    anas_tab: Dashboard, server: RunningServer, bens_cookies: dict[str, str]
) -> None:
    token = sockets.token_of(anas_tab.page)

    with sockets.socket(server.url, token, bens_cookies) as socket:
        load(socket)

        assert SECRET not in socket.heard()


def test_the_token_of_a_closed_tab_shows_nothing_with_another_cookie(
    anas_tab: Dashboard,
    server: RunningServer,
    ana: Person,
    bens_cookies: dict[str, str],
) -> None:
    token = sockets.token_of(anas_tab.page)
    script = Script.of(server, ana)
    anas_tab.page.close()

    with sockets.socket(server.url, token, bens_cookies) as socket:
        load(socket)
        script.add(f"{SECRET} again")
        socket.send(f"{TODOS}.sync", revision=10**9)
        socket.send(f"{TODOS}.catch_up", applied=-1, view="todos")

        assert SECRET not in socket.heard()


def test_without_a_session_a_token_opens_no_socket(
    anas_tab: Dashboard, server: RunningServer
) -> None:
    assert sockets.is_refused(server.url, sockets.token_of(anas_tab.page), {})


def test_a_cookie_that_signed_out_opens_no_socket_any_more(
    anas_tab: Dashboard, server: RunningServer
) -> None:
    token = sockets.token_of(anas_tab.page)
    before = sockets.cookies_of(anas_tab.page.context)
    anas_tab.sign_out()

    assert sockets.is_refused(server.url, token, before)


def test_no_event_reaches_someone_elses_todo(
    anas_tab: Dashboard, server: RunningServer, ana: Person, bens_socket: sockets.Socket
) -> None:
    script = Script.of(server, ana)
    (todo,) = script.find(status="all")

    for handler in TodosState.event_handlers:
        bens_socket.send(
            f"{TODOS}.{handler}",
            path=f"/todo/{todo['id']}",
            **dict.fromkeys(_arguments(handler), todo["id"]),
        )

    assert SECRET not in bens_socket.heard()
    assert script.find(status="all") == [todo]
    anas_tab.shows(SECRET)


def test_what_is_no_event_cannot_be_called(
    anas_tab: Dashboard, bens_socket: sockets.Socket, server: RunningServer
) -> None:
    for name in PRIVATE:
        bens_socket.send(f"{TODOS}.{name}", todo_id="x", step="x", name="x", value="x")

    assert SECRET not in bens_socket.heard()
    assert httpx.get(f"{server.url}/readyz").is_success


def test_hostile_arguments_do_not_stop_the_server(
    anas_tab: Dashboard, bens_socket: sockets.Socket, server: RunningServer
) -> None:
    for handler in TodosState.event_handlers:
        for value in HOSTILE:
            bens_socket.send(
                f"{TODOS}.{handler}", **dict.fromkeys(_arguments(handler), value)
            )

    assert SECRET not in bens_socket.heard()
    assert httpx.get(f"{server.url}/readyz").is_success
    anas_tab.add("Life goes on")


def test_words_that_no_dashboard_sends_do_not_stop_the_server(
    anas_tab: Dashboard, bens_socket: sockets.Socket, server: RunningServer
) -> None:
    for words in (None, 7, "x", "{", [], [1], {}, {"name": None}, {"name": "a.b.c"}):
        bens_socket.send_raw("event", words)
    bens_socket.send_raw("client_error", {"message": "x" * 100_000})
    bens_socket.send_raw("no such thing", {})

    assert SECRET not in bens_socket.heard()
    assert httpx.get(f"{server.url}/readyz").is_success
    anas_tab.add("Life goes on")


def test_a_page_of_another_site_cannot_open_a_socket(
    anas_tab: Dashboard, server: RunningServer
) -> None:
    own = sockets.cookies_of(anas_tab.page.context)

    refused = httpx.get(
        f"{server.url}/_event/?EIO=4&transport=websocket&token=t",
        headers={
            "Origin": "https://evil.example",
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        },
        cookies=own,
    )

    assert refused.status_code == 403


def _arguments(handler: str) -> list[str]:
    function = TodosState.event_handlers[handler].fn
    return [name for name in inspect.signature(function).parameters if name != "self"]
