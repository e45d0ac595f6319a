"""Apps giving tokens back (RFC 7009)."""

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc7009 import RevocationEndpoint

from taskpal.oauth import tokens
from taskpal.oauth.models import Token
from taskpal.oauth.protocol.client import KnownClient
from taskpal.oauth.protocol.messages import Request


class Revocation(RevocationEndpoint):  # type: ignore[misc]
    """Ends a token of the client's own. One it does not know is as good as ended."""

    def check_params(self, request: Request, _client: KnownClient) -> None:
        """§2.1: a wrong hint is no reason to fail, we look everywhere anyway."""
        if "token" not in request.form:
            raise InvalidRequestError("Missing token.")

    def query_token(self, token_string: str, _hint: str | None) -> Token | None:
        return tokens.find_token(self.server.session, token_string)

    def revoke_token(self, token: Token, _request: Request) -> None:
        tokens.end(self.server.session, token)
