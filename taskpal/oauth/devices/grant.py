"""The device grant (RFC 8628 §3.4): a device asks whether its user has said yes."""

from authlib.oauth2.rfc6749 import (
    AccessDeniedError,
    InvalidGrantError,
    InvalidRequestError,
    UnauthorizedClientError,
)
from authlib.oauth2.rfc6749.grants import BaseGrant, TokenEndpointMixin
from authlib.oauth2.rfc8628 import (
    AuthorizationPendingError,
    ExpiredTokenError,
    SlowDownError,
)

from taskpal.columns import now
from taskpal.oauth import codes, kinds
from taskpal.oauth.devices import service
from taskpal.oauth.models import DeviceAuthorization
from taskpal.oauth.protocol.messages import Request
from taskpal.oauth.protocol.resource import check_audience

Response = tuple[int, dict[str, object], list[tuple[str, str]]]


class DeviceGrant(BaseGrant, TokenEndpointMixin):  # type: ignore[misc]
    """A device code gives tokens once, and only to the client that began with it.

    Authlib's own grant gives them as often as it is asked.
    """

    GRANT_TYPE = kinds.DEVICE_CODE
    request: Request

    def validate_token_request(self) -> None:
        """Let the request pass if its device has been allowed (§3.5)."""
        client = self.authenticate_token_endpoint_client()
        if not client.check_grant_type(self.GRANT_TYPE):
            raise UnauthorizedClientError("This app has no device grant.")
        device_code = self.request.payload.data.get("device_code")
        if not device_code:
            raise InvalidRequestError("Missing device_code.")
        device = service.begun_with(self.server.session, device_code)
        if device is None or device.client_id != client.get_client_id():
            raise InvalidGrantError("The device_code is not one of this app's.")
        check_audience(self.request, device.audience)
        if device.redeemed_at is None:  # else it was copied: `codes.redeem` sees to it
            self._require_answer(device)
        self.request.client, self.request.credential = client, device

    def create_token_response(self) -> Response:
        device: DeviceAuthorization = self.request.credential
        if codes.redeem(self.server.session, device) is None:
            raise InvalidGrantError("The device_code was used before.")
        token = self.generate_token(scope=device.scope, include_refresh_token=True)
        self.save_token(token)
        return 200, token, self.TOKEN_RESPONSE_HEADER

    def _require_answer(self, device: DeviceAuthorization) -> None:
        if device.denied_at is not None:
            raise AccessDeniedError
        if device.expires_at <= now():
            raise ExpiredTokenError
        if device.connection_id is None:
            if service.polled_too_soon(self.server.session, device):
                raise SlowDownError
            raise AuthorizationPendingError
