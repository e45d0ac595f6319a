"""Apps asking what a token of theirs is good for (RFC 7662)."""

from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError
from authlib.oauth2.rfc7662 import IntrospectionEndpoint

from taskpal.oauth import tokens
from taskpal.oauth.models import ACCESS, Token
from taskpal.oauth.protocol.client import KnownClient
from taskpal.oauth.protocol.messages import Request
from taskpal.oauth.protocol.resource import address_of
from taskpal.settings import settings

INACTIVE = {"active": False}


class Introspection(IntrospectionEndpoint):  # type: ignore[misc]
    """Tells an app with a secret about its own tokens, and about no others (§2.2).

    It learns who the user is as an id, not as a name: that takes `profile:read`.
    """

    def authenticate_endpoint_client(self, request: Request) -> KnownClient:
        """§2.1: anybody could ask in the name of an app without a secret."""
        client: KnownClient = super().authenticate_endpoint_client(request)
        if client.public:
            raise InvalidClientError(
                "Only an app with a secret may ask.", status_code=401
            )
        return client

    def check_params(self, request: Request, _client: KnownClient) -> None:
        """§2.1: a wrong hint is no reason to fail, we look everywhere anyway."""
        if "token" not in request.form:
            raise InvalidRequestError("Missing token.")

    def query_token(self, token_string: str, _hint: str | None) -> Token | None:
        return tokens.find_token(self.server.session, token_string)

    def check_permission(
        self, token: Token, client: KnownClient, _request: Request
    ) -> bool:
        return token.check_client(client)

    def create_introspection_payload(self, token: Token | None) -> dict[str, object]:
        if token is None or not tokens.works(token):
            return dict(INACTIVE)
        told = {
            "active": True,
            "scope": token.scope,
            "client_id": token.client_id,
            "exp": int(token.expires_at.timestamp()),
            "iat": int(token.created_at.timestamp()),
            "sub": token.owner_id,
            "aud": address_of(token.audience),
            "iss": settings().public_url,
        }
        # What a refresh token is, RFC 6749 §5.1 has no word for.
        return told | ({"token_type": "Bearer"} if token.kind == ACCESS else {})
