"""What somebody does on /connections stands in their log, with where they did it."""

from collections.abc import Awaitable, Callable

import pytest

from taskpal import database
from taskpal.accounts import log
from taskpal.accounts.log import Happened, Line
from taskpal.accounts.models import OwnerId
from taskpal.assistant.connecting.state import ConnectionsState
from tests.assistant.connecting.conftest import PATH, comes_back_to, let_in
from tests.tabs import Tab

ADDRESS, BROWSER = "203.0.113.9", "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"

Deed = Callable[[ConnectionsState], Awaitable[None]]


@pytest.fixture
def page(db: None, ana: OwnerId) -> ConnectionsState:
    """The page, open in a browser that says what it is."""
    tab = Tab(ana, "/connections", address=ADDRESS, user_agent=BROWSER)
    return tab.state(ConnectionsState)


def lines(owner_id: OwnerId) -> dict[str, Line]:
    with database.reading() as session:
        return {line.kind: line for line in log.lines(session, owner_id)}


async def set_up(page: ConnectionsState) -> None:
    """A GPT with a callback that waits, let in, and a token."""
    await page.make_gpt({"name": "My GPT"})
    comes_back_to(page.opened)
    await page.make_token({"name": "Report", "todos:read": "on", "days": "30"})


DEEDS: dict[Happened, Deed] = {
    Happened.SECRET_MADE: lambda page: page.rotate(page.opened),
    Happened.CLIENT_CHANGED: lambda page: page.rename(page.opened, "Another"),
    Happened.CALLBACK_APPROVED: lambda page: page.approve(page.waiting[0].id),
    Happened.CALLBACK_REFUSED: lambda page: page.refuse(page.waiting[0].id),
    Happened.TOKEN_REVOKED: lambda page: page.revoke_token(page.tokens[0].id),
    Happened.APP_DISCONNECTED: lambda page: page.disconnect(page.connected[0].id),
    Happened.CLIENT_REMOVED: lambda page: page.delete(page.opened),
}


@pytest.mark.parametrize("what", DEEDS)
async def test_what_is_done_there_is_logged_with_where(
    page: ConnectionsState, ana: OwnerId, what: Happened
) -> None:
    await set_up(page)
    let_in(ana, page.opened)
    await page.sync(0)

    await DEEDS[what](page)

    line = lines(ana)[what]
    assert (line.address, line.user_agent) == (ADDRESS, BROWSER)


@pytest.mark.parametrize("kind", [Happened.CLIENT_MADE, Happened.TOKEN_MADE])
async def test_what_is_made_there_is_logged_with_where(
    page: ConnectionsState, ana: OwnerId, kind: Happened
) -> None:
    await set_up(page)

    line = lines(ana)[kind]
    assert (line.address, line.user_agent) == (ADDRESS, BROWSER)


async def test_a_callback_added_or_taken_away_is_logged_with_where(
    page: ConnectionsState, ana: OwnerId
) -> None:
    await page.make_gpt({"name": "My GPT"})

    await page.add_callback({"callback": f"https://chatgpt.com{PATH}"})

    assert lines(ana)[Happened.CLIENT_CHANGED].address == ADDRESS
