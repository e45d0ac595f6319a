"""The device grant's routes: where a device begins, and where its user answers."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from taskpal import throttle
from taskpal.accounts import queries as accounts
from taskpal.accounts.csrf import check_csrf, csrf_token
from taskpal.accounts.destination import sign_in_address
from taskpal.accounts.log import Where
from taskpal.accounts.schemas import SignedIn
from taskpal.accounts.visitor import see, signed_in, where
from taskpal.database import in_reading, in_transaction
from taskpal.errors import TaskPalError, TooManyAttempts
from taskpal.oauth import endpoints
from taskpal.oauth.devices import authorization, codes, service, views
from taskpal.oauth.devices.errors import NoSuchCode
from taskpal.oauth.devices.views import Typed
from taskpal.ui.plain import SHOWN, PlainRoute
from taskpal.web import forms
from taskpal.web.addresses import client_address
from taskpal.web.forms import Form

# RFC 8628 §5.1: whoever tries out codes meets somebody else's device one time in
# millions. Right ones count too, or a guess would cost nothing once it is right.
BY_ACCOUNT = throttle.Limit("user-codes-by-account", 20, 600)
BY_ADDRESS = throttle.Limit("user-codes-by-address", 100, 600)


apps = APIRouter(include_in_schema=False)
people = APIRouter(route_class=PlainRoute, include_in_schema=False)


@apps.post("/oauth/device_authorization")
async def begin(request: Request) -> Response:
    """RFC 8628 §3.1: a device asks for a code to show."""
    work = authorization.endpoint(client_address(request))
    return await endpoints.endpoint(request, work, endpoints.ANYWHERE)


@apps.options("/oauth/device_authorization")
async def begin_preflight() -> Response:
    """Lets devices whose apps are web pages ask."""
    return Response(status_code=204, headers=endpoints.PREFLIGHT)


@people.api_route("/device", methods=SHOWN)
async def show(request: Request) -> Response:
    """Looking never grants anything, whatever code the link carries (§3.3.1)."""
    linked = request.query_params.getlist("user_code")
    code = codes.read(linked[0]) if len(linked) == 1 else None
    person = await signed_in(request)
    if person is None:
        return _sign_in(code)
    return views.code_page(Typed(csrf_token(request), person.email, code or ""))


@people.post("/device")
async def answer(request: Request) -> Response:
    """A code that was typed, or the answer on the page that follows."""
    form = await forms.read(request)
    person = await signed_in(request)
    if person is None:
        return _sign_in(codes.read(form.get("user_code", "")))
    check_csrf(request, form)
    try:
        return await _answer(request, person, form)
    except (NoSuchCode, TooManyAttempts) as error:
        return views.code_page(_again(request, person, form, error))


@people.api_route("/device/allowed", methods=SHOWN)
async def allowed() -> Response:
    return views.allowed_page()


@people.api_route("/device/denied", methods=SHOWN)
async def denied() -> Response:
    return views.denied_page()


async def _answer(request: Request, person: SignedIn, form: Form) -> Response:
    code, owner_id = form.get("user_code", ""), person.owner_id
    here = client_address(request)
    await asyncio.to_thread(_count, owner_id, here)
    match form.get("decision"):
        case "allow":
            await in_transaction(_allow, person, code, where(request))
            return see("/device/allowed")
        case "deny":
            await in_transaction(service.deny, owner_id, code)
            return see("/device/denied")
    asked = await in_reading(service.waiting, code)
    return views.confirm_page(asked, person, here, csrf_token(request))


def _allow(session: Session, person: SignedIn, code: str, asked_from: Where) -> None:
    service.allow(session, person.owner_id, code, where=asked_from)
    accounts.require(session, person)


def _count(owner_id: str, address: str) -> None:
    throttle.hit(BY_ACCOUNT, owner_id)
    throttle.hit(BY_ADDRESS, address)


def _again(
    request: Request, person: SignedIn, form: Form, error: TaskPalError
) -> Typed:
    code = form.get("user_code", "")
    return Typed(csrf_token(request), person.email, codes.read(code) or code, error)


def _sign_in(code: str | None) -> Response:
    return see(sign_in_address(f"/device?user_code={code}" if code else "/device"))
