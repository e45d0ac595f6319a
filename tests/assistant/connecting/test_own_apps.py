"""A user's own apps on the page /connections: made, renamed, changed, deleted."""

from collections.abc import Callable

import pytest

from taskpal.accounts.models import OwnerId
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.ui.messages import Messages
from tests.assistant.connecting.conftest import let_in

CALLBACK = "https://app.example/callback"


def an_app(kind: str = "web", **fields: str) -> dict[str, str]:
    return {"kind": kind, "name": "Kitchen display", "callbacks": CALLBACK} | fields


@pytest.mark.parametrize(
    ("kind", "has_secret", "callbacks"),
    [("web", True, [CALLBACK]), ("native", False, [CALLBACK]), ("device", False, [])],
)
async def test_making_an_app_opens_it_and_shows_a_secret_if_it_has_one(
    anas: ConnectionsState, kind: str, has_secret: bool, callbacks: list[str]
) -> None:
    await anas.make_app(an_app(kind))

    (app,) = anas.apps
    assert (app.kind, app.name, app.callbacks) == (kind, "Kitchen display", callbacks)
    assert anas.opened == anas.landing == app.id
    assert anas.secret.startswith("tp_cs_") == has_secret
    assert anas.gpts == []


async def test_each_line_is_a_redirect_uri(anas: ConnectionsState) -> None:
    await anas.make_app(an_app("native", callbacks=f"{CALLBACK}\r\n\n my.app:/back \n"))

    assert anas.apps[0].callbacks == [CALLBACK, "my.app:/back"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "gpt"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"name": " "}, "name"),
        ({"callbacks": ""}, "at least one"),
        ({"callbacks": "http://app.example/callback"}, "https://"),
    ],
)
async def test_what_is_wrong_with_an_app_is_said_beside_the_form(
    anas: ConnectionsState, wrong: dict[str, str], said: str
) -> None:
    await anas.make_app(an_app() | wrong)

    assert said in anas.problem
    assert anas.problem_at == "app"
    assert (anas.apps, anas.taken_at, anas.secret) == ([], "", "")


async def test_an_app_can_be_given_another_name(anas: ConnectionsState) -> None:
    await anas.make_app(an_app())

    await anas.rename(anas.opened, " Hallway display ")

    assert anas.apps[0].name == "Hallway display"


async def test_a_bad_name_is_explained_beside_it(anas: ConnectionsState) -> None:
    await anas.make_app(an_app())

    await anas.rename(anas.opened, "x" * 101)

    assert anas.problem_at == "name"
    assert anas.apps[0].name == "Kitchen display"


async def test_redirect_uris_are_added_and_taken_away(anas: ConnectionsState) -> None:
    await anas.make_app(an_app())

    await anas.add_callback({"callback": "https://app.example/other"})
    added = anas.apps[0].callbacks
    await anas.remove_callback(anas.opened, CALLBACK)

    assert added == [CALLBACK, "https://app.example/other"]
    assert anas.apps[0].callbacks == ["https://app.example/other"]


async def test_the_last_redirect_uri_stays(anas: ConnectionsState) -> None:
    await anas.make_app(an_app())

    await anas.remove_callback(anas.opened, CALLBACK)

    assert anas.problem_at == "callback"
    assert anas.apps[0].callbacks == [CALLBACK]


async def test_a_secret_is_replaced_only_where_there_is_one(
    anas: ConnectionsState,
) -> None:
    await anas.make_app(an_app())
    first = anas.secret
    await anas.rotate(anas.opened)
    second = anas.secret
    await anas.make_app(an_app("native"))

    await anas.rotate(anas.opened)

    assert second.startswith("tp_cs_")
    assert second != first
    assert anas.secret == ""
    assert "no secret" in (await anas.get_state(Messages)).text


async def test_an_app_says_how_many_people_lose_access_with_it(
    anas: ConnectionsState, bens: ConnectionsState, ana: OwnerId, ben: OwnerId
) -> None:
    await anas.make_app(an_app())
    let_in(ana, anas.opened)
    let_in(ben, anas.opened)
    await anas.sync(1)
    people = anas.apps[0].people

    await anas.delete(anas.opened)
    await bens.load()

    assert people == 2
    assert (anas.apps, anas.opened, bens.connected) == ([], "", [])


async def test_an_app_deleted_in_another_tab_closes_here(
    anas: ConnectionsState, page_of: Callable[..., ConnectionsState], ana: OwnerId
) -> None:
    await anas.make_app(an_app())
    other = page_of(ana)
    await other.load()

    await other.delete(anas.opened)
    await anas.sync(1)

    assert (anas.apps, anas.opened, anas.secret) == ([], "", "")
