"""The authorization server: Authlib's engine for one request, on its transaction.

What Authlib decides and TaskPal overrides is listed in docs/oauth.md.
"""

import logging
from collections.abc import Callable
from typing import Any

from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    InvalidRequestError,
    InvalidScopeError,
    OAuth2Error,
)
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from sqlmodel import Session

from taskpal.oauth import queries, scopes, tokens
from taskpal.oauth.devices.grant import DeviceGrant
from taskpal.oauth.models import Connection
from taskpal.oauth.protocol import client as client_authentication
from taskpal.oauth.protocol.client import KnownClient
from taskpal.oauth.protocol.code_grant import CodeGrant
from taskpal.oauth.protocol.introspection import Introspection
from taskpal.oauth.protocol.messages import Answer, Request, way_back
from taskpal.oauth.protocol.prompt import Prompt
from taskpal.oauth.protocol.proof_key import ProofKey
from taskpal.oauth.protocol.refresh_grant import RefreshGrant
from taskpal.oauth.protocol.resource import ResourceIndicator
from taskpal.oauth.protocol.revocation import Revocation

# At DEBUG Authlib writes the tokens it issues into the log.
logging.getLogger("authlib.oauth2").setLevel(logging.INFO)

Endpoint = Callable[[Session, Request], Answer]


def check(session: Session, request: Request) -> CodeGrant:
    """The grant an app asks for, checked and ready for the user's answer.

    Raises:
        WrongRedirect: nobody may be sent back.
        OAuth2Error: with a `redirect_uri` to send the error to, if that is known.
    """
    grant: CodeGrant = Server(session).get_consent_grant(request)
    return grant


def send_back(session: Session, request: Request, error: OAuth2Error) -> str | None:
    """Where to send the browser with this error, if anywhere."""
    return Server(session).handle_error_response(request, error).location


def answer(session: Session, grant: CodeGrant, connection: Connection | None) -> str:
    """Where to send the browser with the user's answer; without a connection, no."""
    response: Answer = Server(session).create_authorization_response(
        grant.request, connection, grant
    )
    return response.location or ""


def token(session: Session, request: Request) -> Answer:
    """The answer of the token endpoint.

    Refusals are answers too and are committed: some of them end tokens.
    """
    server = Server(session)
    try:
        response: Answer = server.create_token_response(request)
    except OAuth2Error as error:
        return server.handle_error_response(request, error)
    return response


def revoke(session: Session, request: Request) -> Answer:
    """The answer of the revocation endpoint."""
    response: Answer = Server(session).create_endpoint_response("revocation", request)
    return response


def introspect(session: Session, request: Request) -> Answer:
    """The answer of the introspection endpoint."""
    server = Server(session)
    response: Answer = server.create_endpoint_response("introspection", request)
    return response


class Server(AuthorizationServer):  # type: ignore[misc]
    """Authlib's server with TaskPal's tables and rules behind it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.register_token_generator("default", _GENERATOR)
        self.register_grant(CodeGrant, [ProofKey(), ResourceIndicator(), Prompt()])
        self.register_grant(RefreshGrant)
        self.register_grant(DeviceGrant)
        self.register_endpoint(Revocation)
        self.register_endpoint(Introspection)

    def query_client(self, client_id: str | None) -> KnownClient | None:
        row = queries.client(self.session, client_id)
        if row is None or row.document_url not in {None, client_id}:
            return None  # an app with a document goes by its address only
        return KnownClient(row)

    def authenticate_client(
        self, request: Request, _methods: object, _endpoint: str = "token"
    ) -> KnownClient:
        return client_authentication.authenticate(self.query_client, request)

    def validate_requested_scope(self, scope: str | None) -> None:
        try:
            scopes.parse(scope or "")
        except ValueError:
            raise InvalidScopeError from None

    def get_token_grant(self, request: Request) -> Any:
        if request.payload.grant_type is None:
            raise InvalidRequestError("Missing grant_type.")  # not "unsupported"
        return super().get_token_grant(request)

    def save_token(self, token: dict[str, Any], request: Request) -> None:
        origin = (
            request.authorization_code or request.refresh_token or request.credential
        )
        tokens.issue(
            self.session,
            origin.family_id,
            access=token["access_token"],
            refresh=token["refresh_token"],
            scope=token["scope"],
            refresh_scope=origin.scope,
            audience=origin.audience,
        )

    def create_oauth2_request(self, request: Request) -> Request:
        return request  # it was read before, as Starlette reads bodies asynchronously

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""

    def handle_error_response(self, request: Request, error: OAuth2Error) -> Answer:
        if not error.redirect_uri:
            response: Answer = super().handle_error_response(request, error)
            return response
        sent = {"error": error.error, "error_description": error.description}
        body = {name: value for name, value in sent.items() if value}
        state = request.payload.state
        return Answer(
            302, "", {"Location": way_back(error.redirect_uri, state, **body)}
        )

    def handle_response(
        self, status: int, body: Any, headers: list[tuple[str, str]]
    ) -> Answer:
        return Answer(status, body, dict(headers))


_GENERATOR = BearerTokenGenerator(
    lambda **_: tokens.new_access_token(),
    lambda **_: tokens.new_refresh_token(),
    int(tokens.ACCESS_LIFE.total_seconds()),
)
