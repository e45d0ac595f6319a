"""What can be wrong with a token, a client or a connection."""

from http import HTTPStatus

from taskpal.errors import TaskPalError

REALM = 'Bearer realm="TaskPal"'


class TokenMissing(TaskPalError):
    """There was no bearer token at all. RFC 6750 §3.1: then no `error` either."""

    status = HTTPStatus.UNAUTHORIZED
    headers = {"WWW-Authenticate": REALM}

    def __init__(self) -> None:
        super().__init__("Sign in first: this needs an access token.")


class TokenRefused(TaskPalError):
    """The token is unknown, expired, revoked, or meant for another part of TaskPal."""

    status = HTTPStatus.UNAUTHORIZED
    headers = {
        "WWW-Authenticate": f'{REALM}, error="invalid_token", '
        'error_description="The access token is not valid, or no longer"'
    }

    def __init__(self) -> None:
        super().__init__("This access token is not valid, or no longer.")


class ScopeMissing(TaskPalError):
    """The token is good, but does not allow this."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, scope: str) -> None:
        super().__init__(f"This access token does not allow {scope}.")
        self.headers = {
            "WWW-Authenticate": f'{REALM}, error="insufficient_scope", '
            f'error_description="The access token does not allow this", '
            f'scope="{scope}"'
        }


class ClientNotFound(TaskPalError):
    """No such client, or it belongs to someone else."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("That app is no longer here.")


class ConnectionNotFound(TaskPalError):
    """No such connection, or it belongs to someone else."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("That app is no longer connected.")


class TokenNotFound(TaskPalError):
    """No such personal token, or it belongs to someone else."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("That token is no longer here.")


class CallbackNotFound(TaskPalError):
    """No such pending callback, or its client belongs to someone else."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("That callback is no longer waiting for approval.")


class NoSecret(TaskPalError):
    """The client is of a kind that has no secret."""

    def __init__(self) -> None:
        super().__init__("An app of this kind has no secret.")
