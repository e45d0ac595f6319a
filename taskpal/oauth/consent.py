"""Asking the user: from the app's request to the user's answer.

Nothing here speaks HTTP. Each function says what the browser is to see next.
"""

from dataclasses import dataclass
from typing import Literal

from authlib.oauth2 import OAuth2Error
from sqlmodel import Session

from taskpal import live
from taskpal.accounts import log
from taskpal.accounts.log import NOWHERE, Happened, Where
from taskpal.accounts.schemas import SignedIn
from taskpal.oauth import callbacks, queries, redirects, scopes, service, waiting
from taskpal.oauth.documents import urls
from taskpal.oauth.models import Connection
from taskpal.oauth.protocol import server
from taskpal.oauth.protocol.code_grant import CodeGrant, WrongRedirect
from taskpal.oauth.protocol.messages import Request
from taskpal.oauth.protocol.prompt import ConsentRequired, LoginRequired, prompts
from taskpal.oauth.schemas import GPT
from taskpal.web.forms import Form

_SHOWN = 200  # characters of an address


@dataclass(frozen=True, slots=True)
class GoTo:
    """The browser goes back to the app, with an answer."""

    location: str


@dataclass(frozen=True, slots=True)
class SignInFirst:
    """Nobody is signed in yet; the request is fine."""


@dataclass(frozen=True, slots=True)
class Ask:
    """The user is asked; `request_id` stands for all that the app sent.

    `published_by` is the host that a document came from, `website` the one that an app
    without a document calls its own: the first is known, the second only said.
    """

    request_id: str
    client_name: str
    own: bool
    published_by: str
    website: str
    leads_to: str
    on_this_device: bool
    scopes: list[str]


@dataclass(frozen=True, slots=True)
class Refused:
    """The browser goes nowhere: an error page for people, with what would help."""

    title: str
    sentence: str
    detail: str | None = None
    approval: Literal["", "by you", "by its owner"] = ""
    newcomer: tuple[str, str] | None = None  # client and callback, to be remembered


Step = GoTo | SignInFirst | Ask | Refused

SIGN_IN = SignInFirst()
UNKNOWN = Refused(
    "TaskPal does not know this app",
    "The link that brought you here names an app (client_id) that was never set up "
    "here, or was removed.",
)
OVER = Refused(
    "This request is over",
    "It was answered already, or it took longer than ten minutes. Start again from "
    "the app that sent you here.",
)
TOO_LONG = Refused(
    "This link is too long", "The app that brought you here sent more than is needed."
)
NOT_SECURE = Refused(
    "Apps cannot be connected here",
    "This TaskPal is reached without https, so others could listen in. Ask whoever "
    "hosts it to give it an https address.",
)
NO_ANSWER = Refused("Yes or no?", "Go back, and choose Allow or Deny.")


def unread(client_id: str, why: str) -> Refused:
    """What a person sees whose app has a document that cannot be used."""
    return Refused(
        "TaskPal cannot tell which app this is",
        f"The app describes itself on a website of its own. {why}",
        detail=client_id[:_SHOWN],
    )


def opened(session: Session, person: SignedIn | None, sent: Form) -> Step:
    """What follows an app sending a browser to /oauth/authorize.

    Looking never grants anything: a code without asking is only given to an app that
    this user already lets in with all of the scopes it asks for.
    """
    grant = _checked(session, person, sent)
    if not isinstance(grant, CodeGrant):
        return grant
    words = prompts(grant.request)
    if person is None:
        return _unasked(session, grant, LoginRequired) if "none" in words else SIGN_IN
    connection = queries.connection_to(session, person.owner_id, grant.client.row.id)
    if _let_in(grant, connection) and "consent" not in words:
        return GoTo(server.answer(session, grant, connection))
    if "none" in words:
        return _unasked(session, grant, ConsentRequired)
    return _question(grant, person, request_id=waiting.keep(session, person, sent))


def answered(
    session: Session,
    person: SignedIn,
    request_id: str,
    *,
    allowed: bool,
    where: Where = NOWHERE,
) -> Step:
    """What follows the user's answer. Each request is answered once."""
    live.changed(session, person.owner_id)  # first, as whoever ends sessions does
    sent = waiting.take(session, person, request_id)
    if sent is None:
        return OVER
    grant = _checked(session, person, sent)  # the app may have changed meanwhile
    if not isinstance(grant, CodeGrant):
        return grant
    if not allowed:
        return GoTo(server.answer(session, grant, None))
    client, scope = grant.client.row, grant.request.scope
    connection = service.connect(session, person.owner_id, client.id, scope)
    log.note(session, person.owner_id, Happened.APP_ALLOWED, client.name, where=where)
    return GoTo(server.answer(session, grant, connection))


def _let_in(grant: CodeGrant, connection: Connection | None) -> bool:
    """Whether the user said yes to all of this before, and to this very app.

    On the user's own device any program can pretend to be an app without a secret
    (RFC 8252 §8.6), so there the user is asked each time. An app that has another name
    by now, or leads elsewhere, may be in other hands: that is asked too.
    """
    if connection is None or not scopes.covers(connection.scope, grant.request.scope):
        return False
    changed_at = grant.client.row.changed_at
    if changed_at is not None and connection.granted_at <= changed_at:
        return False
    anyones = grant.client.public and redirects.on_this_device(grant.redirect_uri)
    return not anyones


def _question(grant: CodeGrant, person: SignedIn, request_id: str) -> Ask:
    client = grant.client.row
    return Ask(
        request_id=request_id,
        client_name=client.name,
        own=client.owner_id == person.owner_id,
        published_by=urls.host_of(client.document_url or ""),
        website=urls.host_of(queries.website(client)),
        leads_to=redirects.shown(grant.redirect_uri),
        on_this_device=redirects.on_this_device(grant.redirect_uri),
        scopes=scopes.in_words(grant.request.scope),
    )


def _unasked(session: Session, grant: CodeGrant, error: type[OAuth2Error]) -> GoTo:
    """Tell the app that it cannot do without what it did not want."""
    refused = error(redirect_uri=grant.redirect_uri)
    return GoTo(server.send_back(session, grant.request, refused) or "")


def _checked(
    session: Session, person: SignedIn | None, sent: Form
) -> CodeGrant | GoTo | Refused:
    """The app's request if it is right, else who hears what is wrong with it."""
    try:
        request = Request("GET", "/oauth/authorize", sent)
    except OAuth2Error:  # RFC 6749 §3.1: codes and tokens never travel unencrypted
        return NOT_SECURE
    try:
        return server.check(session, request)
    except WrongRedirect as wrong:
        return _wrong_redirect(session, person, wrong)
    except OAuth2Error as error:
        location = server.send_back(session, request, error)
        return GoTo(location) if location else UNKNOWN


def _wrong_redirect(
    session: Session, person: SignedIn | None, wrong: WrongRedirect
) -> Refused:
    client, uri = wrong.client.row, wrong.redirect_uri
    path = redirects.chatgpt_path(uri or "") if client.kind == GPT else None
    if path:
        known = callbacks.waits(session, client.id, path)
        own = person is not None and person.owner_id == client.owner_id
        return Refused(
            "This GPT is not approved yet",
            f"ChatGPT wants to bring you back to an address that {client.name} never "
            "used before. That happens when a GPT is new, or its action was edited.",
            detail=uri,
            approval="by you" if own else "by its owner",
            newcomer=None if known else (client.id, path),
        )
    return Refused(
        "TaskPal will not send you there",
        "The address this app wants you to go back to (redirect_uri) was never "
        "registered for it."
        if uri
        else f"{client.name} did not say where to go back to (redirect_uri).",
        detail=uri and uri[:200],
    )
