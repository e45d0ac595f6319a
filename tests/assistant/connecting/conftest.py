"""What the tests of /connections share: the page, opened for people; hostile input."""

from collections.abc import Callable
from typing import Any

import pytest

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.oauth import callbacks, service
from tests.tabs import Tab

PATH = "/aip/g-0123456789abcdef/oauth/callback"
BOTH = [f"https://chatgpt.com{PATH}", f"https://chat.openai.com{PATH}"]
HOSTILE: list[Any] = [
    *("", "nul\x00", "\ud800", "x" * 10_000, "'; DROP TABLE client; --", "a\nb"),
    *(None, 7, 10**400, True, [], {}, ["a"], {"name": 1}, {"client_id": 1}),
    {"name": "x", "kind": [], "callbacks": {}, "days": "9" * 5000},
    {"name": "\ud800", "kind": "gpt", "days": "٣٠", "todos:read": []},
    {"name": "x", "kind": "web", "callbacks": "\x00 \ud800 javascript:alert(1)"},
    {"name": "x", "kind": "native", "callbacks": "https://a.example/ " * 5000},
    {"name": "x", "todos:read": "on", "days": "-30"},
    {"name": "x", "todos:admin": "on", "days": "30"},
]


@pytest.fixture
def page_of(db: None) -> Callable[[OwnerId | None], ConnectionsState]:
    """Opens the page for someone; `None` is a browser where nobody is signed in."""
    return lambda owner_id: Tab(owner_id, "/connections").state(ConnectionsState)


@pytest.fixture
def anas(page_of: Callable[..., ConnectionsState], ana: OwnerId) -> ConnectionsState:
    return page_of(ana)


@pytest.fixture
def bens(page_of: Callable[..., ConnectionsState], ben: OwnerId) -> ConnectionsState:
    return page_of(ben)


def comes_back_to(client_id: str, path: str = PATH) -> None:
    """ChatGPT sends someone with a callback that the client does not know yet."""
    with database.transaction() as session:
        callbacks.remember_callback(session, client_id, path)


def let_in(owner_id: OwnerId, client_id: str) -> None:
    with database.transaction() as session:
        service.connect(session, owner_id, client_id, "todos:read todos:write")


def everything_on(page: ConnectionsState) -> tuple[Any, ...]:
    """What somebody sees there."""
    return page.gpts, page.waiting, page.apps, page.connected, page.tokens
