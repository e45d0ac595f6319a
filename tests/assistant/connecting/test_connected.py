"""The apps a user let in, on the page /connections."""

import pytest

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.oauth.models import Client
from tests.assistant.connecting.conftest import BOTH, let_in


def an_app(**fields: object) -> str:
    """An app that is there already."""
    with database.transaction() as session:
        client = Client(kind="native", name="Claude", **fields)
        session.add(client)
    return client.id


async def test_a_connected_app_shows_what_it_may_do_and_can_be_disconnected(
    anas: ConnectionsState, ana: OwnerId
) -> None:
    await anas.make_gpt({"name": "Errand helper"})
    let_in(ana, anas.opened)
    await anas.sync(1)

    (app,) = anas.connected
    assert app.name == "Errand helper"
    assert app.scopes[0] == "See your todos"
    assert anas.gpts[0].stage == "connected"
    await anas.disconnect(app.id)

    assert anas.connected == []


@pytest.mark.parametrize(
    ("app", "origin", "place"),
    [
        ({"redirect_uris": ["https://claude.ai/cb"]}, "registered", "claude.ai"),
        (
            {
                "document_url": "https://vscode.dev/oauth.json",
                "redirect_uris": ["http://127.0.0.1/"],
            },
            "document",
            "vscode.dev",
        ),
        ({"redirect_uris": ["cursor://mcp/cb"]}, "registered", "cursor:"),
        ({"about": {"client_uri": "https://claude.ai"}}, "registered", ""),
    ],
)
async def test_an_app_shows_where_it_is_from_and_leads_not_what_it_claims(
    anas: ConnectionsState,
    ana: OwnerId,
    app: dict[str, object],
    origin: str,
    place: str,
) -> None:
    let_in(ana, an_app(**app))

    await anas.load()

    assert [(one.origin, one.place) for one in anas.connected] == [(origin, place)]


async def test_an_app_is_ones_own_or_someone_elses(
    anas: ConnectionsState, bens: ConnectionsState, ana: OwnerId, ben: OwnerId
) -> None:
    await anas.make_gpt({"name": "Errand helper"})
    await anas.add_callback({"callback": BOTH[0]})
    let_in(ana, anas.opened)
    let_in(ben, anas.opened)

    await anas.load()
    await bens.load()

    assert anas.connected[0].origin == "own"
    assert bens.connected[0].origin == "someone's"
    assert bens.connected[0].place == "chatgpt.com, chat.openai.com"
    assert bens.gpts == []
