"""The authorization code grant (RFC 6749 §4.1): from the user's yes to the tokens."""

from authlib.oauth2.rfc6749 import (
    AccessDeniedError,
    InvalidGrantError,
    InvalidRequestError,
    OAuth2Error,
)
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant

from taskpal.oauth import codes
from taskpal.oauth.models import AuthorizationCode, Connection
from taskpal.oauth.protocol.client import KnownClient
from taskpal.oauth.protocol.messages import Request, way_back
from taskpal.oauth.protocol.resource import asked_audience


class WrongRedirect(Exception):
    """Not the client's redirect URI: nobody is sent there (RFC 6749 §4.1.2.1)."""

    def __init__(self, client: KnownClient, redirect_uri: str | None) -> None:
        super().__init__()
        self.client = client
        self.redirect_uri = redirect_uri


class UnsupportedResponseType(OAuth2Error):  # type: ignore[misc]
    """Authlib's own error of this name repeats the type, and fails if it is hostile."""

    error = "unsupported_response_type"
    description = "response_type must be code."


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    """Codes that are bound to everything they were asked with, and redeemed once."""

    request: Request

    @classmethod
    def check_authorization_endpoint(cls, _request: Request) -> bool:
        return True  # the only grant there; `check_response_type` refuses the rest

    def validate_authorization_request(self) -> str:
        """The redirect URI, once all of the request is known to be right."""
        sent = self.request.payload
        client = self.server.query_client(sent.client_id)
        if client is not None and sent.response_type != "code":
            back = self.validate_authorization_redirect_uri(self.request, client)
            raise _wrong_response_type(sent.response_type, back)
        redirect_uri: str = super().validate_authorization_request()
        return redirect_uri

    @staticmethod
    def validate_authorization_redirect_uri(
        request: Request, client: KnownClient
    ) -> str:
        sent: str | None = request.payload.redirect_uri or None
        redirect_uri = sent or client.get_default_redirect_uri()
        if redirect_uri is None or (sent and not client.check_redirect_uri(sent)):
            raise WrongRedirect(client, sent)
        return redirect_uri

    def create_authorization_response(
        self, redirect_uri: str, grant_user: Connection | None
    ) -> tuple[int, str, list[tuple[str, str]]]:
        """Send the browser back with a code, or with the user's no."""
        if grant_user is None:
            raise AccessDeniedError(redirect_uri=redirect_uri)
        sent, code = self.request.payload, codes.new_code()
        codes.keep_code(
            self.server.session,
            code,
            grant_user,
            redirect_uri=redirect_uri,
            redirect_uri_sent=bool(sent.redirect_uri),
            scope=self.request.scope,
            audience=asked_audience(self.request),
            code_challenge=sent.data.get("code_challenge"),
        )
        return 302, "", [("Location", way_back(redirect_uri, sent.state, code=code))]

    def query_authorization_code(
        self, code: str, client: KnownClient
    ) -> AuthorizationCode | None:
        """The client's code, if `redirect_uri` is the one it was sent to.

        One redeemed before comes along too: `authenticate_user` is where that is seen.
        """
        found = codes.find_code(self.server.session, code)
        if found is None or found.client_id != client.get_client_id():
            return None
        sent = self.request.payload.redirect_uri
        return found if sent in {None, found.redirect_uri} else None

    def authenticate_user(self, authorization_code: AuthorizationCode) -> str:
        """Redeem the code: only now, when the proof key and the rest were right."""
        family = codes.redeem(self.server.session, authorization_code)
        if family is None:
            raise InvalidGrantError("The code has expired or was used before.")
        return authorization_code.owner_id

    def delete_authorization_code(self, authorization_code: AuthorizationCode) -> None:
        """Keep it, marked as redeemed, to notice when it comes again."""


def _wrong_response_type(sent: str | None, redirect_uri: str) -> OAuth2Error:
    if sent is None:
        return InvalidRequestError("Missing response_type.", redirect_uri=redirect_uri)
    return UnsupportedResponseType(redirect_uri=redirect_uri)
