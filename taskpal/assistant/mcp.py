"""Where MCP clients come in: who they act for, and which tool they may call.

Everything is decided here, before the MCP package sees the message: with no token, or
one for elsewhere, 401; with one that allows too little, 403 (authorization
specification of 2025-11-25). The package then answers both eras of the protocol, each
request for itself: no sessions, no streams, nothing to remember between workers.
"""

import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp_types import INVALID_REQUEST
from sqlmodel import Session
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from taskpal import acting
from taskpal.accounts.models import OwnerId
from taskpal.assistant import tools
from taskpal.assistant.operations import OPERATIONS
from taskpal.assistant.tools import BY_NAME, PERMIT, Permit
from taskpal.errors import TaskPalError
from taskpal.oauth import access, scopes, service
from taskpal.oauth.errors import TokenRefused
from taskpal.oauth.scopes import READ
from taskpal.web import requests
from taskpal.web.anywhere import origin
from taskpal.web.requests import NotJson
from taskpal.web.routes import DirectRoute

# Asked for at the first refusal: few clients can ask for more later.
EVERYTHING: Final = scopes.write({operation.scope for operation in OPERATIONS})

# Pages of other sites may ask, as the token is theirs to send: no cookie is looked at,
# and the guard knows our host by name. A page without an origin of its own may not.
_ORIGIN = re.compile(r"https://[^/\s]+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")
_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "WWW-Authenticate, Mcp-Session-Id, Retry-After",
    "Cache-Control": "no-store",
}
_PREFLIGHT = {
    **_HEADERS,
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept, "
    "Mcp-Protocol-Version, Mcp-Session-Id, Mcp-Method, Mcp-Name",
    "Access-Control-Max-Age": "86400",
}

# At INFO it tells of every request, and of what is wrong with it in the caller's words.
logging.getLogger("mcp").setLevel(logging.WARNING)

router = APIRouter(route_class=DirectRoute, include_in_schema=False)


class WrongOrigin(TaskPalError):
    """The request comes from a page that nobody can vouch for."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__("Requests from this page's origin are not accepted.")


@router.post("/mcp")
async def answer(request: Request) -> Response:
    """One message of a client, and the answer to it."""
    try:
        _check_origin(request)
        body, permit = await _let_in(request)
    except TaskPalError as error:
        return _refusal(error)
    return _Answer(body, permit)


@router.options("/mcp")
async def preflight(_request: Request) -> Response:
    """Lets clients that live in a browser ask."""
    return Response(status_code=204, headers=_PREFLIGHT)


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Share one of the package's managers while the app runs: it is slow to make."""
    async with _manager() as shared:
        _shared.append(shared)
        try:
            yield
        finally:
            _shared.remove(shared)


def _check_origin(request: Request) -> None:
    """MCP's transport asks for this, against pages that rebind their name to us."""
    said = origin(request.scope)
    if said is not None and not _ORIGIN.fullmatch(said):
        raise WrongOrigin


async def _let_in(request: Request) -> tuple[bytes, Permit]:
    """The message, and what it may do, by one look at the token.

    Raises:
        Challenged: there is no token, not a good one, or it allows too little.
        NotJson: it cannot be told what the message wants.
    """
    service.bearer(request.headers.get("authorization"), EVERYTHING, scopes.MCP)
    body = await requests.body(request)
    tool = _tool(body)
    operation = BY_NAME.get(tool or "")
    needed = operation.scope if operation else READ
    try:
        caller = access.of(request, needed, scopes.MCP)
        return body, await caller.read(_permit, tool)
    except TokenRefused:
        raise TokenRefused(EVERYTHING, scopes.MCP) from None


def _tool(body: bytes) -> str | None:
    """The tool that a message calls.

    Should the package read another one, it is not permitted: two readers need not agree
    on what JSON leaves open.
    """
    try:
        message = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise NotJson("The message is not valid JSON.") from None
    match message:
        case {"method": "tools/call", "params": {"name": str(name)}}:
            return name
    return None


def _permit(session: Session, owner_id: OwnerId, tool: str | None) -> Permit:
    return Permit(owner_id, acting.actor(session), tool)


def _refusal(error: TaskPalError) -> Response:
    """The sentence in JSON-RPC's own form, which clients pass on to their users."""
    told = {"code": INVALID_REQUEST, "message": error.message}
    body = orjson.dumps({"jsonrpc": "2.0", "id": None, "error": told})
    headers = {**_HEADERS, **error.headers}
    return Response(body, error.status, headers, media_type="application/json")


class _Answer(Response):
    """What the MCP package answers to a message that was let in."""

    def __init__(self, message: bytes, permit: Permit) -> None:
        super().__init__()
        self.message = message
        self.permit = permit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        again: list[Message] = [{"type": "http.request", "body": self.message}]

        async def read() -> Message:
            return again.pop() if again else await receive()

        async def write(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        permitted = {**scope, PERMIT: self.permit}
        if _shared:
            await _shared[-1].handle_request(permitted, read, write)
        else:
            async with _manager() as own:
                await own.handle_request(permitted, read, write)


@asynccontextmanager
async def _manager() -> AsyncIterator[StreamableHTTPSessionManager]:
    """The guard has looked at host and size; no session, so no stream to hold open."""
    made = StreamableHTTPSessionManager(
        tools.server(), json_response=True, stateless=True
    )
    async with made.run():
        yield made


_shared: list[StreamableHTTPSessionManager] = []
