"""The API as ana and ben reach it, each with a real token."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.http import http
from taskpal.oauth import service as oauth

ALL = "todos:read todos:write todos:delete profile:read"

Api = Callable[[OwnerId], httpx.AsyncClient]


@pytest.fixture
async def api(db: None) -> AsyncIterator[Api]:
    """A client of the app, for a person; `scope` says what its token allows."""
    app, opened = http(), []

    def client(owner: OwnerId, scope: str = ALL) -> httpx.AsyncClient:
        with database.transaction() as session:
            token = oauth.make_personal_token(session, owner, scope, 30)
        opened.append(client_of(app, {"Authorization": f"Bearer {token}"}))
        return opened[-1]

    yield client
    for one in opened:
        await one.aclose()


@pytest.fixture
async def anyone(db: None) -> AsyncIterator[httpx.AsyncClient]:
    """A client without a token."""
    async with client_of(http(), {}) as client:
        yield client


def client_of(app: object, headers: dict[str, str]) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    return httpx.AsyncClient(
        transport=transport, base_url="http://localhost:3000", headers=headers
    )
