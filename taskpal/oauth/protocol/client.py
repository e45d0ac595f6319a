"""What Authlib asks about a client, and how a client proves who it is."""

import base64
import binascii
from collections.abc import Callable
from urllib.parse import unquote_plus

from authlib.oauth2.rfc6749 import (
    ClientMixin,
    InvalidClientError,
    InvalidRequestError,
    InvalidScopeError,
)

from taskpal import security
from taskpal.oauth import kinds, redirects, scopes
from taskpal.oauth.kinds import Kind
from taskpal.oauth.models import Client
from taskpal.oauth.protocol.messages import Request


class KnownClient(ClientMixin):  # type: ignore[misc]
    """A client as Authlib sees it."""

    def __init__(self, row: Client) -> None:
        self.row = row

    @property
    def kind(self) -> Kind:
        """What is true of all clients of its kind."""
        return kinds.of(self.row.kind)

    @property
    def public(self) -> bool:
        """Whether it runs on people's devices, where no secret keeps."""
        return not self.kind.secret

    def get_client_id(self) -> str:
        return self.row.id

    def get_default_redirect_uri(self) -> str | None:
        """RFC 6749 §3.1.2.3: the one to use when none is sent, if there is just one."""
        registered = self.row.redirect_uris
        return registered[0] if len(registered) == 1 else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        any_port = kinds.ANY_PORT in self.kind.redirects
        return redirects.matches(
            self.row.redirect_uris, redirect_uri, any_port=any_port
        )

    def get_allowed_scope(self, scope: str | None) -> str:
        """What is asked for, or everything when nothing in particular is.

        RFC 7591 §2: an app that registered a scope can ask for no more.
        """
        most = self.row.about.get("scope") or scopes.DEFAULT
        asked = scopes.write(scopes.parse(scope or "")) or most
        if not scopes.covers(most, asked):
            raise InvalidScopeError("More scope than this app registered.")
        return asked

    def check_response_type(self, _response_type: str) -> bool:
        return True  # the authorization code grant refuses all but "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in self.kind.grants

    def authenticates_by(self, method: str) -> bool:
        """RFC 7591 §2: an app that registered a method uses that one only."""
        registered: str | None = self.row.about.get("token_endpoint_auth_method")
        return registered in {None, method}


def authenticate(
    query_client: Callable[[str], KnownClient | None], request: Request
) -> KnownClient:
    """The client that makes this request, by exactly one method (RFC 6749 §2.3)."""
    form = request.form
    basic, posted = request.authorization, form.get("client_secret")
    if basic and posted:
        raise InvalidRequestError("Authenticate by one method only.")
    if basic:
        client_id, secret = _basic(basic)
        if form.get("client_id", client_id) != client_id:
            raise InvalidRequestError("Two different client_ids were sent.")
    else:
        client_id, secret = form.get("client_id", ""), posted or ""
    client = query_client(client_id)
    if not _proven(client, secret, by_secret=bool(basic or secret)) or client is None:
        raise InvalidClientError("Unknown client or wrong secret.", status_code=401)
    if not client.authenticates_by(_method(basic, posted)):
        raise InvalidClientError("It registered another method.", status_code=401)
    return client


def _proven(client: KnownClient | None, secret: str, *, by_secret: bool) -> bool:
    """Whether the secret is the client's; a public one has none and sends none."""
    if client is not None and client.public:
        return not by_secret
    expected = (client and client.row.secret_hash) or security.NO_TOKENS_HASH
    return security.same(security.hash_token(secret), expected)


def _method(basic: str | None, posted: str | None) -> str:
    if basic:
        return "client_secret_basic"
    return "client_secret_post" if posted else "none"


def _basic(header: str) -> tuple[str, str]:
    """Client id and secret, each form-encoded before (RFC 6749 §2.3.1)."""
    kind, _, encoded = header.partition(" ")
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode()
        client_id, secret = (
            unquote_plus(part, errors="strict") for part in decoded.split(":", 1)
        )
    except (binascii.Error, ValueError):
        kind = client_id = secret = ""
    if kind.lower() != "basic":
        raise InvalidClientError(
            "The Authorization header cannot be read.", status_code=401
        )
    return client_id, secret
