"""The registration endpoints, for apps (RFC 7591 §3, RFC 7592 §2)."""

import asyncio

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InsecureTransportError
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.requests import ClientDisconnect

from taskpal import throttle
from taskpal.database import in_reading, in_transaction
from taskpal.errors import TaskPalError
from taskpal.oauth.endpoints import ANYWHERE, PREFLIGHT
from taskpal.oauth.protocol.messages import plain
from taskpal.oauth.registration import metadata, service
from taskpal.oauth.registration.errors import MetadataRefused, RegistrationTokenRefused
from taskpal.oauth.registration.schemas import Proof
from taskpal.oauth.registration.views import information
from taskpal.settings import settings
from taskpal.web import objects
from taskpal.web.addresses import client_address
from taskpal.web.objects import Object
from taskpal.web.routes import DirectRoute, Handler

MOST_BYTES = 16 * 1024
NEW_APPS = throttle.Limit("register", 60, 3600)  # of one address
ALL_NEW_APPS = throttle.Limit("register-all", 600, 3600)
FAILURES = throttle.Limit("registration-token", 60, 60)

HEADERS = {**ANYWHERE, "Cache-Control": "no-store", "Pragma": "no-cache"}
METHODS = {"Access-Control-Allow-Methods": "GET, POST, PUT, DELETE"}


class ForApps(DirectRoute):
    """A route that says what it refuses in OAuth's words (RFC 7591 §3.2.2)."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def handle_for_apps(request: Request) -> Response:
            try:
                InsecureTransportError.check(settings().public_url)
                return await handle(request)
            except OAuth2Error as error:  # this TaskPal is reached over plain http
                return JSONResponse(dict(error.get_body()), 400, HEADERS)
            except TaskPalError as error:
                return _refusal(error)

        return handle_for_apps


router = APIRouter(route_class=ForApps, include_in_schema=False)


@router.post("/oauth/register")
async def register(request: Request) -> Response:
    """RFC 7591 §3.1: anybody may register an app."""
    said = metadata.read(await _sent(request))
    await asyncio.to_thread(_count, client_address(request))
    client, proof = await in_transaction(service.register, said)
    return JSONResponse(information(client, proof), 201, HEADERS)


@router.get("/oauth/register/{client_id}")
async def read(request: Request) -> Response:
    """RFC 7592 §2.1: an app reads its registration."""
    client_id, token = await _whose(request)
    client = await in_reading(service.registered, client_id, token)
    return JSONResponse(information(client, Proof(token)), headers=HEADERS)


@router.put("/oauth/register/{client_id}")
async def replace(request: Request) -> Response:
    """RFC 7592 §2.2: an app changes its registration."""
    client_id, token = await _whose(request)
    sent = await _sent(request)
    said = metadata.read(sent)
    client = await in_transaction(service.replace, client_id, token, sent, said)
    return JSONResponse(information(client, Proof(token)), headers=HEADERS)


@router.delete("/oauth/register/{client_id}")
async def remove(request: Request) -> Response:
    """RFC 7592 §2.3: an app removes itself."""
    client_id, token = await _whose(request)
    await in_transaction(service.remove, client_id, token)
    return Response(status_code=204, headers=HEADERS)


@router.options("/oauth/register")
@router.options("/oauth/register/{client_id}")
async def preflight(_request: Request) -> Response:
    """Lets apps that live in a browser register."""
    return Response(status_code=204, headers=PREFLIGHT | METHODS)


async def _whose(request: Request) -> tuple[str, str]:
    """Which app this is about, and the token that is checked before anything else."""
    client_id: str = request.path_params["client_id"]
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip() if kind.lower() == "bearer" else ""
    try:
        await in_reading(service.registered, client_id, token)
    except RegistrationTokenRefused:
        await asyncio.to_thread(throttle.hit, FAILURES, client_address(request))
        raise
    return client_id, token


async def _sent(request: Request) -> Object:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise MetadataRefused("Send JSON, with Content-Type: application/json.")
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise MetadataRefused("The body is larger than 16 KiB.")
    except ClientDisconnect:
        raise MetadataRefused("The body did not arrive as a whole.") from None
    return objects.read(bytes(body))


def _count(caller: str) -> None:
    """Slow down who registers many apps, and all who do together."""
    throttle.hit(NEW_APPS, caller)
    throttle.hit(ALL_NEW_APPS)


def _refusal(error: TaskPalError) -> Response:
    code = getattr(error, "error", _CODES.get(error.status, "invalid_client_metadata"))
    body = {"error": code, "error_description": plain(error.message)}
    return JSONResponse(body, error.status, {**error.headers, **HEADERS})


_CODES = {401: "invalid_token", 429: "temporarily_unavailable"}
