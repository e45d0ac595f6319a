"""The provider's HTTP routes: where browsers are sent, and where apps get tokens."""

from urllib.parse import quote, urlencode

from authlib.oauth2 import OAuth2Error
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlmodel import Session

from taskpal import throttle
from taskpal.accounts import queries as accounts
from taskpal.accounts.cookies import of_session
from taskpal.accounts.csrf import check_csrf, csrf_token
from taskpal.accounts.destination import sign_in_address
from taskpal.accounts.schemas import SignedIn
from taskpal.accounts.web import see
from taskpal.database import in_transaction
from taskpal.errors import TooManyAttempts
from taskpal.oauth import consent, views
from taskpal.oauth.consent import Ask, GoTo, Refused, Step
from taskpal.oauth.protocol import messages, server
from taskpal.oauth.protocol.messages import Answer
from taskpal.oauth.protocol.metadata import metadata
from taskpal.ui.plain import PlainRoute
from taskpal.web import forms
from taskpal.web.addresses import client_address
from taskpal.web.forms import Form

LONGEST_REQUEST = 6000  # of a query; it also has to fit into the `next` of /sign-in
FAILURES = throttle.Limit("oauth-client", 60, 60)

ANYWHERE = {"Access-Control-Allow-Origin": "*"}
PREFLIGHT = {
    **ANYWHERE,
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "86400",
}

people = APIRouter(route_class=PlainRoute, include_in_schema=False)
apps = APIRouter(include_in_schema=False)


@people.get("/oauth/authorize")
async def authorize(request: Request) -> Response:
    """RFC 6749 §3.1: an app sends a browser here to ask its user."""
    query: bytes = request.scope["query_string"]
    sent = forms.fields(query)
    address = f"/oauth/authorize?{urlencode(sent, quote_via=quote, safe='')}"
    if len(address) > LONGEST_REQUEST:
        return views.refusal_page(consent.TOO_LONG)
    person, step = await in_transaction(_open, of_session(request), sent)
    if isinstance(step, Ask) and person is not None:
        return views.consent_page(step, person.email, csrf_token(request))
    return _show(step, sign_in_address(address))


@people.post("/oauth/consent")
async def answer(request: Request) -> Response:
    """The user's answer; 303, so that the app is never posted to."""
    form = await forms.read(request)
    check_csrf(request, form)
    decision = form.get("decision")
    if decision not in {"allow", "deny"}:
        return views.refusal_page(consent.NO_ANSWER)
    token, request_id = of_session(request), form.get("request", "")
    allowed = decision == "allow"
    step = await in_transaction(_answer, token, request_id, allowed)
    return _show(step, sign_in_address(None))


@apps.post("/oauth/token")
async def token(request: Request) -> Response:
    """RFC 6749 §3.2: an app exchanges a code or a refresh token."""
    return await _endpoint(request, server.token, ANYWHERE)


@apps.options("/oauth/token")
async def token_preflight() -> Response:
    """Lets apps that live in a browser ask."""
    return Response(status_code=204, headers=PREFLIGHT)


@apps.post("/oauth/revoke")
async def revoke(request: Request) -> Response:
    """RFC 7009 §2: an app gives a token back."""
    return await _endpoint(request, server.revoke, {})


@apps.get("/.well-known/oauth-authorization-server")
async def authorization_server() -> Response:
    """RFC 8414 §3: what this provider can do."""
    return JSONResponse(metadata(), headers=ANYWHERE)


def _open(
    session: Session, cookie: str | None, sent: Form
) -> tuple[SignedIn | None, Step]:
    person = accounts.signed_in(session, cookie)
    return person, consent.opened(session, person, sent)


def _answer(
    session: Session, cookie: str | None, request_id: str, allowed: bool
) -> Step:
    person = accounts.signed_in(session, cookie)
    if person is None:
        return consent.SignInFirst()
    return consent.answered(session, person, request_id, allowed=allowed)


def _show(step: Step, sign_in: str) -> Response:
    if isinstance(step, Refused):
        return views.refusal_page(step)
    return see(step.location if isinstance(step, GoTo) else sign_in)


async def _endpoint(
    request: Request, work: server.Endpoint, headers: dict[str, str]
) -> Response:
    """Read the form, then everything else in one thread hop."""
    try:
        form = await forms.read(request)
    except forms.BadForm as error:
        body = {
            "error": "invalid_request",
            "error_description": messages.plain(error.message),
        }
        return _json(Answer(400, body), headers)
    caller = client_address(request)
    basic = request.headers.get("authorization")
    path = request.url.path
    return _json(await in_transaction(_work, work, path, form, basic, caller), headers)


def _work(  # noqa: PLR0913, PLR0917
    session: Session,
    work: server.Endpoint,
    path: str,
    form: Form,
    authorization: str | None,
    caller: str,
) -> Answer:
    try:
        request = messages.Request("POST", path, form, authorization)
    except OAuth2Error as error:  # this TaskPal is reached over plain http
        return Answer(400, dict(error.get_body()))
    response = work(session, request)
    return _slowed(response, caller) if response.status == 401 else response  # noqa: PLR2004


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
