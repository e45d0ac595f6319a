"""The refresh grant (RFC 6749 §6): a new pair of tokens for an old refresh token."""

from authlib.oauth2.rfc6749 import InvalidScopeError
from authlib.oauth2.rfc6749.grants import RefreshTokenGrant

from taskpal.oauth import scopes, tokens
from taskpal.oauth.models import Token
from taskpal.oauth.protocol.messages import Request
from taskpal.oauth.protocol.resource import check_audience


class RefreshGrant(RefreshTokenGrant):  # type: ignore[misc]
    """Refresh tokens that rotate; one used again much later ends all its family."""

    INCLUDE_NEW_REFRESH_TOKEN = True
    request: Request

    def authenticate_refresh_token(self, refresh_token: str) -> Token | None:
        client_id = self.request.client.get_client_id()
        found = tokens.renewable(self.server.session, refresh_token, client_id)
        if found is not None:
            check_audience(self.request, found.audience)
        return found

    def _validate_token_scope(self, token: Token) -> None:
        """Scope can shrink, never grow."""
        try:
            asked = scopes.write(scopes.parse(self.request.payload.scope or ""))
        except ValueError:
            raise InvalidScopeError from None
        if not scopes.covers(token.scope, asked):
            raise InvalidScopeError("More scope than the user granted.")
        self.request.scope = asked or token.scope

    def issue_token(self, user: str, _refresh_token: Token) -> dict[str, object]:
        token: dict[str, object] = self.generate_token(
            user=user, scope=self.request.scope, include_refresh_token=True
        )
        return token

    def authenticate_user(self, refresh_token: Token) -> str:
        return refresh_token.owner_id

    def revoke_old_credential(self, refresh_token: Token) -> None:
        tokens.replace(self.server.session, refresh_token)
