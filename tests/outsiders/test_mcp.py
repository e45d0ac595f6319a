"""The MCP package's own client: from an address to the user's todos, by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx
import pytest
from mcp.client.auth import OAuthClientProvider
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import (
    AuthorizationCodeResult,
    OAuthClientInformationFull,
    OAuthClientMetadata,
    OAuthToken,
)

from tests.oauth.documents import website
from tests.oauth.documents.website import Website
from tests.outsiders.browser import Browser
from tests.outsiders.server import ProgramsServer

CALLBACK = "http://127.0.0.1:7777/callback"
MODES = ["legacy", "auto", "2026-07-28"]


@dataclass
class Storage:
    """What an MCP client keeps between two conversations."""

    tokens: OAuthToken | None = None
    client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


@dataclass
class User:
    """Whom the client sends to TaskPal, and what their browser brings back."""

    browser: Browser
    arrived: list[str] = field(default_factory=list)

    async def sent(self, address: str) -> None:
        self.arrived.append(self.browser.allow(address))

    async def back(self) -> AuthorizationCodeResult:
        answer = parse_qs(urlsplit(self.arrived[-1]).query)
        return AuthorizationCodeResult(
            code=answer["code"][0], state=answer["state"][0], iss=answer["iss"][0]
        )


@pytest.fixture(scope="module")
def site() -> Iterator[Website]:
    with website.running() as started:
        yield started


@pytest.mark.parametrize("mode", MODES)
async def test_a_client_that_registers_itself_adds_and_lists_a_todo(
    server: ProgramsServer, ana: Browser, mode: str
) -> None:
    storage, user = Storage(), User(ana)
    provider = _provider(server, storage, user)

    said = await _add_and_list(server, provider, mode, f"Buy milk ({mode})")

    assert said == [f"Buy milk ({mode})"]
    assert storage.client is not None
    assert storage.client.client_id.isalnum()
    assert len(user.arrived) == 1


async def test_a_client_with_a_metadata_document_need_not_register(
    server: ProgramsServer, ana: Browser, site: Website
) -> None:
    address = site.describes("/mcp.json", redirect_uris=[CALLBACK])
    storage, user = Storage(), User(ana)
    provider = _provider(server, storage, user, client_metadata_url=address)

    said = await _add_and_list(server, provider, "auto", "Buy bread")

    assert said == ["Buy bread"]
    assert storage.client is not None
    assert storage.client.client_id == address


async def test_a_client_renews_its_token_without_asking_again(
    server: ProgramsServer, ana: Browser
) -> None:
    storage, user = Storage(), User(ana)
    provider = _provider(server, storage, user)
    await _add_and_list(server, provider, "auto", "Buy tea")
    assert storage.tokens is not None
    first = storage.tokens.access_token
    provider.context.token_expiry_time = 1.0  # long ago

    said = await _add_and_list(server, provider, "auto", "Buy rice")

    assert said == ["Buy rice"]
    assert storage.tokens.access_token != first
    assert len(user.arrived) == 1


async def _add_and_list(
    server: ProgramsServer, provider: OAuthClientProvider, mode: str, title: str
) -> list[str]:
    """Call two tools as an assistant would; the titles that the second one finds."""
    async with (
        httpx.AsyncClient(auth=provider) as http,
        Client(
            streamable_http_client(f"{server.url}/mcp", http_client=http),
            mode=mode,  # type: ignore[arg-type]
        ) as client,
    ):
        offered = {tool.name for tool in (await client.list_tools()).tools}
        assert {"addTodo", "listTodos"} <= offered
        await client.call_tool("addTodo", {"title": title})
        found = await client.call_tool("listTodos", {"query": title})
    assert not found.is_error
    assert found.structured_content is not None
    return [todo["title"] for todo in found.structured_content["todos"]]


def _provider(
    server: ProgramsServer, storage: Storage, user: User, **more: str
) -> OAuthClientProvider:
    metadata = OAuthClientMetadata.model_validate(
        {"client_name": "An assistant", "redirect_uris": [CALLBACK]}
    )
    return OAuthClientProvider(
        f"{server.url}/mcp", metadata, storage, user.sent, user.back, **more
    )
