"""Which part of TaskPal a token is for (RFC 8707)."""

from typing import Any

from authlib.oauth2.rfc6749 import OAuth2Error

from taskpal.oauth import scopes
from taskpal.oauth.protocol.messages import Request
from taskpal.settings import settings


class InvalidTargetError(OAuth2Error):  # type: ignore[misc]
    """The resource is none of ours, or not the one the user agreed to."""

    error = "invalid_target"
    description = "The resource is unknown, or not the one that was granted."


class ResourceIndicator:
    """Checks `resource` wherever the code grant takes one."""

    def __call__(self, grant: Any) -> None:
        """Be asked by the grant (Authlib's way of extending one)."""
        grant.register_hook("after_validate_authorization_request_payload", _at_start)
        grant.register_hook("after_validate_token_request", _at_token)


def address_of(audience: str) -> str:
    """The resource that an audience stands for."""
    return f"{settings().public_url}/{audience}"


def asked_audience(request: Request) -> str:
    """The audience that `resource` names; the JSON API when it names none."""
    resource = request.payload.data.get("resource")
    if resource is None:
        return scopes.API
    for audience in scopes.AUDIENCES:
        if resource == address_of(audience):
            return audience
    raise InvalidTargetError


def check_audience(request: Request, granted: str) -> None:
    """Let a token request name only the resource that was granted (§2.2)."""
    if "resource" in request.payload.data and asked_audience(request) != granted:
        raise InvalidTargetError


def _at_start(grant: Any, _result: object) -> None:
    asked_audience(grant.request)


def _at_token(grant: Any, _result: object) -> None:
    check_audience(grant.request, grant.request.authorization_code.audience)
