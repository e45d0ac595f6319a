"""The provider's pages: where apps send browsers, and where people answer."""

import asyncio
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from taskpal import throttle
from taskpal.accounts import queries as accounts
from taskpal.accounts.cookies import of_session
from taskpal.accounts.csrf import check_csrf, csrf_token
from taskpal.accounts.destination import sign_in_address
from taskpal.accounts.log import Where
from taskpal.accounts.schemas import SignedIn
from taskpal.accounts.visitor import see, where
from taskpal.database import in_transaction
from taskpal.oauth import callbacks, consent, views
from taskpal.oauth.consent import Ask, GoTo, Refused, Step
from taskpal.oauth.documents import service as documents
from taskpal.oauth.documents.errors import DocumentRefused
from taskpal.ui.plain import PlainRoute
from taskpal.web import forms
from taskpal.web.addresses import client_address
from taskpal.web.forms import Form

NEW_CALLBACKS = throttle.Limit("new-callbacks", 20, 3600)  # of one app
LONGEST_REQUEST = 6000  # of a query; it also has to fit into the `next` of /sign-in

router = APIRouter(route_class=PlainRoute, include_in_schema=False)


@router.get("/oauth/authorize")
async def authorize(request: Request) -> Response:
    """RFC 6749 §3.1: an app sends a browser here to ask its user."""
    query: bytes = request.scope["query_string"]
    sent = forms.fields(query)
    address = f"/oauth/authorize?{urlencode(sent, quote_via=quote, safe='')}"
    if len(address) > LONGEST_REQUEST:
        return views.refusal_page(consent.TOO_LONG)
    try:
        await documents.ready(sent.get("client_id"), client_address(request))
    except DocumentRefused as error:
        return views.refusal_page(consent.unread(sent["client_id"], error.message))
    person, step = await in_transaction(_open, of_session(request), sent)
    if isinstance(step, Refused) and step.newcomer:
        await _remember(*step.newcomer, sent_by=step.approval)
    if isinstance(step, Ask) and person is not None:
        return views.consent_page(step, person.email, csrf_token(request))
    return _show(step, sign_in_address(address))


@router.post("/oauth/consent")
async def answer(request: Request) -> Response:
    """The user's answer; 303, so that the app is never posted to."""
    form = await forms.read(request)
    check_csrf(request, form)
    decision = form.get("decision")
    if decision not in {"allow", "deny"}:
        return views.refusal_page(consent.NO_ANSWER)
    token, request_id = of_session(request), form.get("request", "")
    allowed = decision == "allow"
    step = await in_transaction(_answer, token, request_id, allowed, where(request))
    return _show(step, sign_in_address(None))


def _open(
    session: Session, cookie: str | None, sent: Form
) -> tuple[SignedIn | None, Step]:
    person = accounts.signed_in(session, cookie)
    step = consent.opened(session, person, sent)
    if person is not None:
        accounts.require(session, person)
    return person, step


def _answer(
    session: Session,
    cookie: str | None,
    request_id: str,
    allowed: bool,
    asked_from: Where,
) -> Step:
    person = accounts.signed_in(session, cookie)
    if person is None:
        return consent.SIGN_IN
    step = consent.answered(
        session, person, request_id, allowed=allowed, where=asked_from
    )
    accounts.require(session, person)
    return step


async def _remember(client_id: str, callback: str, sent_by: str) -> None:
    """Anybody can send one, and each makes the dashboards of the owner read anew.

    Those that the owner arrives with are counted apart, so nobody keeps them out.
    """
    await asyncio.to_thread(throttle.hit, NEW_CALLBACKS, client_id, sent_by)
    await in_transaction(callbacks.remember_callback, client_id, callback)


def _show(step: Step, sign_in: str) -> Response:
    if isinstance(step, Refused):
        return views.refusal_page(step)
    return see(step.location if isinstance(step, GoTo) else sign_in)
