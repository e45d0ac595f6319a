"""What can be wrong with what an app says of itself, or with its registration token."""

from http import HTTPStatus

from taskpal.errors import TaskPalError


class MetadataRefused(TaskPalError):
    """A field is wrong, or two contradict each other (RFC 7591 §3.2.2)."""

    error = "invalid_client_metadata"


class RedirectUriRefused(MetadataRefused):
    """A redirect URI is wrong, or there is none (RFC 7591 §3.2.2)."""

    error = "invalid_redirect_uri"


class RegistrationTokenRefused(TaskPalError):
    """RFC 7592 §2: an unknown app and a wrong token look the same from outside."""

    status = HTTPStatus.UNAUTHORIZED
    error = "invalid_token"
    headers = {"WWW-Authenticate": 'Bearer realm="TaskPal", error="invalid_token"'}

    def __init__(self) -> None:
        super().__init__("This registration access token is not valid, or no longer.")
