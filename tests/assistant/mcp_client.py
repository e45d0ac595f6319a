"""An MCP client nobody here wrote, talking to the app in this process."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import httpx2 as httpx
from fastapi import FastAPI
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.assistant import mcp as door
from taskpal.http import http
from taskpal.oauth import service as oauth
from tests.oauth import actors

ADDRESS = "http://localhost:3000/mcp"
EVERYTHING = "todos:read todos:write todos:delete"
OLD, NEW = "2025-11-25", "2026-07-28"


def personal_token(owner_id: OwnerId, scope: str = EVERYTHING) -> str:
    with database.transaction() as session:
        return oauth.make_personal_token(session, owner_id, scope, 30)


def app_token(owner_id: OwnerId, audience: str = "mcp", scope: str = "") -> str:
    """The access token of an app that this person let in."""
    resource = f"http://localhost:3000/{audience}"
    app = actors.native(owner_id)
    given = app.tokens(actors.browser(owner_id), resource=resource, scope=scope)
    token: str = given["access_token"]
    return token


@asynccontextmanager
async def connected(token: str, mode: str = "auto") -> AsyncIterator[Client]:
    """The client, connected with this token, over HTTP as far as it can tell."""
    async with door.running(), over_http(token) as wire:
        transport = streamable_http_client(ADDRESS, http_client=wire)
        async with Client(transport, mode=mode) as client:  # type: ignore[arg-type]
            yield client


def over_http(token: str | None) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(_app()),
        base_url="http://localhost:3000",
        headers=headers,
        timeout=30,
    )


async def call(client: Client, tool: str, **given: Any) -> dict[str, Any]:
    """What a tool answers; its text must say the same as its structured content."""
    result = await client.call_tool(tool, given)
    assert not result.is_error, text(result)
    assert json.loads(text(result)) == result.structured_content
    answer: dict[str, Any] = result.structured_content
    return answer


async def refused(client: Client, tool: str, **given: Any) -> str:
    """Why a tool did nothing."""
    result = await client.call_tool(tool, given)
    assert result.is_error
    assert result.structured_content is None
    return text(result)


def text(result: CallToolResult) -> str:
    return "\n".join(part.text for part in result.content if part.type == "text")


def message(method: str, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}


async def post(token: str | None, body: Any, **headers: str) -> httpx.Response:
    """One message, written by hand; a str or bytes body goes as it is."""
    told = {"Accept": "application/json, text/event-stream"}
    told |= {"Content-Type": "application/json", "MCP-Protocol-Version": OLD}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {name: value.encode("latin-1") for name, value in told.items()}
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    async with over_http(token) as wire:
        return await wire.post("/mcp", content=content, headers=sent)


@cache
def _app() -> FastAPI:
    return http()
