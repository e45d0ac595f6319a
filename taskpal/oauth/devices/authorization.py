"""Where a device begins (RFC 8628 §3.1): it is given two codes, and an address."""

from functools import partial
from http import HTTPStatus
from urllib.parse import quote

from authlib.oauth2.rfc6749 import OAuth2Error, UnauthorizedClientError
from sqlmodel import Session

from taskpal.oauth import kinds
from taskpal.oauth.devices import service
from taskpal.oauth.devices.schemas import NewCodes
from taskpal.oauth.protocol.messages import Answer, Request
from taskpal.oauth.protocol.resource import asked_audience
from taskpal.oauth.protocol.server import Endpoint, Server
from taskpal.settings import settings


def endpoint(address: str) -> Endpoint:
    """What answers a device that asks from this address."""
    return partial(_begin, address=address)


def _begin(session: Session, request: Request, address: str) -> Answer:
    server = Server(session)
    try:
        return Answer(HTTPStatus.OK, _told(_codes(server, request, address)))
    except OAuth2Error as error:
        return server.handle_error_response(request, error)


def _codes(server: Server, request: Request, address: str) -> NewCodes:
    """New codes, if this client may have some and asks for what there is."""
    client = server.authenticate_client(request, None)
    if not client.check_grant_type(kinds.DEVICE_CODE):
        raise UnauthorizedClientError("This app has no device grant.")
    server.validate_requested_scope(request.payload.scope)
    return service.begin(
        server.session,
        client.row,
        scope=client.get_allowed_scope(request.payload.scope),
        audience=asked_audience(request),
        address=address,
    )


def _told(codes: NewCodes) -> dict[str, object]:
    """§3.2: the second address carries the code, for a QR code to lead to."""
    page = f"{settings().public_url}/device"
    return {
        "device_code": codes.device_code,
        "user_code": codes.user_code,
        "verification_uri": page,
        "verification_uri_complete": f"{page}?user_code={quote(codes.user_code)}",
        "expires_in": codes.expires_in,
        "interval": codes.interval,
    }
