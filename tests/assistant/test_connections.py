"""The page /connections: what its state reads, does, and keeps to itself."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import RouterData

from taskpal import database, security
from taskpal.accounts.cookies import for_state, session_cookie
from taskpal.accounts.models import OwnerId
from taskpal.accounts.state import SignedOut
from taskpal.assistant.pages import connections
from taskpal.assistant.state import ConnectionsState
from taskpal.oauth import clients, queries, service
from taskpal.oauth.errors import ClientNotFound
from taskpal.ui.messages import Messages
from tests.sessions import sign_in

PATH = "/aip/g-0123456789abcdef/oauth/callback"
BOTH = [f"https://chatgpt.com{PATH}", f"https://chat.openai.com{PATH}"]
HOSTILE: list[Any] = [
    *("", "nul\x00", "\ud800", "x" * 10_000, "'; DROP TABLE client; --"),
    *(None, 7, 10**400, True, [], {}, ["a"], {"name": "x"}, {"client_id": 1}),
]


@pytest.fixture
def page_of(db: None) -> Callable[[OwnerId | None], ConnectionsState]:
    """Opens the page for someone; `None` is a browser where nobody is signed in."""

    def open_for(owner_id: OwnerId | None) -> ConnectionsState:
        token = sign_in(owner_id) if owner_id else security.new_token()
        root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
        root.router = RouterData.from_router_data(
            {
                "headers": {"cookie": for_state(f"{session_cookie()}={token}")},
                "token": "a-tab",
            }
        )
        found = root.get_substate(ConnectionsState.get_full_name().split("."))
        assert isinstance(found, ConnectionsState)
        return found

    return open_for


@pytest.fixture
def anas(page_of: Callable[..., ConnectionsState], ana: OwnerId) -> ConnectionsState:
    return page_of(ana)


@pytest.fixture
def bens(page_of: Callable[..., ConnectionsState], ben: OwnerId) -> ConnectionsState:
    return page_of(ben)


def comes_back_to(client_id: str, path: str = PATH) -> None:
    """ChatGPT sends someone with a callback that the client does not know yet."""
    with database.transaction() as session:
        client = session.get_one(clients.Client, client_id)
        clients.remember_callback(session, client, path)


def let_in(owner_id: OwnerId, client_id: str) -> None:
    with database.transaction() as session:
        service.connect(session, owner_id, client_id, "todos:read todos:write")


async def test_a_new_page_shows_that_there_is_nothing(anas: ConnectionsState) -> None:
    await anas.load()

    assert anas.loaded
    assert (anas.clients, anas.waiting, anas.apps) == ([], [], [])
    assert anas.address == "http://localhost:3000"
    assert not anas.public


async def test_making_a_client_opens_it_and_shows_its_secret(
    anas: ConnectionsState,
) -> None:
    await anas.make({"name": "Errand helper"})

    (client,) = anas.clients
    assert (client.name, client.stage, client.callbacks) == ("Errand helper", "new", [])
    assert anas.opened == client.id
    assert anas.secret.startswith("tp_cs_")


async def test_the_secret_is_gone_once_the_browser_has_it(
    anas: ConnectionsState, page_of: Callable[..., ConnectionsState], ana: OwnerId
) -> None:
    await anas.make({"name": "Errand helper"})
    secret = anas.secret

    await anas.secret_kept()

    assert secret not in str(anas.dict())
    other_tab = page_of(ana)
    await other_tab.load()
    assert secret not in str(other_tab.dict())
    with database.transaction() as session:
        assert secret not in str(queries.clients_of(session, ana))


@pytest.mark.parametrize("leave", ["load", "sync", "approve", "other_client"])
async def test_a_secret_that_was_not_fetched_is_not_shown_again(
    anas: ConnectionsState, leave: str
) -> None:
    await anas.make({"name": "Errand helper"})
    shown = anas.secret

    match leave:
        case "load":
            await anas.load()
        case "sync":
            await anas.secret_kept()
            await anas.sync(1)
        case "approve":
            await anas.approve("222222222222")
        case "other_client":
            await anas.make({"name": "Another"})

    assert anas.secret != shown


async def test_replacing_a_secret_shows_another_one(anas: ConnectionsState) -> None:
    await anas.make({"name": "Errand helper"})
    first, client_id = anas.secret, anas.opened

    await anas.rotate(client_id)

    assert anas.secret.startswith("tp_cs_")
    assert anas.secret != first
    assert anas.opened == client_id


async def test_a_callback_is_approved_with_one_click_on_both_hosts(
    anas: ConnectionsState,
) -> None:
    await anas.make({"name": "Errand helper"})
    comes_back_to(anas.opened)
    await anas.sync(1)

    assert anas.clients[0].stage == "asked"
    assert anas.waiting[0].callbacks == BOTH
    await anas.approve(anas.waiting[0].id)

    assert anas.waiting == []
    assert anas.clients[0].callbacks == BOTH
    assert anas.clients[0].stage == "approved"


async def test_a_callback_can_be_refused(anas: ConnectionsState) -> None:
    await anas.make({"name": "Errand helper"})
    comes_back_to(anas.opened)
    await anas.load()

    await anas.refuse(anas.waiting[0].id)

    assert anas.waiting == []
    assert anas.clients[0].callbacks == []


async def test_callbacks_can_be_typed_in_and_taken_away(anas: ConnectionsState) -> None:
    await anas.make({"name": "Errand helper"})

    await anas.add_callback({"callback": f" {BOTH[1]} "})
    added = anas.clients[0].callbacks
    await anas.remove_callback(anas.opened, BOTH[0])

    assert added == BOTH
    assert anas.clients[0].callbacks == []


async def test_callbacks_added_at_once_are_all_kept(
    page_of: Callable[..., ConnectionsState], anas: ConnectionsState, ana: OwnerId
) -> None:
    await anas.make({"name": "Errand helper"})
    tabs = [page_of(ana) for _ in range(8)]
    for tab in tabs:
        tab.opened = anas.opened

    await asyncio.gather(
        *(
            tab.add_callback({"callback": f"https://app.example/{number}"})
            for number, tab in enumerate(tabs)
        )
    )

    await anas.load()
    assert len(anas.clients[0].callbacks) == 8


async def test_a_bad_callback_is_explained(anas: ConnectionsState) -> None:
    await anas.make({"name": "Errand helper"})

    await anas.add_callback({"callback": "http://example.com/callback"})

    assert "https://" in anas.problem
    assert anas.clients[0].callbacks == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\x00b", "\ud800"])
async def test_a_name_that_cannot_be_one_is_explained(
    anas: ConnectionsState, name: str
) -> None:
    await anas.make({"name": name})

    assert anas.problem
    assert anas.clients == []
    assert anas.secret == ""


async def test_a_connected_app_shows_what_it_may_do_and_can_be_disconnected(
    anas: ConnectionsState, ana: OwnerId
) -> None:
    await anas.make({"name": "Errand helper"})
    let_in(ana, anas.opened)
    await anas.sync(1)

    (app,) = anas.apps
    assert app.name == "Errand helper"
    assert app.scopes[0] == "See your todos"
    assert anas.clients[0].stage == "connected"
    await anas.disconnect(app.id)

    assert anas.apps == []


async def test_deleting_a_client_ends_its_connections(
    anas: ConnectionsState, bens: ConnectionsState, ben: OwnerId
) -> None:
    await anas.make({"name": "Errand helper"})
    let_in(ben, anas.opened)

    await anas.delete(anas.opened)
    await bens.load()

    assert (anas.clients, anas.opened, anas.secret) == ([], "", "")
    assert bens.apps == []


async def test_a_new_page_opens_the_one_client_that_is_not_connected_yet(
    anas: ConnectionsState, page_of: Callable[..., ConnectionsState], ana: OwnerId
) -> None:
    await anas.make({"name": "First"})
    first = anas.opened
    before, after = page_of(ana), page_of(ana)

    await before.load()
    let_in(ana, first)
    await after.load()

    assert (before.opened, after.opened) == (first, "")


async def test_one_client_is_open_at_a_time(anas: ConnectionsState) -> None:
    await anas.make({"name": "First"})
    first = anas.opened
    await anas.make({"name": "Second"})

    await anas.open(first)
    assert anas.opened == first
    await anas.open(first)
    assert anas.opened == ""


async def test_ben_sees_nothing_of_anas_and_changes_nothing_of_it(
    anas: ConnectionsState, bens: ConnectionsState, ana: OwnerId
) -> None:
    await anas.make({"name": "Errand helper"})
    client_id = anas.opened
    comes_back_to(client_id)
    let_in(ana, client_id)
    await anas.load()
    before = (anas.clients, anas.waiting, anas.apps)
    await bens.load()
    bens.opened = client_id  # as if his browser could write it

    await bens.open(client_id)
    await bens.rotate(client_id)
    await bens.approve(anas.waiting[0].id)
    await bens.refuse(anas.waiting[0].id)
    bens.opened = client_id
    await bens.add_callback({"callback": BOTH[0]})
    await bens.remove_callback(client_id, BOTH[0])
    await bens.disconnect(anas.apps[0].id)
    await bens.delete(client_id)

    assert (bens.clients, bens.waiting, bens.apps) == ([], [], [])
    assert bens.secret == bens.opened == ""
    await anas.load()
    assert (anas.clients, anas.waiting, anas.apps) == before
    said = (await bens.get_state(Messages)).text
    assert said == str(ClientNotFound())


HANDLERS = ["make", "rotate", "approve", "refuse", "add_callback", "delete", "open"]


@pytest.mark.parametrize("handler", [*HANDLERS, "disconnect", "sync"])
async def test_a_handler_takes_any_argument_without_failing(
    anas: ConnectionsState, handler: str
) -> None:
    await anas.make({"name": "Errand helper"})
    before = anas.clients

    for argument in HOSTILE:
        if handler == "make" and argument == {"name": "x"}:
            continue
        await getattr(anas, handler)(argument)

    assert anas.clients == before


async def test_a_callback_to_remove_can_be_anything(anas: ConnectionsState) -> None:
    await anas.make({"name": "Errand helper"})

    for argument in HOSTILE:
        await anas.remove_callback(argument, argument)
        await anas.remove_callback(anas.opened, argument)

    assert len(anas.clients) == 1


@pytest.mark.parametrize("handler", ["load", "sync", *HANDLERS[:-1], "disconnect"])
async def test_a_browser_where_nobody_is_signed_in_gets_nothing(
    page_of: Callable[..., ConnectionsState], handler: str
) -> None:
    nobodys = page_of(None)
    arguments = [] if handler == "load" else ["222222222222"]

    with pytest.raises(SignedOut):
        await getattr(nobodys, handler)(*arguments)

    assert not nobodys.loaded


async def test_the_page_names_every_value_the_editor_asks_for() -> None:
    page = str(connections().render())

    for label in (
        *("Instructions", "Conversation starter 4", "Client ID", "Client Secret"),
        *("Authorization URL", "Token URL", "Scope", "Default (POST request)"),
        *("Schema URL", "Privacy policy"),
    ):
        assert label in page
