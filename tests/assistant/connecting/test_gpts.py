"""Clients for Custom GPTs on the page /connections: made, approved, replaced."""

import asyncio
from collections.abc import Callable

import pytest

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.oauth import queries
from tests.assistant.connecting.conftest import BOTH, HOSTILE, comes_back_to, let_in


async def test_making_a_client_opens_it_and_shows_its_secret(
    anas: ConnectionsState,
) -> None:
    await anas.make_gpt({"name": "Errand helper"})

    (client,) = anas.gpts
    assert (client.name, client.stage, client.callbacks) == ("Errand helper", "new", [])
    assert anas.opened == client.id
    assert anas.secret.startswith("tp_cs_")


async def test_the_secret_is_gone_once_the_browser_has_it(
    anas: ConnectionsState, page_of: Callable[..., ConnectionsState], ana: OwnerId
) -> None:
    await anas.make_gpt({"name": "Errand helper"})
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
    await anas.make_gpt({"name": "Errand helper"})
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
            await anas.make_gpt({"name": "Another"})

    assert anas.secret != shown


async def test_replacing_a_secret_shows_another_one(anas: ConnectionsState) -> None:
    await anas.make_gpt({"name": "Errand helper"})
    first, client_id = anas.secret, anas.opened

    await anas.rotate(client_id)

    assert anas.secret.startswith("tp_cs_")
    assert anas.secret != first
    assert anas.opened == client_id


async def test_a_callback_is_approved_with_one_click_on_both_hosts(
    anas: ConnectionsState,
) -> None:
    await anas.make_gpt({"name": "Errand helper"})
    comes_back_to(anas.opened)
    await anas.sync(1)

    assert anas.gpts[0].stage == "asked"
    assert anas.waiting[0].callbacks == BOTH
    await anas.approve(anas.waiting[0].id)

    assert anas.waiting == []
    assert anas.gpts[0].callbacks == BOTH
    assert anas.gpts[0].stage == "approved"


async def test_a_callback_can_be_refused(anas: ConnectionsState) -> None:
    await anas.make_gpt({"name": "Errand helper"})
    comes_back_to(anas.opened)
    await anas.load()

    await anas.refuse(anas.waiting[0].id)

    assert anas.waiting == []
    assert anas.gpts[0].callbacks == []


async def test_callbacks_can_be_typed_in_and_taken_away(anas: ConnectionsState) -> None:
    await anas.make_gpt({"name": "Errand helper"})

    await anas.add_callback({"callback": f" {BOTH[1]} "})
    added = anas.gpts[0].callbacks
    await anas.remove_callback(anas.opened, BOTH[0])

    assert added == BOTH
    assert anas.gpts[0].callbacks == []


async def test_callbacks_added_at_once_are_all_kept(
    page_of: Callable[..., ConnectionsState], anas: ConnectionsState, ana: OwnerId
) -> None:
    await anas.make_gpt({"name": "Errand helper"})
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
    assert len(anas.gpts[0].callbacks) == 8


async def test_a_bad_callback_is_explained(anas: ConnectionsState) -> None:
    await anas.make_gpt({"name": "Errand helper"})

    await anas.add_callback({"callback": "http://example.com/callback"})

    assert "https://" in anas.problem
    assert anas.gpts[0].callbacks == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\x00b", "\ud800"])
async def test_a_name_that_cannot_be_one_is_explained(
    anas: ConnectionsState, name: str
) -> None:
    await anas.make_gpt({"name": name})

    assert anas.problem
    assert anas.gpts == []
    assert anas.secret == ""


async def test_deleting_a_client_ends_its_connections(
    anas: ConnectionsState, bens: ConnectionsState, ben: OwnerId
) -> None:
    await anas.make_gpt({"name": "Errand helper"})
    let_in(ben, anas.opened)

    await anas.delete(anas.opened)
    await bens.load()

    assert (anas.gpts, anas.opened, anas.secret) == ([], "", "")
    assert bens.connected == []


async def test_a_new_page_opens_the_one_client_that_is_not_connected_yet(
    anas: ConnectionsState, page_of: Callable[..., ConnectionsState], ana: OwnerId
) -> None:
    await anas.make_gpt({"name": "First"})
    first = anas.opened
    before, after = page_of(ana), page_of(ana)

    await before.load()
    let_in(ana, first)
    await after.load()

    assert (before.opened, after.opened) == (first, "")


async def test_one_client_is_open_at_a_time(anas: ConnectionsState) -> None:
    await anas.make_gpt({"name": "First"})
    first = anas.opened
    await anas.make_gpt({"name": "Second"})

    await anas.open(first)
    assert anas.opened == first
    await anas.open(first)
    assert anas.opened == ""


async def test_a_callback_to_remove_can_be_anything(anas: ConnectionsState) -> None:
    await anas.make_gpt({"name": "Errand helper"})

    for argument in HOSTILE:
        await anas.remove_callback(argument, argument)
        await anas.remove_callback(anas.opened, argument)

    assert len(anas.gpts) == 1
