"""The page /connections as a whole: whose it is, and what it takes from a browser."""

from collections.abc import Callable
from typing import Any

import pytest

from taskpal.accounts.models import OwnerId
from taskpal.accounts.state import SignedOut
from taskpal.assistant.connecting.pages import connections
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.assistant.connecting.typed import block, number, text, ticks
from taskpal.oauth.errors import ClientNotFound
from taskpal.ui.messages import Messages
from tests.assistant.connecting.conftest import (
    BOTH,
    HOSTILE,
    comes_back_to,
    everything_on,
    let_in,
)

FORMS = ["make_gpt", "make_app", "make_token", "add_callback"]
BUTTONS = ["rotate", "approve", "refuse", "delete", "disconnect", "revoke_token"]


async def test_a_new_page_shows_that_there_is_nothing(anas: ConnectionsState) -> None:
    await anas.load()

    assert anas.loaded
    assert everything_on(anas) == ([], [], [], [], [])
    assert anas.address == "http://localhost:3000"
    assert not anas.public


async def test_ben_sees_nothing_of_anas_and_changes_nothing_of_it(
    anas: ConnectionsState, bens: ConnectionsState, ana: OwnerId
) -> None:
    await anas.make_token({"name": "Report", "todos:read": "on", "days": "30"})
    await anas.make_gpt({"name": "Errand helper"})
    client_id = anas.opened
    comes_back_to(client_id)
    let_in(ana, client_id)
    await anas.load()
    before = everything_on(anas)
    await bens.load()
    bens.opened = client_id  # as if his browser could write it

    await bens.open(client_id)
    await bens.rename(client_id, "Ben's")
    await bens.rotate(client_id)
    await bens.approve(anas.waiting[0].id)
    await bens.refuse(anas.waiting[0].id)
    bens.opened = client_id
    await bens.add_callback({"callback": BOTH[0]})
    await bens.remove_callback(client_id, BOTH[0])
    await bens.disconnect(anas.connected[0].id)
    await bens.revoke_token(anas.tokens[0].id)
    await bens.delete(client_id)

    assert everything_on(bens) == ([], [], [], [], [])
    assert bens.secret == bens.token == bens.opened == ""
    await anas.load()
    assert everything_on(anas) == before
    said = (await bens.get_state(Messages)).text
    assert said == str(ClientNotFound())


@pytest.mark.parametrize("handler", [*FORMS, *BUTTONS, "open", "sync"])
async def test_a_handler_takes_any_argument_without_failing(
    anas: ConnectionsState, handler: str
) -> None:
    await anas.make_gpt({"name": "Errand helper"})
    await anas.secret_kept()
    before = everything_on(anas)

    for argument in HOSTILE:
        if handler == "make_gpt" and isinstance(argument, dict):
            argument = argument | {"name": argument.get("name", "") * 101}
        await getattr(anas, handler)(argument)

    assert everything_on(anas) == before
    assert anas.secret == anas.token == ""


@pytest.mark.parametrize("handler", ["remove_callback", "rename"])
async def test_a_handler_of_two_arguments_takes_any(
    anas: ConnectionsState, handler: str
) -> None:
    await anas.make_gpt({"name": "Errand helper"})
    client_id = anas.opened

    for argument in HOSTILE:
        await getattr(anas, handler)(argument, argument)
        if handler == "remove_callback" or not isinstance(argument, str):
            await getattr(anas, handler)(client_id, argument)

    assert [client.name for client in anas.gpts] == ["Errand helper"]


@pytest.mark.parametrize("handler", ["load", "sync", *FORMS, *BUTTONS])
async def test_a_browser_where_nobody_is_signed_in_gets_nothing(
    page_of: Callable[..., ConnectionsState], handler: str
) -> None:
    nobodys = page_of(None)
    arguments = [] if handler == "load" else ["222222222222"]

    with pytest.raises(SignedOut):
        await getattr(nobodys, handler)(*arguments)

    assert not nobodys.loaded


@pytest.mark.parametrize("argument", HOSTILE, ids=lambda value: type(value).__name__)
def test_what_a_browser_typed_is_what_was_asked_for_or_nothing(argument: Any) -> None:
    assert text(argument).isprintable()
    assert text(argument, "name").isprintable()
    assert len(block(argument, "callbacks")) <= 30_000
    assert number(argument, "days") in {0, 30}
    assert set(ticks(argument)) <= {"todos:read"}


def test_the_page_names_every_value_that_is_asked_for_elsewhere() -> None:
    page = str(connections().render())

    for label in (
        *("Instructions", "Conversation starter 4", "Client ID", "Client Secret"),
        *("Authorization URL", "Token URL", "Scope", "Default (POST request)"),
        *("Schema URL", "Privacy policy", "MCP server URL", "Metadata URL"),
        *("Device authorization URL", "Redirect URIs", "Expires after", "Try it"),
    ):
        assert label in page
