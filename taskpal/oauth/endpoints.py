"""The provider's endpoints: what apps call by themselves, without a browser."""

import asyncio

from authlib.oauth2 import OAuth2Error
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlmodel import Session

from taskpal import throttle
from taskpal.database import in_transaction
from taskpal.errors import TooManyAttempts
from taskpal.oauth import scopes
from taskpal.oauth.protocol import messages, metadata, server
from taskpal.oauth.protocol.messages import Answer
from taskpal.web import forms
from taskpal.web.addresses import client_address
from taskpal.web.forms import Form

FAILURES = throttle.Limit("oauth-client", 60, 60)

ANYWHERE = {"Access-Control-Allow-Origin": "*"}
PREFLIGHT = {
    **ANYWHERE,
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, MCP-Protocol-Version",
    "Access-Control-Max-Age": "86400",
}
SERVER = "/.well-known/oauth-authorization-server"
RESOURCE = "/.well-known/oauth-protected-resource"
_UNAUTHORIZED = 401

router = APIRouter(include_in_schema=False)


@router.post("/oauth/token")
async def token(request: Request) -> Response:
    """RFC 6749 §3.2: an app exchanges a code or a refresh token."""
    return await endpoint(request, server.token, ANYWHERE)


@router.post("/oauth/revoke")
async def revoke(request: Request) -> Response:
    """RFC 7009 §2: an app gives a token back."""
    return await endpoint(request, server.revoke, ANYWHERE)


@router.post("/oauth/introspect")
async def introspect(request: Request) -> Response:
    """RFC 7662 §2: an app asks what a token of its own is good for."""
    return await endpoint(request, server.introspect)


@router.get(SERVER)
async def authorization_server() -> Response:
    """RFC 8414 §3: what this provider can do."""
    return JSONResponse(metadata.server(), headers=ANYWHERE)


@router.get(RESOURCE)
@router.get(f"{RESOURCE}/{scopes.MCP}")
@router.get(f"{RESOURCE}/{scopes.API}")
async def protected_resource(request: Request) -> Response:
    """RFC 9728 §3: what a token is needed for, and who gives one. At first, MCP."""
    path: str = request.scope["path"]
    audience = scopes.API if path.endswith(f"/{scopes.API}") else scopes.MCP
    return JSONResponse(metadata.resource(audience), headers=ANYWHERE)


@router.options("/oauth/token")
@router.options("/oauth/revoke")
@router.options(SERVER)
@router.options(RESOURCE)
@router.options(f"{RESOURCE}/{scopes.MCP}")
@router.options(f"{RESOURCE}/{scopes.API}")
async def preflight() -> Response:
    """Lets apps that live in a browser ask."""
    return Response(status_code=204, headers=PREFLIGHT)


async def endpoint(
    request: Request, work: server.Endpoint, headers: dict[str, str] | None = None
) -> Response:
    """What `work(session, request)` answers to a form, done in one transaction.

    Refusals keep OAuth's own form (RFC 6749 §5.2). Whoever fails to show which app it
    is too often is slowed down; the transaction is over by then, as Redis may be slow.
    """
    answer = await _answer(request, work)
    if answer.status == _UNAUTHORIZED:
        caller = client_address(request)
        answer = await asyncio.to_thread(_slowed, answer, caller)
    return _json(answer, headers or {})


async def _answer(request: Request, work: server.Endpoint) -> Answer:
    try:
        form = await forms.read(request)
    except forms.BadForm as error:
        body = {
            "error": "invalid_request",
            "error_description": messages.plain(error.message),
        }
        return Answer(400, body)
    path, basic = request.url.path, request.headers.get("authorization")
    try:
        return await in_transaction(_work, work, path, form, basic)
    except TooManyAttempts as error:  # what was done so far is undone: try it again
        body = {
            "error": "slow_down",
            "error_description": messages.plain(error.message),
        }
        return Answer(error.status, body, error.headers)


def _work(
    session: Session,
    work: server.Endpoint,
    path: str,
    form: Form,
    authorization: str | None,
) -> Answer:
    try:
        request = messages.Request("POST", path, form, authorization)
    except OAuth2Error as error:  # this TaskPal is reached over plain http
        return Answer(400, dict(error.get_body()))
    return work(session, request)


def _slowed(refusal: Answer, caller: str) -> Answer:
    """The refusal, or 429 when this address has failed to authenticate too often."""
    try:
        throttle.hit(FAILURES, caller)
    except TooManyAttempts as error:
        body = {"error": "invalid_client", "error_description": error.message}
        return Answer(429, body, error.headers)
    return refusal


def _json(answer: Answer, headers: dict[str, str]) -> Response:
    kept = {"Cache-Control": "no-store", "Pragma": "no-cache"}
    told = {k: v for k, v in answer.headers.items() if k.lower() != "content-type"}
    return JSONResponse(answer.body, answer.status, {**told, **kept, **headers})
